import { definePolicy } from './define.ts'
import type { PolicyDocument } from './rules.ts'

export const small = definePolicy({
  troth: 1,
  name: 'Small',
  version: 1,
  effective: '2027-01-01',
  jurisdiction: 'SG',
  language: 'en',
  clauses: ['1', '2(a)'],
  narrative: { '1': 'defines a word' },
  controllers: {
    one: {
      clauses: ['2(a)'],
      name: 'One',
      country: 'SG',
      officer: { email: 'a@b.test', post: 'x' },
    },
  },
  categories: {
    'contact.email': { label: 'Email', dpv: ['pd:EmailAddress'], fideslang: 'user.contact.email' },
    'contact.name': { label: 'Name', dpv: ['pd:Name'], fideslang: 'user.name' },
  },
  purposes: {
    account: {
      clauses: ['2(a)'],
      label: 'Account',
      basis: 'deemed:conduct',
      uses: ['contact.email'],
      onWithdrawal: 'x',
      dpv: [],
    },
    'marketing.email': {
      clauses: ['2(a)'],
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
    p: { clauses: ['2(a)'], categories: ['contact.name'], purposes: ['account'], reason: 'x' },
  },
  conduct: { clauses: ['2(a)'], covers: ['account'] },
  collection: { clauses: ['2(a)'], undeclared: 'refused', provenance: 'required' },
  use: { clauses: ['2(a)'], unlisted: 'refused' },
  amendment: { clauses: ['2(a)'], oldData: 'determination-or-consent', announced: true },
  notices: { recording: { clauses: ['2(a)'], text: 'x' } },
  datasets: {
    accounts: {
      clauses: ['2(a)'],
      label: 'Accounts',
      fields: {
        email: { label: 'Email', category: 'contact.email', type: 'text', keep: 'open' },
        name: { label: 'Name', category: 'contact.name', type: 'text', keep: 'open' },
      },
    },
    other: {
      clauses: ['2(a)'],
      label: 'Other',
      fields: { thing: { label: 'Thing', category: 'contact.name', type: 'text', keep: 'open' } },
    },
  },
  channels: {
    account: {
      clauses: ['2(a)'],
      label: 'x',
      open: true,
      controllers: ['one'],
      person: 'new',
      into: 'accounts',
      fields: { email: { required: true, ifMissing: 'x' }, name: { required: false } },
      purposes: ['account'],
      choices: ['marketing.email'],
      ageGate: { from: 'sign-up' },
    },
  },
  sources: {},
  recipients: {},
  transfers: { clauses: ['2(a)'], countries: ['SG'], consentDeemed: false, openEnded: false },
  retention: {
    r: {
      clauses: ['2(a)'],
      label: 'x',
      categories: ['contact.email'],
      purposes: ['account'],
      from: 'account closed',
      period: 'P1Y',
      action: 'erase',
      reason: 'x',
    },
  },
  children: {
    clauses: ['2(a)'],
    under: 13,
    timeZone: 'Asia/Singapore',
    young: { until: 18, closed: ['marketing.email'] },
  },
  trackers: {},
  trackerControl: { clauses: ['2(a)'], gate: 'before-load', personalOnceLinked: true },
  rights: { access: { clauses: ['2(a)'], label: 'x', kind: 'access', clock: 'access' } },
  clocks: {
    access: { clauses: ['2(a)'], label: 'x', days: 30, counted: 'calendar', authority: 'statute' },
  },
  measures: {},
  identityFactors: { clauses: ['2(a)'], accepted: ['account-login'] },
  statistics: { clauses: ['2(a)'], minimumCell: 10 },
  tools: {},
  determinations: {},
  waivers: {},
})
export const anyPolicy: PolicyDocument = small
