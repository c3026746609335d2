import assert from 'node:assert/strict'
import { createPublicKey, verify } from 'node:crypto'
import { test } from 'node:test'
import { canonicalJson } from '@troth/core/policy'
import { choices } from '../../src/engine/choices.ts'
import { collect } from '../../src/engine/collect/collect.ts'
import { shownHash } from '../../src/engine/collect/form.ts'
import { consent } from '../../src/engine/consent.ts'
import { closeSession, openSession } from '../../src/engine/identify.ts'
import { decide } from '../../src/engine/use/decide.ts'
import { previewWithdrawal, withdraw } from '../../src/engine/withdraw.ts'
import { forEachPostgres } from '../support/postgres.ts'
import {
  bodyFor,
  counts,
  type Engine,
  purchase,
  refusalOf,
  type SignedUp,
  signUp,
  testEngine,
  valueOf,
} from './support.ts'

forEachPostgres((server) => {
  const engine = testEngine(server)

  const choose = (one: Engine, session: string | undefined, made: object, rest: object = {}) => {
    const shown = shownHash(one.context.policy.document, 'account')
    const body = { controller: 'singapore', channel: 'account', shown, choices: made, ...rest }
    return consent(one.context, { caller: one.caller, session, body }, one.now())
  }
  const takeBack = (one: Engine, session: string, purposes: unknown, controllers: unknown) =>
    withdraw(
      one.context,
      { caller: one.caller, session, body: { purposes, controllers } },
      one.now(),
    )
  const mayEmail = async (one: Engine, { subject }: SignedUp, controller = 'singapore') => {
    const question = { subject, controller, purpose: 'marketing.email' }
    const body = { ...question, dataset: 'accounts', fields: ['email'] }
    const decided = valueOf(await decide(one.context, { caller: one.caller, body }, one.now()))
    return 'answers' in decided ? undefined : decided.reason
  }

  test('§PRE.3 signing up opens no optional purpose; a choice does, and its withdrawal ends it', async () => {
    const one = engine()
    const person = await signUp(one)
    assert.equal(await mayEmail(one, person), 'no-consent')
    const given = valueOf(await choose(one, person.token, { 'marketing.email': true, ads: false }))
    assert.equal(given.consents.length, 2)
    assert.equal(await mayEmail(one, person), 'permitted')
    valueOf(await choose(one, person.token, { 'marketing.email': false }))
    assert.equal(await mayEmail(one, person), 'refused')
    valueOf(await choose(one, person.token, { 'marketing.email': true }))
    valueOf(await takeBack(one, person.token, ['marketing.email'], ['singapore']))
    assert.equal(await mayEmail(one, person), 'withdrawn')
  })

  test('§PRE.1 a choice made to one controller serves no other', async () => {
    const one = engine()
    const person = await signUp(one)
    const body = bodyFor(one, 'account', {}, {})
    assert.ok(body)
    valueOf(
      await choose(one, person.token, { 'marketing.email': true }, { controller: 'international' }),
    )
    assert.equal(await mayEmail(one, person), 'no-consent')
    valueOf(await choose(one, person.token, { 'marketing.email': true }))
    valueOf(await takeBack(one, person.token, ['marketing.email'], ['international']))
    assert.equal(await mayEmail(one, person), 'permitted')
    valueOf(await takeBack(one, person.token, ['marketing.email'], 'all'))
    assert.equal(await mayEmail(one, person), 'withdrawn')
  })

  test('§4.1 a birth date given to one company closes what it closes at every other too', async () => {
    const one = engine()
    const { token, subject } = await signUp(one, {}, { born: '2011-06-07' })
    valueOf(await choose(one, token, { ads: true }, { controller: 'international' }))
    const question = { subject, controller: 'international', purpose: 'ads' }
    const [category = ''] = one.context.policy.document.purposes['ads']?.uses ?? []
    const about = { category, channel: 'account' }
    const adult = await signUp(one)
    valueOf(await choose(one, adult.token, { ads: true }, { controller: 'international' }))
    const body = {
      questions: [
        { ...question, ...about },
        { ...question, ...about, subject: adult.subject },
      ],
    }
    const decided = valueOf(await decide(one.context, { caller: one.caller, body }, one.now()))
    assert.deepEqual('answers' in decided && decided.answers.map(({ reason }) => reason), [
      'under-age',
      'permitted',
    ])
  })

  test('nobody chooses for another, at another time, or what is not offered', async () => {
    const one = engine()
    const person = await signUp(one)
    const other = await signUp(one)
    const yes = { 'marketing.email': true }
    const cases: readonly [string, object, object, string][] = [
      ['another person', yes, { subject: other.subject }, 'unknown-member'],
      ['the past', yes, { at: '2006-01-01T00:00:00Z' }, 'unknown-member'],
      ['the future', yes, { time: '2046-01-01T00:00:00Z' }, 'unknown-member'],
      ['other words', yes, { shown: 'f'.repeat(64) }, 'other-words-shown'],
      ['no optional purpose', { order: true }, {}, 'unknown-choice'],
      ['no such purpose', { nothing: true }, {}, 'unknown-choice'],
      ['a closed channel', yes, { channel: 'support' }, 'unknown-channel'],
      ['another controller', yes, { controller: 'mars' }, 'unknown-controller'],
      ['not yes or no', { 'marketing.email': 'yes' }, {}, 'wrong-type'],
      ['nothing', {}, {}, 'wrong-type'],
    ]
    for (const [title, made, rest, reason] of cases) {
      const before = await counts(one)
      assert.equal(refusalOf(await choose(one, person.token, made, rest)).reason, reason, title)
      const after = await counts(one)
      assert.deepEqual({ ...after, 'troth.leaf': 0 }, { ...before, 'troth.leaf': 0 }, title)
    }
    assert.equal(refusalOf(await choose(one, undefined, yes)).code, 'not-identified')
  })

  test('a consent receipt is bound to version and words, and its signature covers all of it', async () => {
    const one = engine()
    const person = await signUp(one)
    const { consents, receipt } = valueOf(
      await choose(one, person.token, { 'marketing.email': true }),
    )
    const [first] = consents
    assert.ok(first)
    const { signature, ...content } = first
    assert.deepEqual(content.ledger, receipt)
    assert.equal(content.record.notice.version, one.context.policy.version)
    assert.equal(content.record.notice.shown, shownHash(one.context.policy.document, 'account'))
    assert.equal(content.record.pii_principal_id, person.subject)
    // The note key is `name+id+base64(0x01 || public key)`; a signature is 4 bytes of key id and Ed25519's 64.
    const raw = Buffer.from(
      one.context.ledger.key.split('+').slice(2).join('+'),
      'base64',
    ).subarray(1)
    const key = createPublicKey({
      key: { kty: 'OKP', crv: 'Ed25519', x: raw.toString('base64url') },
      format: 'jwk',
    })
    const sound = (text: string) =>
      verify(null, Buffer.from(text), key, Buffer.from(signature, 'base64').subarray(4))
    assert.ok(sound(canonicalJson(content)))
    assert.ok(!sound(canonicalJson(content).replace('ConsentGiven', 'ConsentTaken')))
  })

  test('§10.2.i withdrawing marketing stops no service; withdrawing the account stops what needs it', async () => {
    const one = engine()
    const person = await signUp(one, { 'marketing.email': true, ads: true })
    const ask = async (purposes: unknown) => {
      const body = { purposes, controllers: ['singapore'] }
      const request = { caller: one.caller, session: person.token, body }
      const shown = valueOf(await previewWithdrawal(one.context, request, one.now()))
      return shown.controllers[0]
    }
    const marketing = await ask(['marketing.email'])
    assert.deepEqual(
      marketing?.stops.map(({ purpose }) => purpose),
      ['marketing.email'],
    )
    const { purposes } = one.context.policy.document
    const account = await ask(['account'])
    const expected = one.context.policy.compiled.purposes
    assert.ok(account && account.stops.length > 0)
    for (const { purpose, onWithdrawal, because } of account.stops) {
      assert.equal(onWithdrawal, purposes[purpose]?.onWithdrawal)
      assert.ok(expected.has(purpose))
      assert.deepEqual(because, purpose === 'account' ? [] : ['account'])
    }
    const needing = Object.entries(purposes)
      .filter(([, { needs }]) => needs?.includes('account'))
      .map(([id]) => id)
    const stops = account.stops.map(({ purpose }) => purpose)
    for (const purpose of ['marketing.email', 'ads', 'service'].filter((id) =>
      needing.includes(id),
    )) {
      assert.ok(stops.includes(purpose), purpose)
    }
    const before = await counts(one)
    const done = valueOf(await takeBack(one, person.token, ['account'], ['singapore']))
    assert.deepEqual(done.controllers[0], account)
    assert.equal((await counts(one))['troth.event'], (before['troth.event'] ?? 0) + 1)
  })

  test('what does not rest on consent remains, and is said', async () => {
    const one = engine()
    const person = await signUp(one, { 'marketing.email': true })
    const { controllers } = valueOf(await takeBack(one, person.token, 'all', 'all'))
    const remains = controllers[0]?.remains ?? []
    assert.ok(
      remains.some(
        ({ purpose, basis }) => purpose === 'security' && basis.startsWith('exception:'),
      ),
    )
    const stops = new Set(controllers[0]?.stops.map(({ purpose }) => purpose))
    assert.ok(stops.has('marketing.email') && stops.has('account'))
    assert.ok(remains.every(({ purpose }) => !stops.has(purpose)))
  })

  test('a withdrawal names declared purposes and controllers', async () => {
    const one = engine()
    const { token } = await signUp(one)
    const cases: readonly [unknown, unknown, string][] = [
      [['nothing'], 'all', 'unknown-purpose'],
      [['__proto__'], 'all', 'unknown-purpose'],
      ['all', ['mars'], 'unknown-controller'],
      [[], 'all', 'wrong-type'],
      ['some', 'all', 'wrong-type'],
      [[7], 'all', 'wrong-type'],
    ]
    for (const [purposes, controllers, reason] of cases) {
      assert.equal(refusalOf(await takeBack(one, token, purposes, controllers)).reason, reason)
    }
  })

  test('a session opens by an accepted factor alone, and unknown people look like bad addresses', async () => {
    const one = engine()
    const { email, subject } = await signUp(one)
    const open = (body: object) => openSession(one.context, { caller: one.caller, body }, one.now())
    const claim = (value: string, factor = 'account-login', controller = 'singapore') => ({
      controller,
      factor,
      identifier: { kind: 'email', value },
    })
    const { token } = valueOf(await open(claim(` ${email.toUpperCase()}`)))
    const product = { caller: one.caller, channel: 'product', session: token }
    const body = bodyFor(one, 'product', purchase)
    assert.equal(
      valueOf(await collect(one.context, { ...product, body }, one.now())).subject,
      subject,
    )
    one.pass(31 * 60_000)
    const { token: second } = valueOf(await open(claim(email)))
    const held = await one.database.superuser.query(
      'SELECT FROM troth.session WHERE subject_id = $1',
      [subject],
    )
    assert.equal(held.count, 1, 'ended sessions are removed')
    const { rows } = await one.database.superuser.query<{ row: string }>(
      'SELECT s::text AS row FROM troth.session s WHERE subject_id = $1',
      [subject],
    )
    const secret = Buffer.from(second, 'base64url').toString('hex').slice(32)
    assert.ok(rows.length > 0 && rows.every(({ row }) => !row.includes(secret)))
    const unknown = refusalOf(await open(claim('nobody@example.sg')))
    const wrong = refusalOf(await open(claim('no address at all')))
    const elsewhere = refusalOf(await open(claim(email, 'account-login', 'international')))
    const bare = (refusal: object) => ({ ...refusal, receipt: undefined })
    assert.deepEqual(bare(unknown), bare(wrong))
    assert.deepEqual(bare(unknown), bare(elsewhere))
    assert.equal(refusalOf(await open(claim(email, 'national-id'))).reason, 'factor-not-accepted')
    valueOf(
      await closeSession(
        one.context,
        { caller: one.caller, session: second, body: undefined },
        one.now(),
      ),
    )
    assert.equal(
      refusalOf(await collect(one.context, { ...product, session: second, body }, one.now())).code,
      'not-identified',
    )
  })

  test('choices tell where a person stands on every optional purpose', async () => {
    const one = engine()
    const { token } = await signUp(one, { ads: true, 'marketing.email': false })
    const told = valueOf(
      await choices(one.context, { caller: one.caller, session: token }, one.now()),
    )
    const by = new Map(told.choices.map((choice) => [choice.purpose, choice]))
    assert.equal(by.get('ads')?.given, true)
    assert.equal(by.get('marketing.email')?.reason, 'refused')
    assert.equal(by.get('personalise')?.reason, 'no-consent')
    assert.equal(by.has('order'), false)
  })

  test('a key without the scope does nothing', async () => {
    const one = engine()
    const { token } = await signUp(one)
    const caller = { ...one.caller, scopes: [] }
    const request = { caller, session: token, body: {} }
    const outcomes = [
      await collect(one.context, { ...request, channel: 'account' }, one.now()),
      await consent(one.context, request, one.now()),
      await withdraw(one.context, request, one.now()),
      await previewWithdrawal(one.context, request, one.now()),
      await openSession(one.context, request, one.now()),
      await decide(one.context, request, one.now()),
      await choices(one.context, request, one.now()),
    ]
    for (const outcome of outcomes) assert.equal(refusalOf(outcome).code, 'out-of-scope')
  })
})
