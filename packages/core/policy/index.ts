/**
 * The policy language: write a policy, read it, check it, show it, decide by it.
 * @module
 */

export { canonicalJson, NotCanonical } from './canonical.ts'
export { bindingsOf } from './check/bindings.ts'
export { checkPolicy } from './check/check.ts'
export { codes, type Code } from './check/codes.ts'
export type { Finding } from './check/finding.ts'
export {
  compilePolicy,
  holds,
  type CompiledPolicy,
  type CompiledProhibition,
  type CompiledPurpose,
} from './compile.ts'
export { decide, decideMasked } from './decide.ts'
export { kernelOf, type Kernel, type MaskColumns } from './decision/kernel.ts'
export { reasonCode, reasonOf } from './decision/reason-code.ts'
export { explain, type Explanation } from './explain.ts'
export type { Change } from './decision/change.ts'
export { foldSubject, reasonFor, type SubjectMask } from './fold.ts'
export { definePolicy } from './define.ts'
export { hashText, policyHash } from './identity.ts'
export { policySchema, type JsonSchema } from './json-schema.ts'
export { parsePolicy, type Parsed } from './parse/parse.ts'
export type { Problem } from './parse/problem.ts'
export { renderForm } from './render/form.ts'
export { renderNotice, type RenderedNotice } from './render/notice.ts'
export { pageStyle } from './render/page.ts'
export type * from './rules.ts'
export * from './sections.ts'
export { reasons, type Decision, type Question, type Reason, type SubjectEvent } from './words.ts'
