/**
 * §2.1.1(a)-(d): accounts, purchases, support and loyalty, with the checkout and the credit check that belong to them.
 * @module
 */

import type { Channels } from '@troth/core/policy'
import { words, type Words } from '../words.ts'

export const accountChannels = {
  // Only what an account cannot do without is compulsory; each optional purpose is a choice, off until made (§2.1.1(a)).
  account: {
    clauses: ['2.1.1(a)', '2.1.3.i', '2.1.3.ii', '4.1.i'],
    label: 'Open an account',
    open: true,
    controllers: words.controllers,
    person: 'new',
    into: 'accounts',
    fields: {
      name: {
        required: true,
        ifMissing:
          'Without a name we cannot open an account, because we would not know how to address you.',
      },
      email: {
        required: true,
        ifMissing:
          'Without an email address we cannot open an account, because you sign in with it.',
      },
      phone: { required: false, maxLength: 20 },
      address: { required: false },
      born: {
        required: true,
        ifMissing:
          'Without a birth date we cannot open an account, because a child needs a parent or guardian first.',
      },
      interests: { required: false },
      preferred_language: { required: false, maxLength: 35 },
    },
    // prettier-ignore
    purposes: [
      'account', 'service', 'identity', 'age', 'security', 'fraud', 'admin',
      'rights', 'breach', 'legal', 'deal', 'child.case',
    ],
    // prettier-ignore
    choices: [
      'marketing.email', 'marketing.sms', 'marketing.phone', 'marketing.post', 'marketing.im',
      'personalise', 'ads', 'checkout.help', 'link', 'authorised',
    ],
    ageGate: { from: 'field', field: 'born' },
  },

  // Product and serial number carry the warranty; the rest only helps, and a sale never waits for it (§2.1.3.i).
  product: {
    clauses: ['2.1.1(b)', '2.1.3.i', '2.1.3.ii', '3.1.1(a)', '3.1.1(d)'],
    label: 'Buy or register a product',
    open: true,
    controllers: words.controllers,
    person: 'known',
    into: 'purchases',
    fields: {
      product: {
        required: true,
        ifMissing: 'Without the product we cannot sell, register or repair it.',
      },
      serial: {
        required: true,
        ifMissing: 'Without the serial number we cannot tell which product the warranty is for.',
        maxLength: 64,
      },
      bought_on: {
        required: true,
        ifMissing: 'Without the date of purchase we cannot tell how long the warranty lasts.',
      },
      place: { required: false },
      delivery_name: { required: false },
      delivery_phone: { required: false, maxLength: 20 },
      delivery_address: { required: false },
      payment_token: { required: false, maxLength: 64 },
      recording: { required: false, maxLength: 64, noticeBefore: 'recording' },
    },
    // prettier-ignore
    purposes: [
      'order', 'payment', 'aftersales', 'warranty', 'identity', 'fraud', 'training', 'statistics', 'insight',
      'research', 'audit', 'admin', 'rights', 'breach', 'legal', 'deal',
    ],
    choices: ['authorised'],
    ageGate: { from: 'sign-up' },
  },

  support: {
    clauses: ['2.1.1(c)', '3.1.1(b)', '3.1.1(c)'],
    label: 'Ask support or make a complaint',
    open: false,
    controllers: words.controllers,
    person: 'new',
    into: 'cases',
    fields: {
      name: { required: false },
      email: { required: false },
      phone: { required: false, maxLength: 20 },
      product: { required: false },
      conversation: {
        required: true,
        ifMissing: 'Without your question we cannot answer it.',
        maxLength: 10000,
        warning:
          'Tell us about the product, not about your health, your bank or your identity number.',
      },
    },
    // prettier-ignore
    purposes: [
      'enquiry', 'complaint', 'aftersales', 'warranty', 'screen', 'improve', 'training', 'admin',
      'rights', 'breach', 'legal',
    ],
    choices: ['ai.assist', 'ai.train'],
    ageGate: {
      from: 'none',
      reason:
        'Anyone can ask about the safety of a product; a case found to be a child’s is frozen under 4.2.',
    },
  },

  loyalty: {
    clauses: ['2.1.1(d)'],
    label: 'Use a loyalty programme',
    open: false,
    controllers: words.controllers,
    person: 'known',
    into: 'memberships',
    fields: {
      programme: {
        required: true,
        ifMissing: 'Without the programme we cannot tell which to join.',
      },
      member_number: { required: false, maxLength: 32 },
      use: { required: false },
      reward: { required: false },
    },
    purposes: ['loyalty', 'fraud', 'statistics', 'audit', 'admin', 'rights', 'legal', 'deal'],
    choices: ['personalise', 'authorised'],
    ageGate: { from: 'sign-up' },
  },

  // Nothing leaves the page before the note beside the email box has been shown (§3.1.1(f).i).
  checkout: {
    clauses: ['3.1.1(f).i', '2.4.1(a)'],
    label: 'Fill a basket',
    open: false,
    capture: 'while-typing',
    controllers: words.controllers,
    person: 'new',
    into: 'baskets',
    fields: {
      items: {
        required: true,
        ifMissing: 'Without an item there is no basket.',
        noticeBefore: 'checkout.capture',
      },
      email: { required: false, noticeBefore: 'checkout.capture' },
    },
    purposes: ['cookies.necessary', 'rights'],
    choices: ['checkout.help'],
    ageGate: {
      from: 'none',
      reason: 'A basket belongs to a browser; age is known before an order is placed.',
    },
  },

  instalments: {
    clauses: ['2.2.1(a)', '2.1.3.iii'],
    label: 'Order on credit or by instalments',
    open: false,
    controllers: words.controllers,
    person: 'known',
    into: 'credit_checks',
    fields: {
      order_number: {
        required: true,
        ifMissing: 'Without an order there is nothing to check.',
        noticeBefore: 'credit.check',
      },
      name: {
        required: true,
        ifMissing: 'Without a name the bureau cannot find the right person.',
      },
      address: {
        required: true,
        ifMissing: 'Without an address the bureau can mistake you for another person.',
      },
    },
    purposes: ['credit', 'rights'],
    ageGate: { from: 'sign-up' },
  },
} as const satisfies Channels<Words>
