import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { smallPolicy } from '@troth/core/policy/test/small-policy.ts'
import { issueLogin, readLogins, revokeLogin } from '../../src/store/logins.ts'
import { passwordVerifier } from '../../src/store/logins/verifier.ts'
import { forEachPostgres } from '../support/postgres.ts'
import { idOf, now, plant, policyDatabase } from './support.ts'

const later = new Date('2027-04-01T00:00:00.000Z')

forEachPostgres((server) => {
  const applied = policyDatabase(server, smallPolicy)
  const issue = async (actor: string, purpose = 'account', more: object = {}) => {
    const { owner, rolePrefix } = await applied()
    return issueLogin(owner, { actor, purpose, rolePrefix, ...more }, now)
  }
  const revoke = async (actor: string) => {
    const { owner, rolePrefix } = await applied()
    return revokeLogin(owner, { login: `${rolePrefix}${actor}`, rolePrefix }, later)
  }

  test('a login reads as its purpose from its first statement on, and only so', async () => {
    const database = await applied()
    await plant(database, 'accounts', [
      { subject: idOf(1), words: [1], fields: { email: 'a@aster.example' } },
      { subject: idOf(2), words: [6], fields: { email: 'b@aster.example' } },
    ])
    const issued = await issue('newsletter', 'marketing.email')
    assert.equal(issued.kind, 'issued')
    const login = `${database.rolePrefix}newsletter`
    const reader = database.as(login)
    const { rows } = await reader.query('SELECT email FROM for_marketing_email.accounts')
    assert.deepEqual(rows, [{ email: 'b@aster.example' }])
    await assert.rejects(reader.query('SELECT name FROM for_marketing_email.accounts'), /42703/)
    await assert.rejects(reader.query('SELECT email FROM for_account.accounts'), /42501/)
    await assert.rejects(reader.query(`SET ROLE ${database.rolePrefix}for_account`), /42501/)
    await assert.rejects(
      reader.query('SET ROLE none; SELECT email FROM for_marketing_email.accounts'),
      /42501/,
    )
  })

  test('a login issued, and one taken back, is in the ledger', async () => {
    const { superuser } = await applied()
    const leaves = async () => {
      const { rows } = await superuser.query<{ n: number }>(
        `SELECT count(*) AS n FROM troth.leaf WHERE kind = 'login'`,
      )
      return rows[0]?.n ?? -1
    }
    const before = await leaves()
    assert.equal((await issue('recorded')).kind, 'issued')
    assert.equal(await leaves(), before + 1)
    assert.equal((await issue('recorded', 'marketing.email')).kind, 'refused')
    assert.equal(await leaves(), before + 1)
    assert.equal((await revoke('recorded')).kind, 'revoked')
    assert.equal(await leaves(), before + 2)
  })

  test('six logins can be issued and taken back at once', async () => {
    const names = ['one', 'two', 'three', 'four', 'five', 'six'].map((name) => `many_${name}`)
    const issued = await Promise.all(names.map((name) => issue(name)))
    assert.ok(issued.every(({ kind }) => kind === 'issued'))
    const revoked = await Promise.all(names.map(revoke))
    assert.ok(revoked.every(({ kind }) => kind === 'revoked'))
  })

  test('a password opens the login where the server asks for one, and is in no statement', async () => {
    const { rolePrefix, superuser } = await applied()
    const issued = await issue('counted', 'account', { connections: 1, validUntil: later })
    assert.ok(issued.kind === 'issued' && issued.password.length >= 32)
    const { rows } = await superuser.query<Record<string, unknown>>(
      'SELECT rolpassword, rolconnlimit, rolvaliduntil FROM pg_authid WHERE rolname = $1',
      [`${rolePrefix}counted`],
    )
    assert.equal(rows[0]?.['rolconnlimit'], 1)
    assert.deepEqual(rows[0]?.['rolvaliduntil'], later)
    const [, salt = ''] =
      /^SCRAM-SHA-256\$4096:([^$]+)\$/.exec(String(rows[0]?.['rolpassword'])) ?? []
    assert.equal(
      rows[0]?.['rolpassword'],
      await passwordVerifier(issued.password, Buffer.from(salt, 'base64')),
    )
  })

  test('a login that is taken back ends at once, in the middle of what it does', async () => {
    const database = await applied()
    assert.equal((await issue('leaver')).kind, 'issued')
    const client = new pg.Client(database.connection(`${database.rolePrefix}leaver`))
    client.on('error', () => {})
    await client.connect()
    const sleeping = assert.rejects(client.query('SELECT pg_sleep(60)'))
    await sleep(50)
    const revoked = await revoke('leaver')
    assert.ok(revoked.kind === 'revoked' && revoked.sessions === 1, JSON.stringify(revoked))
    assert.equal(revoked.event.kind, 'login-revoked')
    await sleeping
    const again = new pg.Client(database.connection(`${database.rolePrefix}leaver`))
    await assert.rejects(again.connect())
    const kept = (await readLogins(database.owner)).find(({ actor }) => actor === 'leaver')
    assert.deepEqual(kept?.revokedAt, later)
    assert.equal((await revoke('leaver')).kind, 'refused')
  })

  test('a login that left something elsewhere is taken back all the same, and where is said', async () => {
    const { rolePrefix, superuser } = await applied()
    assert.equal((await issue('hoarder')).kind, 'issued')
    const login = `${rolePrefix}hoarder`
    await superuser.query(
      `CREATE TABLE public.hoard (); ALTER TABLE public.hoard OWNER TO ${login}`,
    )
    const state = async () =>
      (
        await superuser.query(
          `SELECT rolcanlogin, (SELECT count(*) FROM pg_auth_members WHERE member = r.oid) AS purposes
          FROM pg_roles r WHERE rolname = $1`,
          [login],
        )
      ).rows
    const revoked = await revoke('hoarder')
    assert.ok(revoked.kind === 'revoked')
    assert.match(revoked.kept.join(), /^database t\w+: 1$/)
    assert.deepEqual(await state(), [{ rolcanlogin: false, purposes: 0 }])
    await superuser.query('DROP TABLE public.hoard')
    const again = await revoke('hoarder')
    assert.ok(again.kind === 'revoked' && again.kept.length === 0)
    assert.deepEqual(await state(), [])
    assert.equal((await revoke('hoarder')).kind, 'refused')
  })

  test('a login is never given a second purpose, nor its name again', async () => {
    assert.equal((await issue('once')).kind, 'issued')
    assert.match(JSON.stringify(await issue('once', 'fraud')), /serves account/)
    assert.equal((await revoke('once')).kind, 'revoked')
    assert.match(JSON.stringify(await issue('once', 'fraud')), /once served account/)
  })

  test('what cannot be a login is refused with the reason', async () => {
    const refused = async (why: RegExp, ...request: Parameters<typeof issue>) => {
      const issued = await issue(...request)
      assert.equal(issued.kind, 'refused')
      assert.match(JSON.stringify(issued), why)
    }
    await refused(/no purpose/, 'someone', 'ads')
    await refused(/no purpose/, 'someone', '__proto__')
    await refused(/a-z/, 'a"; DROP SCHEMA troth; --')
    await refused(/a-z/, '')
    await refused(/are taken/, 'for_account')
    await refused(/are taken/, 'troth_engine')
    await refused(/63 bytes/, 'a'.repeat(63))
    await refused(/connections/, 'someone', 'account', { connections: 0 })
    await refused(/before now/, 'someone', 'account', { validUntil: now })
    await refused(/before now/, 'someone', 'account', { validUntil: new Date(Number.NaN) })
    await refused(/printable/, 'someone', 'account', { password: 'pässwörd' })
    assert.equal((await revoke('nobody')).kind, 'refused')
  })
})
