import type { Sha256 } from '../primitives.ts'
import { emptyRoot, nodeHash } from './hashes.ts'

/** A complete subtree: the 2^level leaves from index * 2^level on; level 0 is the leaf hash itself. */
export interface NodeId {
  readonly level: number
  readonly index: number
}

/** Leaves `from` (included) to `to` (left out), as RFC 6962 splits them: one subtree of some tree. */
export interface LeafRange {
  readonly from: number
  readonly to: number
}

/** Reads the stored hash of a complete subtree. */
export type ReadNode = (node: NodeId) => Uint8Array

/** How many leaves lie left of the split of `count` leaves: the largest power of two below it; count is 2 or more. */
export function splitPoint(count: number): number {
  // Bit operators would cut numbers at 32 bits, and a tree may grow past that.
  let half = 1
  while (half * 2 < count) half *= 2
  return half
}

/** The complete subtrees that make up a range, largest (leftmost) first. */
export function rangeNodes(range: LeafRange): readonly NodeId[] {
  const nodes: NodeId[] = []
  let from = range.from
  while (from < range.to) {
    let level = 0
    let width = 1
    while (width * 2 <= range.to - from) {
      width *= 2
      level++
    }
    nodes.push({ level, index: from / width })
    from += width
  }
  return nodes
}

/** Hash of a range from the stored hashes of its complete subtrees. */
export function rangeHash(range: LeafRange, read: ReadNode, sha256: Sha256): Uint8Array {
  return foldPeaks(rangeNodes(range).map(read), sha256)
}

/** Hash over complete subtrees given largest first; the empty tree's root when there is none. */
export function foldPeaks(peaks: readonly Uint8Array[], sha256: Sha256): Uint8Array {
  const last = peaks.at(-1)
  if (last === undefined) return emptyRoot(sha256)
  return peaks.slice(0, -1).reduceRight((right, left) => nodeHash(left, right, sha256), last)
}

/** Root of the tree's first `size` leaves; throws RangeError when size is no whole number below 2^53. */
export function rootAt(size: number, read: ReadNode, sha256: Sha256): Uint8Array {
  checkSize(size)
  return rangeHash({ from: 0, to: size }, read, sha256)
}

/** Throws RangeError unless size is a whole number from 0 to 2^53 - 1. */
export function checkSize(size: number): void {
  if (!isSize(size)) throw new RangeError(`tree size out of range: ${size}`)
}

/** Whether a number can be a tree's size: whole, 0 to 2^53 - 1. */
export function isSize(size: number): boolean {
  return Number.isSafeInteger(size) && size >= 0
}
