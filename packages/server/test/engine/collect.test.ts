import assert from 'node:assert/strict'
import { test } from 'node:test'
import { collect } from '../../src/engine/collect/collect.ts'
import { channelForm, openChannels } from '../../src/engine/collect/form.ts'
import { read } from '../../src/engine/use/read.ts'
import { giveNotice, noticeText } from '../../src/engine/notice.ts'
import { forEachPostgres } from '../support/postgres.ts'
import {
  accountData,
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

  const send = (one: Engine, channel: string, body: unknown, more: object = {}) =>
    collect(one.context, { caller: one.caller, channel, body, ...more }, one.now())

  test('a sign-up stores the person, the row with its provenance, and one leaf', async () => {
    const before = await counts(engine())
    const person = await signUp(engine(), { 'marketing.email': true, ads: false })
    const after = await counts(engine())
    for (const table of [
      'troth.subject',
      'troth.subject_key',
      'troth.identifier',
      'troth.session',
    ]) {
      assert.equal(after[table], (before[table] ?? 0) + 1, table)
    }
    assert.equal(after['data.accounts'], (before['data.accounts'] ?? 0) + 1)
    assert.equal(after['troth.leaf'], (before['troth.leaf'] ?? 0) + 1)
    // Born, conduct, and the two choices.
    assert.equal(after['troth.event'], (before['troth.event'] ?? 0) + 4)
    const { rows } = await engine().database.superuser.query(
      'SELECT controller, channel, source, version, collector, name, email FROM data.accounts WHERE record_id = $1',
      [person.record],
    )
    const { version } = engine().context.policy
    assert.equal(rows[0]?.['email'], person.email)
    assert.deepEqual(
      { ...rows[0], name: '', email: '' },
      {
        controller: 'singapore',
        channel: 'account',
        source: 'subject',
        version,
        collector: engine().caller.keyId,
        name: '',
        email: '',
      },
    )
    assert.deepEqual(
      person.consents.map(({ record }) => [record.process[0]?.purpose, record.event[0]?.state]),
      [
        ['marketing.email', 'ConsentGiven'],
        ['ads', 'ConsentRefused'],
      ],
    )
  })

  test('§2.1.1 a refused body leaves one leaf and nothing else', async () => {
    const one = engine()
    const good = accountData()
    const body = (data: object, rest: object = {}) =>
      bodyFor(one, 'account', { ...good, ...data }, { ...rest })
    const deep = JSON.parse(`${'['.repeat(20)}${']'.repeat(20)}`) as unknown
    const flood = Object.fromEntries(Array.from({ length: 100_000 }, (_, at) => [`k${at}`, 1]))
    const cases: readonly [string, unknown, string, string][] = [
      ['undeclared field', body({ shoe: '43' }), 'undeclared', 'unknown-field'],
      ['undeclared choice', body({}, { choices: { order: true } }), 'undeclared', 'unknown-choice'],
      [
        'undeclared controller',
        body({}, { controller: 'mars' }),
        'undeclared',
        'unknown-controller',
      ],
      ['inherited name', body({ constructor: 'x' }), 'undeclared', 'unknown-field'],
      [
        'undeclared member',
        body({}, { at: '2020-01-01T00:00:00Z' }),
        'malformed',
        'unknown-member',
      ],
      ['another subject', body({}, { subject: good.email }), 'malformed', 'unknown-member'],
      ['other words', body({}, { shown: '0'.repeat(64) }), 'outdated', 'other-words-shown'],
      ['missing field', body({ name: undefined, email: good.email }), 'malformed', 'field-wrong'],
      [
        'compulsory missing',
        bodyFor(one, 'account', { name: 'A', born: good.born }),
        'incomplete',
        'field-missing',
      ],
      ['empty', body({ name: '  ' }), 'malformed', 'field-wrong'],
      ['wrong type', body({ name: 7 }), 'malformed', 'field-wrong'],
      ['null', body({ phone: null }), 'malformed', 'field-wrong'],
      ['too long', body({ name: 'x'.repeat(201) }), 'malformed', 'field-wrong'],
      ['not an address', body({ email: 'me at home' }), 'malformed', 'field-wrong'],
      ['no such day', body({ born: '2001-02-29' }), 'malformed', 'field-wrong'],
      ['not yet born', body({ born: '2090-01-01' }), 'malformed', 'birth-date'],
      ['born too long ago', body({ born: '1850-01-01' }), 'malformed', 'birth-date'],
      ['NUL', body({ name: 'a\0b' }), 'malformed', 'encoding'],
      ['control character', body({ name: 'a\u001bb' }), 'malformed', 'field-wrong'],
      ['lone surrogate', body({ name: '\ud800' }), 'malformed', 'encoding'],
      ['past 2^53', body({ name: 2 ** 53 }), 'malformed', 'number'],
      ['infinite', body({ name: Number.POSITIVE_INFINITY }), 'malformed', 'number'],
      ['too deep', body({ interests: deep }), 'malformed', 'too-deep'],
      ['a flood of keys', body({}, { choices: flood }), 'too-large', 'too-large'],
      ['__proto__', body(JSON.parse('{"__proto__": {"admin": true}}')), 'malformed', 'key'],
      ['not an object', ['controller'], 'malformed', 'not-an-object'],
      ['nothing', undefined, 'malformed', 'not-an-object'],
    ]
    for (const [title, sent, code, reason] of cases) {
      const before = await counts(one)
      // Spread copies an own `__proto__` away, so the one case that is about it is built by hand.
      const given = title === '__proto__' ? JSON.parse('{"__proto__": 1}') : sent
      const refusal = refusalOf(await send(one, 'account', given))
      assert.deepEqual([refusal.code, refusal.reason], [code, reason], title)
      assert.notEqual(refusal.clause, '', title)
      assert.equal(refusal.receipt?.kind, 'refusal', title)
      assert.ok(!JSON.stringify(refusal).includes(good.email), title)
      const after = await counts(one)
      assert.deepEqual(
        { ...after, 'troth.leaf': 0 },
        { ...before, 'troth.leaf': 0 },
        `${title} stored something`,
      )
      assert.equal(after['troth.leaf'], (before['troth.leaf'] ?? 0) + 1, title)
    }
  })

  test('a channel that is not open refuses', async () => {
    const closed = Object.entries(engine().context.policy.document.channels).find(
      ([, { open }]) => !open,
    )
    for (const channel of [closed?.[0] ?? '', 'nowhere', '__proto__', 'constructor']) {
      const refusal = refusalOf(await send(engine(), channel, {}))
      assert.deepEqual([refusal.code, refusal.reason], ['undeclared', 'unknown-channel'], channel)
      assert.ok(!channelForm(engine().context, channel).ok)
    }
    assert.deepEqual(openChannels(engine().context).toSorted(), ['account', 'forum', 'product'])
  })

  test('§2.1.1(a) a child of 12 years and 364 days is refused and nothing of it is kept', async () => {
    const one = engine()
    const today = one.now()
    // Singapore's calendar, where the birthday begins eight hours before it does in UTC.
    const local = new Date(today.getTime() + 8 * 3_600_000)
    const turning = (days: number) =>
      new Date(
        Date.UTC(local.getUTCFullYear() - 13, local.getUTCMonth(), local.getUTCDate() + days),
      )
        .toISOString()
        .slice(0, 10)
    const child = accountData({ born: turning(1) })
    const before = await counts(one)
    const refusal = refusalOf(await send(one, 'account', bodyFor(one, 'account', child)))
    assert.equal(refusal.code, 'under-age')
    assert.equal(refusal.clause, one.context.policy.document.children.clauses[0])
    assert.deepEqual({ ...(await counts(one)), 'troth.leaf': 0 }, { ...before, 'troth.leaf': 0 })
    valueOf(await send(one, 'account', bodyFor(one, 'account', accountData({ born: turning(0) }))))
  })

  test('one idempotency key gives one answer, and refuses another body', async () => {
    const one = engine()
    const body = bodyFor(one, 'account', accountData(), { choices: { ads: true } })
    const idempotencyKey = 'sign-up-0001'
    const first = valueOf(await send(one, 'account', body, { idempotencyKey }))
    const before = await counts(one)
    const again = valueOf(await send(one, 'account', body, { idempotencyKey }))
    assert.deepEqual(again, JSON.parse(JSON.stringify(first)))
    assert.deepEqual(await counts(one), before)
    const other = bodyFor(one, 'account', accountData())
    const refusal = refusalOf(await send(one, 'account', other, { idempotencyKey }))
    assert.equal(refusal.code, 'idempotency-conflict')
    const elsewhere = { ...one.caller, keyId: crypto.randomUUID() }
    const theirs = { caller: elsewhere, channel: 'account', body: other, idempotencyKey }
    assert.ok((await collect(one.context, theirs, one.now())).ok, 'another caller, another key')
  })

  test('a refused request leaves its idempotency key free for the corrected one', async () => {
    const one = engine()
    const idempotencyKey = 'corrected-0001'
    const { email } = await signUp(one)
    const before = await counts(one)
    const taken = bodyFor(one, 'account', accountData({ email }))
    assert.equal(
      refusalOf(await send(one, 'account', taken, { idempotencyKey })).code,
      'already-known',
    )
    assert.deepEqual({ ...(await counts(one)), 'troth.leaf': 0 }, { ...before, 'troth.leaf': 0 })
    valueOf(await send(one, 'account', bodyFor(one, 'account', accountData()), { idempotencyKey }))
    for (const key of ['short', 'with space in it', 'ünïcödë-key', 'x'.repeat(201)]) {
      const body = bodyFor(one, 'account', accountData())
      const refusal = refusalOf(await send(one, 'account', body, { idempotencyKey: key }))
      assert.equal(refusal.reason, 'idempotency-key')
    }
  })

  test('two requests with one key at once are carried out once', async () => {
    const one = engine()
    const body = bodyFor(one, 'account', accountData())
    const both = await Promise.all(
      [1, 2].map(() => send(one, 'account', body, { idempotencyKey: 'at-once-0001' })),
    )
    assert.deepEqual(valueOf(both[0] as never), valueOf(both[1] as never))
  })

  test('an answer kept for idempotency is sealed', async () => {
    const one = engine()
    const body = bodyFor(one, 'account', accountData())
    const sent = valueOf(await send(one, 'account', body, { idempotencyKey: 'sealed-0001' }))
    const { rows } = await one.database.superuser.query<{ response: Buffer }>(
      'SELECT response FROM troth.idempotency',
    )
    for (const { response } of rows) {
      assert.ok(!response.includes(sent.session?.token ?? '-'))
      assert.ok(!response.includes(sent.subject))
    }
  })

  test('a second sign-up with one address is refused, and strangers are not told why', async () => {
    const one = engine()
    const { email } = await signUp(one)
    const data = accountData({ email: ` ${email.toUpperCase()} ` })
    const body = bodyFor(one, 'account', data)
    assert.equal(refusalOf(await send(one, 'account', body)).code, 'already-known')
    const stranger = { ...one.caller, scopes: ['collect'] as const }
    const refusal = refusalOf(
      await collect(one.context, { caller: stranger, channel: 'account', body }, one.now()),
    )
    assert.equal(refusal.code, 'not-accepted')
    assert.doesNotMatch(JSON.stringify(refusal), /known|exist|already/)
    valueOf(await send(one, 'account', { ...body, controller: 'international' }))
  })

  test('of two sign-ups with one address at once, one is taken', async () => {
    const one = engine()
    const body = bodyFor(one, 'account', accountData({ phone: '9123 4567' }))
    const outcomes = await Promise.all([1, 2, 3].map(() => send(one, 'account', body)))
    assert.equal(outcomes.filter(({ ok }) => ok).length, 1)
  })

  test('a known person needs a session, and their age from sign-up', async () => {
    const one = engine()
    const body = bodyFor(one, 'product', purchase)
    assert.equal(refusalOf(await send(one, 'product', body)).code, 'not-identified')
    assert.equal(
      refusalOf(await send(one, 'product', body, { session: 'A'.repeat(64) })).code,
      'not-identified',
    )
    const { token, subject } = await signUp(one)
    assert.equal(valueOf(await send(one, 'product', body, { session: token })).subject, subject)
    const elsewhere = { ...body, controller: 'international' }
    valueOf(await send(one, 'product', elsewhere, { session: token }))
    one.pass(31 * 60_000)
    assert.equal(
      refusalOf(await send(one, 'product', body, { session: token })).code,
      'not-identified',
    )
  })

  test('§2.1.1(b) a recording needs its notice first, from that controller and in its present words', async () => {
    const one = engine()
    const { token: session } = await signUp(one)
    const body = bodyFor(one, 'product', { ...purchase, recording: 'call-77' })
    const refusal = refusalOf(await send(one, 'product', body, { session }))
    assert.equal(refusal.code, 'notice-missing')
    const { hash } = valueOf(noticeText(one.context, 'recording'))
    const give = (controller: string, shown = hash) =>
      giveNotice(
        one.context,
        { caller: one.caller, session, body: { controller, notice: 'recording', shown } },
        one.now(),
      )
    assert.equal(refusalOf(await give('singapore', '0'.repeat(64))).code, 'outdated')
    valueOf(await give('international'))
    assert.equal(refusalOf(await send(one, 'product', body, { session })).code, 'notice-missing')
    valueOf(await give('singapore'))
    valueOf(await send(one, 'product', body, { session }))
  })

  test('§7.1 a sealed field is ciphertext in the table and opens only in its place', async () => {
    const one = engine()
    const { token, subject } = await signUp(one, {}, { address: '12 Marigold Lane' })
    const body = bodyFor(one, 'product', { ...purchase, delivery_address: '9 Fern Road' })
    valueOf(await send(one, 'product', body, { session: token }))
    const { rows } = await one.database.superuser.query<{ row: string }>(
      `SELECT a::text AS row FROM data.accounts a WHERE subject_id = $1
       UNION ALL SELECT p::text FROM data.purchases p WHERE subject_id = $1
       UNION ALL SELECT e::text FROM troth.event e WHERE subject_id = $1`,
      [subject],
    )
    const all = rows.map(({ row }) => row).join('\n')
    for (const secret of ['Marigold', 'Fern Road', '1990-04-05']) {
      assert.ok(!all.includes(secret) && !all.includes(Buffer.from(secret).toString('hex')), secret)
    }
    const wanted = { purpose: 'order', controller: 'singapore', dataset: 'purchases', subject }
    const asked = {
      caller: one.caller,
      body: { ...wanted, fields: ['product', 'delivery_address'] },
    }
    const { records } = valueOf(await read(one.context, asked, one.now()))
    assert.deepEqual(records[0]?.values, { product: 'Kettle K2', delivery_address: '9 Fern Road' })
    await one.database.superuser.query(
      `UPDATE data.purchases SET record_id = gen_random_uuid() WHERE subject_id = $1`,
      [subject],
    )
    await assert.rejects(read(one.context, asked, one.now()), { code: 'sealed.broken' })
  })

  test('§2 PostgreSQL itself refuses a row without source, channel or version', async () => {
    const one = engine()
    const { subject } = await signUp(one)
    const columns = {
      subject_id: subject,
      record_id: crypto.randomUUID(),
      controller: 'singapore',
      channel: 'account',
      source: 'subject',
      version: one.context.policy.version,
      collected_at: one.now(),
      collector: 'somebody',
      mask_until: 'infinity',
    }
    const insert = (row: object) => {
      const names = Object.keys(row)
      const marks = names.map((_, at) => `$${at + 1}`)
      return one.context.database.query(
        `INSERT INTO data.accounts (${names.join(', ')}) VALUES (${marks.join(', ')})`,
        Object.values(row),
      )
    }
    for (const column of Object.keys(columns)) {
      const rest = Object.fromEntries(Object.entries(columns).filter(([name]) => name !== column))
      await assert.rejects(insert(rest), /23502/, column)
    }
    const unknown = {
      channel: 'hearsay',
      source: 'rumour',
      version: 99,
      subject_id: crypto.randomUUID(),
    }
    for (const [column, value] of Object.entries(unknown)) {
      await assert.rejects(insert({ ...columns, [column]: value }), /23503/, column)
    }
    await insert(columns)
  })
})
