/**
 * §7: the safeguards, each with someone who answers for it and a day by which it is looked at again.
 * @module
 */

import type { Measures } from '@troth/core/policy'
import type { Words } from './words.ts'

export const measures = {
  encryption: {
    clauses: ['7.1'],
    label: 'Sealed fields under keys kept outside the database; connections and backups encrypted',
    kind: 'technical',
    owner: 'Head of Engineering',
    reviewed: '2026-06-08',
    reviewEvery: 'P1Y',
  },
  'sealed.record': {
    clauses: ['PRE.5', '7.1'],
    label: 'A record of what was done that shows any tampering',
    kind: 'technical',
    owner: 'Head of Engineering',
    reviewed: '2026-06-08',
    reviewEvery: 'P1Y',
  },
  access: {
    clauses: ['7.1(a)'],
    label: 'Fields by role and purpose, a second proof at sign-in, each look recorded',
    kind: 'technical',
    owner: 'Head of Information Security',
    reviewed: '2026-06-08',
    reviewEvery: 'P6M',
  },
  backups: {
    clauses: ['4.2(a)', '7.1'],
    label: 'Backups run out within 35 days; one that is restored has the deletions repeated first',
    kind: 'technical',
    owner: 'Head of Engineering',
    reviewed: '2026-06-08',
    reviewEvery: 'P6M',
  },
  premises: {
    clauses: ['7.1(b)'],
    label: 'Locks, visitors by name, screens turned from the public',
    kind: 'physical',
    owner: 'Head of Facilities',
    reviewed: '2026-04-20',
    reviewEvery: 'P1Y',
  },
  procedures: {
    clauses: ['7.1(b)'],
    label: 'Written working procedures that follow recognised standards',
    kind: 'organisational',
    owner: 'Data Protection Officer',
    reviewed: '2026-04-20',
    reviewEvery: 'P1Y',
  },
  training: {
    clauses: ['7.1(c)'],
    label: 'Yearly training; out of date, and the screens with personal data stay shut',
    kind: 'organisational',
    owner: 'Head of People',
    reviewed: '2026-03-16',
    reviewEvery: 'P1Y',
  },
  'self.check': {
    clauses: ['7.1(d)'],
    label: 'A sample of decisions replayed; deletions, contracts, Do Not Call checks, safeguards',
    kind: 'organisational',
    owner: 'Data Protection Officer',
    reviewed: '2026-06-15',
    reviewEvery: 'P3M',
  },
  'breach.drill': {
    clauses: ['7.x'],
    label: 'A plan for breaches, rehearsed: contain, assess, tell the Commission, tell the people',
    kind: 'organisational',
    owner: 'Head of Information Security',
    reviewed: '2026-02-23',
    reviewEvery: 'P1Y',
  },
} as const satisfies Measures<Words>
