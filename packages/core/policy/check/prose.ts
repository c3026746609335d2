import { blocksOf } from '../notice/blocks.ts'

/** The prose of each clause of a notice, by its number. */
export function proseByClause(notice: string): ReadonlyMap<string, string> {
  return new Map(
    blocksOf(notice).flatMap((block) => (block.kind === 'clause' ? [[block.id, block.text]] : [])),
  )
}

/** Of the clauses a rule cites the first whose prose speaks of the matter; otherwise the first. */
export function clauseOn(
  matter: RegExp,
  clauses: readonly string[],
  notice: string,
): string | undefined {
  const prose = proseByClause(notice)
  return clauses.find((clause) => matter.test(prose.get(clause) ?? '')) ?? clauses[0]
}
