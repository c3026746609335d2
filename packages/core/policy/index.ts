/**
 * The policy language: write a policy, read it, check it, show it, decide by it.
 * @module
 */

export { definePolicy } from './define.ts'
export type * from './rules.ts'
export * from './sections.ts'
