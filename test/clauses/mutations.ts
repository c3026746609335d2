/**
 * What keeps each clause: one line or rule of the program which, taken away, must fail the clause's test.
 * `npm run clauses -- --mutate` does so in a copy, clause by clause.
 * @module
 */

/** One change of one file: `find` stands in it exactly once and becomes `replace`. */
export interface Mutation {
  readonly file: string
  readonly find: string
  readonly replace: string
}

/** By clause; every clause that is kept has at least one. */
export const mutations: Readonly<Record<string, readonly Mutation[]>> = {}

/** Clauses that no software can keep, each with the reason. */
export const exempt: Readonly<Record<string, string>> = {}
