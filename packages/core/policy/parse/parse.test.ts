import assert from 'node:assert/strict'
import { test } from 'node:test'
import { smallPolicy } from '../test/small-policy.ts'
import { parsePolicy } from './parse.ts'
import type { Problem } from './problem.ts'

const removed = Symbol('removed')

/** The small policy as JSON reads it, with one value put at a JSON pointer. */
function changed(...changes: [pointer: string, value: unknown][]): unknown {
  const copy: unknown = JSON.parse(JSON.stringify(smallPolicy))
  for (const [pointer, value] of changes) {
    const parts = pointer.slice(1).split('/')
    const last = parts.pop() ?? ''
    let at = copy as Record<string, unknown>
    for (const part of parts) at = at[part] as Record<string, unknown>
    if (value === removed) delete at[last]
    else Object.defineProperty(at, last, { value, enumerable: true, configurable: true })
  }
  return copy
}

function problemsOf(value: unknown): readonly Problem[] {
  const parsed = parsePolicy(value)
  return parsed.ok ? [] : parsed.problems
}

test('accepts a policy as JSON and freezes it', () => {
  const parsed = parsePolicy(changed())
  assert.ok(parsed.ok, JSON.stringify(parsed))
  assert.deepEqual(parsed.policy, smallPolicy)
  assert.ok(Object.isFrozen(parsed.policy.purposes['account']?.uses))
})

const account = '/channels/account'
const name = '/datasets/accounts/fields/name'
const nameRule = smallPolicy.datasets['accounts']?.fields['name']
const purpose = smallPolicy.purposes['account']

// One mistake each: where it is put, where it is found, and what is said about it.
const mistakes: [title: string, changes: [string, unknown][], path: string, message: RegExp][] = [
  ['no policy language version', [['/troth', removed]], '', /^lacks `troth`; add it$/],
  ['another language version', [['/troth', 2]], '/troth', /^`2` is not accepted here; use `1`$/],
  [
    'an unknown section',
    [['/purpose', {}]],
    '/purpose',
    /^`purpose` is not known here; did you mean `purposes`\?$/,
  ],
  [
    'an unknown property',
    [['/purposes/account/zzzzzzzz', 1]],
    '/purposes/account/zzzzzzzz',
    /; remove it$/,
  ],
  ['text where a list belongs', [['/clauses', '1']], '/clauses', /^must be a list, not a string$/],
  [
    'a list where an object belongs',
    [['/purposes', []]],
    '/purposes',
    /^must be an object, not a list$/,
  ],
  ['null for a rule', [['/purposes/account', null]], '/purposes/account', /not null/],
  ['a class instance', [['/purposes', new Map()]], '/purposes', /must be an object/],
  ['no purpose at all', [['/purposes', {}]], '/purposes', /^is empty; declare at least one$/],
  [
    'an unknown basis',
    [['/purposes/account/basis', 'expres']],
    '/purposes/account/basis',
    /did you mean `express`\?/,
  ],
  [
    'a date that no calendar has',
    [['/effective', '2027-02-29']],
    '/effective',
    /^`2027-02-29` is not a date/,
  ],
  ['a date in another form', [['/effective', '1.1.2027']], '/effective', /not a date/],
  [
    'a duration of nothing',
    [['/retention/accounts/period', 'P0D']],
    '/retention/accounts/period',
    /not a whole number of years/,
  ],
  [
    'a duration in two units',
    [['/retention/accounts/period', 'P1Y6M']],
    '/retention/accounts/period',
    /not a whole number/,
  ],
  [
    'a country that is none',
    [['/transfers/countries', ['UK']]],
    '/transfers/countries/0',
    /not an ISO 3166/,
  ],
  [
    'a time zone that is none',
    [['/children/timeZone', 'Asia/Atlantis']],
    '/children/timeZone',
    /not a time zone/,
  ],
  ['a number past 2^53', [['/version', 2 ** 53]], '/version', /^must be a whole number from 1 to/],
  ['a fraction', [['/clocks/access/days', 1.5]], '/clocks/access/days', /whole number/],
  ['a number as text', [['/clocks/access/days', '30']], '/clocks/access/days', /whole number/],
  ['NaN', [['/clocks/access/days', Number.NaN]], '/clocks/access/days', /whole number/],
  ['a lone surrogate', [['/name', 'x\ud800y']], '/name', /control characters/],
  ['NUL', [['/name', 'x\u0000y']], '/name', /control characters/],
  ['empty text', [['/name', ' \n ']], '/name', /must be text of 1/],
  ['text without end', [['/name', 'x'.repeat(4001)]], '/name', /4,000/],
  [
    'an id with a capital',
    [['/purposes/Account', purpose]],
    '/purposes/Account',
    /^`Account` is not an id/,
  ],
  [
    'an id of 49 characters',
    [[`/purposes/${'a'.repeat(49)}`, purpose]],
    `/purposes/${'a'.repeat(49)}`,
    /at most 48/,
  ],
  ['an id with an empty word', [['/purposes/a..b', purpose]], '/purposes/a..b', /not an id/],
  ['__proto__ as an id', [['/purposes/__proto__', purpose]], '/purposes/__proto__', /not an id/],
  [
    'constructor as an id',
    [['/purposes/constructor', purpose]],
    '/purposes/constructor',
    /not `constructor`/,
  ],
  ['__proto__ in a rule', [['/use/__proto__', { x: 1 }]], '/use/__proto__', /not known here/],
  [
    'a clause number with a space',
    [['/clauses', ['1', '2(a)', '3 b']]],
    '/clauses/2',
    /not a clause number/,
  ],
  ['a clause twice', [['/clauses', ['1', '2(a)', '1']]], '/clauses/2', /^`1` stands here twice$/],
  [
    'a rule without clause',
    [['/use/clauses', []]],
    '/use/clauses',
    /^is empty; name at least one$/,
  ],
  [
    'a clause that is not declared',
    [['/use/clauses', ['2(b)']]],
    '/use/clauses/0',
    /^`2\(b\)` is not a declared clause; did you mean `2\(a\)`\?$/,
  ],
  [
    'a narrative for an unknown clause',
    [['/narrative/9.9.9', 'x']],
    '/narrative/9.9.9',
    /not a declared clause; declare it/,
  ],
  [
    'an unknown category',
    [['/purposes/account/uses/0', 'contact.emial']],
    '/purposes/account/uses/0',
    /did you mean `contact.email`\?/,
  ],
  [
    'an unknown purpose',
    [['/conduct/covers/0', 'acount']],
    '/conduct/covers/0',
    /did you mean `account`\?/,
  ],
  [
    'an unknown controller',
    [[`${account}/controllers/0`, 'x']],
    `${account}/controllers/0`,
    /not a declared controller/,
  ],
  ['an unknown dataset', [[`${account}/into`, 'x']], `${account}/into`, /not a declared dataset/],
  [
    'an unknown notice',
    [[`${account}/fields/body/noticeBefore`, 'x']],
    `${account}/fields/body/noticeBefore`,
    /not a declared notice/,
  ],
  [
    'an unknown clock',
    [['/rights/access/clock', 'x']],
    '/rights/access/clock',
    /not a declared clock/,
  ],
  [
    'an inherited name as an id',
    [['/rights/access/clock', 'toString']],
    '/rights/access/clock',
    /not a declared clock/,
  ],
  [
    'a field that the dataset lacks',
    [[`${account}/fields/nam`, { required: false }]],
    `${account}/fields/nam`,
    /^`nam` is not a field of `accounts`; did you mean `name`\?$/,
  ],
  [
    'a compulsory field without consequence',
    [[`${account}/fields/email/ifMissing`, removed]],
    `${account}/fields/email`,
    /^lacks `ifMissing`; add it$/,
  ],
  [
    'a consequence of an optional field',
    [[`${account}/fields/name/ifMissing`, 'x']],
    `${account}/fields/name/ifMissing`,
    /not known here/,
  ],
  [
    'a field neither compulsory nor optional',
    [[`${account}/fields/name`, {}]],
    `${account}/fields/name`,
    /^lacks `required`; use `true`, `false`$/,
  ],
  [
    'free text without a warning',
    [[`${account}/fields/body/warning`, removed]],
    `${account}/fields/body`,
    /add `warning`/,
  ],
  [
    'long text without a warning',
    [[`${account}/fields/name/maxLength`, 201]],
    `${account}/fields/name`,
    /add `warning`/,
  ],
  [
    'an age gate on a field not asked',
    [[`${account}/fields/born`, removed]],
    `${account}/ageGate/field`,
    /^`born` is not asked here/,
  ],
  [
    'an age gate that may be left out',
    [[`${account}/fields/born`, { required: false }]],
    `${account}/ageGate/field`,
    /make it required/,
  ],
  [
    'an age gate that is no date',
    [[`${account}/ageGate/field`, 'email']],
    `${account}/ageGate/field`,
    /not a date/,
  ],
  [
    'a new person with an age from sign-up',
    [[`${account}/ageGate`, { from: 'sign-up' }]],
    `${account}/ageGate/from`,
    /has not signed up before/,
  ],
  [
    'an age gate of another kind',
    [[`${account}/ageGate`, { from: 'guess' }]],
    `${account}/ageGate/from`,
    /^`guess` is not accepted here; use/,
  ],
  [
    'a choice that is none',
    [[`${account}/choices/0`, 'fraud']],
    `${account}/choices/0`,
    /nothing to choose/,
  ],
  [
    'express consent implied by an act',
    [[`${account}/purposes/0`, 'marketing.email']],
    `${account}/purposes/0`,
    /list it under `choices`/,
  ],
  [
    'a ring of needs',
    [['/purposes/account/needs', ['marketing.email']]],
    '/purposes/marketing.email/needs',
    /^`account` needs `marketing.email` needs `account`; take/,
  ],
  [
    'a purpose that needs itself',
    [['/purposes/account/needs', ['account']]],
    '/purposes/account/needs',
    /^`account` needs `account`/,
  ],
  [
    'two purposes with one role',
    [['/purposes/marketing_email', purpose]],
    '/purposes/marketing_email',
    /both be the role `for_marketing_email`/,
  ],
  [
    'a law that is not named',
    [['/purposes/account/basis', 'law']],
    '/purposes/account',
    /name the statute/,
  ],
  [
    'a law beside another basis',
    [['/purposes/account/law', 'X Act s1']],
    '/purposes/account/law',
    /remove this/,
  ],
  [
    'a consent that lapses beside another basis',
    [['/purposes/account/consentLasts', 'P1Y']],
    '/purposes/account/consentLasts',
    /no consent that could lapse/,
  ],
  [
    'a dataset with a dot',
    [['/datasets/a.b', smallPolicy.datasets['accounts']]],
    '/datasets/a.b',
    /name for the database/,
  ],
  [
    'a dataset named by a word of SQL',
    [['/datasets/table', smallPolicy.datasets['accounts']]],
    '/datasets/table',
    /a word of SQL/,
  ],
  [
    'a field named by a word of SQL',
    [['/datasets/accounts/fields/order', nameRule]],
    '/datasets/accounts/fields/order',
    /a word of SQL/,
  ],
  [
    'a field named as a fixed column',
    [['/datasets/accounts/fields/subject_id', nameRule]],
    '/datasets/accounts/fields/subject_id',
    /already/,
  ],
  [
    'a field named as a mask',
    [['/datasets/accounts/fields/mask12', nameRule]],
    '/datasets/accounts/fields/mask12',
    /already/,
  ],
  [
    'a field named as a system column',
    [['/datasets/accounts/fields/ctid', nameRule]],
    '/datasets/accounts/fields/ctid',
    /already/,
  ],
  [
    'an identifier that is no text',
    [
      [`${name}/identifies`, 'phone'],
      [`${name}/type`, 'integer'],
    ],
    `${name}/identifies`,
    /set `type` to `text`/,
  ],
  [
    'a contract that ends before it begins',
    [['/recipients/hosting/parties/0/contract/until', '2025-01-01']],
    '/recipients/hosting/parties/0/contract/until',
    /is before `2026-01-01`/,
  ],
  [
    'a young band below the gate',
    [['/children/young/until', 12]],
    '/children/young/until',
    /is below 13/,
  ],
  [
    'a determination of itself',
    [
      [
        '/determinations/d',
        {
          clauses: ['2(a)'],
          purpose: 'fraud',
          parent: 'fraud',
          reasoning: 'x',
          reviewer: 'x',
          expires: '2027-01-01',
        },
      ],
    ],
    '/determinations/d/parent',
    /the purpose itself/,
  ],
  [
    'a waiver under no code',
    [['/waivers/silence', 'x']],
    '/waivers/silence',
    /not the code of a finding/,
  ],
]

for (const [title, changes, path, message] of mistakes) {
  test(`refuses ${title}`, () => {
    const problems = problemsOf(changed(...changes))
    const here = problems.filter((problem) => problem.path === path)
    assert.equal(here.length, 1, JSON.stringify(problems))
    assert.match(here[0]!.message, message)
    assert.match(here[0]!.message, /^(?:`|[a-z])/)
    assert.doesNotMatch(here[0]!.message, /\.$/)
  })
}

test('says one thing for one mistake', () => {
  const known = new Set(['a number past 2^53', 'an age gate on a field not asked'])
  for (const [title, changes] of mistakes.filter(([each]) => known.has(each))) {
    assert.equal(problemsOf(changed(...changes)).length, 1, title)
  }
})

test('reports problems of form and of meaning together', () => {
  const problems = problemsOf(
    changed(
      ['/effective', 'soon'],
      ['/purposes/account/needs', ['marketing.email']],
      ['/rights/access/clock', 'never'],
      [`${account}/choices/0`, 'fraud'],
    ),
  )
  assert.deepEqual(
    problems.map(({ path }) => path).toSorted(),
    [
      `${account}/choices/0`,
      '/effective',
      '/purposes/marketing.email/needs',
      '/rights/access/clock',
    ].toSorted(),
  )
})

test('counts characters, not code units', () => {
  assert.deepEqual(problemsOf(changed(['/name', '\u{1f600}'.repeat(4000)])), [])
  assert.equal(problemsOf(changed(['/name', '\u{1f600}'.repeat(4001)])).length, 1)
})

test('refuses what is no document', () => {
  for (const value of [undefined, null, 0, '', 'x', [], new Date(), () => 1, Symbol('x'), 1n]) {
    const problems = problemsOf(value)
    assert.equal(problems.length, 1)
    assert.equal(problems[0]?.path, '')
  }
})

test('answers at once to documents made to exhaust it', () => {
  const keys = Object.fromEntries(Array.from({ length: 100_000 }, (_, at) => [`k${at}`, at]))
  let deep: unknown = []
  for (let level = 0; level < 100_000; level++) deep = [deep]
  const loop: Record<string, unknown> = {}
  loop['purposes'] = loop
  const ring = Object.fromEntries(
    Array.from({ length: 900 }, (_, at) => [
      `p${at}`,
      { ...purpose, needs: [`p${(at + 1) % 900}`] },
    ]),
  )
  const started = process.cpuUsage()
  assert.equal(problemsOf(keys).length, 1001)
  assert.match(problemsOf(keys).at(-1)?.message ?? '', /^has \d+ more problems$/)
  assert.ok(
    problemsOf(changed(['/purposes', keys])).some(({ message }) => /at most 1000/.test(message)),
  )
  assert.ok(problemsOf(changed(['/clauses', Array.from({ length: 100_000 }, String)])).length > 0)
  assert.ok(problemsOf(changed(['/purposes/account/uses', deep])).length > 0)
  assert.ok(problemsOf(changed(['/narrative', deep])).length > 0)
  assert.ok(problemsOf(loop).length > 0)
  assert.ok(problemsOf(changed(['/purposes', ring])).length > 0)
  // Time of this process alone, in microseconds: what else the machine does must not fail the test.
  assert.ok(process.cpuUsage(started).user < 5_000_000)
})

test('shows no control character or backtick of the document in a message', () => {
  const [problem] = problemsOf(changed(['/purposes/account/basis', 'x\u001b[31m`\n']))
  assert.doesNotMatch(problem?.message ?? '', /\p{Cc}/u)
})
