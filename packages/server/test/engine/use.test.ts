import assert from 'node:assert/strict'
import { test } from 'node:test'
import { collect } from '../../src/engine/collect/collect.ts'
import type { Scope } from '../../src/engine/context.ts'
import { refoldStale, verifyMasks } from '../../src/engine/masks.ts'
import { type Answers, decide } from '../../src/engine/use/decide.ts'
import { read } from '../../src/engine/use/read.ts'
import { withdraw } from '../../src/engine/withdraw.ts'
import { forEachPostgres } from '../support/postgres.ts'
import {
  bodyFor,
  counts,
  type Engine,
  purchase,
  refusalOf,
  signUp,
  testEngine,
  valueOf,
} from './support.ts'

forEachPostgres((server) => {
  const engine = testEngine(server)

  const ask = async (one: Engine, body: object, now = one.now()) =>
    valueOf(await decide(one.context, { caller: one.caller, body }, now))
  const only = (answers: Answers) => ('answers' in answers ? assert.fail() : answers)
  const email = { controller: 'singapore', dataset: 'accounts', fields: ['email'] }

  test('§3.1 a use without a purpose, or with an undeclared one, is refused', async () => {
    const one = engine()
    const { subject } = await signUp(one)
    const none = refusalOf(
      await decide(one.context, { caller: one.caller, body: { ...email, subject } }, one.now()),
    )
    assert.deepEqual(
      [none.reason, none.clause],
      ['purpose-missing', one.context.policy.document.use.clauses[0]],
    )
    const answer = only(await ask(one, { ...email, subject, purpose: 'world.domination' }))
    assert.deepEqual([answer.allowed, answer.reason], [false, 'unknown-purpose'])
    const reading = refusalOf(
      await read(one.context, { caller: one.caller, body: { ...email, subject } }, one.now()),
    )
    assert.deepEqual([reading.reason, reading.receipt?.kind], ['purpose-missing', 'refusal'])
  })

  test('an answer names clause and reason, and explains itself when asked', async () => {
    const one = engine()
    const { subject, record } = await signUp(one)
    const question = { ...email, subject, purpose: 'marketing.email' }
    const answer = only(await ask(one, { ...question, record, explain: true }))
    const rule = one.context.policy.document.purposes['marketing.email']
    assert.deepEqual([answer.reason, answer.clause], ['no-consent', rule?.clauses[0]])
    assert.match(answer.explanation ?? '', /marketing\.email/)
    const fields = only(
      await ask(one, { ...question, purpose: 'account', fields: ['email', 'name'] }),
    )
    assert.deepEqual(
      fields.fields?.map(({ field, allowed }) => [field, allowed]),
      [
        ['email', true],
        ['name', true],
      ],
    )
    const wrong = only(await ask(one, { ...question, controller: 'mars' }))
    assert.equal(wrong.reason, 'unknown-controller')
    const stranger = only(
      await ask(one, { ...question, subject: crypto.randomUUID(), purpose: 'account' }),
    )
    assert.equal(stranger.allowed, false)
    const category = { controller: 'singapore', purpose: 'account', category: 'contact.email' }
    assert.ok(only(await ask(one, { ...category, subject, channel: 'account' })).allowed)
    assert.equal(
      only(await ask(one, { ...category, subject, channel: 'nowhere' })).reason,
      'not-collected-for',
    )
    assert.equal(
      only(await ask(one, { ...category, subject, channel: 'account', version: 77 })).reason,
      'not-collected-for',
    )
  })

  test('a batch answers in order, and a malformed question refuses it whole', async () => {
    const one = engine()
    const people = [await signUp(one, { 'marketing.email': true }), await signUp(one)]
    const questions = people.map(({ subject }) => ({
      ...email,
      subject,
      purpose: 'marketing.email',
    }))
    const answers = await ask(one, { questions })
    assert.deepEqual('answers' in answers && answers.answers.map(({ allowed }) => allowed), [
      true,
      false,
    ])
    for (const bad of [[], 7, Array.from({ length: 1_001 }, () => questions[0]), [{}], [[]]]) {
      const body = { questions: bad }
      assert.ok(!(await decide(one.context, { caller: one.caller, body }, one.now())).ok)
    }
    const beside = { questions, purpose: 'account' }
    assert.ok(!(await decide(one.context, { caller: one.caller, body: beside }, one.now())).ok)
  })

  test('the past is answered by folding, the future not at all', async () => {
    const one = engine()
    const person = await signUp(one, { 'marketing.email': true })
    const then = one.now()
    one.pass(60_000)
    const body = { purposes: ['marketing.email'], controllers: 'all' }
    valueOf(
      await withdraw(one.context, { caller: one.caller, session: person.token, body }, one.now()),
    )
    const question = { ...email, subject: person.subject, purpose: 'marketing.email' }
    assert.equal(only(await ask(one, question)).reason, 'withdrawn')
    assert.equal(only(await ask(one, { ...question, at: then.toISOString() })).reason, 'permitted')
    const before = new Date(then.getTime() - 86_400_000).toISOString()
    assert.equal(only(await ask(one, { ...question, at: before })).reason, 'unknown-subject')
    for (const at of ['2100-01-01T00:00:00Z', 'yesterday', '2026-13-01T00:00:00Z', 7]) {
      const asked = { caller: one.caller, body: { ...question, at } }
      assert.equal(refusalOf(await decide(one.context, asked, one.now())).reason, 'wrong-type')
    }
  })

  test('a stale mask denies until it is folded again', async () => {
    const one = engine()
    const person = await signUp(one, { 'marketing.email': true })
    const question = { ...email, subject: person.subject, purpose: 'marketing.email' }
    assert.equal(only(await ask(one, question)).reason, 'permitted')
    // The consent lasts 24 months, so the mask says until when it holds.
    one.pass(2.1 * 365.25 * 86_400_000)
    const later = one.now()
    assert.equal(only(await ask(one, question, later)).reason, 'stale-mask')
    const { stale, differences } = await verifyMasks(one.context, {}, later)
    assert.ok(stale > 0)
    assert.deepEqual(differences, [])
    assert.ok((await refoldStale(one.context, later)).people > 0)
    assert.equal(only(await ask(one, question, later)).reason, 'consent-lapsed')
    const again = await verifyMasks(one.context, {}, later)
    assert.deepEqual([again.stale, again.differences], [0, []])
    assert.equal((await refoldStale(one.context, later)).people, 0)
  })

  test('a mask that was tampered with is found, on the person and on the row', async () => {
    const one = engine()
    const { subject, record } = await signUp(one)
    const tamper = (sql: string) => one.database.superuser.query(sql, [subject])
    await tamper('UPDATE data.accounts SET mask0 = mask0 | 1048576 WHERE subject_id = $1')
    const onRow = await verifyMasks(one.context, { batch: 3 }, one.now())
    const at = { subject, controller: 'singapore' }
    assert.deepEqual(onRow.differences, [
      { ...at, on: { kind: 'row', table: 'accounts', record }, problem: 'other-words' },
    ])
    await tamper('UPDATE troth.subject_mask SET mask0 = 0 WHERE subject_id = $1')
    const both = await verifyMasks(one.context, { batch: 3 }, one.now())
    assert.deepEqual(
      both.differences.map(({ on }) => on.kind),
      ['subject', 'row'],
    )
    await tamper('DELETE FROM troth.subject_mask WHERE subject_id = $1')
    const missing = await verifyMasks(one.context, {}, one.now())
    assert.deepEqual(
      missing.differences.map(({ problem }) => problem),
      ['missing', 'missing'],
    )
    await tamper('DELETE FROM data.accounts WHERE subject_id = $1')
    await one.database.superuser.query(
      `INSERT INTO troth.subject_mask (subject_id, controller, mask_until, version) VALUES ($1, 'singapore', $2, 1)`,
      [subject, new Date(0)],
    )
    await refoldStale(one.context, one.now())
    assert.deepEqual((await verifyMasks(one.context, {}, one.now())).differences, [])
  })

  test('§3.1.3(e).iii the words of a post serve no insight, marketing, ads, personalisation or AI, ever', async () => {
    const one = engine()
    const every = { 'marketing.email': true, ads: true, personalise: true }
    const { token, subject } = await signUp(one, every)
    const post = { forum: 'kettles', title: 'On limescale', body: 'Vinegar works for me' }
    const sent = { caller: one.caller, channel: 'forum', session: token }
    valueOf(await collect(one.context, { ...sent, body: bodyFor(one, 'forum', post) }, one.now()))
    const { purposes } = one.context.policy.document
    const barred = Object.keys(purposes).filter((id) =>
      /^(insight|marketing\.|ads$|personalise|ai\.|improve)/.test(id),
    )
    assert.ok(barred.length >= 8)
    for (const purpose of barred) {
      const question = { controller: 'singapore', dataset: 'posts', fields: ['body'], subject }
      const answer = only(await ask(one, { ...question, purpose }))
      if (purpose !== 'improve') assert.deepEqual([purpose, answer.reason], [purpose, 'prohibited'])
      assert.equal(answer.allowed, false)
      const scopes = [`read:${purpose}`] as Scope[]
      const asked = { caller: { ...one.caller, scopes }, body: { ...question, purpose } }
      const before = await counts(one)
      const refusal = refusalOf(await read(one.context, asked, one.now()))
      assert.deepEqual([refusal.code, refusal.reason], ['denied', answer.reason])
      assert.equal((await counts(one))['troth.leaf'], (before['troth.leaf'] ?? 0) + 1)
    }
  })

  test('a reading gives permitted records alone, is ledgered under its person, and is refused whole', async () => {
    const one = engine()
    const { token, subject, email: address } = await signUp(one, { 'marketing.email': true })
    const body = { ...email, subject, purpose: 'marketing.email' }
    const { records, receipt } = valueOf(
      await read(one.context, { caller: one.caller, body }, one.now()),
    )
    assert.deepEqual(
      records.map(({ values }) => values),
      [{ email: address }],
    )
    assert.equal(receipt.kind, 'read')
    const { rows } = await one.database.superuser.query(
      `SELECT FROM troth.leaf WHERE subject_id = $1 AND kind = 'read'`,
      [subject],
    )
    assert.equal(rows.length, 1)
    const more = { ...body, fields: ['email', 'born'] }
    const refusal = refusalOf(
      await read(one.context, { caller: one.caller, body: more }, one.now()),
    )
    assert.deepEqual([refusal.code, refusal.reason], ['denied', 'field-not-used'])
    assert.ok(!JSON.stringify(refusal).includes(address))
    const cases: readonly [object, string][] = [
      [{ ...body, dataset: 'nothing' }, 'unknown-dataset'],
      [{ ...body, fields: ['mask0'] }, 'unknown-field'],
      [{ ...body, fields: ['subject_id'] }, 'unknown-field'],
      [{ ...body, subject: '7' }, 'wrong-type'],
      [{ ...body, session: token }, 'wrong-type'],
    ]
    for (const [asked, reason] of cases) {
      const outcome = await read(one.context, { caller: one.caller, body: asked }, one.now())
      assert.equal(refusalOf(outcome).reason, reason)
    }
    const byToken = { ...body, subject: undefined, session: token }
    valueOf(await read(one.context, { caller: one.caller, body: byToken }, one.now()))
    const product = { caller: one.caller, channel: 'product', session: token }
    valueOf(
      await collect(
        one.context,
        { ...product, body: bodyFor(one, 'product', purchase) },
        one.now(),
      ),
    )
    const out = { ...one.caller, scopes: ['read:order'] as const }
    assert.equal(
      refusalOf(await read(one.context, { caller: out, body }, one.now())).code,
      'out-of-scope',
    )
  })
})
