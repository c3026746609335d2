/**
 * §9 and §10: what you can ask of us, how soon we answer, and how we know that it is you.
 * @module
 */

import type { Clocks, Rights, Single } from '@troth/core/policy'
import type { Words } from './words.ts'

/** An identity number, whole or in part, proves nothing here (§3.1.1(e)). */
export const identityFactors = {
  clauses: ['3.1.1(e)'],
  accepted: ['account-login', 'one-time-code', 'recent-order'],
} as const satisfies Single<Words, 'identityFactors'>

export const rights = {
  information: {
    clauses: ['9.1', '9.1(a)'],
    label: 'Be told why we have your data and how we keep the law',
    kind: 'information',
    clock: 'answer',
  },
  access: {
    clauses: ['9.1', '9.1(b)', '10.2.ii'],
    label: 'Have a copy of your data, and who received it in the past year',
    kind: 'access',
    clock: 'access',
  },
  correction: {
    clauses: ['9.1', '9.1(d)'],
    label: 'Have mistakes and gaps put right, free of charge',
    kind: 'correction',
    clock: 'correction',
  },
  withdrawal: {
    clauses: ['9.1', '9.1(c).i', '10.2.i'],
    label: 'Withdraw consent for any purpose or channel, and keep the rest',
    kind: 'withdrawal',
    clock: 'withdrawal',
  },
  // The law knows no such right; we promise it for what rests on neither consent nor a law (§9.1(c).ii).
  objection: {
    clauses: ['9.1', '9.1(c).ii'],
    label: 'Object to a use that does not rest on your consent',
    kind: 'objection',
    clock: 'answer',
    // prettier-ignore
    stops: [
      'fraud', 'credit', 'training', 'improve', 'research', 'statistics', 'insight', 'security', 'audit',
      'deal', 'b2b',
    ],
  },
  transfers: {
    clauses: ['6.2.iv'],
    label:
      'Be told which recipients in which countries received your data, and under what safeguard',
    kind: 'transfers',
    clock: 'answer',
  },
  guardian: {
    clauses: ['4.2(c)'],
    label: 'Ask about your child’s data, as parent or guardian',
    kind: 'access',
    clock: 'access',
  },
  complaint: {
    clauses: ['10.1.i', '10.2.iii'],
    label: 'Complain, to us or to the Personal Data Protection Commission',
    kind: 'complaint',
    clock: 'answer',
  },
} as const satisfies Rights<Words>

/** The law's figure may be tightened and never loosened; where nothing is said, days are days of the calendar. */
export const clocks = {
  answer: {
    clauses: ['10.1.ii'],
    label: 'Answer to any request',
    days: 30,
    counted: 'calendar',
    authority: 'company',
  },
  access: {
    clauses: ['9.1(b)', '10.1.ii'],
    label: 'Copy of your data, or word of when it comes',
    days: 30,
    counted: 'calendar',
    authority: 'statute',
    keeps: 'access',
    source: 'PDPR reg 5',
  },
  'access.window': {
    clauses: ['9.1(b)'],
    label: 'How far back we tell who received your data',
    days: 365,
    counted: 'calendar',
    authority: 'statute',
    source: 'PDPA s 21(1)(b)',
  },
  correction: {
    clauses: ['9.1(d)', '10.1.ii'],
    label: 'Correction, or word of when it comes',
    days: 30,
    counted: 'calendar',
    authority: 'statute',
    keeps: 'correction',
    source: 'PDPR reg 5',
  },
  'correction.window': {
    clauses: ['9.1(d)'],
    label: 'How far back we send a correction to those who received the data',
    days: 365,
    counted: 'calendar',
    authority: 'statute',
    source: 'PDPA s 22(2)(b)',
  },
  'refused.copy': {
    clauses: ['5.1.iii', '10.2.ii'],
    label: 'Keep a copy of what we refused, at least',
    days: 30,
    counted: 'calendar',
    authority: 'statute',
    keeps: 'refused-copy',
    source: 'PDPA s 22A, PDPR reg 8',
  },
  withdrawal: {
    clauses: ['9.1(c).i', '3.1.1(f).ii'],
    label: 'Withdrawal in force with everyone who works for us; in our own systems at once',
    days: 10,
    counted: 'business',
    authority: 'guidance',
    keeps: 'withdrawal',
    source: 'PDPA s 16, Key Concepts 12.41',
  },
  'dnc.optout': {
    clauses: ['3.1.3.ii', '9.1(c).i'],
    label: 'Marketing calls and texts stopped',
    days: 21,
    counted: 'calendar',
    authority: 'statute',
    keeps: 'dnc-opt-out',
    source: 'PDPA s 47(3)',
  },
  'dnc.check': {
    clauses: ['3.1.3(a)'],
    label: 'A Do Not Call check can be relied on',
    days: 21,
    counted: 'calendar',
    authority: 'statute',
    keeps: 'dnc-result',
    source: 'PDPA s 43',
  },
  'sender.contact': {
    clauses: ['3.1.3.ii'],
    label: 'The contact in a message works, at least',
    days: 30,
    counted: 'calendar',
    authority: 'statute',
    keeps: 'message-contact',
    source: 'PDPA s 44',
  },
  'breach.assessment': {
    clauses: ['7.x'],
    label: 'Breach assessed',
    days: 30,
    counted: 'calendar',
    authority: 'guidance',
    keeps: 'breach-assessment',
    source: 'PDPA s 26C, breach guide p 22',
  },
  'breach.commission': {
    clauses: ['7.x'],
    label: 'Commission told of a breach',
    days: 3,
    counted: 'calendar',
    authority: 'statute',
    keeps: 'breach-commission',
    source: 'PDPA s 26D(1)',
  },
  quarantine: {
    clauses: ['2.1.1(i)', '2.2.1(b)'],
    label: 'Unsorted items given a purpose or destroyed',
    days: 30,
    counted: 'calendar',
    authority: 'company',
  },
  'unanswered.guardian': {
    clauses: ['4.1.ii'],
    label: 'Mark of a child, and details of a guardian who does not answer, erased',
    days: 30,
    counted: 'calendar',
    authority: 'company',
  },
} as const satisfies Clocks<Words>
