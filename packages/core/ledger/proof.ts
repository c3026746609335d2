import { fromBase64, toBase64 } from './text/base64.ts'
import { fromDecimal } from './text/decimal.ts'
import { hashLength } from './tree/hashes.ts'
import { checkSize } from './tree/range.ts'

/** That a leaf lies in the tree of a checkpoint (https://c2sp.org/tlog-proof). */
export interface LeafProof {
  /** Position of the leaf, from 0. */
  readonly index: number
  /** Inclusion proof, from the leaf's sibling up. */
  readonly hashes: readonly Uint8Array[]
  /** The checkpoint's signed note, as the ledger published it. */
  readonly checkpoint: string
}

const header = 'c2sp.org/tlog-proof@v1'
// A tree below 2^53 leaves has no longer path.
const longestPath = 53

/**
 * The proof as text, to be kept in a file `*.tlog-proof`. Throws RangeError on an index that is no
 * whole number below 2^53.
 *
 * For example:
 *
 * c2sp.org/tlog-proof@v1
 * index 0
 * (one hash a line, none in a tree of one leaf)
 *
 * aster.example/ledger
 * (and so on: the checkpoint as it was signed)
 */
export function formatProof(proof: LeafProof): string {
  checkSize(proof.index)
  const lines = [header, `index ${proof.index}`, ...proof.hashes.map(toBase64)]
  return `${lines.join('\n')}\n\n${proof.checkpoint}`
}

/** The proof a text holds; null when it is malformed. Nothing in it is verified. */
export function parseProof(text: string): LeafProof | null {
  const split = text.indexOf('\n\n')
  if (split < 0) return null
  const [first, second = '', ...encoded] = text.slice(0, split).split('\n')
  const index = second.startsWith('index ') ? fromDecimal(second.slice('index '.length)) : null
  if (first !== header || index === null || encoded.length > longestPath) return null
  const hashes: Uint8Array[] = []
  for (const line of encoded) {
    const hash = fromBase64(line)
    if (hash?.length !== hashLength) return null
    hashes.push(hash)
  }
  return { index, hashes, checkpoint: text.slice(split + 2) }
}
