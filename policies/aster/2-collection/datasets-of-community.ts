/**
 * Where the data of guests, writers and applicants lies (§2.1.1(e)-(i)).
 * @module
 */

import type { DatasetRule } from '@troth/core/policy'
import type { Terms } from '../categories.ts'

// prettier-ignore
export const communityDatasets = {
  // The title is the writer's words as much as the body is; only the forum and the time are activity (§3.1.3(e)).
  posts: {
    clauses: ['2.1.1(f)', '3.1.3(e).ii', '3.1.3(e).iii'],
    label: 'Forum posts',
    fields: {
      forum: { label: 'Forum', category: 'forum.activity', type: 'text', keep: 'open' },
      title: { label: 'Title', category: 'forum.content', type: 'text', keep: 'open' },
      body: { label: 'Text', category: 'forum.content', type: 'text', keep: 'open' },
    },
  },

  contributions: {
    clauses: ['2.1.1(f)', '3.1.3(e).i'],
    label: 'Reviews, comments and pictures',
    fields: {
      review: { label: 'Review or comment', category: 'content.review', type: 'text', keep: 'open' },
      photo: { label: 'Picture', category: 'content.photo', type: 'text', keep: 'open' },
      visibility: { label: 'Public or private', category: 'preference', type: 'text', keep: 'open' },
      topics: { label: 'Topics you selected', category: 'interest', type: 'text[]', keep: 'open' },
    },
  },

  encounters: {
    clauses: ['2.1.1(e)', '2.1.4'],
    label: 'Guests at events and workshops',
    fields: {
      name: { label: 'Name', category: 'contact.name', type: 'text', keep: 'open' },
      email: { label: 'Email address', category: 'contact.email', type: 'text', keep: 'open' },
      phone: { label: 'Telephone number', category: 'contact.phone', type: 'text', keep: 'open' },
      business_card: { label: 'Business card, given for business', category: 'business.card', type: 'text', keep: 'open' },
      interests: { label: 'Interests', category: 'interest', type: 'text[]', keep: 'open' },
      preferences: { label: 'Preferences', category: 'preference', type: 'text[]', keep: 'open' },
      companion: { label: 'Person who comes with you', category: 'third', type: 'text', keep: 'sealed' },
    },
  },

  entries: {
    clauses: ['2.1.1(e)', '3.1.3(b)'],
    label: 'Contest entries',
    fields: {
      name: { label: 'Name', category: 'contact.name', type: 'text', keep: 'open' },
      email: { label: 'Email address', category: 'contact.email', type: 'text', keep: 'open' },
      phone: { label: 'Telephone number', category: 'contact.phone', type: 'text', keep: 'open' },
      entry: { label: 'Entry', category: 'contest', type: 'text', keep: 'open' },
    },
  },

  answers: {
    clauses: ['2.1.1(g)'],
    label: 'Survey answers',
    fields: {
      email: { label: 'Email address', category: 'contact.email', type: 'text', keep: 'sealed' },
      answers: { label: 'Answers', category: 'survey', type: 'text', keep: 'open' },
    },
  },

  // An area of its own (§2.1.1(h)). There is no field for a national identity number, and none is to be added.
  applications: {
    clauses: ['2.1.1(h)', '3.1.5(b)'],
    label: 'Job applications',
    fields: {
      name: { label: 'Name', category: 'contact.name', type: 'text', keep: 'sealed' },
      email: { label: 'Email address', category: 'contact.email', type: 'text', keep: 'sealed' },
      phone: { label: 'Telephone number', category: 'contact.phone', type: 'text', keep: 'sealed' },
      education: { label: 'Education', category: 'recruitment', type: 'text', keep: 'sealed' },
      employment: { label: 'Work history', category: 'recruitment', type: 'text', keep: 'sealed' },
      referee: { label: 'Referee', category: 'third', type: 'text', keep: 'sealed' },
    },
  },

  quarantine: {
    clauses: ['2.1.1(i)', '2.1.2.ii'],
    label: 'Items not yet given a purpose',
    fields: {
      item: { label: 'What arrived', category: 'free', type: 'text', keep: 'sealed' },
      findings: { label: 'Sensitive values found in it', category: 'sensitive', type: 'text[]', keep: 'sealed' },
    },
  },
} as const satisfies Readonly<Record<string, DatasetRule<Terms>>>
