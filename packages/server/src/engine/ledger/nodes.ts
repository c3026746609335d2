import { hashLength, type NodeId, type ReadNode, type TreeNode } from '@troth/core/ledger'
import { TrothError } from '../../errors.ts'
import type { Queryable } from '../../store/database.ts'

/**
 * Fetches the stored hashes of complete subtrees in one statement, to be read one by one. Throws `ledger.damaged` when
 * one is not there.
 */
export async function fetchNodes(database: Queryable, nodes: readonly NodeId[]): Promise<ReadNode> {
  const { rows } = await database.query<{ level: number; index: number; hash: Uint8Array | null }>(
    // Scalar sub-selects: whatever the planner believes of the arrays, it can only look each node up.
    `SELECT level, index, CASE level
       WHEN 0 THEN (SELECT leaf_hash FROM troth.tree WHERE position = wanted.index)
       ELSE (SELECT hash FROM troth.tree_node n WHERE n.level = wanted.level AND n.index = wanted.index)
     END AS hash
     FROM unnest($1::integer[], $2::bigint[]) AS wanted (level, index)`,
    [nodes.map(({ level }) => level), nodes.map(({ index }) => index)],
  )
  const hashes = new Map(rows.map(({ level, index, hash }) => [`${level}/${index}`, hash]))
  return ({ level, index }) => {
    const hash = hashes.get(`${level}/${index}`)
    if (hash) return hash
    throw new TrothError('ledger.damaged', {
      detail: `Node ${index} of level ${level} is missing.`,
    })
  }
}

/** Stores subtrees that became complete. */
export async function storeNodes(tx: Queryable, nodes: readonly TreeNode[]): Promise<void> {
  await tx.query(
    // The hashes go as one value: an array of them would be written and read element by element.
    `INSERT INTO troth.tree_node (level, index, hash)
     SELECT level, index, substr($3::bytea, (${hashLength} * (at - 1) + 1)::integer, ${hashLength})
     FROM unnest($1::integer[], $2::bigint[]) WITH ORDINALITY AS node (level, index, at)`,
    [
      nodes.map(({ level }) => level),
      nodes.map(({ index }) => index),
      Buffer.concat(nodes.map(({ hash }) => hash)),
    ],
  )
}

/** The hashes that a statement gave joined into one value. */
export function splitHashes(joined: Uint8Array): Uint8Array[] {
  const count = joined.length / hashLength
  return Array.from({ length: count }, (_, at) =>
    joined.subarray(at * hashLength, (at + 1) * hashLength),
  )
}
