/**
 * The words of Aster's policy: every id, so that an unknown one does not compile anywhere else.
 * @module
 */

import { defineWords, type IdsOf } from '@troth/core/policy'
import { accountDatasets } from './2-collection/datasets-of-accounts.ts'
import { communityDatasets } from './2-collection/datasets-of-community.ts'
import { observedDatasets } from './2-collection/datasets-observed.ts'
import { recordDatasets } from './2-collection/datasets-of-record.ts'
import { categories } from './categories.ts'
import { clauses } from './clauses.ts'

// prettier-ignore
export const words = defineWords({
  clauses,
  categories,
  controllers: ['asia_pacific', 'singapore', 'international'],

  // The place in this list is the place in a mask: new purposes go to the end, none is ever moved or removed.
  purposes: [
    // 3.1.1 Serving you
    'account', 'service', 'order', 'payment', 'fraud', 'credit', 'enquiry', 'complaint', 'aftersales',
    'warranty', 'identity', 'checkout.help',
    // 3.1.2 Improving what we make
    'training', 'improve', 'survey', 'research', 'statistics', 'insight',
    // 3.1.3 Marketing
    'marketing.post', 'marketing.email', 'marketing.phone', 'marketing.sms', 'marketing.social', 'marketing.im',
    'contest', 'event', 'personalise', 'ads', 'publish',
    // 3.1.4 Safety, fraud and law
    'security', 'audit', 'legal',
    // 3.1.5 Other uses
    'recruit', 'admin', 'deal', 'link', 'loyalty', 'b2b', 'location',
    // 4, 7 to 10: children, rights, safety and cookies
    'age', 'rights', 'breach', 'cookies.necessary', 'cookies.function', 'cookies.analytics', 'cookies.third',
    // Automated tools, intake, and what you have us do
    'ai.assist', 'ai.train', 'screen', 'triage', 'child.case', 'authorised',
  ],

  datasets: { ...accountDatasets, ...communityDatasets, ...observedDatasets, ...recordDatasets },

  notices: [
    'recording', 'conversation', 'credit.check', 'checkout.capture', 'additional.purpose', 'transfer.summary',
    'cookie.banner', 'guardian.needed', 'young.people', 'ai.training',
  ],

  clocks: [
    'answer', 'access', 'access.window', 'correction', 'correction.window', 'refused.copy',
    'withdrawal', 'dnc.optout', 'dnc.check', 'sender.contact',
    'breach.assessment', 'breach.commission', 'quarantine', 'unanswered.guardian',
  ],
})

export type Words = IdsOf<typeof words>
