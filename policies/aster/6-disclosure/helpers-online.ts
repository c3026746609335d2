/**
 * §6.1(b): the companies that run hiring, counting, watching and drafting for us, under written contracts.
 * @module
 */

import type { Recipients } from '@troth/core/policy'
import type { Words } from '../words.ts'

const term = { from: '2026-01-01', until: '2028-12-31' } as const

export const helpersOnline = {
  'hiring.platform': {
    clauses: ['2.1.1(h)', '3.1.5(b)', '6.1(b)'],
    label: 'Hiring platform',
    role: 'intermediary',
    purposes: ['recruit'],
    categories: ['contact.name', 'contact.email', 'contact.phone', 'recruitment'],
    parties: [
      {
        name: 'Ladderwick Hiring Pte. Ltd.',
        countries: ['SG'],
        contract: { reference: 'DPA-021', ...term, ownUse: false },
        instruments: [],
      },
    ],
  },
  'visit.counter': {
    clauses: ['8.1.i', '8.3.i', '8.3.ii', '6.1(b)', '6.2.ii'],
    label: 'Counting of visits',
    role: 'intermediary',
    purposes: ['cookies.analytics', 'improve'],
    categories: ['click', 'beacon', 'script.log', 'user.agent'],
    parties: [
      {
        name: 'Tidemark Counting, Inc.',
        countries: ['US'],
        contract: { reference: 'DPA-022', ...term, ownUse: false },
        instruments: [{ kind: 'contract', countries: ['US'], reference: 'DPA-022', ...term }],
      },
    ],
  },
  'security.watch': {
    clauses: ['3.1.4(a)', '6.1(b)'],
    label: 'Security watch',
    role: 'intermediary',
    purposes: ['security'],
    categories: ['log', 'network.address', 'user.agent', 'device'],
    parties: [
      {
        name: 'Nightjar Watch Pte. Ltd.',
        countries: ['SG'],
        contract: { reference: 'DPA-023', ...term, ownUse: false },
        instruments: [],
      },
    ],
  },
  'language.tool': {
    clauses: ['3.1.5(f).i', '6.1(b)'],
    label: 'Language tool that drafts answers',
    role: 'intermediary',
    purposes: ['ai.assist'],
    categories: ['case'],
    parties: [
      {
        name: 'Kepler Rill Language Tools Pte. Ltd.',
        countries: ['SG'],
        contract: { reference: 'DPA-024', ...term, ownUse: false },
        instruments: [],
      },
    ],
  },
} as const satisfies Recipients<Words>
