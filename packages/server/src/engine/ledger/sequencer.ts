import { setTimeout as sleep } from 'node:timers/promises'
import {
  append,
  consistencyProof,
  consistencyRanges,
  frontierRoot,
  rangeNodes,
  signCheckpoint,
  verifyConsistency,
  type Frontier,
  type NoteSigner,
  type TreeHead,
} from '@troth/core/ledger'
import { TrothError } from '../../errors.ts'
import type { Database, Queryable } from '../../store/database.ts'
import { latestCheckpoint, type StoredCheckpoint } from './checkpoints.ts'
import { fetchNodes, splitHashes, storeNodes } from './nodes.ts'
import { primitives } from './primitives.ts'

/** How one batch is sequenced. */
export interface BatchOptions {
  /** Most leaves in one transaction; 4,096 by default. */
  readonly batch?: number
  /** Milliseconds from one checkpoint to the next while the tree grows; 1,000 by default. */
  readonly interval?: number
}

/** What one batch did. */
export interface Sequenced {
  /** Another process is sequencing, and nothing was done. */
  readonly busy: boolean
  /** Leaves that were given their place. */
  readonly leaves: number
  /** Leaves that still wait were left, because the batch was full. */
  readonly more: boolean
}

/** A running sequencer. */
export interface Sequencer {
  /** Ends the loop after the batch under way. */
  stop(): Promise<void>
}

const { sha256 } = primitives
// Any number will do, as long as every Troth takes the same one.
const lockNumber = 7_268_677_105

/**
 * Gives committed leaves their places in the tree, stores the subtrees that became complete and, when the last one is
 * old enough, signs a checkpoint; all in one transaction, so that a crash leaves the tree as it was. Throws
 * `ledger.damaged`, and signs nothing, when the stored tree no longer continues the last checkpoint.
 */
export async function sequenceBatch(
  database: Database,
  signer: NoteSigner,
  now: Date,
  { batch = 4096, interval = 1000 }: BatchOptions = {},
): Promise<Sequenced> {
  return database.transaction(async (tx) => {
    // INVARIANT: one sequencer at a time. A statement of its own: the next one's snapshot is taken with the lock held.
    const { rows } = await tx.query<{ held: boolean }>(
      'SELECT pg_try_advisory_xact_lock($1) AS held',
      [lockNumber],
    )
    if (rows[0]?.held !== true) return { busy: true, leaves: 0, more: false }
    const last = await latestCheckpoint(tx)
    const before = await readFrontier(tx)
    assertHolds(before.size, last?.size ?? 0)
    const hashes = await placeLeaves(tx, before.size, batch)
    const { frontier, nodes } = append(before, hashes, sha256)
    if (nodes.length > 0) await storeNodes(tx, nodes)
    if (isDue(frontier.size, last, now, interval)) await checkpoint(tx, frontier, last, signer, now)
    return { busy: false, leaves: hashes.length, more: hashes.length === batch }
  })
}

/** Sequences everything that is committed and signs a checkpoint over it; gives the number of leaves placed. */
export async function sequenceAll(
  database: Database,
  signer: NoteSigner,
  now: Date,
  options: Omit<BatchOptions, 'interval'> = {},
): Promise<number> {
  let leaves = 0
  for (;;) {
    const done = await sequenceBatch(database, signer, now, { ...options, interval: 0 })
    leaves += done.leaves
    if (done.busy) await sleep(20)
    else if (!done.more) return leaves
  }
}

/**
 * Sequences for as long as the process lives. A fault is told and the loop goes on: no write waits for it, and what
 * was written meanwhile is placed once the cause is gone.
 *
 * @example
 * const sequencer = startSequencer(database, ledger.signer, { clock: () => new Date(), onFault: log })
 * await sequencer.stop()
 */
export function startSequencer(
  database: Database,
  signer: NoteSigner,
  options: BatchOptions & {
    readonly clock: () => Date
    readonly onFault: (fault: unknown) => void
    /** Milliseconds to rest when nothing waits; 200 by default. */
    readonly pause?: number
  },
): Sequencer {
  const { clock, onFault, pause = 200 } = options
  const stopping = new AbortController()
  const loop = async () => {
    while (!stopping.signal.aborted) {
      const more = await sequenceBatch(database, signer, clock(), options).then(
        (done) => done.more,
        (fault: unknown) => {
          onFault(fault)
          return false
        },
      )
      if (!more) await sleep(pause, undefined, { signal: stopping.signal }).catch(() => {})
    }
  }
  const ended = loop()
  return {
    async stop() {
      stopping.abort()
      await ended
    },
  }
}

async function readFrontier(tx: Queryable): Promise<Frontier> {
  const { rows } = await tx.query<{ size: number }>(
    'SELECT coalesce(max(position) + 1, 0) AS size FROM troth.tree',
  )
  const size = rows[0]?.size ?? 0
  const nodes = rangeNodes({ from: 0, to: size })
  const read = await fetchNodes(tx, nodes)
  return { size, peaks: nodes.map(read) }
}

// One statement, so that the leaves do not travel: 30 us of CPU a leaf, both processes together, instead of 46.
async function placeLeaves(tx: Queryable, size: number, batch: number): Promise<Uint8Array[]> {
  const { rows } = await tx.query<{ leaves: number; end: number; hashes: Uint8Array }>(
    `WITH due AS (
       SELECT subject_id, leaf_id, $1::bigint - 1 + row_number() OVER (ORDER BY leaf_id) AS position
       FROM (SELECT subject_id, leaf_id FROM troth.leaf WHERE position IS NULL
             ORDER BY leaf_id LIMIT $2) AS waiting
     ), placed AS (
       UPDATE troth.leaf SET position = due.position FROM due
       WHERE leaf.subject_id = due.subject_id AND leaf.leaf_id = due.leaf_id
         AND leaf.position IS NULL
       RETURNING leaf.position, leaf.data
     ), grown AS (
       INSERT INTO troth.tree (position, leaf_hash, data)
       SELECT position, sha256('\\x00'::bytea || data), data FROM placed ORDER BY position
       RETURNING position, leaf_hash
     )
     SELECT count(*) AS leaves, coalesce(max(position) + 1, $1) AS "end",
       coalesce(string_agg(leaf_hash, '' ORDER BY position), '') AS hashes FROM grown`,
    [size, batch],
  )
  const { leaves, end, hashes } = rows[0] ?? { leaves: 0, end: size, hashes: new Uint8Array() }
  // A person was erased while the statement ran: a position would stay empty.
  if (end !== size + leaves) throw new TrothError('database.conflict')
  return splitHashes(hashes)
}

// Leaves placed where signed ones were cut off would make the tree look whole again.
function assertHolds(size: number, signed: number): void {
  if (size >= signed) return
  throw new TrothError('ledger.damaged', {
    detail: `The tree has ${size} leaves and its last checkpoint ${signed}.`,
  })
}

function isDue(
  size: number,
  last: StoredCheckpoint | undefined,
  now: Date,
  interval: number,
): boolean {
  if (last === undefined) return size > 0
  // Servers' clocks differ: a checkpoint of the future is as old as it is early.
  return size > last.size && Math.abs(now.getTime() - last.at.getTime()) >= interval
}

async function checkpoint(
  tx: Queryable,
  frontier: Frontier,
  last: StoredCheckpoint | undefined,
  signer: NoteSigner,
  now: Date,
): Promise<void> {
  const head = { size: frontier.size, root: frontierRoot(frontier, sha256) }
  if (last !== undefined) await assertContinues(tx, last, head)
  await tx.query('INSERT INTO troth.checkpoint (size, root, note, at) VALUES ($1, $2, $3, $4)', [
    head.size,
    head.root,
    signCheckpoint(head, signer, sha256),
    now,
  ])
}

// INVARIANT: nothing is signed that contradicts what was signed before, whatever happened to the tables.
async function assertContinues(tx: Queryable, older: TreeHead, newer: TreeHead): Promise<void> {
  const ranges = consistencyRanges(older.size, newer.size)
  const read = await fetchNodes(tx, ranges.flatMap(rangeNodes))
  const proof = consistencyProof(older.size, newer.size, read, sha256)
  if (!verifyConsistency(older, newer, proof, sha256)) {
    throw new TrothError('ledger.damaged', {
      detail: `The tree no longer continues its checkpoint of ${older.size} leaves.`,
    })
  }
}
