import assert from 'node:assert/strict'
import { test } from 'node:test'
import { parsePolicy } from '../parse/parse.ts'
import type { PolicyDocument } from '../rules.ts'
import { asPublished, asPublishedNotice, clashes } from '../test/as-published.ts'
import { smallNotice, smallPolicy } from '../test/small-policy.ts'
import { checkPolicy } from './check.ts'
import { citations } from './citations.ts'
import { codes, type Code } from './codes.ts'
import type { Finding } from './finding.ts'

const named = (found: readonly Finding[]) =>
  found.map(({ code, clause }) => `${code} ${clause ?? '-'}`).toSorted()

test('finds each clash of a policy as published, by code and clause, and nothing else', () => {
  assert.deepEqual(parsePolicy(JSON.parse(JSON.stringify(asPublished))), {
    ok: true,
    policy: asPublished,
  })
  assert.deepEqual(
    named(checkPolicy(asPublished, asPublishedNotice)),
    clashes.map(([code, clause]) => `${code} ${clause ?? '-'}`).toSorted(),
  )
  const shown = new Set(clashes.map(([code]) => code))
  const lints = Object.keys(codes).filter((code) => code.startsWith('W-'))
  assert.deepEqual([...shown].toSorted(), lints.toSorted())
  assert.equal(lints.length, 18)
})

test('finds nothing in a policy that is bound and lawful', () => {
  assert.deepEqual(checkPolicy(smallPolicy, smallNotice), [])
})

/** The small policy with some sections changed. */
const but = (sections: Partial<PolicyDocument>): PolicyDocument => ({ ...smallPolicy, ...sections })
const account = smallPolicy.channels['account']!
const fraud = smallPolicy.purposes['fraud']!
const hosting = smallPolicy.recipients['hosting']!
const party = hosting.parties[0]!
const contract = party.contract!
const { access, withdrawal, optout, breach } = smallPolicy.clocks
const { jurisdiction: _, ...term } = {
  jurisdiction: 'SG',
  from: '2026-01-01',
  until: '2028-01-01',
  reference: 'R',
}
const received = (over: object, role = hosting.role): PolicyDocument =>
  but({ recipients: { hosting: { ...hosting, role, parties: [{ ...party, ...over }] } } })
const clocks = (over: object): PolicyDocument =>
  but({
    clocks: { access: access!, withdrawal: withdrawal!, optout: optout!, breach: breach!, ...over },
  })

// One change each that makes a lawful policy unlawful, and the one finding it must give.
const unlawful: [title: string, policy: PolicyDocument, code: Code][] = [
  [
    'a choice taken from use of the site',
    but({ conduct: { ...smallPolicy.conduct, covers: ['marketing.email'] } }),
    'W-BUNDLED',
  ],
  [
    'a change that nobody hears of',
    but({ amendment: { ...smallPolicy.amendment, announced: false } }),
    'W-SILENT-CHANGE',
  ],
  [
    'a change that reaches old data',
    but({ amendment: { ...smallPolicy.amendment, oldData: 'at-once' } }),
    'W-SILENT-CHANGE',
  ],
  [
    'consent to transfers by use',
    but({ transfers: { ...smallPolicy.transfers, consentDeemed: true } }),
    'W-XFER-DEEMED',
  ],
  [
    'countries as examples',
    but({ transfers: { ...smallPolicy.transfers, openEnded: true } }),
    'W-XFER-OPEN',
  ],
  ['related purposes', but({ use: { ...smallPolicy.use, unlisted: 'related' } }), 'W-CATCHALL'],
  [
    'undeclared data',
    but({ collection: { ...smallPolicy.collection, undeclared: 'kept' } }),
    'W-CATCHALL',
  ],
  [
    'a receiver without name',
    but({ recipients: { hosting: { ...hosting, parties: [] } } }),
    'W-RECIPIENTS',
  ],
  [
    'cookies that know nobody',
    but({ trackerControl: { ...smallPolicy.trackerControl, personalOnceLinked: false } }),
    'W-COOKIE-ID',
  ],
  [
    'cookies left to the browser',
    but({ trackerControl: { ...smallPolicy.trackerControl, gate: 'browser-settings' } }),
    'W-COOKIE-BROWSER',
  ],
  [
    'no clock for a withdrawal',
    but({
      clocks: { access: access!, optout: optout!, breach: breach! },
      rights: { access: smallPolicy.rights['access']! },
    }),
    'W-30D-ALL',
  ],
  [
    'no clock for a breach',
    but({ clocks: { access: access!, withdrawal: withdrawal!, optout: optout! } }),
    'W-BREACH-ABSENT',
  ],
  [
    'an objection that stops nothing',
    but({
      rights: {
        ...smallPolicy.rights,
        o: { clauses: ['2(a)'], label: 'o', kind: 'objection', clock: 'access' },
      },
    }),
    'W-OBJECT',
  ],
  ['data without an end', but({ retention: {} }), 'W-RETENTION-EMPTY'],
  [
    'typing taken without notice',
    but({ channels: { account: { ...account, capture: 'while-typing' } } }),
    'W-CHECKOUT',
  ],
  [
    'another person vouched for by sending',
    but({ channels: { account: { ...account, othersData: { assurance: 'assumed', text: 'x' } } } }),
    'W-THIRD-PERSON',
  ],
  [
    'no words for the young',
    but({ children: { ...smallPolicy.children, young: { until: 18, closed: [] } } }),
    'W-CHILD-ADULT',
  ],
  [
    'a national id number as proof',
    but({ identityFactors: { clauses: ['2(a)'], accepted: ['national-id', 'one-time-code'] } }),
    'W-NRIC',
  ],
  [
    'interests not assessed',
    but({ purposes: { ...smallPolicy.purposes, fraud: { ...fraud, assessment: undefined! } } }),
    'W-LI-UNPUBLISHED',
  ],
  [
    'an offer on another basis than a yes',
    but({
      purposes: {
        ...smallPolicy.purposes,
        'marketing.email': {
          ...smallPolicy.purposes['marketing.email']!,
          basis: 'deemed:contract',
        },
      },
      channels: { account: { ...account, choices: [] } },
    }),
    'W-MKT-OPTOUT',
  ],
  ['access after 31 days', clocks({ access: { ...access!, days: 31 } }), 'L-CLOCK-LOOSE'],
  [
    'access after 30 business days',
    clocks({ access: { ...access!, counted: 'business' } }),
    'L-CLOCK-LOOSE',
  ],
  [
    'access by a clock that keeps nothing',
    clocks({ access: { ...access!, days: 40, keeps: undefined } }),
    'L-CLOCK-LOOSE',
  ],
  ['a breach told after 4 days', clocks({ breach: { ...breach!, days: 4 } }), 'L-CLOCK-LOOSE'],
  ['an opt-out after 22 days', clocks({ optout: { ...optout!, days: 22 } }), 'L-CLOCK-LOOSE'],
  [
    'a copy kept 29 days',
    clocks({ copy: { ...access!, keeps: 'refused-copy', days: 29 } }),
    'L-CLOCK-LOOSE',
  ],
  [
    'a withdrawal after 11 business days',
    clocks({ withdrawal: { ...withdrawal!, days: 11 } }),
    'L-CLOCK-SLOW',
  ],
  ['a country not on the list', received({ countries: ['SG', 'IN'] }), 'L-TRANSFER-COUNTRY'],
  ['a country without instrument', received({ instruments: [] }), 'L-TRANSFER-BARE'],
  [
    'a contract without countries',
    received({ countries: ['SG'], instruments: [{ kind: 'contract', countries: [], ...term }] }),
    'L-INSTRUMENT-COUNTRIES',
  ],
  [
    'a PRP certificate of an organisation',
    received(
      {
        instruments: [
          {
            kind: 'certification',
            scheme: 'APEC PRP',
            countries: ['JP'],
            checked: '2026-01-01',
            until: '2028-01-01',
          },
        ],
      },
      'organisation',
    ),
    'L-INSTRUMENT-PRP',
  ],
  [
    'group rules outside the group',
    received({ instruments: [{ kind: 'bcr', countries: ['JP'], ...term }] }),
    'L-INSTRUMENT-BCR',
  ],
  [
    'an instrument that has ended',
    received({
      instruments: [{ kind: 'contract', countries: ['JP'], ...term, until: '2026-06-01' }],
    }),
    'L-INSTRUMENT-ENDED',
  ],
  ['a processor without contract', received({ contract: undefined }), 'L-PROCESSOR-CONTRACT'],
  [
    'a processor whose contract has ended',
    received({ contract: { ...contract, until: '2026-12-31' } }),
    'L-PROCESSOR-CONTRACT',
  ],
  [
    'a processor that uses data for itself',
    received({ contract: { ...contract, ownUse: true } }),
    'L-PROCESSOR-OWN-USE',
  ],
  [
    'silence without assessment',
    but({
      purposes: {
        ...smallPolicy.purposes,
        fraud: { ...fraud, basis: 'deemed:notification', assessment: undefined! },
      },
    }),
    'L-ASSESSMENT',
  ],
  [
    'an optional tracker that nobody chose',
    but({
      trackers: { session: { ...smallPolicy.trackers['session']!, class: 'analytics' } },
      conduct: { ...smallPolicy.conduct, covers: [] },
    }),
    'L-TRACKER-BASIS',
  ],
  [
    'a finding past its date',
    but({
      determinations: {
        d: {
          clauses: ['2(a)'],
          purpose: 'fraud',
          parent: 'account',
          reasoning: 'x',
          reviewer: 'x',
          expires: '2026-12-31',
        },
      },
    }),
    'L-DETERMINATION-ENDED',
  ],
]

for (const [title, policy, code] of unlawful) {
  test(`finds ${title}`, () => {
    const found = checkPolicy(policy, smallNotice)
    assert.deepEqual([...new Set(found.map((one) => one.code))], [code], JSON.stringify(found))
    for (const { message, cure } of found) {
      assert.match(message + cure, /^\S/)
      assert.doesNotMatch(message, /[.;]$/)
      assert.doesNotMatch(cure, /[.;]$/)
    }
  })
}

test('every statutory and guidance code is shown by a policy that breaks it', () => {
  const shown = new Set<string>(unlawful.map(([, , code]) => code))
  const lints = Object.keys(codes).filter((code) => !code.startsWith('B-'))
  assert.deepEqual([...shown].toSorted(), lints.toSorted())
})

test('asks no keeping time for data that a purpose is never given', () => {
  const more = { ...smallPolicy.purposes['marketing.email']!, uses: ['contact.email', 'post'] }
  const purposes = { ...smallPolicy.purposes, 'marketing.email': more }
  const accounts = smallPolicy.retention['accounts']!
  const retention = {
    accounts: { ...accounts, purposes: ['account', 'fraud'] },
    news: { ...accounts, categories: ['contact.email'], purposes: ['marketing.email'] },
  }
  assert.deepEqual(checkPolicy(but({ purposes, retention }), smallNotice), [])
  const open = checkPolicy(but({ purposes, retention, prohibitions: {} }), smallNotice)
  assert.deepEqual(named(open), ['W-RETENTION-EMPTY 2(a)'])
})

test('accepts clocks tighter than the law', () => {
  const tight = clocks({
    access: { ...access!, days: 10 },
    withdrawal: { ...withdrawal!, days: 10, counted: 'calendar' },
  })
  assert.deepEqual(checkPolicy(tight, smallNotice), [])
})

test('publishing legitimate interests takes the words in a cited clause, and somebody to ask', () => {
  const silent = smallNotice.replace(' We rely on legitimate interests', ' We have reasons')
  assert.deepEqual(named(checkPolicy(smallPolicy, silent)), ['W-LI-UNPUBLISHED 2(a)'])
  const nobody = smallNotice.replace('dpo@aster.example', 'us')
  assert.deepEqual(named(checkPolicy(smallPolicy, nobody)), ['W-LI-UNPUBLISHED 2(a)'])
})

test('typed data that serves marketing is found though a notice came before', () => {
  const fields = { email: { required: true, ifMissing: 'x', noticeBefore: 'recording' } } as const
  const typed = but({ channels: { account: { ...account, fields, capture: 'while-typing' } } })
  assert.deepEqual(named(checkPolicy(typed, smallNotice)), ['W-CHECKOUT 2(a)'])
})

test('a waiver with a reason silences guidance, and nothing else', () => {
  const nameless = { recipients: { hosting: { ...hosting, parties: [] } } }
  const reason = 'the tender closes in March'
  const waived = but({ ...nameless, waivers: { 'W-RECIPIENTS': reason } })
  assert.deepEqual(checkPolicy(waived, smallNotice), [])

  const statutory = but({ retention: {}, waivers: { 'W-RETENTION-EMPTY': reason } })
  const found = new Set(checkPolicy(statutory, smallNotice).map(({ code }) => code))
  assert.deepEqual([...found], ['W-RETENTION-EMPTY', 'B-WAIVER'])

  for (const code of ['W-NOTHING', 'W-RECIPIENTS', 'B-CLAUSE-UNBOUND', 'W-NRIC', 'CONSTRUCTOR-X']) {
    const stray = checkPolicy(but({ waivers: { [code]: reason } }), smallNotice)
    assert.deepEqual(
      stray.map(({ code: one, rule }) => [one, rule]),
      [['B-WAIVER', `waivers.${code}`]],
    )
  }
})

test('binds prose and rules in both directions', () => {
  const find = (policy: PolicyDocument, notice: string) => named(checkPolicy(policy, notice))
  const three = but({ clauses: ['1', '2(a)', '3'] })
  const longer = `${smallNotice}\n**3** More.\n`
  assert.deepEqual(find(three, longer), ['B-CLAUSE-UNBOUND 3'])
  assert.deepEqual(find(but({ ...three, narrative: { '1': 'x', '3': 'x' } }), longer), [])
  assert.deepEqual(find(three, smallNotice), ['B-CLAUSE-MISSING 3', 'B-CLAUSE-UNBOUND 3'])
  assert.deepEqual(find(smallPolicy, longer), ['B-CLAUSE-UNDECLARED 3'])
  assert.deepEqual(find(smallPolicy, `${smallNotice}\n**1** Again.`), ['B-CLAUSE-TWICE 1'])
  assert.deepEqual(find(but({ clauses: ['2(a)', '1'] }), smallNotice), ['B-CLAUSE-ORDER 1'])
  assert.deepEqual(find(but({ narrative: {} }), smallNotice), ['B-CLAUSE-UNBOUND 1'])
  const both = but({ narrative: { '1': 'x', '2(a)': 'x' } })
  assert.deepEqual(find(both, smallNotice), ['B-CLAUSE-BOTH 2(a)'])
  const uncited = but({ statistics: { clauses: [], minimumCell: 10 } })
  assert.deepEqual(find(uncited, smallNotice), ['B-RULE-UNBOUND -'])
  const dangling = but({ statistics: { clauses: ['9'], minimumCell: 10 } })
  assert.deepEqual(find(dangling, smallNotice), ['B-RULE-UNBOUND 9'])
})

test('knows every rule of a policy that cites clauses', () => {
  const cited = citations(smallPolicy).length
  const lists = JSON.stringify(smallPolicy).match(/"clauses":\[/g) ?? []
  // The policy's own list of clauses is the one that is no citation.
  assert.equal(cited, lists.length - 1)
})
