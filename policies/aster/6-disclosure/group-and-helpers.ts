/**
 * §6.1(a)-(b): the Aster group, and the companies that work for us under written contracts.
 * @module
 */

import type { Recipients } from '@troth/core/policy'
import type { Words } from '../words.ts'

/** The law of the United Kingdom, as our own recorded finding has it (§6.2.ii). */
const lawOfTheUnitedKingdom = {
  kind: 'law',
  countries: ['GB'],
  law: 'UK General Data Protection Regulation and Data Protection Act 2018',
  comparability:
    'Consent or another ground, purpose, access, correction, security, keeping times and notice of breaches are all enforced there by an independent office.',
  reviewer: 'Data Protection Officer',
  reviewed: '2026-04-13',
} as const

const term = { from: '2026-01-01', until: '2028-12-31' } as const

export const groupAndHelpers = {
  // One company sees, for studies of customers, only people whom it also knows (§6.1(a)).
  group: {
    clauses: ['6.1(a)', '6.2.i', '6.2.ii', '3.1.4(c).ii'],
    label: 'Other Aster companies',
    role: 'group',
    purposes: ['service', 'order', 'insight', 'link', 'recruit', 'legal'],
    // prettier-ignore
    categories: [
      'contact.name', 'contact.email', 'account', 'order', 'product', 'segment', 'group', 'recruitment',
    ],
    parties: [
      { name: 'Aster Electronics Asia Pacific Pte. Ltd.', countries: ['SG'], instruments: [] },
      { name: 'Aster Electronics (Singapore) Pte. Ltd.', countries: ['SG'], instruments: [] },
      { name: 'Aster International (Singapore) Ltd.', countries: ['SG'], instruments: [] },
      {
        name: 'Aster Electronics Japan K.K.',
        countries: ['JP'],
        instruments: [{ kind: 'bcr', countries: ['JP', 'AE'], reference: 'BCR-2026', ...term }],
      },
      {
        name: 'Aster Electronics Gulf FZE',
        countries: ['AE'],
        instruments: [{ kind: 'bcr', countries: ['JP', 'AE'], reference: 'BCR-2026', ...term }],
      },
    ],
  },

  courier: {
    clauses: ['3.1.1(a)', '6.1(b)'],
    label: 'Courier: name, address, telephone and parcel number, and nothing more',
    role: 'intermediary',
    purposes: ['order'],
    categories: ['contact.name', 'contact.phone', 'contact.post', 'order'],
    parties: [
      {
        name: 'Tallowfinch Parcels Pte. Ltd.',
        countries: ['SG'],
        contract: { reference: 'DPA-011', ...term, ownUse: false },
        instruments: [],
      },
    ],
  },
  'payment.company': {
    clauses: ['2.1.1(b)', '6.1(b)', '6.2.ii'],
    label: 'Payment company',
    role: 'intermediary',
    purposes: ['payment'],
    categories: ['payment', 'order'],
    parties: [
      {
        name: 'Greyheron Payments Ltd',
        countries: ['GB'],
        contract: { reference: 'DPA-012', ...term, ownUse: false },
        instruments: [lawOfTheUnitedKingdom],
      },
    ],
  },
  repair: {
    clauses: ['3.1.1(d)', '6.1(b)', '6.2.ii'],
    label: 'Repair',
    role: 'intermediary',
    purposes: ['aftersales', 'warranty'],
    categories: ['contact.name', 'contact.phone', 'contact.post', 'product'],
    parties: [
      {
        name: 'Benchlight Repairs Pte. Ltd.',
        countries: ['SG'],
        contract: { reference: 'DPA-013', ...term, ownUse: false },
        instruments: [],
      },
      {
        name: 'Copperleaf Repair (Suzhou) Co., Ltd.',
        countries: ['CN'],
        contract: { reference: 'DPA-014', ...term, ownUse: false },
        instruments: [{ kind: 'contract', countries: ['CN'], reference: 'DPA-014', ...term }],
      },
    ],
  },
  'support.centre': {
    clauses: ['2.1.1(c)', '2.4.1(e)', '6.1(b)', '6.2.ii'],
    label: 'Support centre',
    role: 'intermediary',
    purposes: ['enquiry', 'complaint', 'aftersales'],
    // prettier-ignore
    categories: ['contact.name', 'contact.email', 'contact.phone', 'product', 'case', 'recording'],
    parties: [
      {
        name: 'Lotuswell Contact Centres Pvt. Ltd.',
        countries: ['IN'],
        contract: { reference: 'DPA-015', ...term, ownUse: false },
        instruments: [{ kind: 'contract', countries: ['IN'], reference: 'DPA-015', ...term }],
      },
    ],
  },
  'message.sender': {
    clauses: ['3.1.1(f).ii', '3.1.3.ii', '6.1(b)', '6.2.ii'],
    label: 'Sender of emails and text messages',
    role: 'intermediary',
    // prettier-ignore
    purposes: [
      'service', 'identity', 'checkout.help', 'marketing.email', 'marketing.sms', 'marketing.im',
    ],
    categories: ['contact.name', 'contact.email', 'contact.phone'],
    parties: [
      {
        name: 'Paperplane Relay, Inc.',
        countries: ['US'],
        contract: { reference: 'DPA-016', ...term, ownUse: false },
        instruments: [
          {
            kind: 'certification',
            scheme: 'Global PRP',
            countries: ['US'],
            checked: '2026-04-13',
            until: '2027-04-12',
          },
        ],
      },
    ],
  },
  'letters.and.calls': {
    clauses: ['3.1.3(a)', '6.1(b)'],
    label: 'Sender of letters, and caller',
    role: 'intermediary',
    purposes: ['marketing.post', 'marketing.phone'],
    categories: ['contact.name', 'contact.post', 'contact.phone'],
    parties: [
      {
        name: 'Quillgate Mailing Pte. Ltd.',
        countries: ['SG'],
        contract: { reference: 'DPA-017', ...term, ownUse: false },
        instruments: [],
      },
    ],
  },
  'survey.agency': {
    clauses: ['2.1.1(g)', '6.1(b)'],
    label: 'Survey agency',
    role: 'intermediary',
    purposes: ['survey'],
    categories: ['contact.email', 'survey'],
    parties: [
      {
        name: 'Opalquery Pte. Ltd.',
        countries: ['SG'],
        contract: { reference: 'DPA-018', ...term, ownUse: false },
        instruments: [],
      },
    ],
  },
  'event.agency': {
    clauses: ['2.1.1(e)', '3.1.3(b)', '6.1(b)'],
    label: 'Event agency',
    role: 'intermediary',
    purposes: ['event', 'contest'],
    categories: ['contact.name', 'contact.email', 'contact.phone', 'contest'],
    parties: [
      {
        name: 'Marqueelight Events Pte. Ltd.',
        countries: ['SG'],
        contract: { reference: 'DPA-019', ...term, ownUse: false },
        instruments: [],
      },
    ],
  },
} as const satisfies Recipients<Words>
