import { isLeafKind, type Leaf, type LeafKind } from './leaf.ts'
import { isKeyName, signMessage, verifyMessage, type NoteKey, type NoteSigner } from './note.ts'
import type { Primitives, Sha256 } from './primitives.ts'
import { asciiBytes } from './text/ascii.ts'
import { fromDecimal } from './text/decimal.ts'
import { fromHex, toHex } from './text/hex.ts'
import { fromInstant, instant } from './text/instant.ts'
import { hashLength } from './tree/hashes.ts'

/** What the ledger gives back for one write, as plain JSON: its signed word that this leaf is, or will be, in the tree. */
export interface Receipt {
  readonly format: 'troth-receipt/1'
  /** Name of the ledger, which is the name of its key. */
  readonly origin: string
  /** Leaf hash, 64 lower-case hexadecimal digits. */
  readonly leaf: string
  readonly kind: LeafKind
  /** ISO 8601, UTC, milliseconds. */
  readonly at: string
  /** Version of the policy in force. */
  readonly version: number
  /** Base64 of key id and Ed25519 signature over `receiptText`. */
  readonly signature: string
}

/** Why a receipt was not accepted. */
export type ReceiptProblem = 'malformed' | 'origin' | 'signature'

const format = 'troth-receipt/1'
const fields = ['at', 'format', 'kind', 'leaf', 'origin', 'signature', 'version']

/** The text that a receipt's signature covers: six lines of ASCII, a C2SP note without its signature. */
export function receiptText(receipt: Omit<Receipt, 'signature'>): string {
  return (
    `${receipt.format}\norigin ${receipt.origin}\nleaf ${receipt.leaf}\nkind ${receipt.kind}\n` +
    `at ${receipt.at}\nversion ${receipt.version}\n`
  )
}

/** The signed receipt for a leaf that was written; its origin is the signer's name. */
export function signReceipt(
  leaf: Omit<Leaf, 'commitment'>,
  hash: Uint8Array,
  signer: NoteSigner,
  sha256: Sha256,
): Receipt {
  const content = {
    format,
    origin: signer.name,
    leaf: toHex(hash),
    kind: leaf.kind,
    at: instant(leaf.at),
    version: leaf.version,
  } as const
  if (parseReceipt({ ...content, signature: '' }) === null) {
    throw new RangeError('receipt has a field out of range')
  }
  return { ...content, signature: signMessage(receiptBytes(content), signer, sha256) }
}

/** The receipt in a parsed JSON value, once its signature by the key is verified. */
export function openReceipt(
  value: unknown,
  key: NoteKey,
  primitives: Primitives,
):
  | { readonly ok: true; readonly receipt: Receipt }
  | { readonly ok: false; readonly problem: ReceiptProblem } {
  const receipt = parseReceipt(value)
  if (receipt === null) return { ok: false, problem: 'malformed' }
  if (receipt.origin !== key.name) return { ok: false, problem: 'origin' }
  const signed = verifyMessage(receiptBytes(receipt), receipt.signature, key, primitives)
  return signed ? { ok: true, receipt } : { ok: false, problem: 'signature' }
}

function receiptBytes(receipt: Omit<Receipt, 'signature'>): Uint8Array {
  const bytes = asciiBytes(receiptText(receipt))
  if (bytes === null) throw new RangeError('a receipt is ASCII')
  return bytes
}

function parseReceipt(value: unknown): Receipt | null {
  if (typeof value !== 'object' || value === null) return null
  // A further field would look signed and is not.
  if (Object.keys(value).sort().join() !== fields.join()) return null
  const read: Record<string, unknown> = { ...value }
  const { origin, leaf, kind, at, version, signature } = read
  if (read['format'] !== format || !isLeafKind(kind)) return null
  if (typeof origin !== 'string' || !isKeyName(origin)) return null
  if (typeof leaf !== 'string' || fromHex(leaf)?.length !== hashLength) return null
  if (typeof at !== 'string' || fromInstant(at) === null) return null
  if (typeof version !== 'number' || fromDecimal(`${version}`) === null) return null
  if (typeof signature !== 'string') return null
  return { format, origin, leaf, kind, at, version, signature }
}
