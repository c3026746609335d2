import type { Found } from '../compile/catalog-object.ts'
import type { Queryable } from '../database.ts'
import { readRelations } from './relations.ts'
import { readRights } from './rights.ts'
import { readRoles, type Scope } from './roles.ts'

/** The version of the server, as a number: 150018 for 15.18. */
export async function serverVersionOf(database: Queryable): Promise<number> {
  const { rows } = await database.query<{ version: number }>(
    `SELECT current_setting('server_version_num')::int AS version`,
  )
  return rows[0]?.version ?? 0
}

/** Everything that the database has of what a policy makes, and every right that could bear on it. */
export async function readCatalog(
  database: Queryable,
  scope: Scope,
  serverVersion: number,
): Promise<readonly Found[]> {
  const roles = await readRoles(database, scope, serverVersion)
  const relations = await readRelations(database)
  const rights = await readRights(database, scope)
  return [...roles, ...relations, ...rights]
}
