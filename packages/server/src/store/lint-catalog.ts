import type { Queryable } from './database.ts'
import { rules } from './lint/rules.ts'

/** Something in a database that a rule of the schema does not allow. */
export type CatalogFinding = {
  readonly rule: string
  readonly object: string
  /** Why the rule is there. */
  readonly why: string
}

/**
 * Holds a database to the rules by which Troth's tables are written: a person's rows stay together on a cluster, nothing
 * acts with another's rights, a row policy is a test of role, bit and time and nothing else. No finding means it keeps
 * them all.
 */
export async function lintCatalog(database: Queryable): Promise<readonly CatalogFinding[]> {
  const findings: CatalogFinding[] = []
  for (const { rule, why, query } of rules) {
    const { rows } = await database.query<{ object: string }>(query)
    findings.push(...rows.map(({ object }) => ({ rule, object, why })))
  }
  return findings
}
