import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Answer, ProblemBody } from '../support/client.ts'
import { forEachPostgres, type TestDatabase } from '../support/postgres.ts'
import { testServer } from '../support/server.ts'

const bytesLimit = 262_144

forEachPostgres((server) => {
  const troth = testServer(server)

  /** Sends a body to the account channel and asserts that it was refused so and left nothing. */
  async function refused(body: unknown, status: number, reason: string, contentType?: string) {
    const { client, database } = troth()
    const before = await stored(database)
    const headers = contentType === undefined ? {} : { 'content-type': contentType }
    const answer = await client.post<ProblemBody>('/v1/channels/account', body, { headers })
    assertProblem(answer)
    assert.equal(answer.status, status, answer.text)
    assert.equal(answer.body.reason ?? answer.body.code, reason, answer.text)
    assert.deepEqual(await stored(database), before)
    return answer.body
  }

  async function account(data: Readonly<Record<string, unknown>> = {}) {
    return {
      controller: 'singapore',
      shown: await troth().client.shown('account'),
      data: { name: 'Mei', email: 'mei@example.sg', born: '1990-04-01', ...data },
    }
  }

  test('bytes that are no JSON in UTF-8 are refused', async () => {
    const text = JSON.stringify(await account())
    await refused('', 400, 'not-json')
    await refused('{', 400, 'not-json')
    await refused('{"a":1}{"b":2}', 400, 'not-json')
    await refused('NaN', 400, 'not-json')
    await refused(Buffer.from(text, 'utf16le'), 400, 'not-json')
    await refused(
      Buffer.concat([Buffer.of(0xff, 0xfe), Buffer.from(text, 'utf16le')]),
      400,
      'encoding',
    )
    await refused(Buffer.concat([Buffer.of(0xef, 0xbb, 0xbf), Buffer.from(text)]), 400, 'not-json')
    await refused(Buffer.from(text.replace('Mei', 'M\xe9i'), 'latin1'), 400, 'encoding')
    await refused(Buffer.of(0x22, 0xed, 0xa0, 0x80, 0x22), 400, 'encoding')
  })

  test('text with half a character or NUL in it is refused', async () => {
    await refused(`{"data":{"name":"\\ud800"}}`, 400, 'encoding')
    await refused(`{"data":{"name":"a\\u0000b"}}`, 400, 'encoding')
    await refused(`{"data":{"\\ud800":1}}`, 400, 'key')
    await refused(`{"data":{"a\\u0000":1}}`, 400, 'key')
  })

  test('numbers that readers of JSON disagree on are refused', async () => {
    await refused('{"data":{"name":9007199254740993}}', 400, 'number')
    await refused('{"data":{"name":-9007199254740993}}', 400, 'number')
    await refused('{"data":{"name":1e400}}', 400, 'number')
  })

  test('names that reach into prototypes are refused', async () => {
    await refused('{"__proto__":{"controller":"singapore"}}', 400, 'key')
    await refused('{"data":{"__proto__":{"isAdmin":true}}}', 400, 'key')
    await refused('{"constructor":{"prototype":{"polluted":1}}}', 400, 'unknown-member')
    assert.equal(Reflect.get({}, 'polluted'), undefined)
    assert.equal(Reflect.get({}, 'isAdmin'), undefined)
    const inData = { ...(await account()), data: { ...(await account()).data, constructor: 'x' } }
    await refused(inData, 422, 'unknown-field')
  })

  test('a name given twice is refused, for nobody could say which one counts', async () => {
    const yes = JSON.stringify({ ...(await account()), choices: { ads: true } })
    await refused(yes.replace('{"ads":true}', '{"ads":true,"ads":false}'), 400, 'name-twice')
    await refused(yes.replace('"name":', '"name":"Ah Meng","name":'), 400, 'name-twice')
  })

  test('size, depth and number of values are limited', async () => {
    const wide = Object.fromEntries(Array.from({ length: 100_000 }, (_, at) => [`k${at}`, 1]))
    await refused(wide, 413, 'too-large')
    await refused(JSON.stringify(Array.from({ length: 30_000 }, () => 1)), 413, 'too-large')
    await refused(`"${'x'.repeat(bytesLimit)}"`, 413, 'too-large')
    await refused(`"${'x'.repeat(bytesLimit * 20)}"`, 413, 'too-large')
    await refused('['.repeat(1_000) + ']'.repeat(1_000), 400, 'too-deep')
    await refused('['.repeat(100_000), 400, 'not-json')
    await refused(await account({ name: 'x'.repeat(201) }), 400, 'field-wrong')
  })

  test('only JSON in UTF-8, not compressed, is read', async () => {
    const body = JSON.stringify(await account())
    for (const type of [
      'text/plain',
      'application/json; charset=utf-16',
      'application/json; charset=latin1',
      'application/jsonp',
      'application/x-www-form-urlencoded',
      'multipart/form-data; boundary=x',
    ]) {
      await refused(body, 415, 'media-type', type)
    }
    const zipped = await troth().client.post<ProblemBody>('/v1/channels/account', body, {
      headers: { 'content-encoding': 'gzip' },
    })
    assert.equal(zipped.status, 415)
    const spelled = await troth().client.post('/v1/channels/account', await account(), {
      headers: { 'content-type': 'Application/JSON; charset=UTF-8' },
    })
    assert.equal(spelled.status, 201, spelled.text)
  })

  test('a body of another shape is refused, with the place', async () => {
    for (const body of [null, true, 7, '"text"', [], [{}]])
      await refused(body, 400, 'not-an-object')
    const missing = await refused({}, 400, 'missing-member')
    assert.deepEqual(missing.problems?.map(({ path }) => path).toSorted(), [
      '/controller',
      '/data',
      '/shown',
    ])
    await refused({ ...(await account()), at: '2006-01-01T00:00:00Z' }, 400, 'unknown-member')
    await refused({ ...(await account()), subject: crypto.randomUUID() }, 400, 'unknown-member')
  })

  test('what the policy does not declare is refused by name, and nothing else of it is told', async () => {
    const secret = 'S1234567D'
    const field = await refused(await account({ [secret]: secret }), 422, 'unknown-field')
    assert.equal(field.clause, '2.1.1')
    const company = await refused(
      { ...(await account()), controller: secret },
      422,
      'unknown-controller',
    )
    const choice = await refused(
      { ...(await account()), choices: { [secret]: true } },
      422,
      'unknown-choice',
    )
    const day = await refused(await account({ born: secret }), 400, 'field-wrong')
    for (const said of [field, company, choice, day]) {
      assert.doesNotMatch(JSON.stringify(said), /S1234567D/)
    }
    const elsewhere = await troth().client.post<ProblemBody>(`/v1/channels/${secret}`, {})
    assert.equal(elsewhere.status, 404)
    assert.equal(elsewhere.body.clause, '2.1.1')
    assert.doesNotMatch(elsewhere.text, /S1234567D/)
    assert.doesNotMatch(troth().log(), /S1234567D/)
  })

  test('a channel that is declared but not open is refused like one that is not there', async () => {
    const answer = await troth().client.post<ProblemBody>('/v1/channels/support', {})
    assert.equal(answer.status, 404)
    assert.equal(answer.body.clause, '2.1.1')
  })

  test('a compulsory answer that is missing is named, with what happens without it', async () => {
    const { born: _, ...data } = (await account()).data
    const said = await refused({ ...(await account()), data }, 422, 'field-missing')
    assert.deepEqual(
      said.problems?.map(({ path }) => path),
      ['/data/born'],
    )
    assert.match(JSON.stringify(said), /child needs a parent or guardian/)
  })

  test('a child is refused before anything is stored', async () => {
    const said = await refused(await account({ born: '2015-01-01' }), 403, 'under-age')
    assert.match(said.clause ?? '', /^4\.1/)
  })

  test('other words than those shown now are refused', async () => {
    await refused({ ...(await account()), shown: '0'.repeat(64) }, 409, 'other-words-shown')
  })

  test('nobody consents in the past, in the future or for another person', async () => {
    const { client } = troth()
    const { session } = await client.signUp()
    const other = await client.signUp()
    const body = {
      controller: 'singapore',
      channel: 'account',
      shown: await client.shown('account'),
      choices: { ads: true },
    }
    for (const extra of [
      { at: '2006-01-01T00:00:00Z' },
      { at: '2036-01-01T00:00:00Z' },
      { subject: other.subject },
      { session: other.session },
    ]) {
      const answer = await client.post<ProblemBody>(
        '/v1/consents',
        { ...body, ...extra },
        { session },
      )
      assertProblem(answer)
      assert.equal(answer.body.reason, 'unknown-member')
    }
    const choices = await client.get<{ choices: { given: boolean }[] }>('/v1/choices', {
      session: other.session,
    })
    assert.ok(choices.body.choices.every(({ given }) => !given))
  })

  test('a use without a purpose is refused with the clause, for one question as for many', async () => {
    const { client } = troth()
    const { subject } = await client.signUp()
    const question = { subject, controller: 'singapore', dataset: 'accounts', fields: ['email'] }
    for (const body of [question, { questions: [{ ...question, purpose: 'account' }, question] }]) {
      const answer = await client.post<ProblemBody>('/v1/decide', body)
      assertProblem(answer)
      assert.equal(answer.status, 400)
      assert.equal(answer.body.clause, '3.1')
      assert.equal(answer.body.reason, 'purpose-missing')
    }
    const read = await client.post<ProblemBody>('/v1/read', question)
    assert.equal(read.body.reason, 'purpose-missing')
    const future = await client.post<ProblemBody>('/v1/decide', {
      ...question,
      purpose: 'account',
      at: '2099-01-01T00:00:00Z',
    })
    assert.equal(future.status, 400)
  })

  test('an address that cannot be read is refused', async () => {
    const { client } = troth()
    for (const [path, status] of [
      ['/%ff', 400],
      ['/v1/channels/%00', 404],
      [`/v1/channels/${'x'.repeat(500)}`, 400],
      ['/v1/ledger/receipts/xyz', 400],
      [`/v1/ledger/receipts/${'0'.repeat(64)}?wait=11`, 400],
      [`/v1/ledger/receipts/${'0'.repeat(64)}?wait=-1`, 400],
      [`/v1/ledger/receipts/${'0'.repeat(64)}?wait=1e0x`, 400],
      ['/policy/versions/0', 400],
      ['/policy/versions/1e3', 400],
      ['/policy/versions/999999999', 404],
      ['/v1/channels/__proto__', 404],
      ['/v1/channels/constructor', 404],
      ['/v1/notices/toString', 404],
      ['/nowhere', 404],
    ] as const) {
      const answer = await client.get<ProblemBody>(path)
      assertProblem(answer)
      assert.equal(answer.status, status, path)
    }
  })
})

function assertProblem(answer: Answer<ProblemBody>): void {
  assert.match(answer.headers.get('content-type') ?? '', /^application\/problem\+json/)
  assert.equal(answer.body.status, answer.status)
  assert.match(answer.body.type, /^\/problems#/)
  assert.equal(answer.body.instance, `urn:uuid:${answer.headers.get('troth-request-id')}`)
}

async function stored({ superuser }: TestDatabase): Promise<unknown> {
  const { rows } = await superuser.query(`SELECT
    (SELECT count(*) FROM troth.subject) AS people, (SELECT count(*) FROM troth.event) AS events,
    (SELECT count(*) FROM troth.identifier) AS identifiers, (SELECT count(*) FROM troth.session) AS sessions,
    (SELECT count(*) FROM troth.idempotency) AS answers, (SELECT count(*) FROM data.accounts) AS accounts`)
  return rows[0]
}
