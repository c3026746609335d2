import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Kind } from './compile/catalog-object.ts'
import type { Queryable } from './database.ts'
import { dumpSchema, linesOf, renderSchema } from './drift/dump.ts'
import { compareWith, layOutOn, type Publication } from './plan.ts'

/** One thing that is not as the policy and the migrations make it. */
export type Difference = {
  readonly kind: Kind
  readonly name: string
  /** As it should be; absent where it should not be there at all. */
  readonly expected?: string
  /** As it is; absent where it is missing. */
  readonly found?: string
}

const committed = join(import.meta.dirname, '../../sql/schema.sql')

/**
 * Names every difference between a database and what its policy, its logins and its migrations call for: roles and
 * memberships, settings, tables, rights, row policies, views, indexes, statistics, reference rows. An empty list means
 * that the policy in force is the one that the database enforces.
 */
export async function drift(
  database: Queryable,
  publication: Publication,
  now: Date,
): Promise<readonly Difference[]> {
  const laid = await layOutOn(database, publication)
  if (!laid.ok) {
    return laid.refusals.map(({ what, why }) => ({ kind: 'troth', name: what, expected: why }))
  }
  const { missing, different, extra } = await compareWith(database, publication, laid.layout, now)
  return [
    ...missing.map(({ kind, name, value }): Difference => ({ kind, name, expected: value })),
    ...different.map(({ expected, found }): Difference => ({
      kind: expected.kind,
      name: expected.name,
      expected: expected.value,
      found: found.value,
    })),
    ...extra.map(({ kind, name, value }): Difference => ({ kind, name, found: value })),
    ...(await ownDrift(database, laid.layout.rolePrefix)),
  ]
}

async function ownDrift(database: Queryable, rolePrefix: string): Promise<readonly Difference[]> {
  const should = linesOf(await readFile(committed, 'utf8'))
  const is = linesOf(renderSchema(await dumpSchema(database, rolePrefix)))
  return [
    ...[...should]
      .filter((line) => !is.has(line))
      .map((line): Difference => ({
        kind: 'troth',
        name: line,
        expected: 'there',
      })),
    ...[...is]
      .filter((line) => !should.has(line))
      .map((line): Difference => ({
        kind: 'troth',
        name: line,
        found: 'there',
      })),
  ]
}
