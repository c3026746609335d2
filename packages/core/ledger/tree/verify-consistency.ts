import type { Sha256 } from '../primitives.ts'
import { equalBytes } from '../text/bytes.ts'
import { emptyRoot, hashLength, nodeHash } from './hashes.ts'
import { isSize } from './range.ts'

/** A tree head: how many leaves, and their root. */
export interface TreeHead {
  readonly size: number
  readonly root: Uint8Array
}

/** Whether the proof shows `older` to be the beginning of `newer` (RFC 9162 section 2.1.4.2); malformed input is simply false. */
export function verifyConsistency(
  older: TreeHead,
  newer: TreeHead,
  proof: readonly Uint8Array[],
  sha256: Sha256,
): boolean {
  if (!isSize(older.size) || !isSize(newer.size) || older.size > newer.size) return false
  const hashes = [older.root, newer.root, ...proof]
  if (!hashes.every((hash) => hash.length === hashLength)) return false
  if (older.size === newer.size) return proof.length === 0 && equalBytes(older.root, newer.root)
  if (older.size === 0) return proof.length === 0 && equalBytes(older.root, emptyRoot(sha256))
  return climb(older, newer, proof, sha256)
}

function climb(
  older: TreeHead,
  newer: TreeHead,
  proof: readonly Uint8Array[],
  sha256: Sha256,
): boolean {
  let node = older.size - 1
  let last = newer.size - 1
  while (node % 2 === 1) {
    node = Math.floor(node / 2)
    last = Math.floor(last / 2)
  }
  // A power of two of leaves is one complete subtree: its hash is the older root and is not sent.
  const path = node === 0 ? [older.root, ...proof] : proof
  const [seed, ...rest] = path
  if (seed === undefined) return false
  let olderHash = seed
  let newerHash = seed
  for (const sibling of rest) {
    if (last === 0) return false
    if (node % 2 === 1 || node === last) {
      olderHash = nodeHash(sibling, olderHash, sha256)
      newerHash = nodeHash(sibling, newerHash, sha256)
      while (node % 2 === 0 && node !== 0) {
        node /= 2
        last = Math.floor(last / 2)
      }
    } else {
      newerHash = nodeHash(newerHash, sibling, sha256)
    }
    node = Math.floor(node / 2)
    last = Math.floor(last / 2)
  }
  return last === 0 && equalBytes(olderHash, older.root) && equalBytes(newerHash, newer.root)
}
