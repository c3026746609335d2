import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { compilePolicy } from './compile.ts'
import { decide, decideMasked } from './decide.ts'
import { kernelOf } from './decision/kernel.ts'
import { reasonCode } from './decision/reason-code.ts'
import { explain } from './explain.ts'
import { foldSubject } from './fold.ts'
import type { PolicyDocument, PurposeRule } from './rules.ts'
import { policyOf } from './test/arbitraries.ts'
import type { Question, SubjectEvent } from './words.ts'

const [base] = fc.sample(policyOf(1), { numRuns: 1, seed: 5 })
const [channel] = Object.values(base?.channels ?? {})
assert.ok(base && channel)
const rule = (own: Partial<PurposeRule>): PurposeRule => ({
  clauses: ['3.1'],
  label: 'Purpose',
  basis: 'express',
  uses: ['c0'],
  onWithdrawal: 'It ends.',
  dpv: [],
  ...own,
})
const policy: PolicyDocument = {
  ...base,
  version: 2,
  categories: {
    c0: { label: 'Address', dpv: [], fideslang: 'user' },
    c1: { label: 'Post', dpv: [], fideslang: 'user' },
  },
  purposes: {
    account: rule({ basis: 'deemed:conduct', clauses: ['2'] }),
    letters: rule({
      needs: ['account'],
      minimumAge: 18,
      consentLasts: 'P2Y',
      clauses: ['3.1.3(e)'],
    }),
    insight: rule({ uses: ['c0', 'c1'], barredRegions: ['CN'] }),
    tax: rule({ basis: 'law', law: 'Income Tax Act s67' }),
  },
  prohibitions: {
    posts: { clauses: ['3.3'], categories: ['c1'], purposes: ['insight'], reason: 'Not ours.' },
  },
  channels: {
    form: {
      ...channel,
      controllers: ['alpha'],
      purposes: ['account'],
      choices: ['letters', 'insight'],
    },
  },
  children: {
    clauses: ['4.1'],
    under: 13,
    timeZone: 'Asia/Singapore',
    young: { until: 16, closed: [] },
  },
  use: { clauses: ['3'], unlisted: 'refused' },
}
const compiled = compilePolicy(policy)
const start = new Date('2027-01-31T08:00:00Z')
const header = { controller: 'alpha', at: start, version: 2 }
const signUp: readonly SubjectEvent[] = [
  { ...header, kind: 'born', date: '2008-02-29' },
  { ...header, kind: 'conduct', channel: 'form' },
  { ...header, kind: 'consent', purpose: 'letters', choice: 'given' },
]
const question: Question = {
  controller: 'alpha',
  purpose: 'letters',
  category: 'c0',
  record: { channel: 'form', version: 2 },
}
const at = (now: string, events = signUp, asked: Partial<Question> = {}) =>
  decide(compiled, { question: { ...question, ...asked }, events, now: new Date(now) })

test('a consent holds until its period is over, to the millisecond', () => {
  const permitted = { allowed: true, reason: 'permitted', clause: '3.1.3(e)' }
  assert.deepEqual(at('2027-01-31T08:00:00Z'), permitted)
  assert.deepEqual(at('2029-01-31T07:59:59.999Z'), permitted)
  const lapsed = { allowed: false, reason: 'consent-lapsed', clause: '3.1.3(e)' }
  assert.deepEqual(at('2029-01-31T08:00:00Z'), lapsed)
})

test('before the first event nobody is known', () => {
  assert.equal(at('2027-01-31T07:59:59.999Z').reason, 'unknown-subject')
  assert.equal(at('never').reason, 'unknown-subject')
})

test('a birthday on 29 February comes on 1 March in Singapore, 16:00 the day before in UTC', () => {
  const born = (date: string): SubjectEvent[] => [
    { ...header, kind: 'born', date },
    ...signUp.slice(1),
  ]
  const young = born('2012-02-29')
  assert.deepEqual(at('2030-02-28T15:59:59.999Z', young), {
    allowed: false,
    reason: 'under-age',
    clause: '4.1',
  })
  assert.equal(at('2030-02-28T16:00:00Z', young).reason, 'consent-lapsed')
})

test('consent to one controller is none to another', () => {
  assert.equal(at('2027-02-01', signUp, { controller: 'beta' }).reason, 'unknown-subject')
  assert.equal(at('2027-02-01', signUp, { controller: 'gamma' }).reason, 'unknown-controller')
})

test('each test on the data cites its clause', () => {
  const of = (asked: Partial<Question>) => {
    const { reason, clause } = at('2027-02-01', signUp, asked)
    return `${reason} §${clause}`
  }
  assert.equal(of({ purpose: 'ads' }), 'unknown-purpose §3')
  assert.equal(of({ category: '__proto__' }), 'unknown-category §3')
  assert.equal(of({ purpose: 'insight', category: 'c1' }), 'prohibited §3.3')
  assert.equal(of({ category: 'c1' }), 'field-not-used §3.1.3(e)')
  assert.equal(of({ record: { channel: 'form', version: 1 } }), 'not-collected-for §3.1.3(e)')
  assert.equal(
    of({ record: { channel: 'constructor', version: 2 } }),
    'not-collected-for §3.1.3(e)',
  )
})

test('withdrawing what a purpose needs stops it too (§10.2)', () => {
  const withdrawal: SubjectEvent = { ...header, kind: 'withdrawal', purposes: ['account'] }
  assert.equal(at('2027-02-01', [...signUp, withdrawal]).reason, 'purpose-needs')
})

test('answers are frozen and the same object each time', () => {
  const first = at('2027-02-01')
  assert.ok(Object.isFrozen(first))
  assert.equal(at('2027-02-02'), first)
})

test('a mask that is too old denies, and one of another controller is refused', () => {
  const now = new Date('2027-02-01')
  const subject = foldSubject(compiled, signUp, 'alpha', now)
  assert.deepEqual(subject.until, new Date('2029-01-31T08:00:00Z'))
  const kept = (time: Date) => decideMasked(compiled, { question, subject, now: time })
  assert.equal(kept(now).allowed, true)
  assert.deepEqual(kept(new Date('2029-01-31T08:00:00Z')), {
    allowed: false,
    reason: 'stale-mask',
    clause: '3.1.3(e)',
  })
  assert.equal(kept(new Date(Number.NaN)).reason, 'stale-mask')
  assert.throws(
    () => decideMasked(compiled, { question: { ...question, controller: 'beta' }, subject, now }),
    RangeError,
  )
})

test('bit and reason must both permit, fresh or not', () => {
  const now = new Date('2027-02-01')
  const fold = foldSubject(compiled, signUp, 'alpha', now)
  const of = (subject: typeof fold) => decideMasked(compiled, { question, subject, now }).reason
  const none = new Int32Array(compiled.words)
  const withdrawn = fold.reasons.slice().fill(reasonCode('withdrawn'))
  for (const reasonsUntil of [null, new Date('2027-01-31')]) {
    assert.equal(of({ ...fold, reasonsUntil }), 'permitted')
    assert.equal(of({ ...fold, reasonsUntil, words: none }), 'stale-mask')
    assert.notEqual(of({ ...fold, reasonsUntil, reasons: withdrawn }), 'permitted')
    assert.notEqual(of({ ...fold, reasonsUntil, until: new Date('2027-01-31') }), 'permitted')
  }
})

test('integer ids out of range are no purpose and no category', () => {
  const kernel = kernelOf(compiled)
  const now = new Date('2027-02-01')
  const subject = foldSubject(compiled, signUp, 'alpha', now)
  const record = compiled.recordMask('form')
  const of = (purpose: number, category: number) =>
    kernel.decideAt(purpose, category, subject, record, now)
  assert.equal(of(1, 0), 0)
  for (const purpose of [-1, 4, 30, 31, 1e9, Number.NaN]) {
    assert.equal(of(purpose, 0), reasonCode('unknown-purpose'), `${purpose}`)
  }
  for (const category of [-1, 2, 1e9, Number.NaN]) {
    assert.equal(of(1, category), reasonCode('unknown-category'), `${category}`)
  }
})

test('columns shorter than the answers are refused', () => {
  const kernel = kernelOf(compiled)
  const rows = { masks: [new Int32Array(3)], until: new Float64Array(2) }
  assert.throws(
    () => kernel.decideMany('letters', 'c0', rows, start, new Uint8Array(3)),
    RangeError,
  )
})

test('an explanation says what is missing in words', () => {
  const of = (events: readonly SubjectEvent[], asked: Partial<Question> = {}) =>
    explain(compiled, {
      question: { ...question, ...asked },
      events,
      now: new Date('2027-02-01T00:00:00Z'),
    }).sentence
  assert.equal(of(signUp), '`letters` may use `c0`: every test is passed (§3.1.3(e)).')
  assert.equal(
    of(signUp.slice(0, 2)),
    '`letters` may not use `c0`: the person has not consented to it (§3.1.3(e)). ' +
      'It would take a consent to `letters` given to `alpha`.',
  )
  assert.equal(
    of([{ ...header, kind: 'born', date: '2009-03-01' }, ...signUp.slice(1)]),
    '`letters` may not use `c0`: the person is too young (§4.1). ' +
      'It would take the person turning 18.',
  )
  assert.equal(
    of(signUp, { purpose: 'insight', category: 'c1' }),
    '`insight` may not use `c1`: the policy prohibits it, whatever anyone consents to (§3.3). ' +
      'Nothing would change that.',
  )
  assert.equal(
    of([signUp[0] ?? { ...header, kind: 'region', country: 'SG' }, ...signUp.slice(2)]),
    '`letters` may not use `c0`: a purpose that it needs is closed (§3.1.3(e)). ' +
      'It would take the person using `form` of `alpha`.',
  )
})
