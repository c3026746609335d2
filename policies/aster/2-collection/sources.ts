/**
 * §2.2 and §2.3: where data about people comes from other than from them. Anything else is refused (§2.2.1).
 * @module
 */

import type { Sources } from '@troth/core/policy'
import type { Words } from '../words.ts'

export const sources = {
  'credit.bureau': {
    clauses: ['2.2.1', '2.2.1(a)'],
    label: 'Credit bureau',
    kind: 'third-party',
    open: false,
    categories: ['credit'],
    purposes: ['credit', 'rights'],
    assurance: 'The bureau’s licence, and its contract to answer only for an order that we name.',
    countries: ['SG'],
  },
  shops: {
    clauses: ['2.2.1', '2.2.1(b)'],
    label: 'Shops that sell our products',
    kind: 'third-party',
    open: false,
    categories: ['retailer'],
    purposes: ['aftersales', 'warranty', 'triage', 'rights'],
    assurance:
      'Each batch is signed and states that the buyer was told; one without is set aside unread.',
    countries: ['SG'],
  },
  'aster.companies': {
    clauses: ['2.2.1', '2.2.1(c)', '3.1.5(g)'],
    label: 'Other Aster companies',
    kind: 'group',
    open: false,
    categories: ['group'],
    purposes: ['link', 'personalise', 'rights'],
    assurance:
      'The person linked the two accounts, having seen both companies’ names and the fields.',
    countries: ['SG', 'JP'],
  },
  'business.directories': {
    clauses: ['2.2.1', '2.2.1(d)'],
    label: 'Public business directories',
    kind: 'public',
    open: false,
    categories: ['business.card'],
    purposes: ['b2b', 'rights'],
    assurance: 'Address, date, and that anyone could see it then, kept with each contact.',
    countries: ['SG'],
  },
  'public.research': {
    clauses: ['2.2.1', '2.2.1(e)'],
    label: 'Public information for research',
    kind: 'public',
    open: false,
    categories: ['public'],
    purposes: ['research', 'rights'],
    assurance: 'Address, date, and that anyone could see it then, kept with each item.',
    countries: ['SG'],
  },
  'do.not.call': {
    clauses: ['2.2.1', '3.1.3(a)'],
    label: 'Do Not Call register',
    kind: 'public',
    open: false,
    categories: ['dnc'],
    purposes: ['marketing.phone', 'marketing.sms', 'marketing.im', 'rights'],
    assurance: 'The register’s own result, with the day we received it.',
    countries: ['SG'],
  },

  // Sign-in keeps five facts, an extra one only after its own yes, a follower stays apart from the account (§2.3.1).
  'social.login': {
    clauses: ['2.3.1', '2.3.1(a).i', '2.3.1(d)'],
    label: 'Sign-in with a social network',
    kind: 'social',
    open: false,
    categories: ['social.profile'],
    purposes: ['account', 'rights'],
    assurance: 'The person signed in there; number, name, picture, gender and language only.',
    countries: ['US'],
  },
  'social.permission': {
    clauses: ['2.3.1', '2.3.1(a).ii'],
    label: 'Further facts you allow a social network to give',
    kind: 'social',
    open: false,
    categories: ['social.extra'],
    purposes: ['personalise', 'rights'],
    assurance: 'A consent of its own for each fact; taking it back erases the fact.',
    countries: ['US'],
  },
  'social.button': {
    clauses: ['2.3.1', '2.3.1(b)'],
    label: 'Social buttons on our pages',
    kind: 'social',
    open: false,
    categories: ['social.interaction'],
    purposes: ['statistics', 'personalise', 'rights'],
    assurance: 'The person pressed the button; what others do there reaches us as numbers.',
    countries: ['US'],
  },
  'social.page': {
    clauses: ['2.3.1', '2.3.1(c)'],
    label: 'Followers of our pages',
    kind: 'social',
    open: false,
    categories: ['social.profile'],
    purposes: ['marketing.social', 'rights'],
    assurance:
      'As far as the follower’s own settings allow; never joined to an account by name or picture.',
    countries: ['US'],
  },
} as const satisfies Sources<Words>
