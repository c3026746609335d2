import assert from 'node:assert/strict'
import { chmod, mkdtemp, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { collect } from '../../src/engine/collect/collect.ts'
import { verifyMasks } from '../../src/engine/masks.ts'
import { read } from '../../src/engine/use/read.ts'
import { withdraw } from '../../src/engine/withdraw.ts'
import { TrothError } from '../../src/errors.ts'
import type { Database, Queryable } from '../../src/store/database.ts'
import { openKeys } from '../../src/store/keys/keys.ts'
import { forEachPostgres, freshDatabase } from '../support/postgres.ts'
import { asterTemplate } from '../support/aster.ts'
import { roleNames } from '../../src/store/bootstrap.ts'
import {
  accountData,
  beginning,
  bodyFor,
  counts,
  type Engine,
  purchase,
  signUp,
  testEngine,
  through,
  valueOf,
} from './support.ts'

/** A database whose connection dies at the given statement of a transaction; it counts what was sent. */
function dying(database: Database, at: number) {
  let sent = 0
  const broken: Database = {
    ...database,
    transaction: (work, options) =>
      database.transaction(
        (tx) => {
          const query: Queryable['query'] = async (sql, ...rest) => {
            sent += 1
            if (sent === at) await tx.query('SELECT pg_terminate_backend(pg_backend_pid())')
            return tx.query(sql, ...rest)
          }
          return work({ query })
        },
        { ...options, retry: false },
      ),
  }
  return { broken, sent: () => sent }
}

forEachPostgres((server) => {
  const engine = testEngine(server)

  const everyDeath = async (one: Engine, run: (database: Database) => Promise<unknown>) => {
    const before = await counts(one)
    for (let at = 1; ; at += 1) {
      const { broken, sent } = dying(one.context.database, at)
      const outcome = await run(broken).then(
        () => undefined,
        (fault: unknown) => fault,
      )
      if (outcome === undefined) return sent()
      assert.ok(outcome instanceof TrothError && outcome.code === 'database.unavailable', `${at}`)
      assert.deepEqual(await counts(one), before, `statement ${at}`)
    }
  }

  test('a collection that dies at any statement stores nothing', async () => {
    const one = engine()
    const body = bodyFor(one, 'account', accountData(), { choices: { ads: true } })
    const request = { caller: one.caller, channel: 'account', body, idempotencyKey: 'dies-0001' }
    const statements = await everyDeath(one, (database) =>
      collect(through(one, database), request, one.now()),
    )
    assert.ok(statements > 10)
    valueOf(await collect(one.context, request, one.now()))
  })

  test('a withdrawal that dies at any statement changes nothing', async () => {
    const one = engine()
    const { token: session } = await signUp(one, { 'marketing.email': true })
    const body = { purposes: 'all', controllers: 'all' }
    await everyDeath(one, (database) =>
      withdraw(through(one, database), { caller: one.caller, session, body }, one.now()),
    )
    assert.deepEqual((await verifyMasks(one.context, {}, one.now())).differences, [])
  })

  test('no fault or refusal quotes what a person wrote', async () => {
    const one = engine()
    const data = { name: 'Zebulon Quill', email: 'zebulon.quill@example.sg', born: '1971-03-09' }
    const { token: session, subject } = await signUp(one, {}, data)
    const secrets = ['Zebulon', 'quill', '1971-03-09', 'Thistle Street']
    const said: string[] = []
    const note = (fault: unknown) => {
      assert.ok(fault instanceof TrothError)
      said.push(
        fault.message,
        fault.stack ?? '',
        JSON.stringify(fault),
        JSON.stringify(fault.cause),
      )
    }
    // The table lacks a column, refuses a value, and is gone: what PostgreSQL says of each quotes the row.
    const { owner } = one.database
    const buy = () => {
      const place = { place: 'Thistle Street Zebulon' }
      const body = bodyFor(one, 'product', { ...purchase, ...place })
      return collect(
        one.context,
        { caller: one.caller, channel: 'product', session, body },
        one.now(),
      )
    }
    await owner.query(
      `ALTER TABLE data.purchases ADD CONSTRAINT odd CHECK (place <> 'Thistle Street Zebulon')`,
    )
    await buy().catch(note)
    await owner.query('ALTER TABLE data.purchases DROP CONSTRAINT odd')
    await owner.query('ALTER TABLE data.purchases RENAME COLUMN place TO elsewhere')
    await buy().catch(note)
    await owner.query('ALTER TABLE data.purchases RENAME COLUMN elsewhere TO place')
    await owner.query('CREATE UNIQUE INDEX one_serial ON data.purchases ((place))')
    valueOf(await buy())
    await buy().catch(note)
    await owner.query('DROP INDEX data.one_serial')
    const outcome = await collect(
      one.context,
      { caller: one.caller, channel: 'account', body: bodyFor(one, 'account', data) },
      one.now(),
    )
    said.push(JSON.stringify(outcome))
    assert.ok(said.length >= 13)
    for (const text of said) {
      for (const secret of secrets) assert.ok(!text.includes(secret), `${secret} in ${text}`)
    }
    const { rows } = await one.database.superuser.query<{ data: Buffer }>(
      'SELECT data FROM troth.leaf',
    )
    for (const { data: leaf } of rows) {
      for (const secret of [...secrets, subject]) assert.ok(!leaf.includes(secret))
    }
  })

  test('a person whose key was destroyed reads as nothing and can no longer act', async () => {
    const one = engine()
    const { token: session, subject } = await signUp(one, {}, { address: '1 Hidden Close' })
    const sealed = { purpose: 'account', controller: 'singapore', dataset: 'accounts', subject }
    await one.database.superuser.query('DELETE FROM troth.subject_key WHERE subject_id = $1', [
      subject,
    ])
    const body = bodyFor(one, 'product', purchase)
    const outcome = await collect(
      one.context,
      { caller: one.caller, channel: 'product', session, body },
      one.now(),
    )
    assert.ok(!outcome.ok && outcome.refusal.code === 'not-identified')
    const asked = { caller: one.caller, body: { ...sealed, fields: ['address'] } }
    const found = await read(one.context, asked, one.now())
    assert.ok(!JSON.stringify(found).includes('Hidden'))
  })

  test('a history cannot be changed by the engine', async () => {
    const one = engine()
    await signUp(one)
    for (const sql of [
      `UPDATE troth.event SET choice = 'given'`,
      'DELETE FROM troth.event',
      'TRUNCATE troth.event',
      'DELETE FROM troth.subject',
      'UPDATE troth.version SET version = 7',
    ]) {
      await assert.rejects(one.context.database.query(sql), /42501/, sql)
    }
  })

  void test('the key file', async (t) => {
    const database = freshKeys(await mkdtemp(join(tmpdir(), 'troth-keys-')))
    const pool = engine().database.as(roleNames(engine().database.rolePrefix).engine)
    const open = () => openKeys(pool, database.file, beginning)
    t.after(() => rm(database.folder, { recursive: true }))

    await t.test('is not made anew where the database was written with another', async () => {
      await assert.rejects(open(), { code: 'keys.missing' })
      await assert.rejects(stat(database.file), { code: 'ENOENT' })
    })
    await t.test('of another database is told', async () => {
      const secret = Buffer.alloc(32, 7).toString('base64')
      const text = JSON.stringify({ format: 'troth-keys/1', keys: [{ id: 'other', secret }] })
      await writeFile(database.file, text, { mode: 0o600 })
      await assert.rejects(open(), { code: 'keys.wrong' })
    })
    await t.test('with the right id and the wrong secret is told', async () => {
      const { rows } = await pool.query<{ key_id: string }>('SELECT key_id FROM troth.master_key')
      const id = rows[0]?.key_id
      const secret = Buffer.alloc(32, 7).toString('base64')
      const text = JSON.stringify({ format: 'troth-keys/1', keys: [{ id, secret }] })
      await writeFile(database.file, text)
      await assert.rejects(open(), { code: 'keys.wrong' })
    })
    await t.test('cut short, or open to others, is told', async () => {
      await writeFile(database.file, '{"format": "troth-keys/1", "keys"')
      await assert.rejects(open(), { code: 'keys.unreadable' })
      await chmod(database.file, 0o640)
      await assert.rejects(open(), { code: 'keys.exposed' })
    })
  })
})

function freshKeys(folder: string) {
  return { folder, file: join(folder, 'keys.json') }
}

forEachPostgres((server) => {
  const database = freshDatabase(server, asterTemplate)

  test('the first start makes a key file, the next ones open it, and a second key may follow', async (t) => {
    const folder = await mkdtemp(join(tmpdir(), 'troth-keys-'))
    t.after(() => rm(folder, { recursive: true }))
    const file = join(folder, 'below', 'keys.json')
    const pool = database().as(roleNames(database().rolePrefix).engine)
    const { current } = await openKeys(pool, file, beginning)
    assert.equal((await stat(file)).mode & 0o777, 0o600)
    assert.equal((await openKeys(pool, file, beginning)).current.id, current.id)
    const text = JSON.parse(await readFile(file, 'utf8')) as { keys: object[] }
    text.keys.push({ id: 'second', secret: Buffer.alloc(32, 9).toString('base64') })
    await writeFile(file, JSON.stringify(text))
    const both = await openKeys(pool, file, beginning)
    assert.deepEqual(
      both.all.map(({ id }) => id),
      ['second', current.id],
    )
    await rename(file, `${file}.lost`)
    await assert.rejects(openKeys(pool, file, beginning), { code: 'keys.missing' })
  })
})
