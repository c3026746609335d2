import { createCipheriv, createDecipheriv, type KeyObject, randomBytes } from 'node:crypto'
import { TrothError } from '../../errors.ts'

const format = 1
const nonceLength = 12
const tagLength = 16

/**
 * Encrypts with AES-256-GCM, one call for the whole; `place` says where the bytes lie, and they open nowhere else.
 * Layout: a byte of format, 12 of nonce, 16 of tag, then as many as went in.
 */
export function seal(key: KeyObject, place: string, plain: Uint8Array): Buffer {
  const nonce = randomBytes(nonceLength)
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(place))
  const body = Buffer.concat([cipher.update(plain), cipher.final()])
  return Buffer.concat([Uint8Array.of(format), nonce, cipher.getAuthTag(), body])
}

/** Decrypts what `seal` made; throws `sealed.broken` for another key, another place or a changed byte. */
export function unseal(key: KeyObject, place: string, sealed: Uint8Array): Buffer {
  try {
    if (sealed[0] !== format) throw new RangeError('unknown format')
    const nonce = sealed.subarray(1, 1 + nonceLength)
    const tag = sealed.subarray(1 + nonceLength, 1 + nonceLength + tagLength)
    const decipher = createDecipheriv('aes-256-gcm', key, nonce, { authTagLength: tagLength })
    decipher.setAAD(Buffer.from(place)).setAuthTag(tag)
    const body = decipher.update(sealed.subarray(1 + nonceLength + tagLength))
    return Buffer.concat([body, decipher.final()])
  } catch {
    throw new TrothError('sealed.broken', { detail: 'Its key, its place or its bytes changed.' })
  }
}

/** Where a row's sealed values belong: the table, the record and its person. */
export function placeOf(table: string, record: string, subject: string): string {
  return `${table} ${record} ${subject}`
}

/** Seals values as JSON under a person's key. */
export function sealJson(key: KeyObject, place: string, value: unknown): Buffer {
  return seal(key, place, Buffer.from(JSON.stringify(value)))
}

/** Opens what `sealJson` made; the caller sealed it and so knows what it is. */
export function unsealJson<Value = unknown>(
  key: KeyObject,
  place: string,
  sealed: Uint8Array,
): Value {
  return JSON.parse(unseal(key, place, sealed).toString())
}
