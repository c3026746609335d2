/**
 * Where the data of customers lies: accounts, purchases and what follows from them (§2.1.1(a)-(d)).
 * @module
 */

import type { DatasetRule } from '@troth/core/policy'
import type { Terms } from '../categories.ts'

// prettier-ignore
export const accountDatasets = {
  accounts: {
    clauses: ['2.1.1(a)'],
    label: 'Accounts',
    fields: {
      name: { label: 'Name', category: 'contact.name', type: 'text', keep: 'open' },
      email: { label: 'Email address', category: 'contact.email', type: 'text', keep: 'open', identifies: 'email' },
      phone: { label: 'Telephone number', category: 'contact.phone', type: 'text', keep: 'open', identifies: 'phone' },
      address: { label: 'Postal address', category: 'contact.post', type: 'text', keep: 'sealed' },
      born: { label: 'Birth date', category: 'birth', type: 'date', keep: 'sealed' },
      interests: { label: 'Interests', category: 'interest', type: 'text[]', keep: 'open' },
      preferred_language: { label: 'Language you prefer', category: 'preference', type: 'text', keep: 'open' },
    },
  },

  // The buyer's name and number for the parcel are asked again here, so that a delivery never opens the account.
  purchases: {
    clauses: ['2.1.1(b)', '3.1.1(a)', '3.1.1(d)'],
    label: 'Purchases and registered products',
    fields: {
      product: { label: 'Product', category: 'product', type: 'text', keep: 'open' },
      serial: { label: 'Serial number', category: 'product', type: 'text', keep: 'open' },
      bought_on: { label: 'Date of purchase', category: 'order', type: 'date', keep: 'open' },
      place: { label: 'Place of purchase', category: 'order', type: 'text', keep: 'open' },
      delivery_name: { label: 'Name for delivery', category: 'contact.name', type: 'text', keep: 'open' },
      delivery_phone: { label: 'Telephone number for delivery', category: 'contact.phone', type: 'text', keep: 'open' },
      delivery_address: { label: 'Delivery address', category: 'contact.post', type: 'text', keep: 'sealed' },
      payment_token: { label: 'Token of the payment company', category: 'payment', type: 'text', keep: 'sealed' },
      recording: { label: 'Reference of the call recording', category: 'recording', type: 'text', keep: 'sealed' },
    },
  },

  credit_checks: {
    clauses: ['2.2.1(a)'],
    label: 'Credit checks',
    fields: {
      order_number: { label: 'Order that the check is for', category: 'order', type: 'text', keep: 'open' },
      name: { label: 'Name', category: 'contact.name', type: 'text', keep: 'open' },
      address: { label: 'Address', category: 'contact.post', type: 'text', keep: 'sealed' },
      band: { label: 'Result band', category: 'credit', type: 'text', keep: 'sealed' },
      valid_until: { label: 'End date of the band', category: 'credit', type: 'date', keep: 'sealed' },
    },
  },

  baskets: {
    clauses: ['3.1.1(f).i', '2.4.1(a)'],
    label: 'Baskets and unfinished checkouts',
    fields: {
      items: { label: 'Items in the basket', category: 'basket', type: 'text[]', keep: 'open' },
      email: { label: 'Email address', category: 'contact.email', type: 'text', keep: 'open' },
    },
  },

  cases: {
    clauses: ['2.1.1(c)', '3.1.1(b)', '3.1.1(c)'],
    label: 'Support cases, enquiries and complaints',
    fields: {
      name: { label: 'Name', category: 'contact.name', type: 'text', keep: 'open' },
      email: { label: 'Email address', category: 'contact.email', type: 'text', keep: 'open' },
      phone: { label: 'Telephone number', category: 'contact.phone', type: 'text', keep: 'open' },
      product: { label: 'Product', category: 'product', type: 'text', keep: 'open' },
      conversation: { label: 'What it was about and what we advised', category: 'case', type: 'text', keep: 'sealed' },
    },
  },

  memberships: {
    clauses: ['2.1.1(d)'],
    label: 'Loyalty programmes',
    fields: {
      programme: { label: 'Programme', category: 'loyalty', type: 'text', keep: 'open' },
      member_number: { label: 'Member number', category: 'account', type: 'text', keep: 'open' },
      use: { label: 'Use of the programme', category: 'loyalty', type: 'text', keep: 'open' },
      reward: { label: 'Reward taken', category: 'loyalty', type: 'text', keep: 'open' },
    },
  },

  links: {
    clauses: ['2.2.1(c)', '2.4.1(g)', '3.1.5(g)'],
    label: 'Accounts and browsers that you linked',
    fields: {
      linked_account: { label: 'Account at the other Aster company', category: 'account', type: 'text', keep: 'open' },
      email: { label: 'Email address at the other company', category: 'contact.email', type: 'text', keep: 'open' },
      browser: { label: 'Browser number', category: 'cookie', type: 'text', keep: 'open' },
    },
  },
} as const satisfies Readonly<Record<string, DatasetRule<Terms>>>
