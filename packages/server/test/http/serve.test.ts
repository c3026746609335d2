import assert from 'node:assert/strict'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { loadPolicy, defaultPolicy } from '../../src/cli/load-policy.ts'
import { readConfig } from '../../src/config.ts'
import { openLog } from '../../src/http/log.ts'
import { publish } from '../../src/publish.ts'
import { startServer } from '../../src/serve.ts'
import { roleNames } from '../../src/store/bootstrap.ts'
import { asterTemplate } from '../support/aster.ts'
import type { ProblemBody } from '../support/client.ts'
import { createDatabase, forEachPostgres, freshDatabase } from '../support/postgres.ts'
import { boot, testServer } from '../support/server.ts'

forEachPostgres((server) => {
  const troth = testServer(server)
  const empty = freshDatabase(server)

  test('a port in use, and an address of another machine, are said with what to do', async () => {
    const holder = await listen()
    const { port } = holder.address() as AddressInfo
    try {
      for (const [env, code, hint] of [
        [{ TROTH_PORT: `${port}` }, 'address.in-use', /set TROTH_PORT/],
        [{ TROTH_HOST: '203.0.113.7' }, 'address.unusable', /Set TROTH_HOST/],
      ] as const) {
        const database = await createDatabase(server, asterTemplate)
        await assert.rejects(boot(database, { env }), (fault: Error & { code: string }) => {
          assert.equal(fault.code, code)
          assert.match(fault.message, hint)
          return true
        })
        await database.drop()
      }
    } finally {
      holder.close()
    }
  })

  test('without a policy the server does not start', async () => {
    const dataDir = await mkdtemp(join(tmpdir(), 'troth-none-'))
    const connection = empty().connection(roleNames(empty().rolePrefix).owner)
    const config = readConfig({ TROTH_DATA_DIR: dataDir, TROTH_PORT: '0' })
    const starting = startServer({ config, connection, log: openLog('silent') })
    await assert.rejects(starting, (fault: Error) => fault.name === 'TrothError')
    await rm(dataDir, { recursive: true })
  })

  test('closing answers what is under way and takes nothing more', async () => {
    const database = await createDatabase(server, asterTemplate)
    const closing = await boot(database)
    const { client, url } = closing
    const body = {
      controller: 'singapore',
      shown: await client.shown('account'),
      data: { name: 'Mei', email: 'mei@example.sg', born: '1990-04-01' },
    }
    const { answers, closed } = await database.superuser.transaction(async (tx) => {
      // Holds up every sign-up halfway, until this transaction ends.
      await tx.query('LOCK TABLE troth.subject IN EXCLUSIVE MODE')
      const answers = Array.from({ length: 5 }, () =>
        client.post('/v1/channels/account', {
          ...body,
          data: { ...body.data, email: `${crypto.randomUUID()}@example.sg` },
        }),
      )
      const waiting = async () => {
        // Asked outside the transaction, in which PostgreSQL would answer the same each time.
        const { rows } = await database.superuser.query<{ n: number }>(
          `SELECT count(*) AS n FROM pg_stat_activity
           WHERE datname = current_database() AND wait_event_type = 'Lock' AND usename LIKE '%engine'`,
        )
        return rows[0]?.n ?? 0
      }
      while ((await waiting()) < 5) await sleep(10)
      const closed = closing.close()
      await sleep(100)
      return { answers, closed }
    })
    for (const { status } of await Promise.all(answers)) assert.equal(status, 201)
    await closed
    await assert.rejects(fetch(url))
    const { rows } = await database.superuser.query('SELECT FROM troth.subject')
    assert.equal(rows.length, 5)
    await database.drop()
  })

  test('a version that is published while the server runs is in force at once, for all', async () => {
    const { client, database, clock } = troth()
    const before = await client.get<ProblemBody>('/policy/versions/2')
    assert.equal(before.status, 404)
    const shown = await client.shown('account')
    const draft = await loadPolicy(defaultPolicy)
    const policy = { ...draft.policy, version: 2, name: 'Aster Electronics, again' }
    const published = await publish(
      database.owner,
      { ...draft, policy },
      database.rolePrefix,
      clock.now(),
    )
    assert.equal(published.kind, 'applied', JSON.stringify(published))
    // Nothing is collected by the old version, from the first moment on.
    const body = { controller: 'singapore', shown, data: {} }
    const stale = await client.post<ProblemBody>('/v1/channels/account', body)
    assert.ok([409, 422, 400, 503].includes(stale.status), stale.text)
    for (let waited = 0; waited < 40; waited += 1) {
      const { body: ready } = await client.get<{ version: number }>('/readyz')
      if (ready.version === 2) break
      await sleep(50)
    }
    const { text } = await client.get('/')
    assert.match(text, /Aster Electronics, again/)
    assert.equal((await client.signUp()).receipt.version, 2)
    const versions = await client.get<{ versions: { version: number }[] }>('/policy/versions')
    assert.deepEqual(
      versions.body.versions.map(({ version }) => version),
      [2, 1],
    )
    assert.equal((await client.get('/policy/versions/1')).status, 200)
  })
})

function listen(): Promise<Server> {
  const server = createServer()
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => resolve(server))
  })
}
