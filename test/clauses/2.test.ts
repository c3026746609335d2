import assert from 'node:assert/strict'
import { test } from 'node:test'
import { roleNames } from '../../packages/server/src/store/bootstrap.ts'
import { failureOf } from '../../packages/server/src/store/failure.ts'
import { buy, forEachPostgres, post, testServer } from './support.ts'

const provenance = ['source', 'channel', 'version', 'controller', 'collected_at', 'collector']
const notNull = '23502'
const foreignKey = '23503'
const check = '23514'

forEachPostgres((server) => {
  const troth = testServer(server)

  test('§2 stores with every row its source, channel, collector, controller, version and time', async () => {
    const { client, database, keyFor, clock } = troth()
    const { subject, session, record } = await client.signUp()
    const { keyId, key } = await keyFor('collect')
    const bought = await buy(troth(), session)
    const posted = await client.post<{ record: string }>(
      '/v1/channels/forum',
      {
        controller: 'singapore',
        shown: await client.shown('forum'),
        data: { forum: 'Kettles', body: 'Hello' },
      },
      { session, key },
    )
    assert.equal(posted.status, 201, posted.text)
    const rows = [
      ['accounts', 'account', record],
      ['purchases', 'product', bought.body.record],
      ['posts', 'forum', posted.body.record],
    ] as const
    for (const [table, channel, id] of rows) {
      const { rows: stored } = await database.superuser.query<Record<string, unknown>>(
        `SELECT * FROM data.${table} WHERE record_id = $1`,
        [id],
      )
      const [row] = stored
      assert.equal(row?.['subject_id'], subject)
      assert.equal(row?.['source'], 'subject')
      assert.equal(row?.['channel'], channel)
      assert.equal(row?.['controller'], 'singapore')
      assert.equal(row?.['version'], 1)
      assert.ok(Math.abs(Number(row?.['collected_at']) - clock.now().getTime()) < 60_000)
      if (table === 'posts') assert.equal(row?.['collector'], keyId)
      else assert.match(String(row?.['collector']), /^[0-9a-f-]{36}$/)
    }
  })

  test('§2 has the database itself reject a row without each part of its provenance, in every dataset', async () => {
    const { client, database } = troth()
    const { subject, session } = await client.signUp()
    assert.equal((await buy(troth(), session)).status, 201)
    assert.equal((await post(troth(), session, 'Hello')).status, 201)
    const engine = database.as(roleNames(database.rolePrefix).engine)
    const { rows: tables } = await database.superuser.query<{ name: string }>(
      `SELECT tablename AS name FROM pg_tables WHERE schemaname = 'data' ORDER BY 1`,
    )
    assert.deepEqual(
      tables.map(({ name }) => name),
      ['accounts', 'posts', 'purchases'],
    )
    for (const { name } of tables) {
      const { rows } = await database.superuser.query<Record<string, unknown>>(
        `SELECT * FROM data.${name} WHERE subject_id = $1`,
        [subject],
      )
      const sound = { ...rows[0], record_id: crypto.randomUUID() }
      const insert = (row: Readonly<Record<string, unknown>>) => {
        const columns = Object.keys(row).filter((column) => row[column] !== null)
        const places = columns.map((_, at) => `$${at + 1}`)
        return engine.query(
          `INSERT INTO data.${name} (${columns.join(', ')}) VALUES (${places.join(', ')})`,
          columns.map((column) => row[column]),
        )
      }
      const rejects = (row: Readonly<Record<string, unknown>>, sqlstate: string, what: string) =>
        assert.rejects(
          insert({ ...row, record_id: crypto.randomUUID() }),
          (fault) => {
            assert.equal(failureOf(fault)?.sqlstate, sqlstate, what)
            return true
          },
          `${name} took a row ${what}`,
        )
      for (const part of provenance) {
        await rejects({ ...sound, [part]: null }, notNull, `without ${part}`)
      }
      await rejects({ ...sound, source: 'hearsay' }, foreignKey, 'of an undeclared source')
      await rejects({ ...sound, channel: 'newsletter' }, foreignKey, 'of an undeclared channel')
      await rejects({ ...sound, version: 2 }, foreignKey, 'of a version never published')
      await rejects({ ...sound, controller: 'acme' }, check, 'of an undeclared controller')
      await insert(sound)
    }
  })

  test('§2 lets nobody change afterwards where a row came from', async () => {
    const { database, client } = troth()
    await client.signUp()
    const engine = database.as(roleNames(database.rolePrefix).engine)
    for (const part of provenance) {
      await assert.rejects(
        engine.query(`UPDATE data.accounts SET ${part} = ${part}`),
        (fault) => {
          assert.equal(failureOf(fault)?.sqlstate, '42501')
          return true
        },
        `the engine may rewrite ${part}`,
      )
    }
  })
})
