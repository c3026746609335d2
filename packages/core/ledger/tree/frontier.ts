import type { Sha256 } from '../primitives.ts'
import { nodeHash } from './hashes.ts'
import { checkSize, foldPeaks, type NodeId } from './range.ts'

/** All an appender must know of a tree: its size and its complete subtrees, largest first (`rangeNodes` of the whole). */
export interface Frontier {
  readonly size: number
  readonly peaks: readonly Uint8Array[]
}

/** A complete subtree and its hash. */
export interface TreeNode extends NodeId {
  readonly hash: Uint8Array
}

/** The tree without leaves. */
export const emptyFrontier: Frontier = Object.freeze({ size: 0, peaks: [] })

/**
 * Appends leaf hashes; gives the new frontier and every inner subtree (level 1 and up) that became
 * complete, in the order they did. Throws RangeError past 2^53 - 1 leaves.
 */
export function append(
  frontier: Frontier,
  leafHashes: readonly Uint8Array[],
  sha256: Sha256,
): { readonly frontier: Frontier; readonly nodes: readonly TreeNode[] } {
  checkSize(frontier.size + leafHashes.length)
  const peaks = [...frontier.peaks]
  const nodes: TreeNode[] = []
  let size = frontier.size
  for (const leaf of leafHashes) {
    let hash = leaf
    let index = size
    for (let level = 1; index % 2 === 1; level++) {
      const left = peaks.pop()
      if (left === undefined) throw new RangeError('frontier holds fewer subtrees than its size')
      hash = nodeHash(left, hash, sha256)
      index = (index - 1) / 2
      nodes.push({ level, index, hash })
    }
    peaks.push(hash)
    size++
  }
  return { frontier: { size, peaks }, nodes }
}

/** Root of the tree a frontier stands for. */
export function frontierRoot(frontier: Frontier, sha256: Sha256): Uint8Array {
  return foldPeaks(frontier.peaks, sha256)
}
