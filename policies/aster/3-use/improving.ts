/**
 * §3.1.2 and §3.1.3(d): improving what we make, and figures in which nobody can be found.
 * @module
 */

import type { Purposes, Single } from '@troth/core/policy'
import type { Words } from '../words.ts'

export const improving = {
  training: {
    clauses: ['3.1.2(a)', '2.1.1(b)', '2.4.1(e)'],
    label: 'Train our staff and check quality',
    basis: 'exception:business-improvement',
    uses: ['recording', 'case'],
    assessment: {
      reference: 'BIA-01',
      reviewed: '2026-05-18',
      summary:
        'Staff learn from how real people ask. A small sample is used, with names and numbers taken out and an end within 90 days; invented calls were tried and did not teach the same.',
    },
    onWithdrawal:
      'You can object, and your calls and chats are then left out of training. The help you get stays the same; nothing else changes.',
    dpv: ['dpv:InternalResourceOptimisation'],
  },
  improve: {
    clauses: ['3.1.2(b)', '2.4.1', '2.4.1(b)', '8.3.i'],
    label: 'Measure, mend and improve',
    basis: 'exception:business-improvement',
    uses: ['log', 'settings', 'click', 'script.log', 'survey', 'case'],
    assessment: {
      reference: 'BIA-02',
      reviewed: '2026-05-18',
      summary:
        'A fault shows only in the trail of what led to it, so the trail must hold together; names and contact details are not in it.',
    },
    onWithdrawal:
      'You can object, and your reports are then left out when we look for faults. Our products and services work as before; nothing else changes.',
    dpv: ['dpv:ImproveExistingProductsAndServices', 'dpv:ServiceOptimisation'],
  },
  survey: {
    clauses: ['2.1.1(g)', '3.1.2(b)'],
    label: 'Run the survey you take part in',
    basis: 'deemed:conduct',
    uses: ['contact.email', 'survey'],
    onWithdrawal:
      'You will no longer be part of the survey or be sent its reward. Nothing else changes.',
    dpv: ['dpv:ResearchAndDevelopment'],
  },
  // Results speak of groups; nobody is contacted because of them (§2.2.1(e)).
  research: {
    clauses: ['3.1.2(c)', '2.1.1(g)', '2.2.1(e)'],
    label: 'Research and develop products',
    basis: 'exception:research',
    uses: ['survey', 'public', 'product'],
    assessment: {
      reference: 'RES-01',
      reviewed: '2026-05-25',
      summary:
        'Safer and longer-lasting products serve the public. Answers must be followed over time, which takes a random number for each person; no decision is made about anyone, and results name nobody.',
    },
    onWithdrawal:
      'You can object, and your answers are then left out of studies not yet finished. Nothing else changes.',
    dpv: ['dpv:ResearchAndDevelopment', 'dpv:CommercialResearch'],
  },
  statistics: {
    clauses: ['3.1.3(d)', '2.4.1(a)', '2.4.1(f)', '3.1.2(c)'],
    label: 'Make anonymous figures',
    basis: 'exception:business-improvement',
    uses: ['click', 'order', 'loyalty', 'social.interaction', 'statistics'],
    assessment: {
      reference: 'BIA-03',
      reviewed: '2026-05-25',
      summary:
        'Counting needs the single items once, to count them right. Only figures over at least 20 people leave the job, small ones are hidden together with those that would give them away.',
    },
    onWithdrawal:
      'You can object, and you are then left out of figures not yet made. Nothing else changes.',
    dpv: ['dpv:ServiceUsageAnalytics'],
  },
  // Insight learns about groups. Being in one puts nobody on a list: sending needs a consent of its own (§3.1.2(c)).
  insight: {
    clauses: ['3.1.2(c)', '3.1.3(e).ii', '6.1(a)'],
    label: 'Learn about groups of customers',
    basis: 'exception:business-improvement',
    uses: ['order', 'click', 'survey', 'forum.activity', 'segment'],
    assessment: {
      reference: 'BIA-04',
      reviewed: '2026-05-25',
      summary:
        'What customers need shows in how purchases, visits and forums hang together, which anonymous totals cannot show. Groups under 20 are not shown, and what people write is never read.',
    },
    onWithdrawal:
      'You can object, and you are then left out of the groups we study. Nothing else changes.',
    dpv: ['dpv:CustomerRelationshipManagement'],
  },
} as const satisfies Purposes<Words>

/** No figure covers fewer than 20 people, and no group of customers is smaller (§3.1.2(c), §3.1.3(d)). */
export const statistics = {
  clauses: ['3.1.2(c)', '3.1.3(d)'],
  minimumCell: 20,
} as const satisfies Single<Words, 'statistics'>
