import type { CompiledPolicy } from '@troth/core/policy'
import { readCatalog, serverVersionOf } from './catalog/read.ts'
import { expectCatalog } from './compile/expected.ts'
import { type Layout, layOut, type Refusal } from './compile/layout.ts'
import type { Queryable } from './database.ts'
import { expectLogins, readLogins } from './logins/expected.ts'
import { type Change, changesOf, refusalsOf } from './plan/changes.ts'
import { type Comparison, compare } from './plan/compare.ts'
import { expectReference, readReference } from './plan/reference.ts'
import { staleMasks } from './plan/staleness.ts'

export type { Change } from './plan/changes.ts'
export type { Refusal } from './compile/layout.ts'

/** A version of a policy on its way into a database. */
export type Publication = {
  /** Compiled with the positions that the database has given (`readPositions`). */
  readonly compiled: CompiledPolicy
  /** The policy's identity (`policyHash`). */
  readonly hash: string
  /** The text of the notice that people are shown. */
  readonly notice: string
  readonly rolePrefix?: string
}

/** What would be done, in order; with refusals, nothing is. */
export type Plan = { readonly changes: readonly Change[]; readonly refusals: readonly Refusal[] }

/**
 * Says what would make the database that of the policy, without changing anything. What would lose or reinterpret data
 * is refused: a field or dataset left out, another type, another position, an older or altered version.
 *
 * @example
 * const { changes, refusals } = await planPolicy(owner, { compiled, hash, notice }, new Date())
 */
export async function planPolicy(
  database: Queryable,
  publication: Publication,
  now: Date,
): Promise<Plan> {
  const laid = await layOutOn(database, publication)
  if (!laid.ok) return { changes: [], refusals: laid.refusals }
  const { layout } = laid
  const older = await refuseOlder(database, layout.version)
  if (older.length > 0) return { changes: [], refusals: older }
  const comparison = await compareWith(database, publication, layout, now)
  const refusals = refusalsOf(comparison)
  if (refusals.length > 0) return { changes: [], refusals }
  const masks = await staleMasks(database, publication.compiled.policy, layout, now)
  return { changes: [...changesOf(comparison), ...masks], refusals }
}

/** Lays a policy out on a database, where a dataset that has a table keeps it. */
export async function layOutOn(database: Queryable, { compiled, rolePrefix }: Publication) {
  const { rows } = await database.query<{ name: string }>(
    `SELECT tablename AS name FROM pg_tables WHERE schemaname = 'data'`,
  )
  const existing = new Set(rows.map(({ name }) => name))
  return layOut(compiled, { existing, ...(rolePrefix !== undefined && { rolePrefix }) })
}

/** Compares a database with everything that a laid out policy, and the logins issued, call for. */
export async function compareWith(
  database: Queryable,
  { compiled, hash, notice }: Publication,
  layout: Layout,
  now: Date,
): Promise<Comparison> {
  const serverVersion = await serverVersionOf(database)
  const { rolePrefix, roles } = layout
  const logins = await readLogins(database)
  const expected = [
    ...expectCatalog(layout, serverVersion),
    ...expectLogins(logins, rolePrefix, serverVersion),
    ...expectReference(compiled, layout, { hash, notice }, now),
  ]
  const found = [
    ...(await readCatalog(database, { rolePrefix, ...roles }, serverVersion)),
    ...(await readReference(database, layout.version)),
  ]
  return compare(expected, found)
}

async function refuseOlder(database: Queryable, version: number): Promise<readonly Refusal[]> {
  const { rows } = await database.query<{ newest: number | null }>(
    'SELECT max(version) AS newest FROM troth.version',
  )
  const newest = rows[0]?.newest ?? 0
  if (version >= newest) return []
  return [{ what: `version ${version}`, why: `version ${newest} is in force and is not undone` }]
}
