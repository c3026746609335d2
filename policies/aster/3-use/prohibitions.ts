/**
 * What named purposes never get, whatever anyone consents to. No switch, role or tool opens these.
 * @module
 */

import type { Prohibitions } from '@troth/core/policy'
import type { Words } from '../words.ts'

// prettier-ignore
const selling = [
  'marketing.post', 'marketing.email', 'marketing.phone', 'marketing.sms', 'marketing.social', 'marketing.im',
  'ads', 'b2b',
] as const

const profiling = ['insight', 'personalise'] as const

export const prohibitions = {
  // What people write in a forum is for the forum, under every version of every consent (§3.1.3(e).iii).
  'forum.words': {
    clauses: ['3.1.3(e).iii'],
    categories: ['forum.content'],
    // prettier-ignore
    purposes: [
      ...selling, ...profiling, 'training', 'improve', 'survey', 'research', 'statistics', 'publish',
      'ai.assist', 'ai.train',
    ],
    reason: 'What you write in a forum is for the forum alone.',
  },
  'sensitive.findings': {
    clauses: ['2.1.2.ii', '3.1.1(e)'],
    categories: ['sensitive'],
    // prettier-ignore
    purposes: [
      ...selling, ...profiling, 'account', 'service', 'identity', 'fraud', 'credit', 'improve', 'research',
      'statistics', 'publish', 'recruit', 'link', 'ai.assist', 'ai.train',
    ],
    reason:
      'An identity number or a health fact given by accident serves nothing, and proves nobody’s identity.',
  },
  'unsorted.items': {
    clauses: ['2.1.1(i)'],
    categories: ['free'],
    purposes: [
      ...selling,
      ...profiling,
      'service',
      'research',
      'statistics',
      'ai.assist',
      'ai.train',
    ],
    reason: 'What has no purpose yet is read only to give it one.',
  },
  'other.people': {
    clauses: ['2.1.4'],
    categories: ['third'],
    purposes: [...selling, ...profiling, 'research', 'statistics', 'link', 'ai.train'],
    reason: 'A person named by someone else has chosen nothing.',
  },
  applicants: {
    clauses: ['2.1.1(h)', '3.1.5(b)'],
    categories: ['recruitment'],
    // prettier-ignore
    purposes: [
      ...selling, ...profiling, 'account', 'service', 'improve', 'research', 'statistics', 'publish',
      'admin', 'ai.assist', 'ai.train',
    ],
    reason: 'An application is used to fill the post and for nothing else.',
  },
  children: {
    clauses: ['4.1.ii', '4.2(b)'],
    categories: ['child', 'guardian'],
    // prettier-ignore
    purposes: [
      ...selling, ...profiling, 'location', 'research', 'statistics', 'publish',
      'ai.assist', 'ai.train',
    ],
    reason: 'What shows a child or a guardian protects the child and does nothing else.',
  },
  'public.facts': {
    clauses: ['2.2.1(e)'],
    categories: ['public'],
    purposes: [...selling, 'enquiry', 'event', 'recruit', 'link', 'credit', 'fraud'],
    reason: 'Nobody is contacted or judged because of what is public about them.',
  },
  'business.contacts': {
    clauses: ['2.2.1(d)'],
    categories: ['business.card'],
    // prettier-ignore
    purposes: [
      'marketing.post', 'marketing.email', 'marketing.phone', 'marketing.sms', 'marketing.social',
      'marketing.im', 'ads', 'personalise',
    ],
    reason:
      'A business contact is for business; an offer to the person needs the person’s own yes.',
  },
  'contest.entries': {
    clauses: ['2.1.1(e)'],
    categories: ['contest'],
    purposes: [...selling, ...profiling],
    reason: 'A contest entry serves only the contest.',
  },
  'money.matters': {
    clauses: ['2.2.1(a)', '3.1.4(b)'],
    categories: ['credit', 'payment'],
    // prettier-ignore
    purposes: [
      ...selling, ...profiling, 'loyalty', 'recruit', 'research', 'statistics', 'ai.assist', 'ai.train',
    ],
    reason: 'How you pay, and whether you can, is nobody’s sales argument.',
  },
  whereabouts: {
    clauses: ['2.4.1(c)'],
    categories: ['location'],
    // prettier-ignore
    purposes: [
      ...selling, ...profiling, 'fraud', 'improve', 'research', 'statistics', 'ai.assist', 'ai.train',
    ],
    reason: 'Where you are is for the feature that asked, while it runs.',
  },
  evidence: {
    clauses: ['3.1.1(e)', 'FTR.3', '9.1'],
    categories: ['identity.check', 'consent.record', 'request'],
    purposes: [
      ...selling,
      ...profiling,
      'improve',
      'research',
      'statistics',
      'ai.assist',
      'ai.train',
    ],
    reason: 'Asking for your rights, or saying no, must never count for or against you.',
  },
  'necessary.cookies': {
    clauses: ['FTR.1'],
    categories: ['basket'],
    purposes: [...selling, ...profiling, 'cookies.function', 'cookies.analytics', 'cookies.third'],
    reason: 'What the basket needs is used for nothing else; help with it has a switch of its own.',
  },
} as const satisfies Prohibitions<Words>
