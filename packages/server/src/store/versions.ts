import { leafHash, parseLeaf, toHex } from '@troth/core/ledger'
import type { Queryable } from './database.ts'
import { nobody, sha256 } from './leaves.ts'

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

/** When and as what a version of the policy was published. */
export interface Publication {
  readonly version: number
  /** SHA-256 of the policy's canonical JSON, hexadecimal. */
  readonly hash: string
  readonly effectiveAt: Date
  /** Markdown. */
  readonly notice: string
}

/** Every version, the newest first. */
export async function listPublications(tx: Queryable): Promise<readonly Publication[]> {
  const { rows } = await tx.query<Publication>(
    'SELECT version, hash, effective_at AS "effectiveAt", notice FROM troth.version ORDER BY version DESC',
  )
  return rows
}

/** The text of one version; undefined for one that was never published. */
export async function readPublication(
  tx: Queryable,
  version: number,
): Promise<(Publication & { readonly policy: unknown }) | undefined> {
  const { rows } = await tx.query<Publication & { readonly policy: unknown }>(
    `SELECT version, hash, effective_at AS "effectiveAt", policy, notice
     FROM troth.version WHERE version = $1`,
    [version],
  )
  return rows[0]
}

/** What a publication left in the ledger, hexadecimal; with the salt anyone can check what was committed to. */
export interface PublicationLeaf {
  readonly leaf: string
  readonly salt: string
}

/** The leaf of each version that has one. */
export async function publicationLeaves(
  tx: Queryable,
): Promise<ReadonlyMap<number, PublicationLeaf>> {
  const { rows } = await tx.query<{ data: Uint8Array; salt: Uint8Array }>(
    `SELECT data, salt FROM troth.leaf WHERE subject_id = $1 AND kind = 'version' ORDER BY leaf_id`,
    [nobody],
  )
  const leaves = rows.flatMap(({ data, salt }) => {
    const version = parseLeaf(data)?.version
    if (version === undefined) return []
    return [[version, { leaf: toHex(leafHash(data, sha256)), salt: toHex(salt) }] as const]
  })
  return new Map(leaves)
}
