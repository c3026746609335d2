import { createPrivateKey, createPublicKey, hash, sign, verify } from 'node:crypto'
import type { NoteSigner } from '../note.ts'
import type { Primitives } from '../primitives.ts'

const spkiPrefix = Buffer.from('302a300506032b6570032100', 'hex')
const pkcs8Prefix = Buffer.from('302e020100300506032b657004220420', 'hex')

export const sha256 = (bytes: Uint8Array): Uint8Array => hash('sha256', bytes, 'buffer')

export const primitives: Primitives = {
  sha256,
  verify: (publicKey, message, signature) => {
    const der = Buffer.concat([spkiPrefix, publicKey])
    return verify(
      null,
      message,
      createPublicKey({ key: der, format: 'der', type: 'spki' }),
      signature,
    )
  },
}

/** A signer whose private key is 32 times the byte `seed`. */
export function testSigner(name: string, seed = 7): NoteSigner {
  const der = Buffer.concat([pkcs8Prefix, Buffer.alloc(32, seed)])
  const key = createPrivateKey({ key: der, format: 'der', type: 'pkcs8' })
  const publicKey = createPublicKey(key).export({ format: 'der', type: 'spki' }).subarray(-32)
  return { name, publicKey, sign: (message) => sign(null, message, key) }
}
