/**
 * §2.4: what our sites, products and conversations tell us while you use them, and what you link together.
 * @module
 */

import type { Channels } from '@troth/core/policy'
import { words, type Words } from '../words.ts'

const noAgeOfABrowser = {
  from: 'none',
  reason: 'A browser or a machine has no age; once linked to a person, that person’s age counts.',
} as const

export const observedChannels = {
  visit: {
    clauses: ['2.4.1', '2.4.1(a)', '2.4.1(f)', '8.1.i'],
    label: 'Visit a site',
    open: false,
    controllers: words.controllers,
    person: 'new',
    into: 'visits',
    fields: {
      browser: { required: false, maxLength: 64 },
      browser_type: { required: false },
      address: { required: false, maxLength: 45 },
      page: { required: false },
      view: { required: false },
      noted: { required: false },
    },
    purposes: ['cookies.necessary', 'security', 'improve', 'statistics', 'insight', 'rights'],
    choices: ['cookies.function', 'cookies.analytics', 'cookies.third', 'personalise', 'ads'],
    ageGate: noAgeOfABrowser,
  },

  search: {
    clauses: ['3.1.1(b)'],
    label: 'Search our sites',
    open: false,
    controllers: words.controllers,
    person: 'new',
    into: 'searches',
    fields: {
      terms: {
        required: true,
        ifMissing: 'Without a word there is nothing to search for.',
        warning: 'Search for products. Names and numbers of people find nothing here.',
      },
    },
    purposes: ['enquiry', 'rights'],
    ageGate: noAgeOfABrowser,
  },

  log: {
    clauses: ['2.4.1', '2.4.1(b)', '3.1.4(a)'],
    label: 'Logs of sites, services and products',
    open: false,
    controllers: words.controllers,
    person: 'new',
    into: 'logs',
    fields: {
      address: { required: false, maxLength: 45 },
      browser_type: { required: false },
      entry: { required: true, ifMissing: 'An empty entry is not kept.' },
      settings: { required: false },
      area: { required: false },
    },
    purposes: ['security', 'service', 'improve', 'rights', 'breach', 'legal'],
    ageGate: noAgeOfABrowser,
  },

  device: {
    clauses: ['2.4.1(c)', '2.4.1(d)', '2.4.1(f)'],
    label: 'Set up a connected product',
    open: false,
    controllers: words.controllers,
    person: 'known',
    into: 'devices',
    fields: {
      device: {
        required: true,
        ifMissing: 'Without its number the product cannot be told from others.',
        maxLength: 64,
      },
      settings: { required: false },
      interests: { required: false },
      preferences: { required: false },
    },
    purposes: ['service', 'fraud', 'security', 'improve', 'rights', 'legal'],
    choices: ['personalise'],
    ageGate: { from: 'sign-up' },
  },

  // Only while the feature runs, and only after a yes; the exact point is gone within a day (§2.4.1(c)).
  position: {
    clauses: ['2.4.1(c)'],
    label: 'Share your location',
    open: false,
    controllers: words.controllers,
    person: 'known',
    into: 'positions',
    fields: {
      device: { required: false, maxLength: 64 },
      point: { required: true, ifMissing: 'Without a position the feature has nothing to show.' },
      area: { required: false },
    },
    purposes: ['service', 'rights', 'legal'],
    choices: ['location'],
    ageGate: { from: 'sign-up' },
  },

  conversation: {
    clauses: ['2.4.1(e)', '3.1.2(a)'],
    label: 'Talk with our staff',
    open: false,
    controllers: words.controllers,
    person: 'new',
    into: 'recordings',
    fields: {
      recording: { required: false, noticeBefore: 'conversation', maxLength: 64 },
      note: {
        required: false,
        noticeBefore: 'conversation',
        warning: 'Staff note what helps to serve you, and nothing told in passing.',
        maxLength: 10000,
      },
    },
    purposes: ['aftersales', 'complaint', 'training', 'rights', 'legal'],
    choices: ['ai.assist'],
    ageGate: {
      from: 'none',
      reason:
        'A caller’s age is not known; when a child calls, our staff ask for a parent or guardian.',
    },
  },

  // Linking is your act, for the two companies and the fields you were shown; unlinking stops the flow (§2.2.1(c)).
  link: {
    clauses: ['2.2.1(c)', '2.4.1(g)', '3.1.5(g)'],
    label: 'Link accounts or a browser',
    open: false,
    controllers: words.controllers,
    person: 'known',
    into: 'links',
    fields: {
      linked_account: { required: false, maxLength: 64 },
      email: { required: false },
      browser: { required: false, maxLength: 64 },
    },
    purposes: ['account', 'service', 'identity', 'admin', 'rights', 'legal', 'deal', 'child.case'],
    choices: ['link', 'personalise'],
    ageGate: { from: 'sign-up' },
  },
} as const satisfies Channels<Words>
