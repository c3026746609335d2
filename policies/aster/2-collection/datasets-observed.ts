/**
 * Where the reports of sites and products lie, and what others tell us (§2.2-2.4).
 * @module
 */

import type { DatasetRule } from '@troth/core/policy'
import type { Terms } from '../categories.ts'

// prettier-ignore
export const observedDatasets = {
  visits: {
    clauses: ['2.4.1', '2.4.1(a)', '2.4.1(f)'],
    label: 'Visits to our sites',
    fields: {
      browser: { label: 'Browser number', category: 'cookie', type: 'text', keep: 'open' },
      browser_type: { label: 'Browser type', category: 'user.agent', type: 'text', keep: 'open' },
      address: { label: 'Network address', category: 'network.address', type: 'text', keep: 'open' },
      page: { label: 'Page viewed or link used', category: 'click', type: 'text', keep: 'open' },
      view: { label: 'Beacon event', category: 'beacon', type: 'text', keep: 'open' },
      noted: { label: 'What a script noted', category: 'script.log', type: 'text', keep: 'open' },
    },
  },

  searches: {
    clauses: ['3.1.1(b)'],
    label: 'Searches',
    fields: {
      terms: { label: 'Search words', category: 'search', type: 'text', keep: 'open' },
    },
  },

  logs: {
    clauses: ['2.4.1(b)'],
    label: 'Logs of sites, services and products',
    fields: {
      address: { label: 'Network address', category: 'network.address', type: 'text', keep: 'open' },
      browser_type: { label: 'Browser type', category: 'user.agent', type: 'text', keep: 'open' },
      entry: { label: 'Request, time, fault or hardware event', category: 'log', type: 'text', keep: 'open' },
      settings: { label: 'Settings', category: 'settings', type: 'text', keep: 'open' },
      area: { label: 'Rough area', category: 'area', type: 'text', keep: 'open' },
    },
  },

  devices: {
    clauses: ['2.4.1(c)', '2.4.1(d)'],
    label: 'Connected products',
    fields: {
      device: { label: 'Device number', category: 'device', type: 'text', keep: 'open' },
      settings: { label: 'Settings', category: 'settings', type: 'text', keep: 'open' },
      interests: { label: 'Interests given at set-up', category: 'interest', type: 'text[]', keep: 'open' },
      preferences: { label: 'Preferences given at set-up', category: 'preference', type: 'text[]', keep: 'open' },
    },
  },

  positions: {
    clauses: ['2.4.1(c)'],
    label: 'Positions of connected products',
    fields: {
      device: { label: 'Device number', category: 'device', type: 'text', keep: 'open' },
      point: { label: 'Exact position', category: 'location', type: 'text', keep: 'sealed' },
      area: { label: 'Rough area', category: 'area', type: 'text', keep: 'open' },
    },
  },

  recordings: {
    clauses: ['2.4.1(e)', '3.1.2(a)'],
    label: 'Recorded conversations',
    fields: {
      recording: { label: 'Recording', category: 'recording', type: 'text', keep: 'sealed' },
      note: { label: 'Note of the conversation', category: 'case', type: 'text', keep: 'sealed' },
    },
  },

  // What others tell us stands apart from what you told us; nothing here is joined by name or picture (§2.3.1(c)).
  reported: {
    clauses: ['2.2.1', '2.2.1(b)', '2.2.1(c)', '2.2.1(e)'],
    label: 'Facts from shops, Aster companies and public sources',
    fields: {
      shop_purchase: { label: 'Purchase at a shop', category: 'retailer', type: 'text', keep: 'open' },
      group_fact: { label: 'Fact from a linked Aster company', category: 'group', type: 'text', keep: 'open' },
      public_fact: { label: 'Fact that anyone could see', category: 'public', type: 'text', keep: 'open' },
    },
  },

  social: {
    clauses: ['2.3.1', '2.3.1(a).i', '2.3.1(a).ii', '2.3.1(b)', '2.3.1(c)'],
    label: 'Facts from social networks',
    fields: {
      profile: { label: 'Number, name, picture, gender, language', category: 'social.profile', type: 'text', keep: 'sealed' },
      extra: { label: 'Further fact that you allowed', category: 'social.extra', type: 'text', keep: 'sealed' },
      interaction: { label: 'Button used, reactions as a number', category: 'social.interaction', type: 'text', keep: 'open' },
    },
  },

  business_contacts: {
    clauses: ['2.2.1(d)'],
    label: 'Business contacts from public directories',
    fields: {
      contact: { label: 'Business contact', category: 'business.card', type: 'text', keep: 'open' },
    },
  },
} as const satisfies Readonly<Record<string, DatasetRule<Terms>>>
