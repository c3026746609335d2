import type { PolicyDocument } from '../rules.ts'

/** A rule and the clauses it cites. */
export interface Citation {
  /** Path of the rule, as in `purposes.marketing.email`. */
  readonly rule: string
  readonly clauses: readonly string[]
}

const singles = [
  'conduct',
  'collection',
  'use',
  'amendment',
  'transfers',
  'children',
  'trackerControl',
  'identityFactors',
  'statistics',
] as const satisfies readonly (keyof PolicyDocument)[]

const tables = [
  'controllers',
  'purposes',
  'prohibitions',
  'notices',
  'datasets',
  'channels',
  'sources',
  'recipients',
  'retention',
  'trackers',
  'rights',
  'clocks',
  'measures',
  'tools',
  'determinations',
] as const satisfies readonly (keyof PolicyDocument)[]

/** Every rule of a policy that cites clauses. */
export function citations(policy: PolicyDocument): readonly Citation[] {
  const alone = singles.map((rule) => ({ rule, clauses: policy[rule].clauses }))
  const listed = tables.flatMap((table) =>
    Object.entries(policy[table]).map(([id, { clauses }]) => ({
      rule: `${table}.${id}`,
      clauses,
    })),
  )
  return [...alone, ...listed]
}
