import type { PolicyDocument } from '../../rules.ts'
import type { Problem } from '../problem.ts'
import { isPlain } from '../walk.ts'

/** The sections of a document that are in form; each rule of meaning looks at those it needs and skips the rest. */
export type Sections = Partial<PolicyDocument>

/** The sections in which the walk found nothing wrong. */
export function soundSections(document: unknown, problems: readonly Problem[]): Sections {
  if (!isPlain(document)) return {}
  const unsound = new Set(problems.map(({ path }) => path.split('/', 2)[1]))
  const sound = Object.fromEntries(Object.entries(document).filter(([name]) => !unsound.has(name)))
  return areSections(sound) ? sound : {}
}

// INVARIANT: the walk has compared each of these sections with its shape and found no problem.
function areSections(value: object): value is Sections {
  return isPlain(value)
}

/** A rule of a table by its id, without what every object inherits. */
export function ruleAt<Rule>(
  table: Readonly<Partial<Record<string, Rule>>> | undefined,
  id: string,
): Rule | undefined {
  return table !== undefined && Object.hasOwn(table, id) ? table[id] : undefined
}
