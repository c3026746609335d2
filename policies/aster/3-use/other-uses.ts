/**
 * §3.1.5: jobs, administration, deals, linking, loyalty, business sales and location.
 * @module
 */

import type { Purposes } from '@troth/core/policy'
import type { Words } from '../words.ts'

export const otherUses = {
  recruit: {
    clauses: ['3.1.5(b)', '2.1.1(h)', '2.1.4'],
    label: 'Fill the post you apply for',
    basis: 'deemed:conduct',
    uses: ['contact.name', 'contact.email', 'contact.phone', 'recruitment', 'third'],
    onWithdrawal:
      'You will no longer be considered for the post, and your application is erased. Nothing else changes.',
    dpv: ['dpv:RecruitmentManagement'],
  },
  // Named tasks of named staff: billing, records, access, audit. No lists leave, and nobody is contacted (§3.1.5(d)).
  admin: {
    clauses: ['3.1.5(d)', '7.1(c)'],
    label: 'Keep our books and records',
    basis: 'deemed:conduct',
    uses: ['contact.name', 'account', 'order', 'case', 'staff'],
    onWithdrawal:
      'You will no longer appear in our working records, beyond what the law makes us keep. Nothing else changes.',
    dpv: ['dpv:OrganisationGovernance', 'dpv:RecordManagement'],
  },
  deal: {
    clauses: ['3.1.5(e)', '6.1(d)'],
    label: 'Buy, sell or merge part of our group',
    basis: 'exception:business-asset',
    uses: ['contact.name', 'account', 'order'],
    assessment: {
      reference: 'BAT-01',
      reviewed: '2026-06-01',
      summary:
        'A buyer sees totals first and single records only where the decision turns on them, after an agreement is signed. If it fails, all is returned or destroyed; if it succeeds, each person is told.',
    },
    onWithdrawal:
      'You can object, and we then show your data to no possible buyer. If the part you deal with is sold, you are told first whom to ask; nothing else changes.',
    dpv: [],
  },
  link: {
    clauses: ['2.2.1(c)', '2.4.1(g)', '3.1.5(g)'],
    label: 'Link your accounts and browsers',
    basis: 'express',
    uses: ['contact.email', 'account', 'cookie', 'group'],
    needs: ['account'],
    onWithdrawal:
      'You will no longer have your accounts or browsers linked: the flow stops, and what came across is marked for you to decide about. Each account stays; nothing else changes.',
    dpv: ['dpv:Combine', 'dpv:Match'],
  },
  loyalty: {
    clauses: ['2.1.1(d)', '6.1(c)'],
    label: 'Run the loyalty programme you joined',
    basis: 'deemed:contract',
    uses: ['account', 'loyalty'],
    needs: ['account'],
    onWithdrawal:
      'You will no longer be a member: recording stops the same day, and rewards not yet taken are lost. Your account and orders stay; nothing else changes.',
    dpv: ['dpv:MemberPartnerManagement', 'dpv:PersonalisedBenefits'],
  },
  // Calls to the business. An offer to the person is marketing, and needs what marketing needs (§2.2.1(d)).
  b2b: {
    clauses: ['2.2.1(d)'],
    label: 'Sell to businesses',
    basis: 'exception:public',
    uses: ['business.card'],
    assessment: {
      reference: 'PUB-01',
      reviewed: '2026-06-01',
      summary:
        'Only contacts that anyone could see when we noted them, with address and date; used for business alone.',
    },
    onWithdrawal:
      'You can object, and we then no longer call your business through you. Nothing else changes.',
    dpv: ['dpv:SellProducts'],
  },
  location: {
    clauses: ['2.4.1(c)'],
    label: 'Show what is near you',
    basis: 'express',
    uses: ['location', 'area', 'device'],
    needs: ['service'],
    onWithdrawal:
      'You will no longer get features that need to know where you are; the next reading is already refused. Nothing else changes.',
    dpv: ['dpv:RequestedServiceProvision'],
  },
} as const satisfies Purposes<Words>
