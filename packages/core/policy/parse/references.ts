import { nearest, quoted, type Problem } from './problem.ts'
import type { IdKind } from './shape.ts'
import { isPlain, type Use } from './walk.ts'

/** Where each kind of id is declared. */
const declaredIn: Readonly<Record<IdKind, string>> = {
  clause: 'clauses',
  controller: 'controllers',
  category: 'categories',
  purpose: 'purposes',
  dataset: 'datasets',
  notice: 'notices',
  clock: 'clocks',
}

/** One problem for each use of an id that the document does not declare. */
export function dangling(document: unknown, uses: readonly Use[]): readonly Problem[] {
  const declared = new Map<IdKind, ReadonlySet<string>>()
  const problems: Problem[] = []
  for (const { of, id, path } of uses) {
    const known = declared.get(of) ?? idsIn(document, declaredIn[of])
    declared.set(of, known)
    if (known.has(id)) continue
    const meant = nearest(id, known)
    const cure =
      meant === undefined
        ? `declare it under \`${declaredIn[of]}\``
        : `did you mean ${quoted(meant)}?`
    problems.push({ path, message: `${quoted(id)} is not a declared ${of}; ${cure}` })
  }
  return problems
}

function idsIn(document: unknown, section: string): ReadonlySet<string> {
  const value =
    isPlain(document) && Object.hasOwn(document, section) ? document[section] : undefined
  if (Array.isArray(value)) return new Set(value.filter((item) => typeof item === 'string'))
  return new Set(isPlain(value) ? Object.keys(value) : [])
}
