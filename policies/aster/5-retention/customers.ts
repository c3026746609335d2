/**
 * §5.1: how long we keep what belongs to accounts, purchases, support and marketing.
 * @module
 */

import type { Retention } from '@troth/core/policy'
import type { Words } from '../words.ts'

const contact = ['contact.name', 'contact.email', 'contact.phone', 'contact.post'] as const

export const customerRetention = {
  accounts: {
    clauses: ['5.1.i', '2.1.1(a)'],
    label: 'Account, interests and preferences',
    categories: [...contact, 'birth', 'account', 'preference', 'interest'],
    // prettier-ignore
    purposes: [
      'account', 'service', 'identity', 'fraud', 'security', 'age', 'link', 'loyalty', 'personalise', 'ads',
    ],
    from: 'account closed',
    period: 'P90D',
    action: 'erase',
    reason: 'You may come back, and what is still open has to be settled.',
  },

  // Two years of warranty and one for claims (§3.1.1(d)); the invoice stays for the tax year’s sake, locked (§5.1.ii).
  purchases: {
    clauses: ['5.1.i', '5.1.ii', '3.1.1(d)'],
    label: 'Purchases, with invoices and payment records',
    categories: ['order', 'payment'],
    // prettier-ignore
    purposes: [
      'order', 'payment', 'aftersales', 'warranty', 'identity', 'fraud', 'credit', 'audit', 'statistics', 'insight',
    ],
    from: 'purchase',
    period: 'P3Y',
    action: 'erase',
    reason: 'Two years of warranty and one year for claims that come late.',
    statutory: {
      law: 'Income Tax Act 1947 s 67: five years from the end of the financial year',
      period: 'P5Y',
      lawPurpose: 'legal',
    },
  },
  products: {
    clauses: ['5.1.i', '3.1.1(d)'],
    label: 'Registered products, warranty and repairs',
    categories: ['product', 'retailer'],
    purposes: ['order', 'aftersales', 'warranty', 'research'],
    from: 'purchase',
    period: 'P3Y',
    action: 'de-link',
    reason: 'The warranty follows the product; after it only product statistics remain.',
  },
  deliveries: {
    clauses: ['5.1.i', '3.1.1(d)'],
    label: 'Delivery and warranty contacts',
    categories: contact,
    purposes: ['order', 'aftersales', 'warranty'],
    from: 'purchase',
    period: 'P3Y',
    action: 'erase',
    reason: 'A repair has to find its way back to the owner.',
  },
  credit: {
    clauses: ['5.1.i', '2.2.1(a)'],
    label: 'Credit result band',
    categories: ['credit', 'contact.name', 'contact.post'],
    purposes: ['credit'],
    from: 'credit checked',
    period: 'P6M',
    action: 'erase',
    reason: 'The band answers for a few orders, and ends before it grows old.',
  },
  baskets: {
    clauses: ['5.1.i', '3.1.1(f).i'],
    label: 'Abandoned baskets and checkout emails',
    categories: ['basket', 'contact.email'],
    purposes: ['checkout.help', 'cookies.necessary'],
    from: 'basket last changed',
    period: 'P14D',
    action: 'erase',
    reason: 'Help that comes later is no help.',
  },

  cases: {
    clauses: ['5.1.i', '2.1.1(c)'],
    label: 'Enquiries, support cases and complaints',
    categories: ['contact.name', 'contact.email', 'contact.phone', 'case'],
    purposes: ['enquiry', 'complaint'],
    from: 'case closed',
    period: 'P3Y',
    action: 'erase',
    reason: 'The same trouble may come back, and so may the claim.',
  },
  'case.notes': {
    clauses: ['5.1.i', '2.1.1(c)'],
    label: 'Notes of cases in repair, screening and improvement',
    categories: ['case'],
    purposes: ['aftersales', 'screen', 'improve'],
    from: 'case closed',
    period: 'P3Y',
    action: 'erase',
    reason: 'They belong to the case and end with it.',
  },
  recordings: {
    clauses: ['5.1.i', '2.4.1(e)', '3.1.2(a)'],
    label: 'Recordings',
    categories: ['recording'],
    purposes: ['aftersales', 'training'],
    from: 'recording made',
    period: 'P90D',
    action: 'erase',
    reason: 'Time enough to settle what was agreed and to learn from it.',
  },
  'training.copies': {
    clauses: ['5.1.i', '3.1.2(a)'],
    label: 'Training copies of calls and chats',
    categories: ['case'],
    purposes: ['training'],
    from: 'recording made',
    period: 'P90D',
    action: 'erase',
    reason: 'A copy never outlives the recording.',
  },
  'tool.questions': {
    clauses: ['5.1.i', '3.1.5(f).i'],
    label: 'Questions to and answers from automated tools',
    categories: ['case'],
    purposes: ['ai.assist', 'ai.train'],
    from: 'question asked',
    period: 'P90D',
    action: 'erase',
    reason: 'Long enough to look again at an answer that was wrong.',
  },

  loyalty: {
    clauses: ['5.1.i', '2.1.1(d)'],
    label: 'Loyalty use and rewards',
    categories: ['loyalty'],
    purposes: ['loyalty', 'fraud', 'audit', 'statistics', 'personalise'],
    from: 'programme left',
    period: 'P90D',
    action: 'erase',
    reason: 'Rewards already promised have to be settled.',
  },
  'marketing.lists': {
    clauses: ['5.1.i', '3.1.3(a)'],
    label: 'Marketing lists',
    categories: [...contact, 'preference'],
    purposes: [
      'marketing.post',
      'marketing.email',
      'marketing.phone',
      'marketing.sms',
      'marketing.im',
    ],
    from: 'consent given, or at once on withdrawal',
    period: 'P24M',
    action: 'erase',
    reason: 'A consent lapses after two years, and we ask again.',
  },
  groups: {
    clauses: ['5.1.i', '3.1.3(c).i', '8.1.ii'],
    label: 'Groups and profiles worked out from your data',
    categories: ['segment'],
    // prettier-ignore
    purposes: [
      'insight', 'personalise', 'ads', 'marketing.post', 'marketing.email', 'marketing.phone', 'marketing.sms',
      'marketing.social', 'marketing.im',
    ],
    from: 'group worked out, or at once when personalisation is turned off',
    period: 'P12M',
    action: 'erase',
    reason: 'What was true of someone a year ago need not be true now.',
  },
  'do.not.call': {
    clauses: ['5.1.i', '3.1.3(a)'],
    label: 'Do Not Call checks',
    categories: ['dnc'],
    purposes: ['marketing.phone', 'marketing.sms', 'marketing.im'],
    from: 'result received',
    period: 'P3Y',
    action: 'erase',
    reason: 'Proof that a call or text was allowed when it was made; usable for 21 days only.',
  },
} as const satisfies Retention<Words>
