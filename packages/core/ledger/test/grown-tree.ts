import { append, emptyFrontier, type Frontier } from '../tree/frontier.ts'
import { leafHash } from '../tree/hashes.ts'
import type { ReadNode } from '../tree/range.ts'
import { sha256 } from './platform.ts'

/** A tree grown leaf by leaf, with every complete subtree kept as a store would keep it. */
export interface GrownTree {
  readonly entries: readonly Uint8Array[]
  readonly leaves: readonly Uint8Array[]
  /** The frontier at each size. */
  readonly frontiers: readonly Frontier[]
  readonly read: ReadNode
}

export function growTree(size: number): GrownTree {
  const entries = Array.from({ length: size }, (_, at) => Buffer.from(`entry ${at}`))
  const leaves = entries.map((entry) => leafHash(entry, sha256))
  const stored = new Map<string, Uint8Array>()
  const frontiers = [emptyFrontier]
  leaves.forEach((leaf, at) => {
    stored.set(`0/${at}`, leaf)
    const grown = append(frontiers[at]!, [leaf], sha256)
    for (const node of grown.nodes) stored.set(`${node.level}/${node.index}`, node.hash)
    frontiers.push(grown.frontier)
  })
  const read: ReadNode = ({ level, index }) => {
    const hash = stored.get(`${level}/${index}`)
    if (hash === undefined) throw new Error(`node ${level}/${index} was never complete`)
    return hash
  }
  return { entries, leaves, frontiers, read }
}
