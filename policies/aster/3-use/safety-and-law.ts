/**
 * §3.1.4: safety, audit and law. Fraud and credit, which the same clause names, stand in their place among the orders.
 * @module
 */

import type { Purposes } from '@troth/core/policy'
import type { Words } from '../words.ts'

export const safetyAndLaw = {
  security: {
    clauses: ['3.1.4(a)', '2.4.1(b)', '6.1(f)', '7.1'],
    label: 'Keep our sites and products safe',
    basis: 'exception:legitimate-interests',
    uses: ['contact.email', 'log', 'network.address', 'user.agent', 'area', 'device'],
    assessment: {
      reference: 'LIA-03',
      reviewed: '2026-05-11',
      summary:
        'Attacks harm customers first. Only the security team reads these records, under a case number; addresses are shortened after 90 days; leaving them out would leave everyone open.',
    },
    onWithdrawal:
      'You can object, and we look into it; what we must watch to keep others safe goes on. Nothing else changes.',
    dpv: ['dpv:EnforceSecurity'],
  },
  audit: {
    clauses: ['3.1.4(b)', '6.1(e)', '7.1(d)'],
    label: 'Audit our business and its risks',
    basis: 'exception:legitimate-interests',
    uses: ['order', 'payment', 'loyalty', 'consent.record'],
    assessment: {
      reference: 'LIA-04',
      reviewed: '2026-05-11',
      summary:
        'A company that is not checked cannot show that it keeps its word. Samples suffice, auditors work under a contract with an end, and nothing is decided about any person.',
    },
    onWithdrawal:
      'You can object, and your records are then left out of samples where the law does not demand them. Nothing else changes.',
    dpv: ['dpv:OrganisationRiskManagement'],
  },
  // What a demand or a matter may reach. Each demand has its own, smaller scope, and gets no more (§3.1.4(c).i).
  legal: {
    clauses: ['3.1.4(c).i', '3.1.4(c).ii', '5.1.ii', '5.1.iii', '6.1(f)', '10.2.iii'],
    label: 'Obey the law, and settle legal matters',
    basis: 'law',
    law: 'Income Tax Act 1947 s 67, Goods and Services Tax Act 1993 s 46, Criminal Procedure Code 2010 s 20; for legal matters the PDPA 2012 First Schedule Part 3',
    // prettier-ignore
    uses: [
      'contact.name', 'contact.email', 'contact.phone', 'contact.post', 'account', 'order', 'payment',
      'product', 'case', 'recording', 'loyalty', 'contest', 'content.review', 'content.photo',
      'forum.content', 'forum.activity', 'recruitment', 'log', 'network.address', 'device',
      'consent.record', 'request',
    ],
    onWithdrawal:
      'The law decides this, so it cannot be switched off; we tell you what we gave to whom unless the law forbids it. Nothing else changes.',
    dpv: ['dpv:LegalCompliance'],
  },
} as const satisfies Purposes<Words>
