import { setTimeout as sleep } from 'node:timers/promises'
import {
  consistencyProof,
  consistencyRanges,
  formatProof,
  inclusionProof,
  inclusionRanges,
  parseLeaf,
  rangeNodes,
  signReceipt,
  type NoteSigner,
  type Receipt,
} from '@troth/core/ledger'
import { TrothError } from '../../errors.ts'
import type { Queryable } from '../../store/database.ts'
import { fetchNodes } from './nodes.ts'
import { primitives } from './primitives.ts'

/** What stands at a receipt's address. */
export type FoundReceipt =
  | {
      readonly state: 'proven'
      readonly receipt: Receipt
      /** The leaf's public bytes, which are ASCII. */
      readonly leaf: string
      /** The inclusion proof as a `.tlog-proof`, checkpoint included. */
      readonly proof: string
    }
  /** Written, and not yet under a checkpoint. */
  | { readonly state: 'pending' }
  /** No leaf has this hash. */
  | { readonly state: 'unknown' }

const { sha256 } = primitives
const lookEvery = 50

/**
 * Finds the receipt and the inclusion proof of a leaf by its hash (32 bytes); with `wait`, waits up to so many
 * milliseconds for the checkpoint that proves a leaf which is written.
 *
 * @example
 * const found = await findReceipt(database, ledger.signer, fromHex(leaf), { wait: 2_000 })
 */
export async function findReceipt(
  database: Queryable,
  signer: NoteSigner,
  hash: Uint8Array,
  { wait = 0 }: { readonly wait?: number } = {},
): Promise<FoundReceipt> {
  for (let waited = 0; ; waited += lookEvery) {
    const found = await look(database, signer, hash)
    if (found.state !== 'pending' || waited >= wait) return found
    await sleep(Math.min(lookEvery, wait - waited))
  }
}

/** The proof that one checkpoint's tree continues another's; throws RangeError unless older <= newer <= the tree. */
export async function proveConsistency(
  database: Queryable,
  older: number,
  newer: number,
): Promise<readonly Uint8Array[]> {
  const ranges = consistencyRanges(older, newer)
  const read = await fetchNodes(database, ranges.flatMap(rangeNodes))
  return consistencyProof(older, newer, read, sha256)
}

type Located = {
  readonly position: number | null
  readonly data: Uint8Array
  /** The latest checkpoint's. */
  readonly size: number | null
  readonly note: string | null
}

async function look(
  database: Queryable,
  signer: NoteSigner,
  hash: Uint8Array,
): Promise<FoundReceipt> {
  // One statement, one snapshot: between two, a leaf could move from the waiting to the placed and be seen in neither.
  // Those without a place are looked through only when the hash has none, and they are a second's worth.
  const { rows } = await database.query<Located>(
    `SELECT found.position, found.data, last.size, last.note
     FROM (
       SELECT position, data FROM troth.tree WHERE leaf_hash = $1
       UNION ALL
       SELECT position, data FROM troth.leaf
       WHERE position IS NULL AND sha256('\\x00'::bytea || data) = $1
         AND NOT EXISTS (SELECT FROM troth.tree WHERE leaf_hash = $1)
     ) AS found
     LEFT JOIN (SELECT size, note FROM troth.checkpoint ORDER BY size DESC LIMIT 1) AS last ON true`,
    [hash],
    { name: 'locate-leaf' },
  )
  const [found] = rows
  if (found === undefined) return { state: 'unknown' }
  const { position, data, size, note } = found
  if (position === null || size === null || note === null || size <= position) {
    return { state: 'pending' }
  }
  const leaf = parseLeaf(data)
  if (leaf === null) {
    throw new TrothError('ledger.damaged', { detail: `Leaf ${position} is not a leaf.` })
  }
  const ranges = inclusionRanges(position, size)
  const read = await fetchNodes(database, ranges.flatMap(rangeNodes))
  const hashes = inclusionProof(position, size, read, sha256)
  return {
    state: 'proven',
    receipt: signReceipt(leaf, hash, signer, sha256),
    leaf: Buffer.from(data).toString('latin1'),
    proof: formatProof({ index: position, hashes, checkpoint: note }),
  }
}
