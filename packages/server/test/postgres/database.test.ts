import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openDatabase } from '../../src/store/database.ts'
import { failureOf } from '../../src/store/failure.ts'
import { forEachPostgres, freshDatabase } from '../support/postgres.ts'

forEachPostgres((server) => {
  const database = freshDatabase(server)

  test('int8 is a number and refuses to be rounded', async () => {
    const { owner } = database()
    assert.deepEqual((await owner.query('SELECT 9007199254740991::int8 AS n')).rows, [
      { n: Number.MAX_SAFE_INTEGER },
    ])
    await assert.rejects(owner.query('SELECT 9007199254740993::int8 AS n'))
    assert.equal((await owner.query('SELECT 1')).count, 1)
  })

  test('a day is text and an instant is a Date, in whatever time zone we run', async () => {
    const at = new Date('2026-03-01T00:30:00Z')
    const { rows } = await database().owner.query(
      `SELECT date '2026-03-01' AS day, $1::timestamptz AS at`,
      [at],
    )
    assert.deepEqual(rows, [{ day: '2026-03-01', at }])
  })

  test('a fault quotes no value of a row', async () => {
    const { owner } = database()
    await owner.query('CREATE TABLE secret (name text CONSTRAINT one_name PRIMARY KEY, n int)')
    await owner.query('INSERT INTO secret VALUES ($1, 1)', ['Tan Ah Kow'])
    for (const [sql, values] of [
      ['INSERT INTO secret VALUES ($1, 1)', ['Tan Ah Kow']],
      ['INSERT INTO secret VALUES (NULL, $1)', ['Tan Ah Kow']],
      ['SELECT $1::uuid', ['Tan Ah Kow']],
      ["DO $$ BEGIN RAISE 'Tan Ah Kow'; END $$", []],
    ] as const) {
      await assert.rejects(owner.query(sql, values), (fault: Error) => {
        assert.equal(`${fault.stack} ${JSON.stringify(fault.cause)}`.includes('Tan'), false)
        return true
      })
    }
    const clash = owner.query('INSERT INTO secret VALUES ($1, 1)', ['Tan Ah Kow'])
    await assert.rejects(clash, (fault) => {
      assert.equal(failureOf(fault)?.sqlstate, '23505')
      assert.equal(failureOf(fault)?.constraint, 'one_name')
      return true
    })
  })

  test('work that throws is rolled back and its own error passes unchanged', async () => {
    const { owner } = database()
    await owner.query('CREATE TABLE undone (n int)')
    const oops = new Error('oops')
    let attempts = 0
    const work = owner.transaction(
      async (transaction) => {
        attempts += 1
        await transaction.query('INSERT INTO undone VALUES (1)')
        throw oops
      },
      { retry: true },
    )
    await assert.rejects(work, oops)
    assert.equal(attempts, 1)
    assert.equal((await owner.query('SELECT FROM undone')).count, 0)
  })

  test('work that swallows a failed statement is not acknowledged', async () => {
    const swallowed = database().owner.transaction(async (transaction) => {
      await transaction.query('SELECT 1 / 0').catch(() => {})
    })
    await assert.rejects(swallowed, /went on regardless/)
  })

  test('serializable work that collides is done again', async () => {
    const { owner } = database()
    await owner.query('CREATE TABLE tally (n int)')
    await owner.query('INSERT INTO tally VALUES (0)')
    const raise = () =>
      owner.transaction(
        async (transaction) => {
          const { rows } = await transaction.query<{ n: number }>('SELECT n FROM tally')
          await transaction.query('UPDATE tally SET n = $1', [(rows[0]?.n ?? 0) + 1])
        },
        { retry: true, isolation: 'serializable' },
      )
    await Promise.all(Array.from({ length: 6 }, raise))
    assert.deepEqual((await owner.query('SELECT n FROM tally')).rows, [{ n: 6 }])
  })

  test('without leave to retry a collision is a database.conflict', async () => {
    const collide = database().owner.transaction(async (transaction) => {
      await transaction.query(`DO $$ BEGIN RAISE SQLSTATE '40001'; END $$`)
    })
    await assert.rejects(collide, { code: 'database.conflict' })
  })

  test('a connection that the server ends is replaced, and idempotent work goes on', async () => {
    const { owner, superuser } = database()
    let attempts = 0
    const answer = await owner.transaction(
      async (transaction) => {
        attempts += 1
        const { rows } = await transaction.query<{ pid: number }>('SELECT pg_backend_pid() AS pid')
        if (attempts === 1) await superuser.query('SELECT pg_terminate_backend($1)', [rows[0]?.pid])
        return (await transaction.query('SELECT 42 AS answer')).rows
      },
      { retry: true },
    )
    assert.equal(attempts, 2)
    assert.deepEqual(answer, [{ answer: 42 }])
  })

  test('a server that is not there is database.unavailable after the patience given', async () => {
    const lost = openDatabase({ connection: { host: '/nonexistent', port: 1 }, patience: 30 })
    await assert.rejects(lost.query('SELECT 1'), { code: 'database.unavailable' })
    await lost.close()
  })
})
