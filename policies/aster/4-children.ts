/**
 * §4: who is a child, and what waits until eighteen. Below thirteen nothing is stored before a guardian agrees.
 * @module
 */

import type { Single } from '@troth/core/policy'
import type { Words } from './words.ts'

export const children = {
  clauses: ['4.1.i', '4.1.ii', '4.2'],
  under: 13,
  timeZone: 'Asia/Singapore',
  young: {
    until: 18,
    closed: ['ads', 'marketing.phone', 'marketing.sms', 'ai.train'],
    notice: 'young.people',
  },
} as const satisfies Single<Words, 'children'>
