/**
 * PRE and the opening of sections 2 and 3: who we are, what an act agrees to, and what is refused when nothing is said.
 * @module
 */

import type { Controllers, Narrative, Single } from '@troth/core/policy'
import type { Words } from './words.ts'

const officer = {
  email: 'dpo@aster.example',
  post: 'Data Protection Officer, Aster Electronics, 1 Aster Way, Singapore 000001',
} as const

export const controllers = {
  asia_pacific: {
    clauses: ['PRE.1', '10.1.i'],
    name: 'Aster Electronics Asia Pacific Pte. Ltd.',
    country: 'SG',
    officer,
  },
  singapore: {
    clauses: ['PRE.1', '10.1.i'],
    name: 'Aster Electronics (Singapore) Pte. Ltd.',
    country: 'SG',
    officer,
  },
  international: {
    clauses: ['PRE.1', '10.1.i'],
    name: 'Aster International (Singapore) Ltd.',
    country: 'SG',
    officer,
  },
} as const satisfies Controllers<Words>

/** What an act agrees to: the purpose evident from it, and never a choice (PRE.3). */
export const conduct = {
  clauses: ['PRE.3'],
  // prettier-ignore
  covers: [
    'account', 'service', 'enquiry', 'complaint', 'identity', 'survey', 'contest', 'event', 'recruit', 'admin',
    'cookies.necessary', 'triage',
  ],
} as const satisfies Single<Words, 'conduct'>

/** What this policy does not declare does not come in, and what comes in says where from (§2, §2.1.1). */
export const collection = {
  clauses: ['2.1.1', '2', '2.1.3.i', '2.2.1', '2.4.1', 'PRE.2'],
  undeclared: 'refused',
  provenance: 'required',
} as const satisfies Single<Words, 'collection'>

/** What this policy does not name is not done: close to a purpose is not a purpose (§3.1, §3.1.5(a)). */
export const use = {
  clauses: ['3.1', 'PRE.2', '3.1.5(a)'],
  unlisted: 'refused',
} as const satisfies Single<Words, 'use'>

/** A change is announced, and reaches old data only by a finding in writing or a new consent (PRE.4). */
export const amendment = {
  clauses: ['PRE.4', 'PRE.5', '3.1.5(a)'],
  oldData: 'determination-or-consent',
  announced: true,
} as const satisfies Single<Words, 'amendment'>

/** The clauses that no rule can keep, each with its reason. */
export const narrative = {
  '1.1': 'It says what the words "personal data" mean; every rule of this policy uses them so.',
} as const satisfies Narrative<Words>
