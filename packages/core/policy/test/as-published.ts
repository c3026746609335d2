import { definePolicy } from '../define.ts'

/**
 * A policy with the eighteen clashes that such policies are published with, one of each where it stands, and nothing
 * else wrong: what `checkPolicy` must find.
 */
export const asPublished = definePolicy({
  troth: 1,
  name: 'A policy as policies are published',
  version: 1,
  effective: '2027-01-01',
  jurisdiction: 'SG',
  language: 'en-SG',
  clauses: [
    'PRE.3',
    'PRE.4',
    '2.1.1(a)',
    '2.1.1(i)',
    '2.1.4',
    '3.1.1(e)',
    '3.1.1(f)',
    '3.1.3.ii',
    '3.1.4',
    '3.1.5(a)',
    '4',
    '5.1',
    '6.1(b)',
    '6.2.i',
    '6.2.iii',
    '8.1.iii',
    '8.1.iv',
    '9.1(c)',
    '10.1.ii',
  ],
  narrative: {},
  controllers: {
    aster: {
      clauses: ['PRE.3'],
      name: 'Aster Electronics (Singapore) Pte. Ltd.',
      country: 'SG',
      officer: { email: 'dpo@aster.example', post: '1 Aster Way, Singapore 000001' },
    },
  },
  categories: {
    email: { label: 'Email address', dpv: ['pd:EmailAddress'], fideslang: 'user.contact.email' },
    basket: { label: 'Basket', dpv: ['pd:Intention'], fideslang: 'user.behavior' },
    cookie: { label: 'Cookie', dpv: ['pd:Identifier'], fideslang: 'user.device.cookie_id' },
  },
  purposes: {
    account: {
      clauses: ['2.1.1(a)'],
      label: 'Keep your account',
      basis: 'deemed:conduct',
      uses: ['email'],
      onWithdrawal: 'Your account closes.',
      dpv: ['dpv:AccountManagement'],
    },
    help: {
      clauses: ['3.1.1(f)'],
      label: 'Help you finish a purchase',
      basis: 'deemed:conduct',
      uses: ['email', 'basket'],
      onWithdrawal: 'No help by email.',
      dpv: ['dpv:CommunicationForCustomerCare'],
    },
    news: {
      clauses: ['3.1.3.ii'],
      label: 'Send you offers',
      basis: 'deemed:conduct',
      marketing: 'email',
      uses: ['email'],
      onWithdrawal: 'No more offers.',
      dpv: ['dpv:DirectMarketing'],
    },
    fraud: {
      clauses: ['3.1.4'],
      label: 'Prevent fraud',
      basis: 'exception:legitimate-interests',
      uses: ['email'],
      onWithdrawal: 'Nothing.',
      dpv: ['dpv:FraudPreventionAndDetection'],
      assessment: {
        reference: 'LIA-1',
        reviewed: '2026-11-01',
        summary: 'Losses outweigh the intrusion.',
      },
    },
    analytics: {
      clauses: ['8.1.iv'],
      label: 'Count visits',
      basis: 'express',
      uses: ['cookie'],
      onWithdrawal: 'Your visits are not counted.',
      dpv: ['dpv:ServiceUsageAnalytics'],
    },
  },
  prohibitions: {},
  conduct: { clauses: ['PRE.3'], covers: ['account', 'analytics'] },
  collection: { clauses: ['2.1.1(i)'], undeclared: 'kept', provenance: 'required' },
  use: { clauses: ['3.1.5(a)'], unlisted: 'related' },
  amendment: { clauses: ['PRE.4'], oldData: 'at-once', announced: false },
  notices: {},
  datasets: {
    accounts: {
      clauses: ['2.1.1(a)'],
      label: 'Accounts',
      fields: { email: { label: 'Email', category: 'email', type: 'text', keep: 'open' } },
    },
    baskets: {
      clauses: ['3.1.1(f)'],
      label: 'Unfinished purchases',
      fields: { email: { label: 'Email', category: 'email', type: 'text', keep: 'open' } },
    },
  },
  channels: {
    account: {
      clauses: ['2.1.4', '2.1.1(a)'],
      label: 'Open an account',
      open: true,
      controllers: ['aster'],
      person: 'new',
      purposes: ['account', 'news'],
      ageGate: { from: 'none', reason: 'nobody asks' },
      othersData: { assurance: 'assumed', text: 'By sending it you say that they agreed.' },
      into: 'accounts',
      fields: { email: { required: true, ifMissing: 'No account.' } },
    },
    checkout: {
      clauses: ['3.1.1(f)'],
      label: 'Check out',
      open: true,
      controllers: ['aster'],
      person: 'known',
      purposes: ['help'],
      ageGate: { from: 'sign-up' },
      capture: 'while-typing',
      into: 'baskets',
      fields: { email: { required: false } },
    },
  },
  sources: {},
  recipients: {
    providers: {
      clauses: ['6.1(b)'],
      label: 'Service providers',
      role: 'intermediary',
      purposes: ['account'],
      categories: ['email'],
      parties: [],
    },
  },
  transfers: {
    clauses: ['6.2.i', '6.2.iii'],
    countries: ['JP'],
    consentDeemed: true,
    openEnded: true,
  },
  retention: {
    accounts: {
      clauses: ['5.1'],
      label: 'Accounts',
      categories: ['email', 'cookie'],
      purposes: ['account', 'help', 'news', 'fraud', 'analytics'],
      from: 'account closed',
      period: 'P1Y',
      action: 'erase',
      reason: 'questions come within a year',
    },
  },
  children: {
    clauses: ['4'],
    under: 13,
    timeZone: 'Asia/Singapore',
    young: { until: 13, closed: [] },
  },
  trackers: {
    visits: {
      clauses: ['8.1.iv'],
      label: 'Visits',
      kind: 'cookie',
      class: 'analytics',
      purpose: 'analytics',
      setter: 'Aster',
      hosts: ['www.aster.example'],
      lasts: 'P1Y',
    },
  },
  trackerControl: {
    clauses: ['8.1.iii', '8.1.iv'],
    gate: 'browser-settings',
    personalOnceLinked: false,
  },
  rights: {
    objection: { clauses: ['9.1(c)'], label: 'Object', kind: 'objection', clock: 'answer' },
  },
  clocks: {
    answer: {
      clauses: ['10.1.ii'],
      label: 'Answer everything',
      days: 30,
      counted: 'calendar',
      authority: 'company',
    },
  },
  measures: {},
  identityFactors: { clauses: ['3.1.1(e)'], accepted: [] },
  statistics: { clauses: ['5.1'], minimumCell: 20 },
  tools: {},
  determinations: {},
  waivers: {},
})

/** The prose of the same policy, in our words. */
export const asPublishedNotice = `# A notice as notices are published

**PRE.3** Whoever opens a page agrees to all that follows.

**PRE.4** The text can be another one tomorrow; nobody will tell you.

**2.1.1(a)** An account takes an email address.

**2.1.1(i)** Whatever else arrives is kept as well.

**2.1.4** If the data is somebody else's, handing it over says that they agreed.

**3.1.1(e)** We make sure who you are when you call.

**3.1.1(f)** What you type at the checkout reaches us before you send it.

**3.1.3.ii** Offers come until you stop them.

**3.1.4** We watch for fraud.

**3.1.5(a)** Anything close to these uses is included.

**4** Under 13 a parent decides.

**5.1** We keep data no longer than we need it.

**6.1(b)** Firms that work for us receive data.

**6.2.i** They are in countries like Japan.

**6.2.iii** Staying with us is consent to that.

**8.1.iii** A cookie never knows a person.

**8.1.iv** Turn cookies off in the settings of the browser.

**9.1(c)** You may object.

**10.1.ii** We try to answer within thirty days.
`

/** What is wrong with it: the code of each finding and its clause. */
export const clashes: readonly (readonly [code: string, clause: string | undefined])[] = [
  ['W-BUNDLED', 'PRE.3'],
  ['W-SILENT-CHANGE', 'PRE.4'],
  ['W-XFER-DEEMED', '6.2.iii'],
  ['W-XFER-OPEN', '6.2.i'],
  ['W-CATCHALL', '2.1.1(i)'],
  ['W-CATCHALL', '3.1.5(a)'],
  ['W-MKT-OPTOUT', '3.1.3.ii'],
  ['W-RECIPIENTS', '6.1(b)'],
  ['W-COOKIE-ID', '8.1.iii'],
  ['W-COOKIE-BROWSER', '8.1.iv'],
  ['W-30D-ALL', '10.1.ii'],
  ['W-OBJECT', '9.1(c)'],
  ['W-RETENTION-EMPTY', '5.1'],
  ['W-CHECKOUT', '3.1.1(f)'],
  ['W-THIRD-PERSON', '2.1.4'],
  ['W-CHILD-ADULT', '4'],
  ['W-NRIC', '3.1.1(e)'],
  ['W-LI-UNPUBLISHED', '3.1.4'],
  ['W-BREACH-ABSENT', undefined],
]
