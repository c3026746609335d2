import { canonicalJson } from './canonical.ts'
import type { PolicyDocument } from './rules.ts'
import { utf8 } from './utf8.ts'

/**
 * The identity of a policy: SHA-256 of its canonical JSON, 64 hexadecimal digits.
 *
 * @example
 * policyHash(policy, (bytes) => createHash('sha256').update(bytes).digest())
 */
export function policyHash(
  policy: PolicyDocument,
  sha256: (bytes: Uint8Array) => Uint8Array,
): string {
  return hashText(canonicalJson(policy), sha256)
}

/** SHA-256 of a text as UTF-8, 64 hexadecimal digits: what a consent to shown words is bound to. */
export function hashText(text: string, sha256: (bytes: Uint8Array) => Uint8Array): string {
  let digits = ''
  for (const byte of sha256(utf8(text))) digits += byte.toString(16).padStart(2, '0')
  return digits
}
