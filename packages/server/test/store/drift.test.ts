import assert from 'node:assert/strict'
import { test } from 'node:test'
import { smallPolicy } from '@troth/core/policy/test/small-policy.ts'
import type { Kind } from '../../src/store/compile/catalog-object.ts'
import { drift } from '../../src/store/drift.ts'
import { issueLogin } from '../../src/store/logins.ts'
import { forEachPostgres, type TestDatabase } from '../support/postgres.ts'
import { now, policyDatabase, publicationOf } from './support.ts'

class Undo extends Error {}

// What was done to the database, and the kind of difference that must be named for it. `P_` stands for the role prefix.
const tampers: readonly (readonly [Kind, string])[] = [
  ['role', 'ALTER ROLE P_for_account LOGIN'],
  ['role', 'ALTER ROLE P_for_account BYPASSRLS'],
  ['role', 'ALTER ROLE P_for_account SUPERUSER'],
  ['role', 'ALTER ROLE P_for_account INHERIT'],
  ['role', 'ALTER ROLE P_for_account REPLICATION'],
  ['role', 'ALTER ROLE P_troth_engine BYPASSRLS'],
  ['role', 'ALTER ROLE P_troth_engine INHERIT'],
  ['role', 'ALTER ROLE P_troth_owner SUPERUSER'],
  ['role', 'ALTER ROLE P_reader CONNECTION LIMIT 50'],
  ['role', `ALTER ROLE P_reader VALID UNTIL '2040-01-01'`],
  ['role', 'ALTER ROLE P_reader CREATEDB'],
  ['role', 'CREATE ROLE P_for_nobody LOGIN'],
  ['member', 'GRANT P_for_fraud TO P_for_account'],
  ['member', 'GRANT P_for_fraud TO P_reader'],
  ['member', 'GRANT P_troth_owner TO P_troth_engine'],
  ['member', 'GRANT P_troth_engine TO P_reader'],
  ['member', 'GRANT pg_read_all_data TO P_for_account'],
  ['member', 'GRANT P_for_account TO P_troth_engine WITH ADMIN OPTION'],
  ['member', 'SET LOCAL ROLE P_troth_owner; REVOKE P_for_account FROM P_reader; RESET ROLE'],
  ['member', 'CREATE ROLE P_stranger LOGIN; GRANT P_for_account TO P_stranger'],
  ['setting', 'ALTER ROLE P_for_account SET row_security = off'],
  ['setting', 'ALTER ROLE P_troth_engine IN DATABASE P_database SET role = P_for_account'],
  ['setting', 'ALTER ROLE P_reader RESET role'],
  ['setting', 'ALTER ROLE P_reader SET role = P_for_fraud'],
  ['setting', 'ALTER DATABASE P_database SET search_path = for_account'],
  ['setting', 'ALTER ROLE ALL SET session_replication_role = replica'],
  ['schema', 'ALTER SCHEMA for_fraud OWNER TO P_for_fraud'],
  ['schema', 'DROP SCHEMA for_fraud CASCADE'],
  ['schema', 'CREATE SCHEMA for_nobody'],
  ['table', 'ALTER TABLE data.accounts DISABLE ROW LEVEL SECURITY'],
  ['table', 'ALTER TABLE data.accounts FORCE ROW LEVEL SECURITY'],
  ['table', 'ALTER TABLE data.accounts OWNER TO P_for_account'],
  ['table', 'CREATE TABLE data.copied AS SELECT email FROM data.accounts'],
  ['table', 'CREATE TABLE public.child () INHERITS (data.accounts)'],
  ['column', 'ALTER TABLE data.accounts ADD COLUMN more text'],
  ['column', 'ALTER TABLE data.accounts ALTER COLUMN source DROP NOT NULL'],
  ['column', 'ALTER TABLE data.accounts ALTER COLUMN mask_until SET DEFAULT now()'],
  ['column', 'ALTER TABLE data.accounts ALTER COLUMN name SET STATISTICS 100'],
  ['column', 'ALTER TABLE data.accounts ALTER COLUMN collector TYPE varchar(9)'],
  ['constraint', 'ALTER TABLE data.accounts DROP CONSTRAINT accounts_provenance_fkey'],
  ['constraint', 'ALTER TABLE data.accounts DROP CONSTRAINT accounts_controller_check'],
  ['constraint', 'ALTER TABLE data.accounts ADD UNIQUE (email)'],
  ['index', 'DROP INDEX data.accounts_bit_0_email'],
  ['index', 'CREATE INDEX everyone ON data.accounts (email)'],
  ['index', 'CREATE INDEX more ON data.accounts (name)'],
  ['statistics', 'DROP STATISTICS data.accounts_bit_1'],
  ['policy', 'DROP POLICY P_for_fraud ON data.accounts'],
  ['policy', 'ALTER POLICY P_for_fraud ON data.accounts USING (true)'],
  ['policy', 'ALTER POLICY P_for_fraud ON data.accounts TO P_for_fraud, P_for_account'],
  ['policy', 'CREATE POLICY more ON data.accounts USING (true)'],
  [
    'policy',
    `ALTER POLICY P_for_fraud ON data.accounts USING (((current_user = 'P_for_fraud')::int <> 0) AND (mask0 & 5) <> 0 AND mask_until > statement_timestamp())`,
  ],
  [
    'policy',
    `ALTER POLICY P_for_fraud ON data.accounts USING (((current_user = 'P_for_fraud')::int <> 0) AND (mask0 & 4) <> 0)`,
  ],
  [
    'policy',
    'DROP POLICY P_for_fraud ON data.accounts; CREATE POLICY P_for_fraud ON data.accounts AS RESTRICTIVE TO P_for_fraud USING (true)',
  ],
  ['view', 'DROP VIEW for_account.accounts'],
  ['view', 'ALTER VIEW for_account.accounts SET (security_invoker = false)'],
  ['view', 'ALTER VIEW for_account.accounts RESET (security_invoker)'],
  ['view', 'ALTER VIEW for_account.accounts OWNER TO postgres'],
  ['view', 'CREATE VIEW for_account.more AS SELECT * FROM data.accounts'],
  [
    'view',
    'CREATE OR REPLACE VIEW for_fraud.accounts WITH (security_invoker = true) AS SELECT subject_id, record_id, controller, collected_at, name AS email FROM data.accounts',
  ],
  ['grant', 'GRANT SELECT (name) ON data.accounts TO P_for_fraud'],
  ['grant', 'GRANT SELECT ON data.accounts TO P_for_fraud'],
  ['grant', 'GRANT SELECT (email) ON data.accounts TO P_for_fraud WITH GRANT OPTION'],
  ['grant', 'GRANT SELECT ON data.accounts TO PUBLIC'],
  ['grant', 'GRANT DELETE ON data.accounts TO P_troth_engine'],
  ['grant', 'GRANT UPDATE (email) ON data.accounts TO P_troth_engine'],
  ['grant', 'REVOKE SELECT (email) ON data.accounts FROM P_for_fraud'],
  ['grant', 'GRANT CREATE ON SCHEMA for_fraud TO P_for_fraud'],
  ['grant', 'GRANT USAGE ON SCHEMA data TO P_reader'],
  ['grant', 'GRANT USAGE ON SCHEMA for_account TO P_for_fraud'],
  ['grant', 'GRANT CREATE ON SCHEMA public TO PUBLIC'],
  ['grant', 'GRANT SELECT ON troth.event TO P_for_fraud'],
  ['grant', 'GRANT SELECT ON pg_statistic TO P_for_fraud'],
  ['grant', 'GRANT SELECT ON pg_authid TO PUBLIC'],
  ['grant', 'GRANT CONNECT, TEMPORARY ON DATABASE P_database TO PUBLIC'],
  ['grant', 'GRANT EXECUTE ON FUNCTION pg_read_file(text) TO P_for_fraud'],
  ['grant', 'GRANT SET ON PARAMETER session_replication_role TO P_for_fraud'],
  ['grant', 'ALTER DEFAULT PRIVILEGES IN SCHEMA data GRANT SELECT ON TABLES TO P_for_fraud'],
  ['grant', `SELECT lo_create(77); GRANT SELECT ON LARGE OBJECT 77 TO P_for_fraud`],
  ['version', `UPDATE troth.version SET hash = repeat('0', 64)`],
  ['purpose', `UPDATE troth.purpose SET position = 9 WHERE purpose = 'fraud'`],
  ['provenance', 'UPDATE troth.provenance SET record_mask0 = 7'],
  [
    'trigger',
    `CREATE FUNCTION public.f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN new; END'; CREATE TRIGGER t BEFORE INSERT ON data.accounts FOR EACH ROW EXECUTE FUNCTION public.f()`,
  ],
  ['rule', 'CREATE RULE r AS ON DELETE TO data.accounts DO INSTEAD NOTHING'],
  [
    'function',
    `CREATE FUNCTION for_fraud.f() RETURNS bigint LANGUAGE sql SECURITY DEFINER AS 'SELECT count(*) FROM data.accounts'`,
  ],
  ['troth', 'GRANT DELETE ON troth.event TO P_troth_engine'],
  ['troth', 'GRANT UPDATE (hash) ON troth.version TO P_troth_engine'],
  ['troth', 'ALTER TABLE troth.event DROP CONSTRAINT event_kind_check'],
  ['troth', 'ALTER TABLE troth.subject ADD COLUMN name text'],
  ['troth', 'DROP INDEX troth.identifier_hmac'],
  ['troth', 'CREATE TABLE troth.more (n int)'],
]

forEachPostgres((server) => {
  const applied = policyDatabase(server, smallPolicy)
  let ready: Promise<TestDatabase> | undefined
  const withLogin = () => (ready ??= prepare(applied))

  test('a database as the policy made it shows no drift, with a login or without', async () => {
    const database = await withLogin()
    assert.deepEqual(
      await drift(database.owner, await publicationOf(database, smallPolicy), now),
      [],
    )
  })

  for (const [kind, sql] of tampers) {
    test(`drift names the ${kind}: ${sql}`, async () => {
      const database = await withLogin()
      const found = await driftAfter(database, sql)
      assert.ok(
        found.some((each) => each.kind === kind),
        JSON.stringify(found),
      )
    })
  }

  test('drift names a membership that inherits', { skip: server.major < 16 }, async () => {
    const database = await withLogin()
    const found = await driftAfter(database, 'GRANT P_for_account TO P_reader WITH INHERIT TRUE')
    assert.deepEqual(
      found.map(({ kind }) => kind),
      ['member'],
    )
  })
})

async function prepare(applied: () => Promise<TestDatabase>): Promise<TestDatabase> {
  const database = await applied()
  const request = { actor: 'reader', purpose: 'account', rolePrefix: database.rolePrefix }
  const issued = await issueLogin(database.owner, request, now)
  assert.equal(issued.kind, 'issued')
  return database
}

// Done in a transaction that is undone, so that each finds the database as the policy made it.
async function driftAfter(database: TestDatabase, tamper: string) {
  const publication = await publicationOf(database, smallPolicy)
  let found: Awaited<ReturnType<typeof drift>> = []
  const undone = database.superuser.transaction(async (tx) => {
    const sql = tamper.replaceAll('P_database', database.name).replaceAll('P_', database.rolePrefix)
    await tx.query(sql)
    found = await drift(tx, publication, now)
    throw new Undo()
  })
  await assert.rejects(undone, Undo)
  return found
}
