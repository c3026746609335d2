import { createHash } from 'node:crypto'
import { compilePolicy, policyHash } from '@troth/core/policy'
import aster from '../../policies/aster/policy.ts'
import { applyPolicy } from '../../packages/server/src/store/apply.ts'
import { bootstrap, roleNames } from '../../packages/server/src/store/bootstrap.ts'
import { type Database, openDatabase } from '../../packages/server/src/store/database.ts'
import { issueLogin } from '../../packages/server/src/store/logins.ts'
import { migrate } from '../../packages/server/src/store/migrate.ts'
import type { Postgres } from '../../packages/server/src/store/postgres/start.ts'

export const people = 250_000
export const recordsEach = 4
/** Chosen by every second person. */
export const common = 'marketing.email'
/** Chosen by six in a hundred. */
export const rare = 'marketing.sms'

/**
 * Makes a database of the reference policy with a million accounts, and beside it a plain table with the same rows and
 * no rule; logs in two purposes and a plain reader.
 */
export async function prepare(postgres: Postgres): Promise<void> {
  const open = (database: string, user: string) =>
    openDatabase({ connection: postgres.connection(database, user), connections: 2 })
  await closing(open('postgres', postgres.superuser), (admin) =>
    bootstrap(admin, { database: 'troth' }),
  )
  await closing(open('troth', roleNames().owner), publish)
  await closing(open('troth', postgres.superuser), fill)
}

async function closing<T>(
  database: Database,
  work: (database: Database) => Promise<T>,
): Promise<T> {
  try {
    return await work(database)
  } finally {
    await database.close()
  }
}

async function publish(owner: Database): Promise<void> {
  const now = new Date()
  await migrate(owner)
  const hash = policyHash(aster, (bytes) => createHash('sha256').update(bytes).digest())
  const applied = await applyPolicy(
    owner,
    { compiled: compilePolicy(aster), hash, notice: '' },
    now,
  )
  if (applied.kind !== 'applied') throw new Error(JSON.stringify(applied))
  for (const [actor, purpose] of [
    ['common', common],
    ['rare', rare],
  ] as const) {
    const issued = await issueLogin(owner, { actor, purpose }, now)
    if (issued.kind !== 'issued') throw new Error(JSON.stringify(issued))
  }
}

const uuid = (number: string) =>
  `(lpad(to_hex(${number}), 12, '0') || '70008000000000000000')::uuid`
// A person's choice, the same each time; different purposes fall on different people.
const share = (purpose: string, percent: number) =>
  `CASE WHEN abs(hashint8extended(person, ${position(purpose)})) % 100 < ${percent} THEN ${bit(purpose)} ELSE 0 END`

const compiled = compilePolicy(aster)

function position(purpose: string): number {
  return compiled.positions.get(purpose) ?? 0
}

/** The bit of a purpose within its word. */
export function bit(purpose: string): number {
  return 1 << (position(purpose) % 31)
}

/** The column of the word that holds the bit of a purpose. */
export function wordColumn(purpose: string): string {
  return `mask${Math.floor(position(purpose) / 31)}`
}

function words(): readonly string[] {
  const purposes = [...compiled.purposes.values()]
  return Array.from({ length: compiled.words }, (_, word) =>
    purposes
      .filter((purpose) => purpose.word === word)
      .map(({ id, basis }) => {
        if (id === common) return share(id, 50)
        if (id === rare) return share(id, 6)
        return basis === 'express' ? share(id, 30) : `${bit(id)}`
      })
      .join(' | '),
  )
}

// Foreign keys and indexes wait until the rows are in, as in any bulk load; a million checks would measure nothing.
async function fill(superuser: Database): Promise<void> {
  const masks = words()
  const { rows: indexes } = await superuser.query<{ name: string; sql: string }>(
    `SELECT format('data.%I', indexname) AS name, indexdef AS sql FROM pg_indexes
    WHERE tablename = 'accounts' AND indexname <> 'accounts_pkey'`,
  )
  for (const { name } of indexes) await superuser.query(`DROP INDEX ${name}`)
  await superuser.transaction(async (tx) => {
    await tx.query('SET LOCAL session_replication_role = replica')
    await tx.query(`INSERT INTO data.accounts (subject_id, record_id, controller, channel, source, version, collected_at,
        collector, name, email, phone, interests, preferred_language, sealed, ${masks.map((_, word) => `mask${word}`).join(', ')}, mask_until)
      SELECT ${uuid('person')}, ${uuid(`person * ${recordsEach} + record`)}, 'singapore', 'account', 'subject', 1,
        timestamptz '2026-01-01' + person * interval '1 second', 'bench', 'Person ' || person,
        'person' || person || '@aster.example', '+65' || (80000000 + person), ARRAY['cameras', 'sound'], 'en',
        decode(repeat(md5(person::text), 4), 'hex'), ${masks.join(', ')},
        CASE WHEN person % 10 = 0 THEN timestamptz '2099-01-01' ELSE 'infinity' END
      FROM generate_series(1, ${people}) person, generate_series(0, ${recordsEach - 1}) record`)
  })
  for (const { sql } of indexes) await superuser.query(sql)
  await superuser.query(`CREATE SCHEMA plain`)
  await superuser.query(`CREATE TABLE plain.accounts AS SELECT * FROM data.accounts`)
  await superuser.query(`ALTER TABLE plain.accounts ADD PRIMARY KEY (subject_id, record_id)`)
  await superuser.query(`CREATE INDEX ON plain.accounts (email)`)
  await superuser.query(`CREATE ROLE plain LOGIN; GRANT CONNECT ON DATABASE troth TO plain;
    GRANT USAGE ON SCHEMA plain TO plain; GRANT SELECT ON plain.accounts TO plain`)
  await superuser.query('VACUUM ANALYZE data.accounts')
  await superuser.query('VACUUM ANALYZE plain.accounts')
  await superuser.query('CHECKPOINT')
}
