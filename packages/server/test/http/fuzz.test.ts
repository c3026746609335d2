import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { forEachPostgres } from '../support/postgres.ts'
import { testServer } from '../support/server.ts'

const posts = [
  '/v1/channels/account',
  '/v1/channels/product',
  '/v1/channels/forum',
  '/v1/channels/constructor',
  '/v1/sessions',
  '/v1/notices',
  '/v1/consents',
  '/v1/withdrawals/preview',
  '/v1/withdrawals',
  '/v1/decide',
  '/v1/read',
]

// Names that the verbs know, so that what is made up gets past the first check now and then.
// prettier-ignore
const names = [
  'controller', 'shown', 'data', 'choices', 'purposes', 'controllers', 'notice', 'channel',
  'identifier', 'kind', 'value', 'factor', 'purpose', 'dataset', 'fields', 'subject', 'session',
  'questions', 'category', 'version', 'at', 'explain', 'record', 'name', 'email', 'born',
  '__proto__', 'constructor', 'toString', 'hasOwnProperty', '', '\u0000', '\ud800',
]
// prettier-ignore
const words = [
  'singapore', 'account', 'accounts', 'all', 'email', 'marketing.email', 'account-login',
  '2026-11-23', '1990-04-01', '2026-11-23T02:00:00Z', '0'.repeat(64), "'; DROP TABLE x; --",
  '00000000-0000-0000-0000-000000000000', 'mei@example.sg', '\u202e', '\u0000', '\ud800',
]

const { value } = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4, depthSize: 'small' },
    fc.constantFrom<unknown>(...words, true, false, null, 0, -1, 2 ** 53, 1e308, 0.1),
    fc.string({ unit: 'binary', maxLength: 20 }),
    fc.dictionary(fc.constantFrom(...names), tie('value'), { maxKeys: 6 }),
    fc.array(tie('value'), { maxLength: 4 }),
  ),
}))

const bodies = fc.oneof(
  { weight: 6, arbitrary: value.map((body) => Buffer.from(JSON.stringify(body) ?? '')) },
  { weight: 2, arbitrary: fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes)) },
  {
    weight: 1,
    arbitrary: fc
      .tuple(value, fc.nat(), fc.nat(255))
      .map(([body, at, byte]) => broken(JSON.stringify(body) ?? '', at, byte)),
  },
)

forEachPostgres((server) => {
  const troth = testServer(server)

  test('whatever bytes come to whatever verb, the answer is a no with a code, and nothing is kept', async () => {
    const { client, database } = troth()
    const { session } = await client.signUp()
    const stored = async () => {
      const { rows } = await database.superuser.query(`SELECT
        (SELECT count(*) FROM troth.subject) AS people, (SELECT count(*) FROM troth.event) AS events,
        (SELECT count(*) FROM data.accounts) AS accounts, (SELECT count(*) FROM data.purchases) AS purchases,
        (SELECT count(*) FROM data.posts) AS posts, (SELECT count(*) FROM troth.session) AS sessions`)
      return rows[0]
    }
    const before = await stored()
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...posts), bodies, async (path, body) => {
        const { status, headers, text } = await client.post(path, body, { session })
        // What asks and changes nothing may be a question that can be answered.
        const asks =
          path === '/v1/decide' || path === '/v1/withdrawals/preview' || path === '/v1/read'
        if (asks && status === 200) return
        assert.ok(status >= 400 && status < 500, `${status} ${text}`)
        assert.match(headers.get('content-type') ?? '', /^application\/problem\+json/)
        assert.equal(typeof JSON.parse(text).code, 'string')
      }),
      { numRuns: 400 },
    )
    assert.deepEqual(await stored(), before)
    assert.equal((await client.get('/readyz')).status, 200)
    assert.doesNotMatch(troth().log(), /"msg":"fault"/)
  })

  test('whatever address is asked for, the answer is no failure', async () => {
    const { client } = troth()
    const part = fc.oneof(
      fc.constantFrom('v1', 'channels', 'policy', 'versions', 'ledger', 'receipts', '..', '%2e%2e'),
      fc.constantFrom(
        '%00',
        '%',
        '%ff',
        '*',
        ':channel',
        '__proto__',
        'policy.json',
        '\u00e9',
        '1',
      ),
      fc.webSegment(),
    )
    const path = fc
      .tuple(fc.array(part, { maxLength: 6 }), fc.webQueryParameters(), fc.boolean())
      .map(([parts, query, asked]) => `/${parts.join('/')}${asked ? `?${query}` : ''}`)
    const method = fc.constantFrom('GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS')
    await fc.assert(
      fc.asyncProperty(method, path, async (verb, at) => {
        const { status, headers } = await client.send(verb, at)
        assert.ok(status < 500, `${verb} ${at} ${status}`)
        if (status < 400) return
        assert.match(headers.get('content-type') ?? '', /^application\/problem\+json/)
      }),
      { numRuns: 300 },
    )
  })

  test('whatever headers come, the answer is no failure', async () => {
    const { client } = troth()
    // What a client can send at all: DEL, which it cannot, is among what is sent by hand in callers.test.ts.
    const sign = fc.oneof(
      fc.integer({ min: 0x20, max: 0x7e }),
      fc.integer({ min: 0x80, max: 0xff }),
    )
    const text = fc
      .string({ unit: sign.map((code) => String.fromCharCode(code)) })
      .map((said) => said.trim() || '-')
    // prettier-ignore
    const header = fc.constantFrom(
      'authorization', 'troth-session', 'idempotency-key', 'content-type', 'accept',
      'content-encoding', 'troth-request-id', 'if-none-match', 'x-forwarded-for', 'origin',
    )
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...posts, '/privacy', '/healthz'),
        fc.dictionary(header, text, { maxKeys: 5 }),
        async (path, headers) => {
          const write = path.startsWith('/v1')
          const { status } = await client.send(
            write ? 'POST' : 'GET',
            path,
            write ? {} : undefined,
            {
              headers,
            },
          )
          assert.ok(status < 500 && (!write || status >= 400), `${path} ${status}`)
        },
      ),
      { numRuns: 200 },
    )
  })
})

function broken(text: string, at: number, byte: number): Buffer {
  const bytes = Buffer.from(text)
  if (bytes.length > 0) bytes[at % bytes.length] = byte
  return bytes
}
