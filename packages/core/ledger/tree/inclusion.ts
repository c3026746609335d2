import type { Sha256 } from '../primitives.ts'
import { checkSize, rangeHash, splitPoint, type LeafRange, type ReadNode } from './range.ts'

/**
 * The ranges whose hashes prove that the leaf at `index` lies in the tree of `size` leaves, from the
 * leaf's sibling up (RFC 6962 section 2.1.1). Throws RangeError unless 0 <= index < size < 2^53.
 */
export function inclusionRanges(index: number, size: number): readonly LeafRange[] {
  checkSize(size)
  checkSize(index)
  if (index >= size) throw new RangeError(`leaf ${index} lies outside a tree of ${size}`)
  const ranges: LeafRange[] = []
  let from = 0
  let to = size
  while (to - from > 1) {
    const middle = from + splitPoint(to - from)
    if (index < middle) {
      ranges.push({ from: middle, to })
      to = middle
    } else {
      ranges.push({ from, to: middle })
      from = middle
    }
  }
  return ranges.reverse()
}

/** The proof itself: the hash of each of `inclusionRanges`, from stored complete subtrees. */
export function inclusionProof(
  index: number,
  size: number,
  read: ReadNode,
  sha256: Sha256,
): readonly Uint8Array[] {
  return inclusionRanges(index, size).map((range) => rangeHash(range, read, sha256))
}
