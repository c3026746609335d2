/**
 * §3.1.5(f), §2.1.2, §2.1.1(i), §4.2 and §6.1(g): automated tools, what arrives unasked, and what you have us send.
 * @module
 */

import type { Purposes } from '@troth/core/policy'
import type { Words } from '../words.ts'

export const toolsAndIntake = {
  // Drafts an answer; a person sends it. Closed where the law of a country forbids the use (§3.1.5(f).ii).
  'ai.assist': {
    clauses: ['3.1.5(f).i', '3.1.5(f).ii'],
    label: 'Answer you with the help of an automated tool',
    basis: 'express',
    automated: true,
    uses: ['case'],
    barredRegions: ['CN'],
    onWithdrawal:
      'You will no longer get answers drafted by a tool; a person writes them from the start. Nothing else changes.',
    dpv: ['dpv:AutomatedDecisionMaking'],
  },
  'ai.train': {
    clauses: ['3.1.5(f).i', '3.1.5(f).ii'],
    label: 'Teach an automated tool from support cases',
    basis: 'express',
    automated: true,
    uses: ['case'],
    barredRegions: ['CN'],
    consentLasts: 'P12M',
    onWithdrawal:
      'You will no longer have your cases used to teach our assistant, and they are left out of its next version. The help you get stays the same; nothing else changes.',
    dpv: ['dpv:AutomatedDecisionMaking'],
  },
  screen: {
    clauses: ['2.1.2.ii', '7.1'],
    label: 'Find sensitive data given by accident',
    basis: 'law',
    law: 'PDPA 2012 s 24',
    // prettier-ignore
    uses: [
      'free', 'sensitive', 'case', 'content.review', 'content.photo', 'forum.content', 'recruitment',
    ],
    onWithdrawal:
      'The law asks us to protect what you send, so this cannot be switched off; what is found is kept out of reach. Nothing else changes.',
    dpv: ['dpv:EnforceSecurity'],
  },
  triage: {
    clauses: ['2.1.1(i)', '2.2.1(b)'],
    label: 'Sort what reached us for no known reason',
    basis: 'deemed:conduct',
    uses: ['free', 'retailer'],
    onWithdrawal:
      'You will no longer get an answer to what you sent, and it is destroyed unread. Nothing else changes.',
    dpv: ['dpv:RecordManagement'],
  },
  'child.case': {
    clauses: ['4.2', '4.2(a)', '4.2(b)'],
    label: 'Freeze and delete a child’s data',
    basis: 'law',
    law: 'PDPA 2012 ss 13, 14(4) and 25',
    uses: ['contact.name', 'contact.email', 'account', 'birth', 'child', 'guardian'],
    onWithdrawal:
      'The law protects children, so this cannot be switched off. Nothing else changes.',
    dpv: ['dpv:LegalCompliance'],
  },
  // You choose the fields, the receiver, and once or until a date (§6.1(g)).
  authorised: {
    clauses: ['6.1(g)'],
    label: 'Send your data to whom you name',
    basis: 'express',
    // prettier-ignore
    uses: [
      'contact.name', 'contact.email', 'contact.phone', 'contact.post', 'order', 'product', 'loyalty',
    ],
    onWithdrawal:
      'You will no longer have your data sent to the person or company you named; the next attempt is refused. Nothing else changes.',
    dpv: ['dpv:RequestedServiceProvision'],
  },
} as const satisfies Purposes<Words>
