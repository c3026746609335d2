import type { PolicyDocument } from '../rules.ts'

const cited = { clauses: ['2(a)'] } as const

/** A policy with one of each kind of rule, lawful and complete. */
export const smallPolicy: PolicyDocument = {
  troth: 1,
  name: 'Small',
  version: 1,
  effective: '2027-01-01',
  jurisdiction: 'SG',
  language: 'en-SG',
  clauses: ['1', '2(a)'],
  narrative: { '1': 'says what a word means' },
  controllers: {
    singapore: {
      ...cited,
      name: 'Aster Electronics (Singapore) Pte. Ltd.',
      country: 'SG',
      officer: { email: 'dpo@aster.example', post: '1 Example Road, Singapore' },
    },
  },
  categories: {
    'contact.email': {
      label: 'Email address',
      dpv: ['pd:EmailAddress'],
      fideslang: 'user.contact.email',
    },
    'contact.name': { label: 'Name', dpv: ['pd:Name'], fideslang: 'user.name' },
    birth: {
      label: 'Birth date',
      dpv: ['pd:BirthDate'],
      fideslang: 'user.demographic.date_of_birth',
    },
    post: { label: 'Post', dpv: ['pd:Opinion'], fideslang: 'user.content', freeform: true },
  },
  purposes: {
    account: {
      ...cited,
      label: 'Keep your account',
      basis: 'deemed:conduct',
      uses: ['contact.email', 'contact.name', 'birth', 'post'],
      onWithdrawal: 'Your account closes.',
      dpv: ['dpv:AccountManagement'],
    },
    'marketing.email': {
      ...cited,
      label: 'Send you news by email',
      basis: 'express',
      uses: ['contact.email'],
      needs: ['account'],
      onWithdrawal: 'No more news.',
      dpv: ['dpv:DirectMarketing'],
      marketing: 'email',
      minimumAge: 13,
      consentLasts: 'P2Y',
    },
    fraud: {
      ...cited,
      label: 'Stop fraud',
      basis: 'exception:legitimate-interests',
      uses: ['contact.email'],
      onWithdrawal: 'Nothing: this does not rest on consent.',
      dpv: ['dpv:FraudPreventionAndDetection'],
      assessment: {
        reference: 'A-1',
        reviewed: '2026-12-01',
        summary: 'Losses outweigh the intrusion.',
      },
    },
  },
  prohibitions: {
    posts: { ...cited, categories: ['post'], purposes: ['marketing.email'], reason: 'promised' },
  },
  conduct: { ...cited, covers: ['account'] },
  collection: { ...cited, undeclared: 'refused', provenance: 'required' },
  use: { ...cited, unlisted: 'refused' },
  amendment: { ...cited, oldData: 'determination-or-consent', announced: true },
  notices: {
    recording: { ...cited, text: 'This call is recorded.' },
    young: { ...cited, text: 'Here is what we do, in plain words.' },
  },
  datasets: {
    accounts: {
      ...cited,
      label: 'Accounts',
      fields: {
        email: {
          label: 'Email',
          category: 'contact.email',
          type: 'text',
          keep: 'open',
          identifies: 'email',
        },
        name: { label: 'Name', category: 'contact.name', type: 'text', keep: 'open' },
        born: { label: 'Birth date', category: 'birth', type: 'date', keep: 'sealed' },
        body: { label: 'Message', category: 'post', type: 'text', keep: 'open' },
      },
    },
  },
  channels: {
    account: {
      ...cited,
      label: 'Open an account',
      open: true,
      controllers: ['singapore'],
      person: 'new',
      into: 'accounts',
      fields: {
        email: { required: true, ifMissing: 'We cannot open an account.' },
        born: { required: true, ifMissing: 'We cannot tell whether you may open an account.' },
        name: { required: false },
        body: { required: false, warning: 'Leave out what is private.', noticeBefore: 'recording' },
      },
      purposes: ['account'],
      choices: ['marketing.email'],
      ageGate: { from: 'field', field: 'born' },
      othersData: { assurance: 'undertaking', text: 'I have asked them.' },
    },
  },
  sources: {
    register: {
      ...cited,
      label: 'The company register',
      kind: 'public',
      open: false,
      categories: ['contact.name'],
      purposes: ['account'],
      assurance: 'public when collected',
      countries: ['SG'],
    },
  },
  recipients: {
    hosting: {
      ...cited,
      label: 'Hosting company',
      role: 'intermediary',
      purposes: ['account'],
      categories: ['contact.email'],
      parties: [
        {
          name: 'Example Hosting Ltd.',
          countries: ['SG', 'JP'],
          contract: { reference: 'C-1', from: '2026-01-01', until: '2029-01-01', ownUse: false },
          instruments: [
            {
              kind: 'contract',
              countries: ['JP'],
              reference: 'C-1',
              from: '2026-01-01',
              until: '2029-01-01',
            },
          ],
        },
      ],
    },
  },
  transfers: { ...cited, countries: ['JP'], consentDeemed: false, openEnded: false },
  retention: {
    accounts: {
      ...cited,
      label: 'Accounts',
      categories: ['contact.email', 'contact.name', 'birth', 'post'],
      purposes: ['account', 'marketing.email', 'fraud'],
      from: 'account closed',
      period: 'P1Y',
      action: 'erase',
      reason: 'questions about a closed account come within a year',
    },
  },
  children: {
    ...cited,
    under: 13,
    underByRegion: { KR: 14 },
    timeZone: 'Asia/Singapore',
    young: { until: 18, closed: ['marketing.email'], notice: 'young' },
  },
  trackers: {
    session: {
      ...cited,
      label: 'Session',
      kind: 'cookie',
      class: 'necessary',
      purpose: 'account',
      setter: 'Aster',
      hosts: ['www.aster.example'],
      lasts: 'session',
    },
  },
  trackerControl: { ...cited, gate: 'before-load', personalOnceLinked: true },
  rights: {
    access: { ...cited, label: 'A copy of your data', kind: 'access', clock: 'access' },
    withdrawal: { ...cited, label: 'Change your mind', kind: 'withdrawal', clock: 'withdrawal' },
  },
  clocks: {
    access: {
      ...cited,
      label: 'Answer a request for access',
      days: 30,
      counted: 'calendar',
      authority: 'statute',
      keeps: 'access',
      source: 'PDPR reg 5',
    },
    withdrawal: {
      ...cited,
      label: 'Stop after a withdrawal',
      days: 10,
      counted: 'business',
      authority: 'guidance',
      keeps: 'withdrawal',
    },
    optout: {
      ...cited,
      label: 'Stop calls and messages',
      days: 21,
      counted: 'calendar',
      authority: 'statute',
      keeps: 'dnc-opt-out',
    },
    breach: {
      ...cited,
      label: 'Tell the Commission of a breach',
      days: 3,
      counted: 'calendar',
      authority: 'statute',
      keeps: 'breach-commission',
    },
  },
  measures: {
    access: {
      ...cited,
      label: 'Access by role',
      kind: 'technical',
      owner: 'Head of security',
      reviewed: '2026-12-01',
      reviewEvery: 'P1Y',
    },
  },
  identityFactors: { ...cited, accepted: ['account-login', 'one-time-code'] },
  statistics: { ...cited, minimumCell: 10 },
  tools: {
    assistant: {
      ...cited,
      label: 'Answering assistant',
      purposes: ['account'],
      categories: ['contact.name'],
      provider: 'Example Models Ltd.',
      country: 'SG',
      training: 'never',
      humanReview: 'a person reads each answer before it is sent',
      barredRegions: [],
    },
  },
  determinations: {},
  waivers: {},
}

/** A notice that fits the small policy. */
export const smallNotice = `# Small notice

## 1. Words

**1** Personal data is data about you.

## 2. What we do

**2(a)** We keep your account. We rely on legitimate interests to stop fraud; ask dpo@aster.example.
`
