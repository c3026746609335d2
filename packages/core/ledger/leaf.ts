import type { Sha256 } from './primitives.ts'
import { asciiBytes, asciiText } from './text/ascii.ts'
import { concatBytes, equalBytes } from './text/bytes.ts'
import { fromDecimal } from './text/decimal.ts'
import { fromHex, toHex } from './text/hex.ts'
import { fromInstant, instant } from './text/instant.ts'
import { hashLength } from './tree/hashes.ts'
import { isSize } from './tree/range.ts'

/** The kinds of event the ledger records. */
export const leafKinds = [
  'version',
  'consent',
  'withdrawal',
  'restriction',
  'notice',
  'collection',
  'refusal',
  'read',
  'login',
  'session',
] as const

/** One of `leafKinds`. */
export type LeafKind = (typeof leafKinds)[number]

/** A leaf of the ledger: public, and so without a word about anyone. */
export interface Leaf {
  readonly kind: LeafKind
  /** When the event was recorded; millisecond precision, years 0000 to 9999. */
  readonly at: Date
  /** Version of the policy in force; 0 before the first. */
  readonly version: number
  /** `commit` of the event, 32 bytes. */
  readonly commitment: Uint8Array
}

/** Length in bytes of the salt under a commitment. */
export const saltLength = 32

/** Whether a text names a kind of leaf. */
export function isLeafKind(text: unknown): text is LeafKind {
  return leafKinds.some((kind) => kind === text)
}

/**
 * Commitment to an event: SHA-256(salt || event). Without the salt (32 random bytes, kept with the
 * person's data and erased with it) nobody can tell which event it stands for. Throws RangeError on
 * a salt of another length.
 */
export function commit(salt: Uint8Array, event: Uint8Array, sha256: Sha256): Uint8Array {
  if (salt.length !== saltLength) throw new RangeError(`a salt is ${saltLength} bytes long`)
  return sha256(concatBytes(salt, event))
}

/** Whether salt and event are what the leaf committed to. */
export function opens(leaf: Leaf, salt: Uint8Array, event: Uint8Array, sha256: Sha256): boolean {
  return salt.length === saltLength && equalBytes(commit(salt, event, sha256), leaf.commitment)
}

/**
 * The bytes of a leaf that are hashed into the tree: five lines of ASCII, one spelling for each leaf.
 * Throws RangeError on a field outside its range.
 *
 * For example:
 *
 * troth-leaf/1
 * kind consent
 * at 2026-11-23T10:19:00.000Z
 * version 1
 * commitment 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08
 */
export function encodeLeaf(leaf: Leaf): Uint8Array {
  const { kind, at, version, commitment } = leaf
  const year = at.getUTCFullYear()
  const sound =
    isLeafKind(kind) &&
    year >= 0 &&
    year <= 9999 &&
    isSize(version) &&
    commitment.length === hashLength
  const bytes = asciiBytes(
    `troth-leaf/1\nkind ${kind}\nat ${instant(at)}\nversion ${version}\n` +
      `commitment ${toHex(commitment)}\n`,
  )
  if (!sound || bytes === null) throw new RangeError('leaf has a field out of range')
  return bytes
}

/** The leaf these bytes encode; null for bytes that `encodeLeaf` would not have written. */
export function parseLeaf(bytes: Uint8Array): Leaf | null {
  const lines = leafPattern.exec(asciiText(bytes) ?? '')
  if (lines === null) return null
  const [, kind = '', time = '', number = '', hash = ''] = lines
  const at = fromInstant(time)
  const version = fromDecimal(number)
  const commitment = fromHex(hash)
  if (!isLeafKind(kind) || at === null || version === null) return null
  if (commitment?.length !== hashLength) return null
  return { kind, at, version, commitment }
}

const leafPattern =
  /^troth-leaf\/1\nkind ([a-z]+)\nat ([^\n]+)\nversion ([0-9]+)\ncommitment ([0-9a-f]+)\n$/
