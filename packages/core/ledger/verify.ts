import { openCheckpoint, type Checkpoint, type CheckpointProblem } from './checkpoint.ts'
import { parseLeaf } from './leaf.ts'
import type { NoteKey } from './note.ts'
import type { Primitives } from './primitives.ts'
import { parseProof } from './proof.ts'
import { openReceipt, type Receipt, type ReceiptProblem } from './receipt.ts'
import { fromHex, toHex } from './text/hex.ts'
import { instant } from './text/instant.ts'
import { leafHash } from './tree/hashes.ts'
import { verifyConsistency } from './tree/verify-consistency.ts'
import { verifyInclusion } from './tree/verify-inclusion.ts'

/** Everything that can be wrong with what a ledger handed out. */
export type VerifyProblem =
  | `receipt-${ReceiptProblem}`
  | `checkpoint-${CheckpointProblem}`
  | 'leaf-differs'
  | 'proof-malformed'
  | 'index-outside'
  | 'not-included'
  | 'tree-shrunk'
  | 'not-consistent'

/** What each problem means, in words for a person. */
export const verifyMessages: Readonly<Record<VerifyProblem, string>> = Object.freeze({
  'receipt-malformed': 'the receipt is not a receipt of this format',
  'receipt-origin': 'the receipt names another ledger than the key',
  'receipt-signature': 'the receipt was not signed by this key, or was changed since',
  'checkpoint-malformed': 'the checkpoint is not a checkpoint of this format',
  'checkpoint-unsigned': 'the checkpoint bears no signature by this key',
  'checkpoint-signature': 'the checkpoint was not signed by this key, or was changed since',
  'checkpoint-origin': 'the checkpoint names another ledger than the key',
  'leaf-differs': 'the leaf is not the one the receipt was given for',
  'proof-malformed': 'the proof is not a proof of this format',
  'index-outside': 'the proof names a position past the end of the checkpoint',
  'not-included': 'the proof does not lead from the leaf to the root of the checkpoint',
  'tree-shrunk': 'the newer checkpoint has fewer leaves than the older',
  'not-consistent': 'the newer checkpoint does not continue the older',
})

/** A verdict that something is wrong, and what. */
export interface Unverified {
  readonly ok: false
  readonly problem: VerifyProblem
  readonly message: string
}

/** What a person holds: the receipt, the proof's text, and the leaf's bytes if they were given them. */
export interface Evidence {
  /** Parsed JSON of the receipt. */
  readonly receipt: unknown
  readonly proof: string
  readonly leaf?: Uint8Array
}

/**
 * Verifies offline that the ledger signed the receipt and that its leaf lies in the tree of a
 * checkpoint the same key signed; with the leaf's bytes, also that they are what was written.
 */
export function verifyReceipt(
  evidence: Evidence,
  key: NoteKey,
  primitives: Primitives,
):
  | {
      readonly ok: true
      readonly receipt: Receipt
      readonly checkpoint: Checkpoint
      readonly index: number
    }
  | Unverified {
  const opened = openReceipt(evidence.receipt, key, primitives)
  if (!opened.ok) return unverified(`receipt-${opened.problem}`)
  const { receipt } = opened
  if (evidence.leaf !== undefined && !isLeafOf(evidence.leaf, receipt, primitives)) {
    return unverified('leaf-differs')
  }
  const proof = parseProof(evidence.proof)
  const hash = fromHex(receipt.leaf)
  if (proof === null || hash === null) return unverified('proof-malformed')
  const head = openCheckpoint(proof.checkpoint, key, primitives)
  if (!head.ok) return unverified(`checkpoint-${head.problem}`)
  const { checkpoint } = head
  if (proof.index >= checkpoint.size) return unverified('index-outside')
  const claim = { ...checkpoint, leafHash: hash, index: proof.index, proof: proof.hashes }
  if (!verifyInclusion(claim, primitives.sha256)) return unverified('not-included')
  return { ok: true, receipt, checkpoint, index: proof.index }
}

/** Verifies offline that two signed checkpoints belong to one ledger that only grew. */
export function verifyCheckpoints(
  older: string,
  newer: string,
  proof: readonly Uint8Array[],
  key: NoteKey,
  primitives: Primitives,
): { readonly ok: true; readonly older: Checkpoint; readonly newer: Checkpoint } | Unverified {
  const first = openCheckpoint(older, key, primitives)
  if (!first.ok) return unverified(`checkpoint-${first.problem}`)
  const second = openCheckpoint(newer, key, primitives)
  if (!second.ok) return unverified(`checkpoint-${second.problem}`)
  if (second.checkpoint.size < first.checkpoint.size) return unverified('tree-shrunk')
  if (!verifyConsistency(first.checkpoint, second.checkpoint, proof, primitives.sha256)) {
    return unverified('not-consistent')
  }
  return { ok: true, older: first.checkpoint, newer: second.checkpoint }
}

function isLeafOf(bytes: Uint8Array, receipt: Receipt, { sha256 }: Primitives): boolean {
  const leaf = parseLeaf(bytes)
  return (
    leaf !== null &&
    toHex(leafHash(bytes, sha256)) === receipt.leaf &&
    leaf.kind === receipt.kind &&
    leaf.version === receipt.version &&
    instant(leaf.at) === receipt.at
  )
}

function unverified(problem: VerifyProblem): Unverified {
  return { ok: false, problem, message: verifyMessages[problem] }
}
