import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createDatabase, forEachPostgres } from '../support/postgres.ts'

forEachPostgres((server) => {
  test('a template is built once, copied for each and dropped with nothing left', async () => {
    let builds = 0
    const template = {
      name: 'sample',
      async build({ owner, rolePrefix }: Awaited<ReturnType<typeof createDatabase>>) {
        builds += 1
        assert.equal(rolePrefix, 'sample_')
        await owner.query('CREATE TABLE told (n int)')
      },
    }
    const copies = await Promise.all([1, 2, 3].map(() => createDatabase(server, template)))
    assert.equal(builds, 1)
    for (const [n, copy] of copies.entries()) {
      await copy.owner.query('INSERT INTO told VALUES ($1)', [n])
      assert.deepEqual((await copy.superuser.query('SELECT n FROM told')).rows, [{ n }])
    }
    await Promise.all(copies.map((copy) => copy.drop()))
  })

  test('a database takes its roles with it', async () => {
    const kept = await createDatabase(server)
    const dropped = await createDatabase(server)
    await dropped.owner.query(`CREATE ROLE ${dropped.rolePrefix}for_something`)
    await dropped.drop()
    const { count } = await kept.superuser.query(
      'SELECT FROM pg_roles WHERE starts_with(rolname, $1)',
      [dropped.rolePrefix],
    )
    assert.equal(count, 0)
    await kept.drop()
  })
})
