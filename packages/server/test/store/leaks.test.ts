/** What a purpose's login tries in order to see more than its purpose may. */
import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import { smallPolicy } from '@troth/core/policy/test/small-policy.ts'
import type { Database } from '../../src/store/database.ts'
import { issueLogin } from '../../src/store/logins.ts'
import { forEachPostgres, type TestDatabase } from '../support/postgres.ts'
import { idOf, now, plant, policyDatabase } from './support.ts'

const hidden = 'hidden@aster.example'
const own = 'own@aster.example'
const nobody = 'xenia@aster.example'

// What the own transaction did to the table and its indexes, which every login may ask.
const counters = `SELECT sum(pg_stat_get_xact_tuples_returned(i.indexrelid) + pg_stat_get_xact_tuples_fetched(i.indexrelid))
    + max(pg_stat_get_xact_tuples_fetched(i.indrelid)) AS n
  FROM pg_index i JOIN pg_class c ON c.oid = i.indrelid JOIN pg_namespace n ON n.oid = c.relnamespace
  WHERE nspname = 'data' AND c.relname = 'accounts'`

// Statements that a login must not be able to run at all, with the SQLSTATE that says so.
const refused: readonly (readonly [sqlstate: string, sql: string])[] = [
  ['42501', 'SELECT email FROM data.accounts'],
  ['42501', 'SELECT email FROM for_fraud.accounts'],
  ['42501', 'SELECT * FROM troth.event'],
  ['42703', 'SELECT mask0 FROM for_marketing_email.accounts'],
  ['42703', 'SELECT sealed FROM for_marketing_email.accounts'],
  ['42703', 'SELECT name FROM for_marketing_email.accounts'],
  ['42703', 'SELECT xmin FROM for_marketing_email.accounts'],
  ['42501', 'SET row_security = off; SELECT email FROM for_marketing_email.accounts'],
  ['42501', `UPDATE for_marketing_email.accounts SET email = ''`],
  ['42501', 'DELETE FROM for_marketing_email.accounts'],
  ['42501', 'SELECT email FROM for_marketing_email.accounts FOR UPDATE'],
  ['42501', 'COPY data.accounts TO STDOUT'],
  ['42809', 'COPY for_marketing_email.accounts TO STDOUT'],
  ['42501', `COPY (SELECT email FROM for_marketing_email.accounts) TO PROGRAM 'cat'`],
  ['42501', `COPY (SELECT email FROM for_marketing_email.accounts) TO '/tmp/taken'`],
  ['42501', 'SELECT * FROM pg_statistic'],
  ['42501', 'SELECT * FROM pg_statistic_ext_data'],
  ['42501', 'SELECT * FROM pg_authid'],
  ['42501', `SELECT pg_read_file('postgresql.conf')`],
  ['42501', `SELECT pg_ls_dir('base')`],
  ['42501', `SELECT lo_from_bytea(0, 'kept elsewhere')`],
  ['42501', 'SELECT pg_advisory_lock(7268677104)'],
  ['42501', `SELECT table_to_xml('data.accounts', true, true, '')`],
  ['42501', `SELECT query_to_xml('SELECT * FROM data.accounts', true, true, '')`],
  ['42501', `SELECT currtid2('data.accounts', '(0,1)')`],
  ['42501', `CREATE FUNCTION public.f(text) RETURNS boolean LANGUAGE sql AS 'SELECT true'`],
  [
    '42501',
    `CREATE FUNCTION for_marketing_email.f(text) RETURNS boolean LANGUAGE sql AS 'SELECT true'`,
  ],
  ['42501', `CREATE FUNCTION pg_temp.f(text) RETURNS boolean LANGUAGE sql AS 'SELECT true'`],
  ['42501', 'CREATE TEMP TABLE kept AS SELECT email FROM for_marketing_email.accounts'],
  ['42501', 'CREATE OPERATOR public.=== (FUNCTION = texteq, LEFTARG = text, RIGHTARG = text)'],
  ['42501', 'CREATE VIEW for_marketing_email.v AS SELECT 1'],
  ['42501', 'CREATE SCHEMA kept'],
  ['42501', 'CREATE EXTENSION pg_trgm SCHEMA for_marketing_email'],
  ['42501', 'ALTER POLICY P_for_marketing_email ON data.accounts USING (true)'],
  ['42501', 'SET ROLE P_for_account'],
  ['42501', 'SET ROLE P_troth_engine'],
  ['42501', 'SET SESSION AUTHORIZATION P_troth_owner'],
  ['42501', 'SET ROLE none; SELECT email FROM for_marketing_email.accounts'],
  ['42501', 'GRANT P_for_marketing_email TO P_troth_engine'],
  ['42501', `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename <> session_user`],
]

// Predicates and expressions that would fail, or tell, on the first row they see: the policy must come first.
const prying: readonly string[] = [
  `SELECT 1 / (length(email) - length('${hidden}')) FROM for_marketing_email.accounts`,
  `SELECT 1 FROM for_marketing_email.accounts WHERE 1 / (length(email) - length('${hidden}')) = 1`,
  `SELECT 1 FROM for_marketing_email.accounts WHERE CASE WHEN email = '${hidden}' THEN email::int = 1 END`,
  `SELECT 1 FROM for_marketing_email.accounts WHERE email LIKE 'hid%' AND email::date > '2000-01-01'`,
  `DO $$ DECLARE e text; BEGIN FOR e IN SELECT email FROM for_marketing_email.accounts LOOP
    IF e = '${hidden}' THEN RAISE EXCEPTION 'seen'; END IF; END LOOP; END $$`,
]

forEachPostgres((server) => {
  const applied = policyDatabase(server, smallPolicy)
  let database: TestDatabase
  let login: Database

  before(async () => {
    database = await applied()
    const { owner, rolePrefix } = database
    await plant(database, 'accounts', [
      { subject: idOf(1), words: [6], fields: { email: own, name: 'Own' } },
      { subject: idOf(2), words: [5], fields: { email: hidden, name: 'Hidden' } },
      {
        subject: idOf(3),
        words: [2],
        until: '2020-01-01',
        fields: { email: 'stale@aster.example' },
      },
      {
        subject: idOf(4),
        words: [2],
        until: '-infinity',
        fields: { email: 'never@aster.example' },
      },
    ])
    const request = { actor: 'mailer', purpose: 'marketing.email', rolePrefix }
    assert.equal((await issueLogin(owner, request, now)).kind, 'issued')
    await owner.query('ANALYZE data.accounts')
    login = database.as(`${rolePrefix}mailer`)
  })

  const emails = async (reader: Pick<Database, 'query'>, sql: string) =>
    (await reader.query<{ email: string }>(sql)).rows.map(({ email }) => email)

  for (const [sqlstate, sql] of refused) {
    test(`refused with ${sqlstate}: ${sql}`, async () => {
      const statement = sql.replaceAll('P_', database.rolePrefix)
      const trying = login.session(async (session) => {
        try {
          await session.query(statement)
        } finally {
          await session.query('DISCARD ALL')
        }
      })
      await assert.rejects(trying, new RegExp(sqlstate))
    })
  }

  for (const sql of prying) {
    test(`sees only its own rows: ${sql}`, async () => {
      await login.query(sql)
    })
  }

  test('a stale mask denies, and a missing one cannot be stored', async () => {
    assert.deepEqual(await emails(login, 'SELECT email FROM for_marketing_email.accounts'), [own])
    await assert.rejects(
      database.owner.query('UPDATE data.accounts SET mask_until = NULL'),
      /23502/,
    )
    await assert.rejects(database.owner.query('UPDATE data.accounts SET mask0 = NULL'), /23502/)
  })

  test('even were mask_until missing, the row would not show', async () => {
    class Undo extends Error {}
    const undone = database.superuser.transaction(async (tx) => {
      await tx.query('ALTER TABLE data.accounts ALTER mask_until DROP NOT NULL')
      await tx.query('UPDATE data.accounts SET mask_until = NULL')
      await tx.query(`SET LOCAL ROLE ${database.rolePrefix}for_marketing_email`)
      assert.deepEqual(await emails(tx, 'SELECT email FROM for_marketing_email.accounts'), [])
      throw new Undo()
    })
    await assert.rejects(undone, Undo)
  })

  test('COPY of a query takes the rows of the purpose and no others', async () => {
    const { count } = await login.query(
      'COPY (SELECT email FROM for_marketing_email.accounts) TO STDOUT',
    )
    assert.equal(count, 1)
  })

  test('a login that inherits two purposes has the rows of neither', async () => {
    const both = `${database.rolePrefix}both`
    const [one, two] = ['account', 'fraud'].map((purpose) => `${database.rolePrefix}for_${purpose}`)
    await database.superuser
      .query(`CREATE ROLE ${both} LOGIN INHERIT; GRANT ${one}, ${two} TO ${both};
      GRANT CONNECT ON DATABASE ${database.name} TO ${both}`)
    const reader = database.as(both)
    assert.deepEqual(await emails(reader, 'SELECT email FROM for_account.accounts'), [])
    assert.deepEqual(await emails(reader, 'SELECT email FROM for_fraud.accounts'), [])
    await reader.session(async (session) => {
      await session.query(`SET ROLE ${one}`)
      assert.deepEqual(await emails(session, 'SELECT email FROM for_account.accounts'), [hidden])
    })
  })

  test('the engine has a purpose for one transaction, whether it ends well or not', async () => {
    const engine = `${database.rolePrefix}troth_engine`
    await database.as(engine).session(async (session) => {
      for (const end of ['COMMIT', 'ROLLBACK']) {
        await session.query('BEGIN')
        await session.query(`SET LOCAL ROLE ${database.rolePrefix}for_account`)
        assert.deepEqual(await emails(session, 'SELECT email FROM for_account.accounts'), [hidden])
        await session.query(end)
        const { rows } = await session.query('SELECT current_user AS who')
        assert.deepEqual(rows, [{ who: engine }])
      }
    })
  })

  test('a plan prepared as one role is not run as another', async () => {
    await database.as(`${database.rolePrefix}troth_engine`).session(async (session) => {
      const as = async (purpose: string, sql: string) => {
        await session.query('BEGIN')
        await session.query(`SET LOCAL ROLE ${database.rolePrefix}for_${purpose}`)
        try {
          return await emails(session, sql)
        } finally {
          await session.query('ROLLBACK')
        }
      }
      await session.query('SET plan_cache_mode = force_generic_plan')
      await session.query('PREPARE everything AS SELECT email FROM data.accounts')
      await as('account', 'PREPARE account AS SELECT email FROM for_account.accounts')
      for (let time = 0; time < 7; time += 1) {
        assert.equal((await session.query('EXECUTE everything')).count, 4)
        assert.deepEqual(await as('account', 'EXECUTE account'), [hidden])
        await assert.rejects(as('account', 'EXECUTE everything'), /42501/)
        await assert.rejects(as('marketing_email', 'EXECUTE account'), /42501/)
      }
      await session.query('DEALLOCATE ALL')
    })
  })

  test('statistics, the catalog of columns and other sessions tell it nothing', async () => {
    const nothing = [
      `SELECT * FROM pg_stats WHERE schemaname = 'data'`,
      `SELECT * FROM pg_stats_ext WHERE schemaname = 'data'`,
      `SELECT * FROM pg_stats_ext_exprs WHERE schemaname = 'data'`,
      `SELECT * FROM information_schema.columns WHERE column_name IN ('name', 'sealed', 'mask0') AND table_name = 'accounts'`,
      `SELECT * FROM pg_stat_activity WHERE usename <> session_user AND query <> '<insufficient privilege>' AND query <> ''`,
    ]
    for (const sql of nothing) assert.deepEqual((await login.query(sql)).rows, [], sql)
    const { rows } = await database.superuser.query(
      `SELECT attname FROM pg_stats WHERE schemaname = 'data' AND attname IN ('email', 'name', 'body', 'sealed')
        AND (most_common_vals IS NOT NULL OR histogram_bounds IS NOT NULL)`,
    )
    assert.deepEqual(rows, [], 'no sample of what people wrote is kept')
  })

  test('a plan says the same of a hidden person as of nobody, and holds no value', async () => {
    const plan = async (email: string) => {
      const sql = `EXPLAIN (VERBOSE, COSTS) SELECT record_id FROM for_marketing_email.accounts WHERE email = '${email}'`
      return JSON.stringify((await login.query(sql)).rows).replaceAll(email, '')
    }
    assert.equal(await plan(hidden), await plan(nobody))
    const { rows } = await login.query(
      'EXPLAIN (ANALYZE, VERBOSE) SELECT * FROM for_marketing_email.accounts',
    )
    assert.ok(!JSON.stringify(rows).includes('aster.example'))
  })

  // Comparisons of what identifies people are leakproof, so an index is walked before the row policy is asked.
  for (const [what, where] of [
    ['address', (email: string) => `email = '${email}'`],
    ['list', (email: string) => `email IN ('${email}', '${email}x')`],
    ['range', (email: string) => `email >= '${email.slice(0, 1)}' AND email < '${email}~'`],
  ] as const) {
    test(`a walk of an index tells the same of a hidden ${what} as of an empty one`, async () => {
      await login.session(async (session) => {
        for (const scan of ['seqscan', 'bitmapscan', 'sort']) {
          await session.query(`SET enable_${scan} = off`)
        }
        const select = (email: string) =>
          `SELECT 1 FROM for_marketing_email.accounts WHERE ${where(email)} ORDER BY email`
        const walked = async (email: string) => {
          const explain = `EXPLAIN (ANALYZE, BUFFERS off, COSTS off, TIMING off, SUMMARY off) ${select(email)}`
          const plan = JSON.stringify((await session.query(explain)).rows)
          assert.match(plan, /Index (Only )?Scan using/)
          return plan.replaceAll(email, '').replaceAll(`'${email.slice(0, 1)}'`, '')
        }
        const counted = async (email: string) => {
          await session.query('BEGIN')
          const before = await session.query(counters)
          await session.query(select(email))
          const after = await session.query(counters)
          await session.query('COMMIT')
          const sum = ({ rows }: typeof before) => Number(Object(rows[0])['n'])
          return sum(after) - sum(before)
        }
        assert.equal(await walked(hidden), await walked(nobody))
        assert.equal(await counted(hidden), await counted(nobody))
        assert.ok((await counted(own)) > (await counted(nobody)), 'the counters count')
      })
    })
  }

  for (const level of ['REPEATABLE READ', 'SERIALIZABLE', 'SERIALIZABLE READ ONLY DEFERRABLE']) {
    test(`a picture of before a withdrawal cannot be kept: ${level}`, async () => {
      const all = 'SELECT email FROM for_marketing_email.accounts'
      await login.session(async (session) => {
        await session.query(`BEGIN ISOLATION LEVEL ${level}`)
        assert.deepEqual(await emails(session, all), [])
        await assert.rejects(
          session.query('SET TRANSACTION ISOLATION LEVEL READ COMMITTED'),
          /25001/,
        )
        await session.query('ROLLBACK')
        assert.deepEqual(await emails(session, all), [own])
        const { rows } = await session.query(`EXPLAIN (COSTS off) ${all}`)
        assert.match(JSON.stringify(rows), /One-Time Filter/)
      })
    })
  }

  test('a pattern finds what the purpose may see', async () => {
    const like = `SELECT email FROM for_marketing_email.accounts WHERE email LIKE '%@aster.example'`
    assert.deepEqual(await emails(login, like), [own])
    assert.deepEqual(
      await emails(
        login,
        `SELECT lower(email) AS email FROM for_marketing_email.accounts WHERE email ILIKE 'OWN%'`,
      ),
      [own],
    )
  })
})
