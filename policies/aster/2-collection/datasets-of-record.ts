/**
 * Where we keep what we worked out and the records that keep us honest (§3.1.2, §4, §7, §9, §10).
 * @module
 */

import type { DatasetRule } from '@troth/core/policy'
import type { Terms } from '../categories.ts'

// prettier-ignore
export const recordDatasets = {
  profiles: {
    clauses: ['3.1.2(c)', '3.1.3(c).i'],
    label: 'Groups worked out from your data',
    fields: {
      segment: { label: 'Group', category: 'segment', type: 'text', keep: 'open' },
    },
  },

  figures: {
    clauses: ['3.1.3(d)'],
    label: 'Anonymous figures',
    fields: {
      figure: { label: 'Figure', category: 'statistics', type: 'text', keep: 'open' },
    },
  },

  guardians: {
    clauses: ['4.1.ii', '4.2(c)'],
    label: 'Parents and guardians',
    fields: {
      mark: { label: 'Scrambled mark of the child', category: 'child', type: 'text', keep: 'sealed' },
      guardian: { label: 'Parent or guardian', category: 'guardian', type: 'text', keep: 'sealed' },
      proof: { label: 'Proof that this is the guardian', category: 'guardian', type: 'text', keep: 'sealed' },
    },
  },

  requests: {
    clauses: ['9.1', '10.1.i'],
    label: 'Requests about rights',
    fields: {
      name: { label: 'Name', category: 'contact.name', type: 'text', keep: 'open' },
      email: { label: 'Email address', category: 'contact.email', type: 'text', keep: 'open' },
      address: { label: 'Postal address', category: 'contact.post', type: 'text', keep: 'sealed' },
      request: { label: 'What you ask', category: 'request', type: 'text', keep: 'sealed' },
    },
  },

  // The method, the time and the result: never what was shown, and never an identity number (§3.1.1(e)).
  identity_checks: {
    clauses: ['3.1.1(e)'],
    label: 'Identity checks',
    fields: {
      method: { label: 'Method', category: 'identity.check', type: 'text', keep: 'open' },
      passed: { label: 'Result', category: 'identity.check', type: 'boolean', keep: 'open' },
    },
  },

  choices: {
    clauses: ['FTR.3', '9.1(c).i', '3.1.3(a)'],
    label: 'Evidence of your choices',
    fields: {
      choice: { label: 'Choice, time, page and words shown', category: 'consent.record', type: 'text', keep: 'open' },
    },
  },

  register_checks: {
    clauses: ['3.1.3(a)'],
    label: 'Do Not Call checks',
    fields: {
      result: { label: 'Result', category: 'dnc', type: 'text', keep: 'open' },
      received_on: { label: 'Day the result was received', category: 'dnc', type: 'date', keep: 'open' },
    },
  },

  staff_training: {
    clauses: ['7.1(c)'],
    label: 'Training of our staff',
    fields: {
      course: { label: 'Course', category: 'staff', type: 'text', keep: 'open' },
      completed_on: { label: 'Day completed', category: 'staff', type: 'date', keep: 'open' },
    },
  },
} as const satisfies Readonly<Record<string, DatasetRule<Terms>>>
