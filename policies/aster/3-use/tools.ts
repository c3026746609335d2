/**
 * §3.1.5(f): the register of automated tools. A field that is not listed here never reaches the tool.
 * @module
 */

import type { Tools } from '@troth/core/policy'
import type { Words } from '../words.ts'

export const tools = {
  'answer.draft': {
    clauses: ['3.1.5(f).i', '3.1.5(f).ii'],
    label: 'Drafts answers for support staff; forgets question and answer after 90 days',
    purposes: ['ai.assist'],
    categories: ['case'],
    provider: 'Kepler Rill Language Tools Pte. Ltd.',
    country: 'SG',
    training: 'never',
    humanReview: 'A member of staff reads, changes and sends every answer.',
    barredRegions: ['CN'],
  },
  'answer.model': {
    clauses: ['3.1.5(f).i', '3.1.5(f).ii'],
    label: 'Our own model of answers, taught from cases with names taken out',
    purposes: ['ai.train'],
    categories: ['case'],
    provider: 'Aster Electronics (Singapore) Pte. Ltd.',
    country: 'SG',
    training: 'with-consent',
    humanReview: 'Each version is tested for errors and bias before staff may use it.',
    barredRegions: ['CN'],
  },
  'fraud.score': {
    clauses: ['3.1.4(b)', '3.1.5(f).i'],
    label: 'Scores orders and vouchers with reasons; a score ends within 90 days',
    purposes: ['fraud'],
    categories: ['order', 'payment', 'device', 'loyalty'],
    provider: 'Aster Electronics (Singapore) Pte. Ltd.',
    country: 'SG',
    training: 'never',
    humanReview: 'A person looks before anyone is refused, and again when asked.',
    barredRegions: [],
  },
  screener: {
    clauses: ['2.1.2.ii', '3.1.5(f).i'],
    label: 'Finds identity, card and bank numbers and health facts in free text',
    purposes: ['screen'],
    categories: ['free', 'sensitive', 'case', 'content.review', 'forum.content', 'recruitment'],
    provider: 'Aster Electronics (Singapore) Pte. Ltd.',
    country: 'SG',
    training: 'never',
    humanReview:
      'The sorting team looks at what was set aside; the writer can ask for it to be looked at again.',
    barredRegions: [],
  },
} as const satisfies Tools<Words>
