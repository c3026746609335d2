import type { Sha256 } from '../primitives.ts'
import { checkSize, rangeHash, splitPoint, type LeafRange, type ReadNode } from './range.ts'

/**
 * The ranges whose hashes prove that the tree of `older` leaves is the beginning of the tree of
 * `newer` leaves (RFC 6962 section 2.1.2); none when either is empty or both are the same.
 * Throws RangeError unless 0 <= older <= newer < 2^53.
 */
export function consistencyRanges(older: number, newer: number): readonly LeafRange[] {
  checkSize(older)
  checkSize(newer)
  if (older > newer) throw new RangeError(`a tree of ${newer} cannot extend one of ${older}`)
  if (older === 0) return []
  const ranges: LeafRange[] = []
  let from = 0
  let to = newer
  while (to !== older) {
    const middle = from + splitPoint(to - from)
    if (older <= middle) {
      ranges.push({ from: middle, to })
      to = middle
    } else {
      ranges.push({ from, to: middle })
      from = middle
    }
  }
  // From 0 on, the rest is the older tree itself, whose root the verifier has.
  if (from !== 0) ranges.push({ from, to })
  return ranges.reverse()
}

/** The proof itself: the hash of each of `consistencyRanges`, from stored complete subtrees. */
export function consistencyProof(
  older: number,
  newer: number,
  read: ReadNode,
  sha256: Sha256,
): readonly Uint8Array[] {
  return consistencyRanges(older, newer).map((range) => rangeHash(range, read, sha256))
}
