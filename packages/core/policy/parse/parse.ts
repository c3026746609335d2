import { deepFreeze } from '../freeze.ts'
import type { PolicyDocument } from '../rules.ts'
import { channelRules } from './meaning/channels.ts'
import { identifiers, tableNames } from './meaning/datasets.ts'
import { bases, needsCycles, roleCollisions } from './meaning/purposes.ts'
import { soundSections, type Sections } from './meaning/sections.ts'
import { determinations, terms, youngBand } from './meaning/terms.ts'
import { policyShape } from './policy-shape.ts'
import type { Problem } from './problem.ts'
import { dangling } from './references.ts'
import { walk, type Found } from './walk.ts'

/** A policy, or everything that keeps a value from being one. */
export type Parsed =
  | { readonly ok: true; readonly policy: PolicyDocument }
  | { readonly ok: false; readonly problems: readonly Problem[] }

/** What must hold between the rules of a policy beyond the form of each. */
const meaning: readonly ((sections: Sections) => readonly Problem[])[] = [
  needsCycles,
  roleCollisions,
  bases,
  tableNames,
  identifiers,
  channelRules,
  terms,
  youngBand,
  determinations,
]

/** Most problems reported; a document with more is not a policy with mistakes. */
const most = 1000

/**
 * Reads a policy from parsed JSON or YAML, or from a module: the value itself, frozen, or every problem at once.
 * It says whether the document is a policy that can be run; whether the law allows it is `checkPolicy`'s question.
 *
 * @example
 * const parsed = parsePolicy(JSON.parse(text))
 * if (!parsed.ok) for (const { path, message } of parsed.problems) console.error(`${path}: ${message}`)
 */
export function parsePolicy(value: unknown): Parsed {
  const problems: Problem[] = []
  if (isPolicy(value, problems)) return { ok: true, policy: deepFreeze(value) }
  return { ok: false, problems: deepFreeze(capped(problems)) }
}

function isPolicy(value: unknown, problems: Problem[]): value is PolicyDocument {
  const found: Found = { problems, uses: [] }
  walk(policyShape, value, '', found)
  const sound = soundSections(value, problems)
  problems.push(...dangling(value, found.uses))
  for (const rule of meaning) problems.push(...rule(sound))
  return problems.length === 0
}

function capped(problems: readonly Problem[]): readonly Problem[] {
  if (problems.length <= most) return problems
  const more = problems.length - most
  return [...problems.slice(0, most), { path: '', message: `has ${more} more problems` }]
}
