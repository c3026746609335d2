import assert from 'node:assert/strict'
import { connect } from 'node:net'
import { test } from 'node:test'
import { revokeKey } from '../../src/engine/authenticate.ts'
import type { Answer, ProblemBody } from '../support/client.ts'
import { forEachPostgres } from '../support/postgres.ts'
import { testServer } from '../support/server.ts'

const addresses = [
  ['POST', '/v1/channels/account', 'collect'],
  ['POST', '/v1/sessions', 'identify'],
  ['DELETE', '/v1/sessions/current', 'identify'],
  ['GET', '/v1/choices', 'consent'],
  ['POST', '/v1/notices', 'consent'],
  ['POST', '/v1/consents', 'consent'],
  ['POST', '/v1/withdrawals/preview', 'consent'],
  ['POST', '/v1/withdrawals', 'consent'],
  ['POST', '/v1/decide', 'decide'],
  ['POST', '/v1/read', 'read:account'],
] as const

forEachPostgres((server) => {
  const troth = testServer(server)

  test('without a valid key every verb is closed, whatever else is sent', async () => {
    const { client } = troth()
    const real = (await troth().keyFor('collect')).key
    const changed = `${real.slice(0, -1)}${real.endsWith('A') ? 'B' : 'A'}`
    for (const [method, path] of addresses) {
      const body = method === 'POST' ? '{' : undefined
      for (const authorization of [
        undefined,
        'Bearer',
        'Bearer troth_0',
        `Bearer ${changed}`,
        `Basic ${real}`,
        `Bearer ${real} ${real}`,
        `Bearer ${'x'.repeat(5_000)}`,
      ]) {
        const answer = await client.send<ProblemBody>(method, path, body, {
          headers: { authorization },
        })
        assert.equal(answer.status, 401, `${path} ${authorization}`)
        assert.equal(answer.body.code, 'not-authenticated')
        assert.match(answer.headers.get('www-authenticate') ?? '', /^Bearer/)
      }
    }
  })

  test('a key opens what it was given and nothing else', async () => {
    const { client, keyFor } = troth()
    for (const [method, path, scope] of addresses) {
      const others = addresses.map(([, , other]) => other).filter((other) => other !== scope)
      const { key } = await keyFor(...others, 'read:order')
      const body = method === 'POST' ? { purpose: 'account' } : undefined
      const answer = await client.send<ProblemBody>(method, path, body, { key })
      assert.equal(answer.status, 403, `${method} ${path}`)
      assert.equal(answer.body.code, 'out-of-scope')
    }
  })

  test('a revoked key is closed at once', async () => {
    const { client, context, keyFor, clock } = troth()
    const { key, keyId } = await keyFor('decide')
    assert.equal((await client.post('/v1/decide', {}, { key })).status, 400)
    await revokeKey(context(), { keyId }, clock.now())
    assert.equal((await client.post('/v1/decide', {}, { key })).status, 401)
  })

  test('only the hash of a key is kept', async () => {
    const { database, keyFor } = troth()
    const { key } = await keyFor('decide')
    assert.match(key, /^troth_[0-9a-f]{32}_[A-Za-z0-9_-]{43}$/)
    const { rows } = await database.superuser.query(
      'SELECT api_key::text AS row FROM troth.api_key',
    )
    assert.doesNotMatch(JSON.stringify(rows), new RegExp(key.slice(39)))
  })

  test('no session, a made-up one, one that ran out and one that was closed are the same', async () => {
    const { client, clock } = troth()
    const { email } = await client.signUp()
    const lapsed = await client.signIn(email)
    clock.pass(31 * 60_000)
    const closed = await client.signIn(email)
    await client.send('DELETE', '/v1/sessions/current', undefined, { session: closed })
    const real = await client.signIn(email)
    const changed = `${real.slice(0, -1)}${real.endsWith('A') ? 'B' : 'A'}`
    for (const session of [undefined, 'x', 'x'.repeat(64), changed, lapsed, closed]) {
      const answer = await client.get<ProblemBody>('/v1/choices', session ? { session } : {})
      assert.equal(answer.status, 401)
      assert.equal(answer.body.code, 'not-identified')
    }
    assert.equal((await client.get('/v1/choices', { session: real })).status, 200)
  })

  test('an address that is not known and one that is none are answered alike', async () => {
    const { client } = troth()
    const ask = (value: string) =>
      client.post<ProblemBody>('/v1/sessions', {
        controller: 'singapore',
        factor: 'account-login',
        identifier: { kind: 'email', value },
      })
    const [unknown, none] = [await ask('nobody@example.sg'), await ask('no address')]
    const told = ({ body }: Answer<ProblemBody>) => ({ ...body, instance: '', receipt: '' })
    assert.equal(unknown.status, 401)
    assert.deepEqual(told(none), told(unknown))
  })

  test('a request has a number of its own, taken over only when it is a UUID', async () => {
    const { client, log } = troth()
    const mine = crypto.randomUUID()
    const taken = await client.get('/healthz', { headers: { 'troth-request-id': mine } })
    assert.equal(taken.headers.get('troth-request-id'), mine)
    for (const hostile of ['mei@example.sg', '"},{"a":"', 'x'.repeat(3_000), mine.toUpperCase()]) {
      const answer = await client.get('/healthz', { headers: { 'troth-request-id': hostile } })
      assert.match(answer.headers.get('troth-request-id') ?? '', /^[0-9a-f-]{36}$/)
      assert.notEqual(answer.headers.get('troth-request-id'), hostile)
      assert.ok(!log().includes(hostile))
    }
  })

  test('a method that an address does not take is answered with those it takes', async () => {
    const { client } = troth()
    for (const [method, path, allow] of [
      ['PUT', '/v1/consents', 'POST'],
      ['GET', '/v1/consents', 'POST'],
      ['OPTIONS', '/v1/decide', 'POST'],
      ['DELETE', '/privacy', 'GET, HEAD'],
      ['PATCH', '/v1/channels/account', 'GET, HEAD, POST'],
      ['POST', '/openapi.json', 'GET, HEAD'],
    ] as const) {
      const answer = await client.send<ProblemBody>(method, path)
      assert.equal(answer.status, 405, `${method} ${path}`)
      assert.equal(answer.headers.get('allow'), allow)
      assert.equal(answer.body.code, 'method-not-allowed')
    }
    const head = await client.send('HEAD', '/privacy')
    assert.equal(head.status, 200)
    assert.equal(head.text, '')
    assert.equal((await client.send('HEAD', '/nowhere')).status, 404)
  })

  test('what is not HTTP is answered as a problem, and the server goes on', async () => {
    const { url, client } = troth()
    for (const [bytes, status] of [
      ['nonsense\r\n\r\n', 400],
      ['BREW /v1/decide HTTP/1.1\r\nHost: x\r\n\r\n', 400],
      ['GET / HTTP/1.1\r\n\r\n', 400],
      [`GET / HTTP/1.1\r\nHost: x\r\nA: ${'x'.repeat(20_000)}\r\n\r\n`, 431],
      ['POST /v1/decide HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n', 400],
      [
        'POST /v1/decide HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
        400,
      ],
      ['GET /\u0000 HTTP/1.1\r\nHost: x\r\n\r\n', 400],
      ['GET / HTTP/1.1\r\nHost: x\r\nAuthorization: \u007f\r\n\r\n', 400],
    ] as const) {
      const answer = await talk(url, bytes)
      assert.match(answer, new RegExp(`^HTTP/1.1 ${status} `), JSON.stringify(bytes.slice(0, 60)))
      assert.match(answer, /content-type: application\/problem\+json/i)
    }
    assert.equal((await client.get('/healthz')).status, 200)
  })

  test('nothing of a request but method, route, status and number is in the log', async () => {
    const { client, log } = troth()
    const { email, session } = await client.signUp({
      data: { name: 'Nur Aisyah', phone: '+6591234567' },
    })
    await client.get('/v1/channels/account?email=nur@example.sg', { session })
    await client.get('/nur@example.sg')
    await client.post('/v1/decide', { purpose: 'account', subject: 'nur@example.sg' })
    for (const word of [email, session, 'Nur Aisyah', '91234567', 'nur@', 'troth_', '1990-04-01']) {
      assert.ok(!log().includes(word), word)
    }
    const lines = log().trim().split('\n')
    const known = [
      'level',
      'time',
      'pid',
      'hostname',
      'reqId',
      'method',
      'route',
      'status',
      'ms',
      'msg',
    ]
    for (const line of lines) {
      for (const name of Object.keys(JSON.parse(line))) assert.ok(known.includes(name), line)
    }
  })
})

forEachPostgres((server) => {
  const troth = testServer(server, { env: { TROTH_LIMIT_REQUESTS_PER_MINUTE: '40' } })

  test('each key has its own number of requests, and so has an address without one', async () => {
    const { client, keyFor } = troth()
    const [one, other] = [await keyFor('decide'), await keyFor('decide')]
    const ask = (key: string) => client.post<ProblemBody>('/v1/decide', {}, { key })
    for (let at = 0; at < 40; at += 1) assert.equal((await ask(one.key)).status, 400)
    const over = await ask(one.key)
    assert.equal(over.status, 429)
    assert.equal(over.body.code, 'rate-limited')
    assert.match(over.headers.get('retry-after') ?? '', /^[1-9]\d?$/)
    assert.equal((await ask(other.key)).status, 400)
    // Made-up keys, and headers that claim another address, count against the address they come from.
    const statuses: number[] = []
    for (let at = 0; at < 45; at += 1) {
      const headers = { 'x-forwarded-for': `10.0.0.${at}`, forwarded: `for=10.0.0.${at}` }
      statuses.push((await client.post('/v1/decide', {}, { key: `troth_${at}`, headers })).status)
    }
    assert.equal(statuses.filter((status) => status === 401).length, 40)
    assert.equal(statuses.at(-1), 429)
    assert.equal((await client.get('/privacy')).status, 429)
    assert.equal((await ask(other.key)).status, 400)
    // From an address that is over, nothing is looked up but keys that were valid before.
    assert.equal((await ask((await keyFor('decide')).key)).status, 429)
    const madeUp = other.key.replace(/_[^_]*$/, `_${'x'.repeat(43)}`)
    assert.equal((await ask(madeUp)).status, 429)
  })
})

function talk(url: string, bytes: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const { hostname, port } = new URL(url)
    const socket = connect(Number(port), hostname, () => socket.write(bytes, 'latin1'))
    let said = ''
    socket.setEncoding('latin1')
    socket.on('data', (part: string) => {
      said += part
      if (said.includes('\r\n\r\n') && said.endsWith('}')) socket.destroy()
    })
    socket.on('close', () => resolve(said))
    socket.on('error', reject)
  })
}
