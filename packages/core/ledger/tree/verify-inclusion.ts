import type { Sha256 } from '../primitives.ts'
import { equalBytes } from '../text/bytes.ts'
import { hashLength, nodeHash } from './hashes.ts'
import { isSize } from './range.ts'

/** What an inclusion proof claims: this leaf hash lies at this index of the tree of this size and root. */
export interface InclusionClaim {
  readonly leafHash: Uint8Array
  readonly index: number
  readonly size: number
  readonly root: Uint8Array
  readonly proof: readonly Uint8Array[]
}

/** Whether the proof bears out the claim (RFC 9162 section 2.1.3.2); malformed input is simply false. */
export function verifyInclusion(claim: InclusionClaim, sha256: Sha256): boolean {
  const { index, size, proof } = claim
  if (!isSize(size) || !isSize(index) || index >= size) return false
  if (![claim.leafHash, ...proof].every((hash) => hash.length === hashLength)) return false
  let node = index
  let last = size - 1
  let hash = claim.leafHash
  for (const sibling of proof) {
    if (last === 0) return false
    if (node % 2 === 1 || node === last) {
      hash = nodeHash(sibling, hash, sha256)
      // A right edge without sibling passes up unchanged.
      while (node % 2 === 0 && node !== 0) {
        node /= 2
        last = Math.floor(last / 2)
      }
    } else {
      hash = nodeHash(hash, sibling, sha256)
    }
    node = Math.floor(node / 2)
    last = Math.floor(last / 2)
  }
  return last === 0 && equalBytes(hash, claim.root)
}
