import { createPublicKey, verify } from 'node:crypto'
import type { Primitives } from '@troth/core/ledger'
import { sha256 } from '../../store/leaves.ts'

// What stands before the 32 bytes of an Ed25519 key in DER (RFC 8410).
const spki = Buffer.from('302a300506032b6570032100', 'hex')

/** SHA-256 and Ed25519 verification as core's verifiers take them. */
export const primitives: Primitives = Object.freeze({
  sha256,
  verify(publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean {
    const key = Buffer.concat([spki, publicKey])
    return verify(null, message, createPublicKey({ key, format: 'der', type: 'spki' }), signature)
  },
})
