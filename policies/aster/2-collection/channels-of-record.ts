/**
 * §4, §7, §9, §10 and the banner: parents, requests, choices, and the training of our own staff.
 * @module
 */

import type { Channels } from '@troth/core/policy'
import { words, type Words } from '../words.ts'

export const recordChannels = {
  guardian: {
    clauses: ['4.1.ii', '4.2(c)'],
    label: 'Act as a parent or guardian',
    open: false,
    controllers: words.controllers,
    person: 'new',
    into: 'guardians',
    fields: {
      mark: { required: false, maxLength: 64 },
      guardian: {
        required: true,
        ifMissing: 'Without a parent or guardian no child’s profile can be opened.',
        noticeBefore: 'guardian.needed',
      },
      proof: {
        required: true,
        ifMissing: 'Without proof we cannot tell a guardian from a stranger.',
      },
    },
    purposes: ['age', 'child.case', 'breach', 'rights'],
    ageGate: { from: 'none', reason: 'Only adults act as guardians, and the proof shows it.' },
    othersData: {
      assurance: 'written',
      text: 'You confirm in writing that you are this child’s parent or guardian.',
    },
  },

  request: {
    clauses: ['9.1', '10.1.i'],
    label: 'Ask about your rights',
    open: false,
    controllers: words.controllers,
    person: 'new',
    into: 'requests',
    fields: {
      name: {
        required: true,
        ifMissing: 'Without a name we cannot tell whose data you ask about.',
      },
      email: { required: false },
      address: { required: false },
      request: {
        required: true,
        ifMissing: 'Without your question we cannot act on it.',
        warning: 'Do not send copies of identity cards; we never need one.',
        maxLength: 10000,
      },
    },
    purposes: ['rights', 'complaint', 'identity', 'child.case', 'legal'],
    choices: ['authorised'],
    ageGate: {
      from: 'none',
      reason: 'A right has no age; a child’s request is answered with its guardian.',
    },
  },

  banner: {
    clauses: ['FTR.1', 'FTR.2', 'FTR.3', 'FTR.4'],
    label: 'Choose about cookies',
    open: false,
    controllers: words.controllers,
    person: 'new',
    into: 'choices',
    fields: {
      choice: {
        required: true,
        ifMissing: 'Without a choice every optional cookie stays off.',
        noticeBefore: 'cookie.banner',
      },
    },
    purposes: ['rights', 'audit', 'legal'],
    ageGate: { from: 'none', reason: 'The banner asks a browser, and a refusal needs no age.' },
  },

  training: {
    clauses: ['7.1(c)'],
    label: 'Record a course taken by our staff',
    open: false,
    controllers: words.controllers,
    person: 'known',
    into: 'staff_training',
    fields: {
      course: { required: true, ifMissing: 'Without the course there is nothing to record.' },
      completed_on: { required: true, ifMissing: 'Without the day we cannot tell when it lapses.' },
    },
    purposes: ['admin', 'rights'],
    ageGate: { from: 'none', reason: 'Our staff are adults, as their contracts show.' },
  },
} as const satisfies Channels<Words>
