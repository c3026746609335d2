import type { PolicyDocument } from '../../rules.ts'
import { finding, type Finding } from '../finding.ts'

/** Every kind of data has, for every purpose that uses it, an end (§5.1). */
export function aboutRetention(policy: PolicyDocument): readonly Finding[] {
  const kept = new Set(
    Object.values(policy.retention).flatMap(({ categories, purposes }) =>
      categories.flatMap((category) => purposes.map((purpose) => pair(category, purpose))),
    ),
  )
  // What a purpose is never given it cannot keep.
  const barred = new Set(
    Object.values(policy.prohibitions).flatMap(({ categories, purposes }) =>
      categories.flatMap((category) => purposes.map((purpose) => pair(category, purpose))),
    ),
  )
  const promise = Object.values(policy.retention)[0]?.clauses[0]
  return Object.entries(policy.purposes).flatMap(([id, { uses, clauses }]) => {
    const endless = uses.filter((category) => {
      const used = pair(category, id)
      return !kept.has(used) && !barred.has(used)
    })
    if (endless.length === 0) return []
    return finding('W-RETENTION-EMPTY', {
      clause: promise ?? clauses[0],
      rule: `purposes.${id}`,
      message: `\`${id}\` uses ${endless.map((category) => `\`${category}\``).join(', ')}, for which no retention rule says how long`,
      cure: 'name the category and the purpose together in a rule under `retention`',
    })
  })
}

const pair = (category: string, purpose: string): string => `${category} ${purpose}`
