/**
 * §5.1: how long we keep quarantine, children’s cases, evidence and what a law or a right still needs.
 * @module
 */

import type { Retention } from '@troth/core/policy'
import type { Words } from '../words.ts'

export const recordRetention = {
  'group.facts': {
    clauses: ['5.1.i', '2.2.1(c)', '3.1.5(g)'],
    label: 'Facts from another Aster company',
    categories: ['group'],
    purposes: ['link', 'personalise'],
    from: 'end of the record they were joined to',
    period: 'P1D',
    action: 'erase',
    reason: 'A fact that was joined to a record has no life of its own.',
  },
  quarantine: {
    clauses: ['5.1.i', '2.1.1(i)', '2.1.2.ii'],
    label: 'Items in quarantine, and shop records that match nobody',
    categories: ['free', 'sensitive', 'retailer'],
    purposes: ['triage', 'screen'],
    from: 'arrival',
    period: 'P30D',
    action: 'erase',
    reason: 'Thirty days suffice to find a purpose; without one, nothing is kept.',
  },
  'child.marks': {
    clauses: ['5.1.i', '4.1.ii'],
    label: 'Mark that stops a child’s second try, and a guardian who did not answer',
    categories: ['child', 'guardian'],
    purposes: ['age'],
    from: 'attempt',
    period: 'P30D',
    action: 'erase',
    reason: 'A second date tried at once is a wrong date; later it may be a birthday.',
  },
  'identity.checks': {
    clauses: ['5.1.i', '3.1.1(e)'],
    label: 'Identity check results',
    categories: ['identity.check'],
    purposes: ['identity'],
    from: 'check made',
    period: 'P12M',
    action: 'erase',
    reason: 'Whoever tried to pass as you tries again within the year.',
  },
  consents: {
    clauses: ['5.1.i', '9.1(c).i', 'FTR.3'],
    label: 'Records of consent, refusal and withdrawal',
    categories: ['consent.record'],
    purposes: ['audit'],
    from: 'choice no longer applies',
    period: 'P3Y',
    action: 'erase',
    reason: 'We have to be able to prove what you chose.',
  },
  requests: {
    clauses: ['5.1.i', '9.1', '10.2.iii'],
    label: 'Requests about your rights',
    categories: ['request'],
    purposes: ['rights', 'legal'],
    from: 'request closed',
    period: 'P3Y',
    action: 'erase',
    reason: 'You can turn to the Commission or a court within that time.',
  },
  breaches: {
    clauses: ['5.1.i', '7.x'],
    label: 'Breach files',
    // prettier-ignore
    categories: ['contact.name', 'contact.email', 'contact.phone', 'contact.post', 'guardian', 'log'],
    purposes: ['breach'],
    from: 'breach file closed',
    period: 'P3Y',
    action: 'erase',
    reason: 'Whoever was harmed may claim, and the Commission may ask.',
  },
  deals: {
    clauses: ['5.1.i', '3.1.5(e)', '6.1(d)'],
    label: 'Deal records',
    categories: ['contact.name', 'account', 'order'],
    purposes: ['deal'],
    from: 'deal ended',
    period: 'P1D',
    action: 'erase',
    reason: 'Access ends with the deal.',
  },
  staff: {
    clauses: ['5.1.i', '7.1(c)'],
    label: 'Staff training records',
    categories: ['staff'],
    purposes: ['admin', 'rights'],
    from: 'end of employment',
    period: 'P12M',
    action: 'erase',
    reason: 'Who had been trained may be asked after an incident.',
  },
  figures: {
    clauses: ['5.1.i', '3.1.3(d)'],
    label: 'Figures, cut loose from everyone as they are made',
    categories: ['statistics'],
    purposes: ['statistics'],
    from: 'figure made',
    period: 'P1D',
    action: 'de-link',
    reason: 'A figure over at least 20 people is nobody’s.',
  },

  // Rights, duties and errands reach what is there. They keep nothing alive by themselves: a hold does (§5.1.iii).
  reach: {
    clauses: ['5.1.i', '5.1.iii'],
    label: 'What rights, law, administration and your own errands may reach',
    // prettier-ignore
    categories: [
      'contact.name', 'contact.email', 'contact.phone', 'contact.post', 'birth', 'account', 'preference',
      'interest', 'order', 'payment', 'credit', 'product', 'recording', 'case', 'loyalty', 'business.card',
      'survey', 'contest', 'content.review', 'content.photo', 'forum.content', 'forum.activity',
      'recruitment', 'free', 'third', 'public', 'retailer', 'group', 'social.profile', 'social.extra',
      'social.interaction', 'click', 'search', 'basket', 'network.address', 'user.agent', 'log', 'settings',
      'device', 'location', 'area', 'cookie', 'beacon', 'script.log', 'segment', 'sensitive', 'child',
      'guardian', 'identity.check', 'dnc', 'consent.record',
    ],
    purposes: ['rights', 'legal', 'admin', 'child.case', 'authorised'],
    from: 'end of every other purpose of the item',
    period: 'P1D',
    action: 'erase',
    reason: 'Being asked for is no reason to be kept, except under a hold.',
  },
} as const satisfies Retention<Words>
