/** A purpose's reads keep their indexes: what a leakproof predicate can use, the row policy does not take away. */
import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import { smallPolicy } from '@troth/core/policy/test/small-policy.ts'
import { forEachPostgres, type TestDatabase } from '../support/postgres.ts'
import { policyDatabase } from './support.ts'

const people = 20_000

forEachPostgres((server) => {
  const applied = policyDatabase(server, smallPolicy)
  let database: TestDatabase

  before(async () => {
    database = await applied()
    // One in fifty may be written to; everybody has an account.
    await database.superuser.transaction(async (tx) => {
      await tx.query('SET LOCAL session_replication_role = replica')
      await tx.query(`INSERT INTO data.accounts (subject_id, record_id, controller, channel, source, version, collected_at,
          collector, email, mask0, mask_until)
        SELECT gen_random_uuid(), gen_random_uuid(), 'singapore', 'account', 'subject', 1, '2027-01-01', 'test',
          'person' || n || '@aster.example', CASE WHEN n % 50 = 0 THEN 3 ELSE 1 END, 'infinity'
        FROM generate_series(1, ${people}) n`)
    })
    await database.owner.query('VACUUM ANALYZE data.accounts')
  })

  const as = (purpose: string, sql: string) =>
    database.superuser.transaction(async (tx) => {
      await tx.query(`SET LOCAL ROLE ${database.rolePrefix}for_${purpose}`)
      return tx.query(sql)
    })
  const planOf = async (purpose: string, sql: string) =>
    JSON.stringify((await as(purpose, `EXPLAIN ${sql}`)).rows)

  const accounts = 'SELECT email FROM for_account.accounts'
  for (const [what, where] of [
    ['equality', `email = 'person7@aster.example'`],
    ['a list', `email IN ('person7@aster.example', 'person8@aster.example')`],
    ['a range', `email >= 'person77' AND email < 'person78'`],
  ] as const) {
    test(`${what} on what identifies a person uses its index`, async () => {
      assert.match(await planOf('account', `${accounts} WHERE ${where}`), /accounts_bit_0_email/)
    })
  }

  test('the planner expects few rows of one address, without a sample of any', async () => {
    const plan = await planOf('account', `${accounts} WHERE email = 'person7@aster.example'`)
    assert.match(plan, /Index Scan using accounts_bit_0_email.*rows=1 /)
    const { rows } = await database.superuser.query(
      `SELECT n_distinct, most_common_vals, histogram_bounds FROM pg_stats WHERE schemaname = 'data' AND attname = 'email'`,
    )
    assert.deepEqual(rows, [{ n_distinct: -1, most_common_vals: null, histogram_bounds: null }])
  })

  test('one row of one person is found by their key', async () => {
    const { rows } = await database.owner.query<{ subject_id: string }>(
      'SELECT subject_id FROM data.accounts LIMIT 1',
    )
    const plan = await planOf('account', `${accounts} WHERE subject_id = '${rows[0]?.subject_id}'`)
    assert.match(plan, /accounts_pkey/)
  })

  test('the audience of a purpose that few chose is read from its own index', async () => {
    const audience = 'SELECT count(*) FROM for_marketing_email.accounts'
    assert.match(
      await planOf('marketing_email', audience),
      /Index Only Scan using accounts_bit_1_email/,
    )
    const { rows } = await as('marketing_email', `${audience} AS n`)
    assert.deepEqual(rows, [{ count: people / 50 }])
  })

  test('the planner knows how many chose it', async () => {
    const plan = await planOf('marketing_email', 'SELECT email FROM for_marketing_email.accounts')
    const estimate = Number(/rows=(\d+)/.exec(plan)?.[1])
    assert.ok(estimate > people / 100 && estimate < people / 25, `${estimate}`)
  })

  test('a pattern finds the same rows, though it must read them all', async () => {
    const { rows } = await as(
      'account',
      `${accounts} WHERE email LIKE 'person77__@%' ORDER BY email`,
    )
    assert.equal(rows.length, 100)
  })
})
