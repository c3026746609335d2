/**
 * The ledger's mathematics: leaves without personal data, the RFC 6962 tree over them, signed
 * checkpoints and receipts, proofs, and the verifier that checks them offline. Pure: SHA-256 and
 * Ed25519 are handed in.
 *
 * @module
 */
export {
  openCheckpoint,
  signCheckpoint,
  type Checkpoint,
  type CheckpointProblem,
} from './checkpoint.ts'
export {
  commit,
  encodeLeaf,
  isLeafKind,
  leafKinds,
  opens,
  parseLeaf,
  saltLength,
  type Leaf,
  type LeafKind,
} from './leaf.ts'
export {
  formatKey,
  isKeyName,
  keyId,
  openNote,
  parseKey,
  signMessage,
  signNote,
  verifyMessage,
  type NoteKey,
  type NoteProblem,
  type NoteSigner,
} from './note.ts'
export type { Primitives, Sha256, Sign } from './primitives.ts'
export { formatProof, parseProof, type LeafProof } from './proof.ts'
export {
  openReceipt,
  receiptText,
  signReceipt,
  type Receipt,
  type ReceiptProblem,
} from './receipt.ts'
export { fromBase64, toBase64 } from './text/base64.ts'
export { equalBytes } from './text/bytes.ts'
export { fromHex, toHex } from './text/hex.ts'
export { consistencyProof, consistencyRanges } from './tree/consistency.ts'
export {
  append,
  emptyFrontier,
  frontierRoot,
  type Frontier,
  type TreeNode,
} from './tree/frontier.ts'
export { emptyRoot, hashLength, leafHash } from './tree/hashes.ts'
export { inclusionProof, inclusionRanges } from './tree/inclusion.ts'
export { rangeNodes, rootAt, type LeafRange, type NodeId, type ReadNode } from './tree/range.ts'
export { verifyConsistency, type TreeHead } from './tree/verify-consistency.ts'
export { verifyInclusion, type InclusionClaim } from './tree/verify-inclusion.ts'
export {
  verifyCheckpoints,
  verifyMessages,
  verifyReceipt,
  type Evidence,
  type Unverified,
  type VerifyProblem,
} from './verify.ts'
