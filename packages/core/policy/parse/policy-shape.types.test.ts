/** The types written for people and the description the parser reads are one language: each accepts the other. */

import type { PolicyDocument } from '../rules.ts'
import type { policyShape } from './policy-shape.ts'
import type { Of } from './shape.ts'

type Parsed = Of<typeof policyShape>

export const parsedIsPolicy = (parsed: Parsed): PolicyDocument => parsed
export const policyIsParsed = (policy: PolicyDocument): Parsed => policy
