import {
  append,
  emptyFrontier,
  equalBytes,
  frontierRoot,
  leafHash,
  openCheckpoint,
  rangeNodes,
  type Frontier,
  type NoteKey,
  type TreeNode,
} from '@troth/core/ledger'
import type { Database, Queryable } from '../../store/database.ts'
import { checkpointsBetween, type StoredCheckpoint } from './checkpoints.ts'
import { primitives } from './primitives.ts'
import type { LedgerProblem } from './problem.ts'
import { verifyLeafRows } from './verify-leaves.ts'

/** What verifying the stored ledger found. */
export type LedgerVerdict =
  | {
      readonly ok: true
      /** Leaves in the tree. */
      readonly size: number
      readonly checkpoints: number
      /** Leaves that are committed and have no place yet. */
      readonly pending: number
    }
  | { readonly ok: false; readonly problem: LedgerProblem }

type Progress = { readonly frontier: Frontier; readonly checkpoints: number }
type Checked<T> = { readonly ok: true; readonly value: T } | WithProblem
type WithProblem = { readonly ok: false; readonly problem: LedgerProblem }

const { sha256 } = primitives

/**
 * Hashes the whole tree anew from its leaves, in batches, and compares every stored node, every checkpoint (root,
 * signature, name) and every leaf row with it. Roots that all come from one list of leaves are consistent with one
 * another. A salt that was erased is no problem: only what is public is in the tree.
 *
 * @example
 * const verdict = await verifyLedger(database, ledger.signer)
 * if (!verdict.ok) console.error(verdict.problem.message)
 */
export async function verifyLedger(
  database: Database,
  key: NoteKey,
  { batch = 4096 }: { readonly batch?: number } = {},
): Promise<LedgerVerdict> {
  const verify = async (tx: Queryable): Promise<LedgerVerdict> => {
    const tree = await verifyTree(tx, key, batch)
    if (!tree.ok) return tree
    const { frontier, checkpoints } = tree.value
    const ends = await verifyEnds(tx, frontier.size)
    if (ends !== undefined) return { ok: false, problem: ends }
    const leaves = await verifyLeafRows(tx, batch)
    if (!leaves.ok) return leaves
    return { ok: true, size: frontier.size, checkpoints, pending: leaves.pending }
  }
  // One snapshot, or what is sequenced meanwhile would look like a difference.
  return database.transaction(verify, { isolation: 'repeatable read' })
}

async function verifyTree(tx: Queryable, key: NoteKey, batch: number): Promise<Checked<Progress>> {
  let progress: Progress = { frontier: emptyFrontier, checkpoints: 0 }
  for (;;) {
    const from = progress.frontier.size
    const { rows } = await tx.query<TreeRow>(
      'SELECT position, leaf_hash, data FROM troth.tree WHERE position >= $1 ORDER BY position LIMIT $2',
      [from, batch],
    )
    if (rows.length === 0) return { ok: true, value: progress }
    const hashes = hashLeaves(rows, from)
    if (!hashes.ok) return hashes
    const signed = await checkpointsBetween(tx, from, from + rows.length)
    const grown = grow(progress, hashes.value, signed, key)
    if (!grown.ok) return grown
    const wrong = await compareNodes(tx, grown.value.nodes)
    if (wrong !== undefined) return { ok: false, problem: wrong }
    progress = grown.value
  }
}

type TreeRow = {
  readonly position: number
  readonly leaf_hash: Uint8Array
  readonly data: Uint8Array
}

function hashLeaves(rows: readonly TreeRow[], from: number): Checked<readonly Uint8Array[]> {
  const hashes: Uint8Array[] = []
  for (const { position, leaf_hash: stored, data } of rows) {
    const expected = from + hashes.length
    if (position !== expected) return problem('tree', expected, `leaf ${expected} is missing`)
    const hash = leafHash(data, sha256)
    if (!equalBytes(hash, stored)) return problem('tree', position, `leaf ${position} was changed`)
    hashes.push(hash)
  }
  return { ok: true, value: hashes }
}

function grow(
  { frontier, checkpoints }: Progress,
  hashes: readonly Uint8Array[],
  signed: readonly StoredCheckpoint[],
  key: NoteKey,
): Checked<Progress & { readonly nodes: readonly TreeNode[] }> {
  const nodes: TreeNode[] = []
  let grown = frontier
  const growTo = (size: number) => {
    const next = hashes.slice(grown.size - frontier.size, size - frontier.size)
    const step = append(grown, next, sha256)
    for (const node of step.nodes) nodes.push(node)
    grown = step.frontier
  }
  for (const checkpoint of signed) {
    growTo(checkpoint.size)
    const wrong = judge(checkpoint, frontierRoot(grown, sha256), key)
    if (wrong !== undefined) return problem('checkpoint', checkpoint.size, wrong)
  }
  growTo(frontier.size + hashes.length)
  return {
    ok: true,
    value: { frontier: grown, checkpoints: checkpoints + signed.length, nodes },
  }
}

function judge(stored: StoredCheckpoint, root: Uint8Array, key: NoteKey): string | undefined {
  const opened = openCheckpoint(stored.note, key, primitives)
  const name = `the checkpoint of ${stored.size} leaves`
  if (!opened.ok) return `${name} does not verify (${opened.problem})`
  if (opened.checkpoint.size !== stored.size) return `${name} was signed for another size`
  if (!equalBytes(opened.checkpoint.root, root)) return `${name} does not fit the leaves`
  return equalBytes(stored.root, root) ? undefined : `the root stored with ${name} was changed`
}

async function compareNodes(
  tx: Queryable,
  nodes: readonly TreeNode[],
): Promise<LedgerProblem | undefined> {
  const { rows } = await tx.query<{ at: number; hash: Uint8Array | null }>(
    `SELECT wanted.at, (SELECT hash FROM troth.tree_node n
       WHERE n.level = wanted.level AND n.index = wanted.index) AS hash
     FROM unnest($1::integer[], $2::bigint[]) WITH ORDINALITY AS wanted (level, index, at)
     ORDER BY wanted.at`,
    [nodes.map(({ level }) => level), nodes.map(({ index }) => index)],
  )
  for (const [at, { level, index, hash }] of nodes.entries()) {
    const stored = rows[at]?.hash
    if (stored && equalBytes(stored, hash)) continue
    const state = stored ? 'was changed' : 'is missing'
    const message = `node ${index} of level ${level} ${state}`
    return { table: 'tree_node', position: index * 2 ** level, message }
  }
  return undefined
}

// What lies past the last leaf: checkpoints of a tree that was cut, nodes that no leaf stands under.
async function verifyEnds(tx: Queryable, size: number): Promise<LedgerProblem | undefined> {
  const [beyond] = await checkpointsBetween(tx, size, Number.MAX_SAFE_INTEGER)
  if (beyond !== undefined) {
    const message = `the tree ends at ${size} leaves, a checkpoint was signed for ${beyond.size}`
    return { table: 'tree', position: size, message }
  }
  const { rows } = await tx.query<{ nodes: number }>(
    'SELECT count(*) AS nodes FROM troth.tree_node',
  )
  // A tree of n leaves has n - 1 inner nodes, less those on its edge that are not complete.
  const complete = size - rangeNodes({ from: 0, to: size }).length
  if (rows[0]?.nodes === complete) return undefined
  const message = `there are nodes past the end of the tree of ${size} leaves`
  return { table: 'tree_node', position: size, message }
}

function problem(table: LedgerProblem['table'], position: number, message: string): WithProblem {
  return { ok: false, problem: { table, position, message } }
}
