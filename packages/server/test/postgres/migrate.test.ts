import assert from 'node:assert/strict'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { migrate } from '../../src/store/migrate.ts'
import { createDatabase, forEachPostgres } from '../support/postgres.ts'

const first =
  'CREATE TABLE troth.one (n int); GRANT SELECT ON troth.one TO "{{prefix}}troth_engine";'

forEachPostgres((server) => {
  async function setUp(files: Readonly<Record<string, string>>) {
    const folder = await mkdtemp(join(tmpdir(), 'troth-sql-'))
    for (const [name, sql] of Object.entries(files)) await writeFile(join(folder, name), sql)
    const database = await createDatabase(server)
    after(async () => {
      await database.drop()
      await rm(folder, { recursive: true })
    })
    const options = { folder, rolePrefix: database.rolePrefix }
    return { database, folder, run: () => migrate(database.owner, options) }
  }

  test('applies what is missing, in order and once, and grants to the prefixed engine', async () => {
    const { database, folder, run } = await setUp({ '0001_one.sql': first, 'notes.md': 'no SQL' })
    assert.deepEqual(await run(), ['0001_one.sql'])
    await writeFile(join(folder, '0002_two.sql'), 'INSERT INTO troth.one VALUES (2)')
    assert.deepEqual(await run(), ['0002_two.sql'])
    assert.deepEqual(await run(), [])
    const engine = database.as(`${database.rolePrefix}troth_engine`)
    await database.owner.query(`GRANT USAGE ON SCHEMA troth TO ${database.rolePrefix}troth_engine`)
    assert.deepEqual((await engine.query('SELECT n FROM troth.one')).rows, [{ n: 2 }])
  })

  test('four at once apply each file once', async () => {
    const { run } = await setUp({ '0001_one.sql': first, '0002_two.sql': 'SELECT pg_sleep(0.05)' })
    const done = await Promise.all([run(), run(), run(), run()])
    assert.deepEqual(done.flat().toSorted(), ['0001_one.sql', '0002_two.sql'])
  })

  test('a file that fails leaves nothing, by name', async () => {
    const { database, run } = await setUp({
      '0001_one.sql': first,
      '0002_bad.sql': 'CREATE TABLE troth.two (n int); SELECT nothing_here()',
    })
    await assert.rejects(run(), {
      code: 'migration.failed',
      message: /0002_bad\.sql.*nothing_here/,
    })
    const { rows } = await database.owner.query(
      `SELECT to_regclass('troth.one')::text AS one, to_regclass('troth.two')::text AS two`,
    )
    assert.deepEqual(rows, [{ one: 'troth.one', two: null }])
  })

  test('an applied file that was edited is refused', async () => {
    const { folder, run } = await setUp({ '0001_one.sql': first })
    await run()
    await writeFile(join(folder, '0001_one.sql'), `${first} -- edited`)
    await assert.rejects(run(), { code: 'migration.changed' })
  })

  test('a program older than the database is refused', async () => {
    const { folder, run } = await setUp({ '0001_one.sql': first, '0002_two.sql': 'SELECT 1' })
    await run()
    await rm(join(folder, '0002_two.sql'))
    await assert.rejects(run(), { code: 'migration.newer', message: /0002_two\.sql/ })
  })
})
