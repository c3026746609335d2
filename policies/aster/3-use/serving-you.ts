/**
 * §3.1.1: serving you. What you ask for rests on the asking; nothing here depends on a choice about marketing.
 * @module
 */

import type { Purposes } from '@troth/core/policy'
import type { Words } from '../words.ts'

export const servingYou = {
  account: {
    clauses: ['2.1.1(a)', '2.3.1(a).i'],
    label: 'Open and keep your account',
    basis: 'deemed:conduct',
    // prettier-ignore
    uses: [
      'contact.name', 'contact.email', 'contact.phone', 'contact.post', 'birth', 'account', 'preference',
      'social.profile',
    ],
    onWithdrawal:
      'You will no longer have an account, and what needs one stops with it: signed-in services and forums, linked accounts, the loyalty programme, location features and the reuse of what you made public. Orders already placed, warranty and repair go on.',
    dpv: ['dpv:AccountManagement'],
  },
  // The forum’s words and times belong to running the forum; see the prohibitions for all that they never serve.
  service: {
    clauses: ['2.1.1(f)', '2.3.1', '2.4.1', '2.4.1(c)', '2.4.1(d)', '2.4.1(f)', '6.1(a)'],
    label: 'Run the services you use',
    basis: 'deemed:conduct',
    // prettier-ignore
    uses: [
      'contact.name', 'contact.email', 'account', 'preference', 'content.review', 'content.photo',
      'forum.content', 'forum.activity', 'device', 'settings',
    ],
    needs: ['account'],
    onWithdrawal:
      'You will no longer be able to use signed-in services, forums and connected features, location among them, and what you posted is taken down, here and where we had reused it. Your account, orders and warranty stay.',
    dpv: ['dpv:RequestedServiceProvision'],
  },
  // The courier is sent name, address, telephone and parcel number, and nothing else (§3.1.1(a)).
  order: {
    clauses: ['3.1.1(a)', '2.1.1(b)', '2.1.3.iii'],
    label: 'Take, deliver and honour your order',
    basis: 'deemed:contract',
    uses: ['contact.name', 'contact.phone', 'contact.post', 'order', 'product'],
    onWithdrawal:
      'You will no longer receive what you have ordered and not yet been sent: we cancel it, give the money back, and take no payment and make no credit check for it. Warranty on what you already have goes on.',
    dpv: ['dpv:CustomerOrderManagement', 'dpv:DeliveryOfGoods'],
  },
  payment: {
    clauses: ['3.1.1(a)', '2.1.1(b)'],
    label: 'Take payment',
    basis: 'deemed:contract',
    uses: ['order', 'payment'],
    needs: ['order'],
    onWithdrawal:
      'You will no longer be able to pay us with the card or account you gave; an order not yet paid for is cancelled. Nothing else changes.',
    dpv: ['dpv:PaymentManagement'],
  },
  fraud: {
    clauses: ['3.1.4(b)', '2.2.1(a)', '3.1.1(a)'],
    label: 'Prevent and look into fraud',
    basis: 'exception:legitimate-interests',
    uses: ['contact.email', 'order', 'payment', 'device', 'loyalty'],
    assessment: {
      reference: 'LIA-01',
      reviewed: '2026-05-11',
      summary:
        'Honest customers pay for fraud through prices and refused orders. Five kinds of data suffice, scores give reasons and end within 90 days, and a person looks before anyone is refused; the interest outweighs what remains.',
    },
    onWithdrawal:
      'You can object, and we then pause this check for you while we look into it; until we decide, an order may have to be paid in advance. Nothing else changes.',
    dpv: ['dpv:FraudPreventionAndDetection'],
  },
  credit: {
    clauses: ['2.2.1(a)', '2.1.3.iii', '3.1.4(b)'],
    label: 'Check credit for an order paid later',
    basis: 'exception:legitimate-interests',
    uses: ['contact.name', 'contact.post', 'credit', 'order'],
    needs: ['order'],
    assessment: {
      reference: 'LIA-02',
      reviewed: '2026-05-11',
      summary:
        'Goods sent before payment are lent. The check runs only for an order on credit, after a notice; a band with an end date is kept and the report is not; a person reviews a result that goes against someone.',
    },
    onWithdrawal:
      'You will no longer be able to order on credit or by instalments. You can still pay at once, and nothing else changes.',
    dpv: ['dpv:CustomerSolvencyMonitoring'],
  },
  enquiry: {
    clauses: ['3.1.1(b)', '2.1.1(c)'],
    label: 'Answer your question or search',
    basis: 'deemed:conduct',
    uses: ['contact.name', 'contact.email', 'case', 'search'],
    onWithdrawal:
      'You will no longer get an answer to a question still open. You can ask again at any time; nothing else changes.',
    dpv: ['dpv:CommunicationForCustomerCare', 'dpv:SearchFunctionalities'],
  },
  complaint: {
    clauses: ['3.1.1(c)', '2.1.1(c)', '10.1.i'],
    label: 'Settle your complaint',
    basis: 'deemed:conduct',
    uses: ['contact.name', 'contact.email', 'contact.phone', 'case'],
    onWithdrawal:
      'You will no longer get a result on a complaint still open. You can complain again, here or to the Commission; nothing else changes.',
    dpv: ['dpv:CustomerClaimsManagement', 'dpv:DisputeManagement'],
  },
  aftersales: {
    clauses: ['3.1.1(d)', '2.1.1(b)', '2.1.1(c)', '2.2.1(b)', '2.4.1(e)'],
    label: 'Care, returns and repair',
    basis: 'deemed:contract',
    // prettier-ignore
    uses: [
      'contact.name', 'contact.email', 'contact.phone', 'contact.post', 'order', 'product', 'case', 'recording',
      'retailer',
    ],
    onWithdrawal:
      'You will no longer be able to have a product returned or repaired through us, except under its warranty. Nothing else changes.',
    dpv: ['dpv:CustomerCare'],
  },
  warranty: {
    clauses: ['3.1.1(d)', '2.2.1(b)'],
    label: 'Keep the warranty on your product',
    basis: 'deemed:contract',
    uses: ['contact.email', 'contact.phone', 'order', 'product', 'retailer'],
    onWithdrawal:
      'You will no longer be found in our warranty records; to claim, bring the product with its proof of purchase. Nothing else changes.',
    dpv: ['dpv:FulfilmentOfContractualObligation'],
  },
  // By sign-in, by a code to a contact we hold, or by a recent order; never by an identity number (§3.1.1(e)).
  identity: {
    clauses: ['3.1.1(e)'],
    label: 'Check that it is you',
    basis: 'deemed:conduct',
    uses: ['contact.email', 'contact.phone', 'account', 'order', 'identity.check'],
    onWithdrawal:
      'You will no longer be able to settle matters of your account by telephone or email, because we could not tell you from a stranger. Signing in still works; nothing else changes.',
    dpv: ['dpv:IdentityVerification'],
  },
  'checkout.help': {
    clauses: ['3.1.1(f).i', '3.1.1(f).ii'],
    label: 'Offer help with an unfinished checkout',
    basis: 'express',
    uses: ['contact.email', 'basket'],
    onWithdrawal:
      'You will no longer get an email when you leave a checkout unfinished, not even one already waiting. Nothing else changes.',
    dpv: ['dpv:CommunicationForCustomerCare'],
  },
} as const satisfies Purposes<Words>
