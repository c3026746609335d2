import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { compilePolicy } from '@troth/core/policy'
import { smallPolicy } from '@troth/core/policy/test/small-policy.ts'
import { applyPolicy } from '../../src/store/apply.ts'
import { bootstrap, closeFunctions, roleNames } from '../../src/store/bootstrap.ts'
import { openDatabase } from '../../src/store/database.ts'
import { drift } from '../../src/store/drift.ts'
import { migrate } from '../../src/store/migrate.ts'
import { forEachPostgres } from '../support/postgres.ts'
import { now } from './support.ts'

forEachPostgres((server) => {
  const name = `b${randomBytes(4).toString('hex')}`
  const rolePrefix = `${name}_`
  const { owner, engine } = roleNames(rolePrefix)
  const administrator = `${name}_dba`
  const open = (database: string, user: string) =>
    openDatabase({ connection: { host: server.socketDir, port: server.port, database, user } })
  const superuser = open('postgres', server.superuser)

  after(async () => {
    await superuser.query(`DROP DATABASE IF EXISTS ${name}`)
    await superuser.query(`DROP DATABASE IF EXISTS ${name}_own`)
    await superuser.query(`DROP DATABASE IF EXISTS ${name}_doc`)
    const { rows } = await superuser.query<{ role: string }>(
      'SELECT rolname AS role FROM pg_roles WHERE starts_with(rolname, $1) ORDER BY rolname = $2, oid DESC',
      [name, administrator],
    )
    await superuser.query(`REVOKE CONNECT ON DATABASE postgres FROM ${administrator}`)
    for (const { role } of rows) await superuser.query(`DROP ROLE ${role}`)
    await superuser.close()
  })

  const attributes = async (role: string) =>
    (
      await superuser.query(
        `SELECT rolsuper, rolbypassrls, rolcreaterole, rolcanlogin, rolinherit FROM pg_roles WHERE rolname = $1`,
        [role],
      )
    ).rows[0]

  test('several at once make the roles and the database once', async () => {
    const all = [1, 2, 3, 4].map(() => bootstrap(superuser, { database: name, rolePrefix }))
    await Promise.all(all)
    const usual = { rolsuper: false, rolbypassrls: false, rolcanlogin: true }
    assert.deepEqual(await attributes(owner), { ...usual, rolcreaterole: true, rolinherit: true })
    assert.deepEqual(await attributes(engine), {
      ...usual,
      rolcreaterole: false,
      rolinherit: false,
    })
    const { rows } = await superuser.query(
      'SELECT datacl::text AS acl FROM pg_database WHERE datname = $1',
      [name],
    )
    assert.deepEqual(rows, [{ acl: `{${owner}=CTc/${owner},${engine}=c/${owner}}` }])
  })

  test('a role that was given more since is put back', async () => {
    await superuser.query(`ALTER ROLE ${engine} SUPERUSER BYPASSRLS INHERIT CREATEROLE`)
    await bootstrap(superuser, { database: name, rolePrefix })
    const { rolsuper, rolbypassrls, rolinherit, rolcreaterole } = Object(await attributes(engine))
    assert.deepEqual(
      [rolsuper, rolbypassrls, rolinherit, rolcreaterole],
      [false, false, false, false],
    )
  })

  test('functions that store or hold up are closed to everyone else', async () => {
    const inside = open(name, server.superuser)
    await Promise.all([1, 2, 3].map(() => closeFunctions(inside, rolePrefix)))
    await closeFunctions(inside, rolePrefix)
    const { rows } = await inside.query(
      `SELECT has_function_privilege('public', 'lo_create(oid)', 'EXECUTE') AS store,
        has_function_privilege('public', 'pg_advisory_lock(bigint)', 'EXECUTE') AS lock,
        has_function_privilege($1, 'pg_advisory_lock(bigint)', 'EXECUTE') AS engine`,
      [engine],
    )
    assert.deepEqual(rows, [{ store: false, lock: false, engine: true }])
    await inside.close()
  })

  test('nobody else may enter the databases that PostgreSQL comes with', async () => {
    for (const database of ['postgres', 'template1']) {
      const door = open(database, engine)
      await assert.rejects(door.query('SELECT 1'), /42501.*permission denied for database/)
      await door.close()
    }
  })

  test('what the guide has an administrator run is enough', async () => {
    const guide = await readFile(
      join(import.meta.dirname, '../../../../docs/guide/own-database.md'),
      'utf8',
    )
    const [, block = ''] = /```sql\n([^`]+)```/.exec(guide) ?? []
    const renamed = block
      .replaceAll(/troth_(owner|engine)/g, `${name}_doc_troth_$1`)
      .replaceAll(/DATABASE troth /g, `DATABASE ${name}_doc `)
    for (const statement of renamed.split(';\n').filter(Boolean)) await superuser.query(statement)
    const own = open(`${name}_doc`, `${name}_doc_troth_owner`)
    await migrate(own, { rolePrefix: `${name}_doc_` })
    const publication = {
      compiled: compilePolicy(smallPolicy),
      hash: '0'.repeat(64),
      notice: '',
      rolePrefix: `${name}_doc_`,
    }
    assert.equal((await applyPolicy(own, publication, now)).kind, 'applied')
    assert.deepEqual(await drift(own, publication, now), [])
    await own.close()
  })

  test('an administrator without superuser makes a database that migrates', async () => {
    await superuser.query(`CREATE ROLE ${administrator} LOGIN CREATEROLE CREATEDB`)
    await superuser.query(`GRANT CONNECT ON DATABASE postgres TO ${administrator}`)
    const own = { database: `${name}_own`, rolePrefix: `${name}_own_` }
    const dba = open('postgres', administrator)
    await bootstrap(dba, { ...own, passwords: { owner: 'one', engine: 'two' } })
    await bootstrap(dba, own)
    await dba.close()
    const { rows } = await superuser.query(
      `SELECT count(*) AS n FROM pg_authid WHERE starts_with(rolname, $1) AND rolpassword LIKE 'SCRAM-SHA-256$4096:%'`,
      [own.rolePrefix],
    )
    assert.deepEqual(rows, [{ n: 2 }])
    const theirs = open(own.database, roleNames(own.rolePrefix).owner)
    assert.ok((await migrate(theirs, { rolePrefix: own.rolePrefix })).length > 0)
    await theirs.close()
  })
})
