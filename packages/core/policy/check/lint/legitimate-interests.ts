import type { PolicyDocument } from '../../rules.ts'
import { finding, type Finding } from '../finding.ts'
import { proseByClause } from '../prose.ts'

const named = /\blegitimate interests?\b/i

/**
 * Whoever relies on legitimate interests has assessed them and says so in public, with somebody to ask (PDPR reg 15):
 * a clause of the purpose names them, and a clause that names them has the address of a data protection officer.
 */
export function aboutLegitimateInterests(
  policy: PolicyDocument,
  notice: string,
): readonly Finding[] {
  const officers = Object.values(policy.controllers).map(({ officer }) => officer.email)
  const published = new Map([...proseByClause(notice)].filter(([, prose]) => named.test(prose)))
  const contact = [...published.values()].some((text) =>
    officers.some((email) => text.includes(email)),
  )
  return Object.entries(policy.purposes)
    .filter(([, { basis }]) => basis === 'exception:legitimate-interests')
    .flatMap(([id, { clauses, assessment }]) => {
      const find = (message: string, cure: string): Finding =>
        finding('W-LI-UNPUBLISHED', { clause: clauses[0], rule: `purposes.${id}`, message, cure })
      if (assessment === undefined) {
        return find(
          `\`${id}\` relies on legitimate interests that nobody has assessed`,
          'add `assessment` with its reference, date and summary',
        )
      }
      if (!clauses.some((clause) => published.has(clause))) {
        return find(
          `\`${id}\` relies on legitimate interests and no clause it cites says so`,
          'say in that clause that you rely on legitimate interests, and which',
        )
      }
      if (contact) return []
      return find(
        `\`${id}\` relies on legitimate interests and the notice names nobody to ask`,
        "put the data protection officer's e-mail address beside the words",
      )
    })
}
