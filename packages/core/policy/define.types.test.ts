/** What compiles and what does not; tsc reads this file and says which expectation is wrong. */

import { definePolicy } from './define.ts'
import type { PolicyDocument } from './rules.ts'
import {
  type Channels,
  type Datasets,
  defineWords,
  type IdsOf,
  type Purposes,
  type Rights,
  type Single,
} from './sections.ts'

const cited = { clauses: ['2(a)'] } as const

const small = definePolicy({
  troth: 1,
  name: 'Small',
  version: 1,
  effective: '2027-01-01',
  jurisdiction: 'SG',
  language: 'en',
  clauses: ['1', '2(a)'],
  narrative: { '1': 'defines a word' },
  controllers: {
    one: { ...cited, name: 'One', country: 'SG', officer: { email: 'a@b.example', post: 'x' } },
  },
  categories: {
    'contact.email': { label: 'Email', dpv: ['pd:EmailAddress'], fideslang: 'user.contact.email' },
    'contact.name': { label: 'Name', dpv: ['pd:Name'], fideslang: 'user.name' },
  },
  purposes: {
    account: {
      ...cited,
      label: 'Account',
      basis: 'deemed:conduct',
      uses: ['contact.email'],
      onWithdrawal: 'x',
      dpv: [],
    },
    'marketing.email': {
      ...cited,
      label: 'News',
      basis: 'express',
      uses: ['contact.email'],
      needs: ['account'],
      onWithdrawal: 'x',
      dpv: [],
      marketing: 'email',
    },
  },
  prohibitions: {
    names: { ...cited, categories: ['contact.name'], purposes: ['account'], reason: 'x' },
  },
  conduct: { ...cited, covers: ['account'] },
  collection: { ...cited, undeclared: 'refused', provenance: 'required' },
  use: { ...cited, unlisted: 'refused' },
  amendment: { ...cited, oldData: 'determination-or-consent', announced: true },
  notices: { recording: { ...cited, text: 'x' } },
  datasets: {
    accounts: {
      ...cited,
      label: 'Accounts',
      fields: {
        email: { label: 'Email', category: 'contact.email', type: 'text', keep: 'open' },
        name: { label: 'Name', category: 'contact.name', type: 'text', keep: 'open' },
      },
    },
    things: {
      ...cited,
      label: 'Things',
      fields: {
        thing: { label: 'Thing', category: 'contact.name', type: 'text', keep: 'open' },
      },
    },
  },
  channels: {
    account: {
      ...cited,
      label: 'x',
      open: true,
      controllers: ['one'],
      person: 'new',
      into: 'accounts',
      fields: {
        email: { required: true, ifMissing: 'x', noticeBefore: 'recording' },
        name: { required: false },
      },
      purposes: ['account'],
      choices: ['marketing.email'],
      ageGate: { from: 'field', field: 'name' },
    },
  },
  sources: {},
  recipients: {},
  transfers: { ...cited, countries: ['SG'], consentDeemed: false, openEnded: false },
  retention: {},
  children: {
    ...cited,
    under: 13,
    timeZone: 'Asia/Singapore',
    young: { until: 18, closed: ['marketing.email'], notice: 'recording' },
  },
  trackers: {},
  trackerControl: { ...cited, gate: 'before-load', personalOnceLinked: true },
  rights: { access: { ...cited, label: 'x', kind: 'access', clock: 'access' } },
  clocks: {
    access: { ...cited, label: 'x', days: 30, counted: 'calendar', authority: 'statute' },
  },
  measures: {},
  identityFactors: { ...cited, accepted: ['account-login'] },
  statistics: { ...cited, minimumCell: 10 },
  tools: {},
  determinations: {},
  waivers: {},
})

/** What is defined is a policy like any other, and its ids stay known. */
export const anyPolicy: PolicyDocument = small
export const purposeIds: readonly ('account' | 'marketing.email')[] = ['account', 'marketing.email']
export const known: keyof typeof small.purposes = 'account'
// @ts-expect-error an id that the policy does not declare
export const unknown: keyof typeof small.purposes = 'acount'

const account = small.channels['account']

definePolicy({
  ...small,
  use: {
    // @ts-expect-error an unknown clause
    clauses: ['2(b)'],
    unlisted: 'refused',
  },
})
definePolicy({
  ...small,
  narrative: {
    // @ts-expect-error a reason for an unknown clause
    '3': 'x',
  },
})
definePolicy({
  ...small,
  conduct: {
    ...cited,
    // @ts-expect-error an unknown purpose
    covers: ['acount'],
  },
})
definePolicy({
  ...small,
  purposes: {
    ...small.purposes,
    more: {
      ...cited,
      label: 'x',
      basis: 'law',
      // @ts-expect-error an unknown category
      uses: ['contact.fax'],
      // @ts-expect-error an unknown purpose
      needs: ['acount'],
      onWithdrawal: 'x',
      dpv: [],
    },
  },
})
definePolicy({
  ...small,
  datasets: {
    accounts: {
      ...cited,
      label: 'x',
      fields: {
        // @ts-expect-error a field of an unknown category
        fax: { label: 'x', category: 'contact.fax', type: 'text', keep: 'open' },
      },
    },
  },
  channels: {},
})
const channel = {
  ...cited,
  label: 'x',
  open: true,
  controllers: ['one'],
  person: 'known',
  purposes: ['account'],
  ageGate: { from: 'sign-up' },
} as const
definePolicy({
  ...small,
  channels: {
    // @ts-expect-error an unknown dataset
    it: { ...channel, into: 'nowhere', fields: {} },
  },
})
definePolicy({
  ...small,
  channels: {
    it: {
      ...channel,
      into: 'things',
      fields: {
        // @ts-expect-error a field of another dataset
        email: { required: false },
      },
    },
  },
})
definePolicy({
  ...small,
  channels: {
    it: {
      ...channel,
      into: 'things',
      fields: {
        // @ts-expect-error a compulsory field without the words for leaving it out
        thing: { required: true },
      },
    },
  },
})
definePolicy({
  ...small,
  channels: {
    it: {
      ...channel,
      into: 'things',
      fields: {
        // @ts-expect-error an unknown notice
        thing: { required: false, noticeBefore: 'warning' },
      },
      // @ts-expect-error an unknown choice
      choices: ['marketing.fax'],
      // @ts-expect-error an age from a field of another dataset
      ageGate: { from: 'field', field: 'born' },
      // @ts-expect-error an unknown controller
      controllers: ['two'],
    },
  },
})
definePolicy({
  ...small,
  recipients: {
    couriers: {
      ...cited,
      label: 'x',
      role: 'intermediary',
      // @ts-expect-error a recipient for an unknown purpose
      purposes: ['delivery'],
      // @ts-expect-error a recipient of an unknown category
      categories: ['contact.fax'],
      parties: [],
    },
  },
})
definePolicy({
  ...small,
  rights: {
    // @ts-expect-error an unknown clock
    access: { ...cited, label: 'x', kind: 'access', clock: 'sometime' },
  },
})
definePolicy({
  ...small,
  prohibitions: {
    // @ts-expect-error an unknown purpose in a prohibition
    it: { ...cited, categories: ['contact.name'], purposes: ['acount'], reason: 'x' },
  },
})
definePolicy({
  ...small,
  retention: {
    it: {
      ...cited,
      label: 'x',
      // @ts-expect-error an unknown category in a retention rule
      categories: ['contact.fax'],
      purposes: ['account'],
      from: 'x',
      period: 'P1Y',
      action: 'erase',
      reason: 'x',
    },
  },
})
definePolicy({
  ...small,
  trackers: {
    it: {
      ...cited,
      label: 'x',
      kind: 'cookie',
      class: 'necessary',
      // @ts-expect-error an unknown purpose of a tracker
      purpose: 'acount',
      setter: 'x',
      hosts: [],
      lasts: 'session',
    },
  },
})
definePolicy({
  ...small,
  children: {
    ...cited,
    under: 13,
    timeZone: 'UTC',
    // @ts-expect-error an unknown purpose closed to the young
    young: { until: 18, closed: ['acount'] },
  },
})
definePolicy({
  ...small,
  determinations: {
    // @ts-expect-error a finding on an unknown purpose
    it: { ...cited, purpose: 'x', parent: 'account', reasoning: '', reviewer: '', expires: '' },
  },
})
definePolicy({
  ...small,
  // @ts-expect-error an unknown section
  cookies: {},
})
definePolicy({
  ...small,
  // @ts-expect-error an unknown property of a rule
  use: { ...cited, unlisted: 'refused', listed: true },
})
const { clocks: _, ...clockless } = small
// @ts-expect-error a section left out
definePolicy(clockless)

// The same in several files: words first, then sections against them.
const words = defineWords({
  clauses: ['1', '2(a)'],
  controllers: { one: small.controllers.one },
  categories: small.categories,
  purposes: ['account', 'marketing.email'],
  datasets: { accounts: ['email', 'name'], things: { fields: { thing: {} } } },
  notices: ['recording'],
  clocks: ['access'],
})
type Words = IdsOf<typeof words>

const purposes = {
  account: small.purposes.account,
  'marketing.email': small.purposes['marketing.email'],
} as const satisfies Purposes<Words>
export const conduct = { ...cited, covers: ['account'] } as const satisfies Single<Words, 'conduct'>
export const whole = definePolicy({ ...small, clauses: words.clauses, purposes, conduct })

export const channels = {
  account: account!,
  it: { ...channel, into: 'things', fields: { thing: { required: false } } },
  // @ts-expect-error a field of another dataset
  other: { ...channel, into: 'things', fields: { email: { required: false } } },
  // @ts-expect-error an unknown dataset
  nowhere: { ...channel, into: 'nowhere', fields: {} },
} as const satisfies Channels<Words>
export const rights = {
  // @ts-expect-error an unknown clock
  access: { ...cited, label: 'x', kind: 'access', clock: 'sometime' },
} as const satisfies Rights<Words>
export const datasets = {
  accounts: {
    ...cited,
    label: 'x',
    // @ts-expect-error a dataset without a field that the words name
    fields: { email: { label: 'x', category: 'contact.email', type: 'text', keep: 'open' } },
  },
} as const satisfies Datasets<Words>
export const morePurposes = {
  // @ts-expect-error a purpose that the words do not name
  more: small.purposes.account,
} as const satisfies Purposes<Words>
export const otherConduct = {
  // @ts-expect-error an unknown clause
  clauses: ['9'],
  covers: [],
} as const satisfies Single<Words, 'conduct'>
// @ts-expect-error without a purpose that others use
definePolicy({ ...small, purposes: { account: small.purposes.account } })
