/**
 * The policy language: write a policy, read it, check it, show it, decide by it.
 * @module
 */

export { canonicalJson, NotCanonical } from './canonical.ts'
export { definePolicy } from './define.ts'
export { hashText, policyHash } from './identity.ts'
export type * from './rules.ts'
export * from './sections.ts'
