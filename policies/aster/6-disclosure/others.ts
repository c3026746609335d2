/**
 * §6.1(c)-(g) and §6.2: everyone else who receives data, and the closed list of countries.
 * @module
 */

import type { Recipients, Single } from '@troth/core/policy'
import type { Words } from '../words.ts'

const term = { from: '2026-01-01', until: '2028-12-31' } as const

export const otherRecipients = {
  // The code and its worth, never a profile, and only for members who picked that shop’s benefit (§6.1(c)).
  'reward.shops': {
    clauses: ['6.1(c)', '2.1.1(d)'],
    label: 'Shops that give loyalty rewards',
    role: 'organisation',
    purposes: ['loyalty'],
    categories: ['loyalty'],
    parties: [
      {
        name: 'Northquay Stores Pte. Ltd.',
        countries: ['SG'],
        contract: { reference: 'DSA-031', ...term, ownUse: false },
        instruments: [],
      },
    ],
  },
  'credit.bureau': {
    clauses: ['2.2.1(a)', '6.1'],
    label: 'Credit bureau',
    role: 'organisation',
    purposes: ['credit'],
    categories: ['contact.name', 'contact.post', 'order'],
    parties: [
      {
        name: 'Merantigate Credit Bureau Pte. Ltd.',
        countries: ['SG'],
        contract: { reference: 'DSA-032', ...term, ownUse: false },
        instruments: [],
      },
    ],
  },
  // A list goes out only after the second yes, for advertising on other sites (§3.1.3(c).i).
  'advertising.partners': {
    clauses: ['3.1.3(c).i', '3.1.3(c).ii', '6.1', '6.2.ii'],
    label: 'Advertising partners',
    role: 'organisation',
    purposes: ['ads'],
    categories: ['segment', 'cookie'],
    parties: [
      {
        name: 'Halftone Adverts K.K.',
        countries: ['JP'],
        contract: { reference: 'DSA-033', ...term, ownUse: false },
        instruments: [
          {
            kind: 'certification',
            scheme: 'APEC CBPR',
            countries: ['JP'],
            checked: '2026-04-13',
            until: '2027-04-12',
          },
        ],
      },
    ],
  },
  'social.networks': {
    clauses: ['2.3.1(b)', '3.1.3(a)', '3.1.3(e).i', '6.1', '6.2.ii'],
    label: 'Social networks',
    role: 'organisation',
    purposes: ['publish', 'marketing.social', 'cookies.third'],
    // prettier-ignore
    categories: [
      'content.review', 'content.photo', 'social.profile', 'cookie', 'network.address', 'user.agent',
    ],
    parties: [
      {
        name: 'Commonroom Social, Inc.',
        countries: ['US'],
        contract: { reference: 'DSA-034', ...term, ownUse: true },
        instruments: [{ kind: 'contract', countries: ['US'], reference: 'DSA-034', ...term }],
      },
    ],
  },
  'embedded.partners': {
    clauses: ['8.1.v', '6.1', '6.2.ii'],
    label: 'Partners whose videos and maps stand in our pages',
    role: 'organisation',
    purposes: ['cookies.third'],
    categories: ['cookie', 'network.address', 'user.agent'],
    parties: [
      {
        name: 'Reelgarden Video Ltd',
        countries: ['GB'],
        contract: { reference: 'DSA-035', ...term, ownUse: true },
        instruments: [{ kind: 'contract', countries: ['GB'], reference: 'DSA-035', ...term }],
      },
      {
        name: 'Plumbline Maps K.K.',
        countries: ['JP'],
        contract: { reference: 'DSA-036', ...term, ownUse: true },
        instruments: [{ kind: 'contract', countries: ['JP'], reference: 'DSA-036', ...term }],
      },
    ],
  },
  'deal.parties': {
    clauses: ['6.1(d)', '3.1.5(e)'],
    label: 'Buyers, partners and investors, possible and actual',
    role: 'organisation',
    purposes: ['deal'],
    categories: ['contact.name', 'account', 'order'],
    parties: [],
    namedPerCase:
      'No deal is under way; each party is entered, with its agreement, before it sees anything.',
  },
  advisers: {
    clauses: ['6.1(e)', '3.1.4(c).ii', '7.1(d)'],
    label: 'Lawyers, auditors and financial advisers',
    role: 'organisation',
    purposes: ['audit', 'legal', 'deal'],
    // prettier-ignore
    categories: ['contact.name', 'account', 'order', 'payment', 'case', 'consent.record', 'request'],
    parties: [
      {
        name: 'Casuarina Vale Audit LLP',
        countries: ['SG'],
        contract: { reference: 'DSA-037', ...term, ownUse: false },
        instruments: [],
      },
      {
        name: 'Pandan Row Law LLC',
        countries: ['SG'],
        contract: { reference: 'DSA-038', ...term, ownUse: false },
        instruments: [],
      },
    ],
  },
  // Never beyond the demand: its reference, ground, approver and list of fields are recorded (§3.1.4(a), §3.1.4(c).i).
  authorities: {
    clauses: ['6.1(f)', '3.1.4(a)', '3.1.4(c).i', '7.x', '10.2.iii'],
    label: 'Authorities, regulators, courts and law enforcement',
    role: 'authority',
    purposes: ['legal', 'security', 'rights', 'breach'],
    // prettier-ignore
    categories: [
      'contact.name', 'contact.email', 'contact.phone', 'contact.post', 'account', 'order', 'payment', 'product',
      'case', 'recording', 'forum.content', 'log', 'network.address', 'device', 'consent.record', 'request',
    ],
    parties: [],
  },
  'whom.you.name': {
    clauses: ['6.1(g)'],
    label: 'Whomever you name',
    role: 'chosen-by-subject',
    purposes: ['authorised'],
    // prettier-ignore
    categories: [
      'contact.name', 'contact.email', 'contact.phone', 'contact.post', 'order', 'product', 'loyalty',
    ],
    parties: [],
  },
} as const satisfies Recipients<Words>

/** A country that is missing here, or in the safeguard signed with that recipient, is refused (§6.2.i). */
export const transfers = {
  clauses: ['6.2.i', '6.2.ii', '6.2.iii'],
  countries: ['AE', 'CN', 'GB', 'IN', 'JP', 'US'],
  consentDeemed: false,
  openEnded: false,
} as const satisfies Single<Words, 'transfers'>
