import type { Primitives, Sha256, Sign } from './primitives.ts'
import { asciiBytes } from './text/ascii.ts'
import { fromBase64, toBase64 } from './text/base64.ts'
import { concatBytes, equalBytes } from './text/bytes.ts'
import { fromHex, toHex } from './text/hex.ts'

/** A key that signs notes (https://c2sp.org/signed-note): its name, and the raw 32-byte Ed25519 public key. */
export interface NoteKey {
  readonly name: string
  readonly publicKey: Uint8Array
}

/** A key together with the function that signs with its private half. */
export interface NoteSigner extends NoteKey {
  readonly sign: Sign
}

/** Why a note was not accepted. */
export type NoteProblem = 'malformed' | 'unsigned' | 'signature'

const ed25519 = 0x01
const idLength = 4
const keyLength = 32
const signatureLength = 64
const namePattern = /^[\x21-\x2a\x2c-\x7e]{1,200}$/
const signatureLine = /^— ([^\s+]+) ([A-Za-z0-9+/]+={0,2})$/
// What the specification asks every verifier to take; more would only cost time.
const signatureLimit = 16

/** Whether a text can name a key or a ledger: visible ASCII without plus, at most 200 characters. */
export function isKeyName(name: string): boolean {
  return namePattern.test(name)
}

/** First four bytes of SHA-256(name || 0x0A || 0x01 || public key); throws RangeError on a bad name or key. */
export function keyId(key: NoteKey, sha256: Sha256): Uint8Array {
  const name = isKeyName(key.name) ? asciiBytes(`${key.name}\n`) : null
  if (name === null) throw new RangeError('a key name is visible ASCII without plus')
  if (key.publicKey.length !== keyLength) throw new RangeError('an Ed25519 key is 32 bytes long')
  return sha256(concatBytes(name, Uint8Array.of(ed25519), key.publicKey)).slice(0, idLength)
}

/**
 * The one-line form in which verifiers are given a key.
 *
 * For example:
 *
 * aster.example/ledger+a4272cd2+AepKbGPinFIKvvVQexMuxfmVR3auvr57kkIe6mkURtIs
 */
export function formatKey(key: NoteKey, sha256: Sha256): string {
  const id = toHex(keyId(key, sha256))
  return `${key.name}+${id}+${toBase64(concatBytes(Uint8Array.of(ed25519), key.publicKey))}`
}

/** The key a `formatKey` line stands for; null when it is malformed or its id does not fit. */
export function parseKey(line: string, sha256: Sha256): NoteKey | null {
  const [name = '', id = '', ...rest] = line.split('+')
  const encoded = fromBase64(rest.join('+'))
  if (!isKeyName(name) || encoded?.length !== 1 + keyLength || encoded[0] !== ed25519) return null
  const key = { name, publicKey: encoded.slice(1) }
  const claimed = fromHex(id)
  return claimed !== null && equalBytes(claimed, keyId(key, sha256)) ? key : null
}

/** Base64 of key id and signature over the bytes; throws RangeError on a bad name or key. */
export function signMessage(message: Uint8Array, signer: NoteSigner, sha256: Sha256): string {
  return toBase64(concatBytes(keyId(signer, sha256), signer.sign(message)))
}

/** Whether `signMessage` with the private half of this key gave the signature. */
export function verifyMessage(
  message: Uint8Array,
  signature: string,
  key: NoteKey,
  { sha256, verify }: Primitives,
): boolean {
  const bytes = fromBase64(signature)
  if (bytes?.length !== idLength + signatureLength) return false
  if (!equalBytes(bytes.subarray(0, idLength), keyId(key, sha256))) return false
  return verify(key.publicKey, message, bytes.subarray(idLength))
}

/** The signed note of an ASCII text, which must end in a newline and hold no other control character. */
export function signNote(text: string, signer: NoteSigner, sha256: Sha256): string {
  const message = noteBytes(text)
  if (message === null) throw new RangeError('a note is ASCII and ends in a newline')
  return `${text}\n— ${signer.name} ${signMessage(message, signer, sha256)}\n`
}

/**
 * The text of a note signed by the key. Signatures of other keys are ignored, as the specification
 * demands; a bad one of this key refuses the note.
 */
export function openNote(
  note: string,
  key: NoteKey,
  primitives: Primitives,
):
  | { readonly ok: true; readonly text: string }
  | { readonly ok: false; readonly problem: NoteProblem } {
  const split = note.lastIndexOf('\n\n')
  const text = note.slice(0, split + 1)
  const lines = note.slice(split + 2).split('\n')
  if (split < 0 || lines.pop() !== '' || lines.length === 0 || lines.length > signatureLimit) {
    return { ok: false, problem: 'malformed' }
  }
  const message = noteBytes(text)
  if (message === null) return { ok: false, problem: 'malformed' }
  const id = keyId(key, primitives.sha256)
  let signed = false
  for (const line of lines) {
    const [, name, signature = ''] = signatureLine.exec(line) ?? []
    const bytes = fromBase64(signature)
    if (name === undefined || bytes === null || bytes.length <= idLength) {
      return { ok: false, problem: 'malformed' }
    }
    if (name !== key.name || !equalBytes(bytes.subarray(0, idLength), id)) continue
    if (!verifyMessage(message, signature, key, primitives))
      return { ok: false, problem: 'signature' }
    signed = true
  }
  return signed ? { ok: true, text } : { ok: false, problem: 'unsigned' }
}

function noteBytes(text: string): Uint8Array | null {
  return /^[\n\x20-\x7e]*\n$/.test(text) ? asciiBytes(text) : null
}
