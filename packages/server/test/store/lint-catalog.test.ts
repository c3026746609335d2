import assert from 'node:assert/strict'
import { test } from 'node:test'
import { smallPolicy } from '@troth/core/policy/test/small-policy.ts'
import { rules } from '../../src/store/lint/rules.ts'
import { lintCatalog } from '../../src/store/lint-catalog.ts'
import { forEachPostgres, type TestDatabase } from '../support/postgres.ts'
import { policyDatabase } from './support.ts'

class Undo extends Error {}

const own = `((current_user = 'P_for_fraud')::int <> 0)`
const altered = (test: string) => `ALTER POLICY P_for_fraud ON data.accounts USING (${test})`

// Each rule with what breaks it. `P_` stands for the role prefix.
const planted: readonly (readonly [rule: string, sql: string])[] = [
  ['subject-leads-keys', 'ALTER TABLE data.accounts ADD UNIQUE (record_id)'],
  ['subject-leads-keys', 'CREATE UNIQUE INDEX ON troth.identifier (hmac)'],
  [
    'subject-leads-keys',
    'CREATE TABLE data.t (record_id uuid, subject_id uuid, PRIMARY KEY (record_id, subject_id))',
  ],
  ['primary-key', 'CREATE TABLE data.t (subject_id uuid)'],
  [
    'subject-leads-references',
    'CREATE TABLE troth.t (id uuid PRIMARY KEY, person uuid REFERENCES troth.subject)',
  ],
  [
    'subject-leads-references',
    'CREATE TABLE data.t (subject_id uuid PRIMARY KEY, parent uuid REFERENCES troth.subject)',
  ],
  [
    'no-triggers',
    `CREATE FUNCTION public.f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN new; END'; CREATE TRIGGER t BEFORE INSERT ON data.accounts FOR EACH ROW EXECUTE FUNCTION public.f()`,
  ],
  ['no-rules', 'CREATE RULE r AS ON DELETE TO data.accounts DO INSTEAD NOTHING'],
  [
    'no-definer-functions',
    `CREATE FUNCTION public.f() RETURNS int LANGUAGE sql SECURITY DEFINER AS 'SELECT 1'`,
  ],
  [
    'no-leakproof-functions',
    `CREATE FUNCTION public.f(text) RETURNS boolean LANGUAGE sql LEAKPROOF AS 'SELECT true'`,
  ],
  ['invoker-views', 'CREATE VIEW for_fraud.v AS SELECT name FROM data.accounts'],
  ['invoker-views', 'ALTER VIEW for_fraud.accounts SET (security_invoker = off)'],
  ['invoker-views', 'CREATE MATERIALIZED VIEW data.v AS SELECT name FROM data.accounts'],
  ['row-security', 'ALTER TABLE data.accounts DISABLE ROW LEVEL SECURITY'],
  ['no-forced-row-security', 'ALTER TABLE data.accounts FORCE ROW LEVEL SECURITY'],
  ['times-are-given', 'ALTER TABLE data.accounts ALTER collected_at SET DEFAULT now()'],
  ['times-are-given', 'ALTER TABLE data.accounts ALTER collected_at SET DEFAULT CURRENT_TIMESTAMP'],
  ['times-are-given', 'ALTER TABLE troth.subject ADD n bigserial'],
  ['times-are-given', 'ALTER TABLE troth.subject ADD n bigint GENERATED ALWAYS AS IDENTITY'],
  ['times-are-given', 'ALTER TABLE troth.subject ALTER subject_id SET DEFAULT gen_random_uuid()'],
  [
    'no-restrictive-policies',
    `CREATE POLICY p ON data.accounts AS RESTRICTIVE TO P_for_fraud USING (${own})`,
  ],
  ['one-role-a-policy', `CREATE POLICY p ON data.accounts USING (${own})`],
  ['one-role-a-policy', 'ALTER POLICY P_for_fraud ON data.accounts TO P_for_fraud, P_for_account'],
  ['policies-test-their-role', altered('mask0 & 4 <> 0')],
  ['policies-test-their-role', altered(`current_user = 'P_for_fraud' AND mask0 & 4 <> 0`)],
  [
    'policies-test-their-role',
    altered(`((current_user = 'P_for_account')::int <> 0) AND mask0 & 4 <> 0`),
  ],
  ['policies-test-their-role', altered(`(${own} AND mask0 & 4 <> 0) OR mask0 = 0`)],
  ['policies-test-their-role', `ALTER POLICY P_troth_engine ON data.accounts WITH CHECK (true)`],
  ['no-subselects-in-policies', altered(`${own} AND EXISTS (SELECT FROM troth.subject)`)],
  ['no-functions-in-policies', altered(`${own} AND current_setting('a.b') = 'on'`)],
  ['no-functions-in-policies', altered(`${own} AND set_config('a.b', 'on', true) = 'on'`)],
  ['no-functions-in-policies', altered(`${own} AND mask_until > now()`)],
]

forEachPostgres((server) => {
  const applied = policyDatabase(server, smallPolicy)

  test('what the migrations and a policy make keeps every rule', async () => {
    const { owner } = await applied()
    assert.deepEqual(await lintCatalog(owner), [])
  })

  for (const [rule, sql] of planted) {
    test(`${rule} is broken by: ${sql}`, async () => {
      const broken = await lintAfter(await applied(), sql)
      assert.ok(broken.includes(rule), `${rule} not in ${broken.join(', ')}`)
    })
  }
})

test('every rule is broken by something here', () => {
  const named = new Set(planted.map(([rule]) => rule))
  assert.deepEqual(
    rules.filter(({ rule }) => !named.has(rule)),
    [],
  )
})

async function lintAfter(database: TestDatabase, planting: string): Promise<readonly string[]> {
  let broken: readonly string[] = []
  const undone = database.superuser.transaction(async (tx) => {
    await tx.query(planting.replaceAll('P_', database.rolePrefix))
    broken = (await lintCatalog(tx)).map(({ rule }) => rule)
    throw new Undo()
  })
  await assert.rejects(undone, Undo)
  return broken
}
