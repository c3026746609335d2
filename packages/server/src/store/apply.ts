import { canonicalJson, hashText } from '@troth/core/policy'
import { watchBlockers, type Watch } from './plan/blockers.ts'
import type { Database, Queryable } from './database.ts'
import { failureOf } from './failure.ts'
import { appendLeaf, nobody, sha256 } from './leaves.ts'
import { replaceVersion } from './people/subjects.ts'
import { type Change, planPolicy, type Publication, type Refusal } from './plan.ts'

/** How an apply ended: the policy is in force and what that took; or nothing was changed, and why. */
export type Applied =
  | { readonly kind: 'applied'; readonly changes: readonly Change[] }
  | { readonly kind: 'unchanged' }
  | { readonly kind: 'refused'; readonly refusals: readonly Refusal[] }

// One number for every Troth; held until the transaction ends.
const lockNumber = 7_268_677_106

// Everyone who reads a table waits behind an apply that waits for it, so no attempt waits for long.
const attempts = 4
const longestWait = 2_000
const locked = '55P03'

/**
 * Makes the database that of the policy, in one transaction as the owner role: wholly or not at all, and once, however
 * many do it at the same time. Where it answers with a change of kind `masks`, people are to be folded again. A session
 * that keeps a transaction open may hold a table that is to change; after some attempts it is named in a refusal.
 *
 * @example
 * const applied = await applyPolicy(owner, { compiled, hash, notice }, new Date())
 */
export async function applyPolicy(
  owner: Database,
  publication: Publication,
  now: Date,
  /** Milliseconds to wait for a lock at each attempt. */
  wait: number = longestWait,
): Promise<Applied> {
  const watch = watchBlockers(owner)
  try {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await owner.transaction((tx) => applyOnce(tx, publication, now, wait, watch), {
          retry: true,
        })
      } catch (thrown) {
        if (thrown instanceof Unmoved) return { kind: 'refused', refusals: unmoved(thrown) }
        if (failureOf(thrown)?.sqlstate !== locked) throw thrown
        if (attempt === attempts) return { kind: 'refused', refusals: blocked(watch) }
      }
    }
  } finally {
    await watch.end()
  }
}

async function applyOnce(
  transaction: Queryable,
  publication: Publication,
  now: Date,
  wait: number,
  watch: Watch,
): Promise<Applied> {
  // Another apply is waited for as long as it takes.
  await transaction.query('SELECT pg_advisory_xact_lock($1)', [lockNumber])
  await transaction.query(`SET LOCAL lock_timeout = ${wait}`)
  await watch.begin(transaction)
  const { changes, refusals } = await planPolicy(transaction, publication, now)
  if (refusals.length > 0) return { kind: 'refused', refusals }
  if (changes.length === 0) return { kind: 'unchanged' }
  // INVARIANT: what was judged by the version before is committed, and goes stale with the rest.
  await replaceVersion(transaction)
  for (const batch of batches(changes)) await transaction.query(batch.sql, batch.parameters)
  if (changes.some(({ kind }) => kind === 'version')) {
    await recordPublication(transaction, publication, now)
  }
  const left = await planPolicy(transaction, publication, now)
  // INVARIANT: what is answered as applied is in force as planned, or nothing of it is.
  if (left.changes.length + left.refusals.length > 0) throw new Unmoved(left.changes)
  return { kind: 'applied', changes }
}

function unmoved({ changes }: Unmoved): readonly Refusal[] {
  return changes.map(({ kind, name, sql }) => ({
    what: `${kind} ${name}`,
    why: `was given by another role, which must take it back: ${sql}`,
  }))
}

function blocked({ blockers }: Watch): readonly Refusal[] {
  if (blockers.size === 0) {
    return [{ what: 'what is to change', why: 'is held by another session; apply again' }]
  }
  return [...blockers].map(([pid, role]) => ({
    what: `session ${pid} of ${role}`,
    why: `holds what is to change, in a transaction it has not ended; end that, a login's by "troth login revoke ${role}", and apply again`,
  }))
}

// With the leaf's salt, which is public, anyone can check what was published and when (PRE.5).
async function recordPublication(
  transaction: Queryable,
  { compiled, hash, notice }: Publication,
  now: Date,
): Promise<void> {
  const { version } = compiled
  const event = canonicalJson({ version, hash, notice: hashText(notice, sha256) })
  await appendLeaf(transaction, {
    subjectId: nobody,
    kind: 'version',
    at: now,
    version,
    event: Buffer.from(event),
  })
}

class Unmoved extends Error {
  readonly changes: readonly Change[]

  constructor(changes: readonly Change[]) {
    super('The database did not take some changes.')
    this.changes = changes
  }
}

type Batch = { readonly sql: string; readonly parameters?: readonly unknown[] }

// Hundreds of statements without parameters go in one message; one with parameters goes by itself.
function batches(changes: readonly Change[]): readonly Batch[] {
  const made: { sql: string; parameters?: readonly unknown[] }[] = []
  for (const { sql, parameters } of changes) {
    const last = made.at(-1)
    if (parameters !== undefined) made.push({ sql, parameters })
    else if (last === undefined || last.parameters !== undefined) made.push({ sql })
    else last.sql += `;\n${sql}`
  }
  return made
}
