import type { Queryable } from '../database.ts'

/** Adds a person. */
export async function addSubject(tx: Queryable, subject: string, now: Date): Promise<void> {
  await tx.query('INSERT INTO troth.subject (subject_id, created_at) VALUES ($1, $2)', [
    subject,
    now,
  ])
}

/**
 * Locks a person until the transaction ends and tells whether there is one: `share` to read or insert what masks
 * permit, `update` to change what is permitted.
 */
export async function lockSubject(
  tx: Queryable,
  subject: string,
  strength: 'share' | 'update',
): Promise<boolean> {
  // INVARIANT: this comes before any read of events, masks or rows of the person, or a withdrawal could slip between.
  const { count } = await tx.query(
    `SELECT FROM troth.subject WHERE subject_id = $1 FOR ${strength === 'share' ? 'SHARE' : 'UPDATE'}`,
    [subject],
  )
  return count === 1
}

/** Ids of people in order, a batch at a time; `after` is the last one of the batch before. */
export async function listSubjects(
  tx: Queryable,
  after: string,
  most: number,
): Promise<readonly string[]> {
  const { rows } = await tx.query<{ subject_id: string }>(
    'SELECT subject_id FROM troth.subject WHERE subject_id > $1 ORDER BY subject_id LIMIT $2',
    [after, most],
  )
  return rows.map(({ subject_id }) => subject_id)
}

// One number for every Troth: shared by whoever judges by a version, alone for whoever publishes the next.
const versionLock = 7_268_677_108

/**
 * Keeps the version in force until the transaction ends. INVARIANT: a statement of its own, before `versionInForce`,
 * whose snapshot must be younger than the lock.
 */
export async function holdVersion(tx: Queryable): Promise<void> {
  await tx.query('SELECT pg_advisory_xact_lock_shared($1)', [versionLock], { name: 'hold-version' })
}

/** Waits until nobody judges by the version in force, and keeps everyone from it until the transaction ends. */
export async function replaceVersion(tx: Queryable): Promise<void> {
  await tx.query('SELECT pg_advisory_xact_lock($1)', [versionLock])
}

/** The number of the version in force; undefined before the first. */
export async function versionInForce(tx: Queryable): Promise<number | undefined> {
  const { rows } = await tx.query<{ version: number }>(
    'SELECT version FROM troth.version ORDER BY version DESC LIMIT 1',
    [],
    { name: 'version-in-force' },
  )
  return rows[0]?.version
}
