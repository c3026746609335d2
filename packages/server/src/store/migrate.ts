import { createHash } from 'node:crypto'
import { readFile, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { TrothError } from '../errors.ts'
import { createEngine } from './bootstrap.ts'
import type { Database, Queryable } from './database.ts'

/** What `migrate` is told. */
export type MigrateOptions = {
  /** Goes before every role's name: `{{prefix}}` in SQL stands for it, since roles belong to the whole server. */
  readonly rolePrefix?: string
  /** Where the numbered files lie; `packages/server/sql` by default. */
  readonly folder?: string
}

/** One numbered file of SQL, such as `0001_subjects.sql`. */
type Migration = {
  readonly id: number
  readonly name: string
  readonly sql: string
  readonly hash: string
}

/** A migration that was applied, as the database remembers it. */
type Applied = { readonly id: number; readonly name: string; readonly hash: string }

const defaultFolder = join(import.meta.dirname, '../../sql')
// Any number will do, as long as every Troth takes the same one.
const lockNumber = 7_268_677_104

/**
 * Applies the numbered SQL files that the database lacks, each in one transaction, and tells their names. Run it as
 * the owner role; the engine's login exists before the first file, which may grant to `{{prefix}}troth_engine`. Several at once apply each file once. Throws `migration.changed` when an applied file was edited,
 * `migration.newer` when the database knows more files than this program, `migration.failed` with the file's name.
 *
 * @example
 * await migrate(owner, { rolePrefix: 'test_' }) // ['0001_subjects.sql', '0002_ledger.sql']
 */
export async function migrate(
  database: Database,
  options: MigrateOptions = {},
): Promise<readonly string[]> {
  const migrations = await readMigrations(options.folder ?? defaultFolder)
  return database.session(async (session) => {
    await session.query('SELECT pg_advisory_lock($1)', [lockNumber])
    try {
      const applied = await readApplied(session)
      assertSame(migrations, applied)
      const due = migrations.slice(applied.length)
      if (due.length > 0) await createEngine(session, options.rolePrefix)
      for (const migration of due) await apply(session, migration, options.rolePrefix ?? '')
      return due.map(({ name }) => name)
    } finally {
      await session.query('SELECT pg_advisory_unlock($1)', [lockNumber]).catch(() => {})
    }
  })
}

async function readMigrations(folder: string): Promise<readonly Migration[]> {
  const names = (await readdir(folder)).filter((name) => /^\d{4}_.+\.sql$/.test(name)).toSorted()
  return Promise.all(
    names.map(async (name) => {
      const sql = await readFile(join(folder, name), 'utf8')
      const hash = createHash('sha256').update(sql).digest('hex')
      return { id: Number(name.slice(0, 4)), name, sql, hash }
    }),
  )
}

async function readApplied(session: Queryable): Promise<readonly Applied[]> {
  await session.query('CREATE SCHEMA IF NOT EXISTS troth')
  await session.query(`CREATE TABLE IF NOT EXISTS troth.migration (
    id integer PRIMARY KEY, name text NOT NULL, hash text NOT NULL, applied_at timestamptz NOT NULL)`)
  const { rows } = await session.query<Applied>(
    'SELECT id, name, hash FROM troth.migration ORDER BY id',
  )
  return rows
}

function assertSame(migrations: readonly Migration[], applied: readonly Applied[]): void {
  for (const [index, known] of applied.entries()) {
    const here = migrations[index]
    if (here === undefined) {
      throw new TrothError('migration.newer', {
        detail: `It has ${known.name}, which this program does not know. Start the newer Troth again.`,
      })
    }
    if (here.id !== known.id || here.hash !== known.hash) {
      throw new TrothError('migration.changed', {
        detail: `${known.name} was applied and ${here.name} is here now. Restore the file; write changes as a new migration.`,
      })
    }
  }
}

async function apply(session: Queryable, migration: Migration, prefix: string): Promise<void> {
  const { id, name, sql, hash } = migration
  try {
    await session.query('BEGIN')
    // First, so that a second runner on a server without our lock waits here instead of halfway.
    await session.query('INSERT INTO troth.migration VALUES ($1, $2, $3, statement_timestamp())', [
      id,
      name,
      hash,
    ])
    await session.query(sql.replaceAll('{{prefix}}', prefix))
    await session.query('COMMIT')
  } catch (cause) {
    await session.query('ROLLBACK').catch(() => {})
    const why = cause instanceof Error ? cause.message : ''
    throw new TrothError('migration.failed', { detail: `${name}: ${why}`, cause })
  }
}
