import type { Sha256 } from '../primitives.ts'

/** Length in bytes of every hash in the tree. */
export const hashLength = 32

/** Hash of a leaf's bytes: SHA-256(0x00 || data), RFC 6962 section 2.1. */
export function leafHash(data: Uint8Array, sha256: Sha256): Uint8Array {
  const input = new Uint8Array(1 + data.length)
  input.set(data, 1)
  return sha256(input)
}

// One buffer for all: `sha256` is done with it when it returns, and a fresh one costs as much as the hash.
const pair = new Uint8Array(1 + 2 * hashLength)
pair[0] = 1

/** Hash of an inner node: SHA-256(0x01 || left || right), RFC 6962 section 2.1. */
export function nodeHash(left: Uint8Array, right: Uint8Array, sha256: Sha256): Uint8Array {
  pair.set(left, 1)
  pair.set(right, 1 + hashLength)
  return sha256(pair)
}

/** Root of the tree without leaves: SHA-256 of nothing. */
export function emptyRoot(sha256: Sha256): Uint8Array {
  return sha256(new Uint8Array(0))
}
