/** For each clause the id of its place on the page: `c-2.1.1-a` for `2.1.1(a)`. No two are the same. */
export function clauseAnchors(clauses: readonly string[]): ReadonlyMap<string, string> {
  const taken = new Set<string>()
  return new Map(
    clauses.map((clause) => {
      const base = `c-${slug(clause.replaceAll(').', '.'))}`
      const anchor = free(base, taken)
      taken.add(anchor)
      return [clause, anchor]
    }),
  )
}

/** An id not yet taken: the base itself, or the base with a number. */
export function free(base: string, taken: ReadonlySet<string>): string {
  let anchor = base
  for (let next = 2; taken.has(anchor); next++) anchor = `${base}-${next}`
  return anchor
}

/** Letters, digits and dots of a text, with a hyphen for every run of anything else. */
export function slug(text: string): string {
  return text.replace(/[^A-Za-z0-9.]+/g, '-').replace(/^-|-$/g, '')
}
