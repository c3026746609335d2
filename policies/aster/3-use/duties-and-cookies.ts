/**
 * §4 and §7-§10: looking after children, rights, breaches and the four classes of cookies.
 * @module
 */

import type { Purposes } from '@troth/core/policy'
import type { Words } from '../words.ts'

export const dutiesAndCookies = {
  age: {
    clauses: ['4.1.i', '4.1.ii'],
    label: 'Know a child from an adult',
    basis: 'law',
    law: 'PDPA 2012 ss 13 and 14, read with the Commission’s guidelines on children’s personal data',
    uses: ['birth', 'child', 'guardian'],
    onWithdrawal:
      'The law asks for this, so it cannot be switched off. Your birth date goes when your account goes; nothing else changes.',
    dpv: ['dpv:AgeVerification'],
  },
  // Access must reach everything held about a person (§9.1(b)); only figures that are nobody’s are left out.
  rights: {
    clauses: [
      '9.1',
      '4.2(c)',
      '5.1.iii',
      '6.2.iv',
      '9.1(a)',
      '9.1(b)',
      '9.1(d)',
      '10.1.i',
      '10.2.ii',
      '10.2.iii',
    ],
    label: 'Answer your requests about your data',
    basis: 'law',
    law: 'PDPA 2012 ss 16, 20, 21, 22 and 22A',
    // prettier-ignore
    uses: [
      'contact.name', 'contact.email', 'contact.phone', 'contact.post', 'birth', 'account', 'preference',
      'interest', 'order', 'payment', 'credit', 'product', 'recording', 'case', 'loyalty', 'business.card',
      'survey', 'contest', 'content.review', 'content.photo', 'forum.content', 'forum.activity',
      'recruitment', 'free', 'third', 'public', 'retailer', 'group', 'social.profile', 'social.extra',
      'social.interaction', 'click', 'search', 'basket', 'network.address', 'user.agent', 'log', 'settings',
      'device', 'location', 'area', 'cookie', 'beacon', 'script.log', 'segment', 'sensitive', 'child',
      'guardian', 'identity.check', 'dnc', 'consent.record', 'request', 'staff',
    ],
    onWithdrawal:
      'The law gives you these rights, so we keep what answering them needs for as long as it needs it. Nothing else changes.',
    dpv: ['dpv:RightsFulfilment'],
  },
  breach: {
    clauses: ['7.x'],
    label: 'Find out about a breach and tell you',
    basis: 'law',
    law: 'PDPA 2012 ss 26A to 26E',
    uses: ['contact.name', 'contact.email', 'contact.phone', 'contact.post', 'guardian', 'log'],
    onWithdrawal:
      'The law tells us to warn you, so this cannot be switched off. Nothing else changes.',
    dpv: ['dpv:LegalCompliance'],
  },
  // A reviewed list, each with its reason, used for nothing else (FTR.1).
  'cookies.necessary': {
    clauses: ['FTR.1', '2.4.1(a)'],
    label: 'Cookies that the site cannot work without',
    basis: 'deemed:conduct',
    uses: ['cookie', 'basket', 'user.agent'],
    onWithdrawal:
      'You will no longer stay signed in or keep a basket from one page to the next. The pages can still be read; nothing else changes.',
    dpv: ['dpv:TechnicalServiceProvision'],
  },
  'cookies.function': {
    clauses: ['FTR.2', '8.1.iv'],
    label: 'Cookies that add function',
    basis: 'express',
    uses: ['cookie'],
    onWithdrawal:
      'You will no longer find your language and layout as you left them. Nothing else changes.',
    dpv: ['dpv:OptimiseUserInterface'],
  },
  'cookies.analytics': {
    clauses: ['FTR.2', '2.4.1(a)', '8.1.i', '8.2', '8.3.i', '8.3.ii'],
    label: 'Cookies that count and measure',
    basis: 'express',
    uses: ['cookie', 'click', 'beacon', 'script.log', 'user.agent'],
    onWithdrawal:
      'You will no longer be counted in how our sites are used; scripts are removed and their cookies deleted. Nothing else changes.',
    dpv: ['dpv:ServiceUsageAnalytics'],
  },
  'cookies.third': {
    clauses: ['8.1.v', '2.3.1', 'FTR.2'],
    label: 'Content and cookies of partners',
    basis: 'express',
    uses: ['cookie', 'network.address', 'user.agent'],
    onWithdrawal:
      'You will no longer see videos, maps and posts of partners in our pages; empty boxes with a link stand in their place. Nothing else changes.',
    dpv: ['dpv:TargetedAdvertising'],
  },
} as const satisfies Purposes<Words>
