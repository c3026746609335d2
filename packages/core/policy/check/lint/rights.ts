import type { PolicyDocument } from '../../rules.ts'
import { finding, type Finding } from '../finding.ts'

/** A right to object is the company's own promise, so the policy says what it does (§9.1(c)). */
export function aboutRights({ rights }: PolicyDocument): readonly Finding[] {
  return Object.entries(rights)
    .filter(([, { kind, stops = [] }]) => kind === 'objection' && stops.length === 0)
    .map(([id, { clauses }]) =>
      finding('W-OBJECT', {
        clause: clauses[0],
        rule: `rights.${id}`,
        message: 'a right to object is promised, which the law does not know, and it stops nothing',
        cure: 'name under `stops` the purposes that an objection stops, or promise withdrawal alone',
      }),
    )
}
