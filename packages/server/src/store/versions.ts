import type { Queryable } from './database.ts'

/** A version of the policy as it was published. */
export interface VersionRow {
  readonly version: number
  readonly hash: string
  readonly policy: unknown
  readonly notice: string
}

/** The version in force; undefined before the first. */
export async function readVersionInForce(tx: Queryable): Promise<VersionRow | undefined> {
  const { rows } = await tx.query<VersionRow>(
    'SELECT version, hash, policy, notice FROM troth.version ORDER BY version DESC LIMIT 1',
  )
  return rows[0]
}

/** The bit position of every purpose ever declared. */
export async function readPositions(tx: Queryable): Promise<ReadonlyMap<string, number>> {
  const { rows } = await tx.query<{ purpose: string; position: number }>(
    'SELECT purpose, position FROM troth.purpose',
  )
  return new Map(rows.map(({ purpose, position }) => [purpose, position]))
}

/** What records of each version, channel and source may serve, in words. */
export async function readProvenance(
  tx: Queryable,
  words: number,
): Promise<
  readonly {
    readonly version: number
    readonly channel: string
    readonly source: string
    readonly words: readonly number[]
  }[]
> {
  const columns = Array.from({ length: words }, (_, word) => `record_mask${word}`)
  const { rows } = await tx.query<{
    version: number
    channel: string
    source: string
    words: number[]
  }>(`SELECT version, channel, source, ARRAY[${columns.join(', ')}] AS words FROM troth.provenance`)
  return rows
}

/** The datasets' tables, those of datasets that the policy no longer declares included. */
export async function listTables(tx: Queryable): Promise<readonly string[]> {
  const { rows } = await tx.query<{ name: string }>(
    `SELECT relname::text AS name FROM pg_class
     WHERE relnamespace = 'data'::regnamespace AND relkind IN ('r', 'p') ORDER BY relname`,
  )
  return rows.map(({ name }) => name)
}
