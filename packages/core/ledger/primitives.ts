/** SHA-256 of the bytes, 32 bytes long; given by the platform, since core has none. */
export type Sha256 = (bytes: Uint8Array) => Uint8Array

/** Ed25519 signature (64 bytes) over the message, by a key the function holds. */
export type Sign = (message: Uint8Array) => Uint8Array

/** What a verifier needs of its platform: SHA-256, and Ed25519 verification with a raw 32-byte public key. */
export interface Primitives {
  readonly sha256: Sha256
  readonly verify: (publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array) => boolean
}
