import type { PolicyDocument } from '../rules.ts'
import { citations } from './citations.ts'

/** For each clause that rules cite, the paths of those rules. */
export function bindingsOf(policy: PolicyDocument): ReadonlyMap<string, readonly string[]> {
  const bindings = new Map<string, string[]>()
  for (const { rule, clauses } of citations(policy)) {
    for (const clause of clauses) {
      const rules = bindings.get(clause) ?? []
      rules.push(rule)
      bindings.set(clause, rules)
    }
  }
  return bindings
}
