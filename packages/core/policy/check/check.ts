import { deepFreeze } from '../freeze.ts'
import type { PolicyDocument } from '../rules.ts'
import { bind } from './bind.ts'
import { codes, isCode } from './codes.ts'
import { finding, type Finding } from './finding.ts'
import { aboutConsent } from './lint/consent.ts'
import { aboutClocks } from './lint/clocks.ts'
import { aboutCollection } from './lint/collection.ts'
import { aboutLegitimateInterests } from './lint/legitimate-interests.ts'
import { aboutRetention } from './lint/retention.ts'
import { aboutRights } from './lint/rights.ts'
import { aboutTrackers } from './lint/trackers.ts'
import { aboutTransfers } from './lint/transfers.ts'

/** A look at the whole policy and the prose it is published with. */
export type Lint = (policy: PolicyDocument, notice: string) => readonly Finding[]

const lints: readonly Lint[] = [
  bind,
  aboutConsent,
  aboutCollection,
  aboutLegitimateInterests,
  aboutRetention,
  aboutTransfers,
  aboutTrackers,
  aboutRights,
  aboutClocks,
]

/**
 * Everything that keeps a policy and its notice (Markdown) from being published: what is not bound, what the law does
 * not allow, what the prose contradicts. An empty list is a pass. Findings of guidance that `waivers` names with a
 * reason are left out; statutory ones never are.
 *
 * @example
 * for (const { code, clause, message, cure } of checkPolicy(policy, notice)) {
 *   console.error(`${code} §${clause}: ${message}; ${cure}`)
 * }
 */
export function checkPolicy(policy: PolicyDocument, notice: string): readonly Finding[] {
  const found = lints.flatMap((lint) => lint(policy, notice))
  const waived = (one: Finding): boolean =>
    one.severity === 'guidance' && Object.hasOwn(policy.waivers, one.code)
  return deepFreeze([...found.filter((one) => !waived(one)), ...badWaivers(policy, found)])
}

function badWaivers(policy: PolicyDocument, found: readonly Finding[]): readonly Finding[] {
  return Object.keys(policy.waivers).flatMap((code) => {
    const rule = `waivers.${code}`
    if (!isCode(code)) {
      const message = `\`${code}\` is not the code of a finding`
      return finding('B-WAIVER', { rule, message, cure: 'remove the waiver or correct its code' })
    }
    if (codes[code].severity !== 'guidance') {
      const message = `\`${code}\` cannot be waived: ${codes[code].source}`
      return finding('B-WAIVER', { rule, message, cure: 'remove the waiver and cure the finding' })
    }
    if (found.some((one) => one.code === code)) return []
    const message = `\`${code}\` is waived and does not occur`
    return finding('B-WAIVER', {
      rule,
      message,
      cure: 'remove the waiver, or it hides the next one',
    })
  })
}
