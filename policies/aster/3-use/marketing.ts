/**
 * §3.1.3: marketing, contests, personalisation and reuse of what you made public.
 * Each channel is a purpose of its own, on express consent alone; none is a condition of anything else.
 * @module
 */

import type { Purposes } from '@troth/core/policy'
import type { Words } from '../words.ts'

export const marketing = {
  'marketing.post': {
    clauses: ['3.1.3(a)', '3.1.3.i'],
    label: 'News and offers by post',
    basis: 'express',
    marketing: 'post',
    uses: ['contact.name', 'contact.post', 'preference', 'segment'],
    consentLasts: 'P24M',
    onWithdrawal: 'You will no longer get news and offers from us by post. Nothing else changes.',
    dpv: ['dpv:DirectMarketing'],
  },
  'marketing.email': {
    clauses: ['3.1.3(a)', '3.1.3.i', '3.1.3.ii', '3.1.3(e).ii'],
    label: 'News and offers by email',
    basis: 'express',
    marketing: 'email',
    uses: ['contact.name', 'contact.email', 'preference', 'segment'],
    consentLasts: 'P24M',
    onWithdrawal:
      'You will no longer get news and offers from us by email. Messages about your orders still come; nothing else changes.',
    dpv: ['dpv:DirectMarketing'],
  },
  'marketing.phone': {
    clauses: ['3.1.3(a)', '3.1.3.i'],
    label: 'News and offers by telephone',
    basis: 'express',
    marketing: 'phone',
    uses: ['contact.name', 'contact.phone', 'preference', 'segment', 'dnc'],
    consentLasts: 'P24M',
    onWithdrawal: 'You will no longer be called by us about news and offers. Nothing else changes.',
    dpv: ['dpv:DirectMarketing'],
  },
  'marketing.sms': {
    clauses: ['3.1.3(a)', '3.1.3.i', '3.1.3.ii'],
    label: 'News and offers by text message',
    basis: 'express',
    marketing: 'sms',
    uses: ['contact.phone', 'preference', 'segment', 'dnc'],
    consentLasts: 'P24M',
    onWithdrawal:
      'You will no longer get news and offers from us by text message. Codes for signing in still come; nothing else changes.',
    dpv: ['dpv:DirectMarketing'],
  },
  'marketing.social': {
    clauses: ['3.1.3(a)', '2.3.1(c)', '3.1.3.i', '3.1.3.ii'],
    label: 'News and offers on social networks',
    basis: 'express',
    marketing: 'social',
    uses: ['social.profile', 'segment'],
    consentLasts: 'P24M',
    onWithdrawal:
      'You will no longer get news and offers from us on social networks. You can still follow our pages; nothing else changes.',
    dpv: ['dpv:SocialMediaMarketing'],
  },
  'marketing.im': {
    clauses: ['3.1.3(a)', '3.1.3.i', '3.1.3.ii'],
    label: 'News and offers by instant message',
    basis: 'express',
    marketing: 'im',
    uses: ['contact.phone', 'preference', 'segment', 'dnc'],
    consentLasts: 'P24M',
    onWithdrawal:
      'You will no longer get news and offers from us by instant message. Nothing else changes.',
    dpv: ['dpv:DirectMarketing'],
  },
  contest: {
    clauses: ['3.1.3(b)', '2.1.1(e)'],
    label: 'Run the contest you enter',
    basis: 'deemed:conduct',
    uses: ['contact.name', 'contact.email', 'contact.phone', 'contest'],
    onWithdrawal:
      'You will no longer be in the contest, and your entry is taken out. Nothing else changes.',
    dpv: ['dpv:Marketing'],
  },
  event: {
    clauses: ['3.1.3(b)', '2.1.1(e)', '2.1.4'],
    label: 'Hold the event you come to',
    basis: 'deemed:conduct',
    // prettier-ignore
    uses: [
      'contact.name', 'contact.email', 'contact.phone', 'business.card', 'interest', 'preference', 'third',
    ],
    onWithdrawal:
      'You will no longer be on the list of guests, nor will the person you bring. Nothing else changes.',
    dpv: ['dpv:PublicRelations'],
  },
  personalise: {
    clauses: [
      '3.1.3(c).i',
      '2.1.1(d)',
      '2.3.1(a).ii',
      '2.3.1(b)',
      '2.4.1(d)',
      '2.4.1(g)',
      '3.1.3(c).iii',
      '8.1.ii',
    ],
    label: 'Fit content and suggestions to you',
    basis: 'express',
    // prettier-ignore
    uses: [
      'interest', 'preference', 'segment', 'click', 'cookie', 'loyalty', 'group', 'social.extra',
      'social.interaction',
    ],
    onWithdrawal:
      'You will no longer see content and suggestions chosen for you; you see what everyone sees, on the same pages. Nothing else changes.',
    dpv: ['dpv:Personalisation', 'dpv:ServicePersonalisation'],
  },
  ads: {
    clauses: ['3.1.3(c).i', '3.1.3(c).ii', '8.1.ii', '8.2'],
    label: 'Advertise to you on other sites',
    basis: 'express',
    uses: ['interest', 'segment', 'click', 'cookie', 'beacon'],
    onWithdrawal:
      'You will no longer be on the lists we give to advertising partners, so advertisements elsewhere are not chosen by us for you. Nothing else changes.',
    dpv: ['dpv:PersonalisedAdvertising', 'dpv:TargetedAdvertising'],
  },
  // The words and the picture travel, the writer’s name does not.
  publish: {
    clauses: ['3.1.3(e).i', '2.1.1(f)'],
    label: 'Show elsewhere what you made public',
    basis: 'express',
    uses: ['content.review', 'content.photo'],
    needs: ['service'],
    onWithdrawal:
      'You will no longer see your reviews or pictures shown elsewhere by us; we take them down where we can. They stay where you posted them, and nothing else changes.',
    dpv: ['dpv:Advertising'],
  },
} as const satisfies Purposes<Words>
