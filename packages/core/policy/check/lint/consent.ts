import type { PolicyDocument } from '../../rules.ts'
import { finding, type Finding } from '../finding.ts'

/** What people are taken to have agreed to. */
export function aboutConsent(policy: PolicyDocument): readonly Finding[] {
  return [...bundled(policy), ...optOut(policy), ...openEnded(policy), ...assessed(policy)]
}

/** Using the site may stand for what is evident from it, never for a choice (PRE.3, PDPA s14(2)). */
function bundled(policy: PolicyDocument): readonly Finding[] {
  const optional = new Set(
    Object.values(policy.trackers)
      .filter((tracker) => tracker.class !== 'necessary')
      .map((tracker) => tracker.purpose),
  )
  const choices = policy.conduct.covers.filter((id) => {
    const purpose = policy.purposes[id]
    return purpose?.basis === 'express' || purpose?.marketing !== undefined || optional.has(id)
  })
  if (choices.length === 0) return []
  const named = choices.map((id) => `\`${id}\``).join(', ')
  return [
    finding('W-BUNDLED', {
      clause: policy.conduct.clauses[0],
      rule: 'conduct',
      message: `using the site is taken as consent to ${named}`,
      cure: 'take them out of `conduct.covers` and offer each as a choice',
    }),
  ]
}

/** Messages that sell need a yes beforehand; every other basis rules them out (§3.1.3). */
function optOut(policy: PolicyDocument): readonly Finding[] {
  return Object.entries(policy.purposes)
    .filter(([, purpose]) => purpose.marketing !== undefined && purpose.basis !== 'express')
    .map(([id, { basis, clauses }]) =>
      finding('W-MKT-OPTOUT', {
        clause: clauses[0],
        rule: `purposes.${id}`,
        message: `\`${id}\` sells on the basis \`${basis}\`, so that people must opt out`,
        cure: 'set its basis to `express` and offer it as a choice',
      }),
    )
}

/** A list of purposes that ends in "and the like" is no list (§3.1.5(a)). */
function openEnded({ use, determinations, effective }: PolicyDocument): readonly Finding[] {
  const open =
    use.unlisted === 'refused'
      ? []
      : [
          finding('W-CATCHALL', {
            clause: use.clauses[0],
            rule: 'use',
            message: 'a purpose that is not listed is accepted as related to one that is',
            cure: 'set `use.unlisted` to `refused` and record each new purpose as a determination',
          }),
        ]
  const ended = Object.entries(determinations)
    .filter(([, { expires }]) => expires < effective)
    .map(([id, { clauses, expires }]) =>
      finding('L-DETERMINATION-ENDED', {
        clause: clauses[0],
        rule: `determinations.${id}`,
        message: `the determination \`${id}\` ended on ${expires}, before this policy begins`,
        cure: 'review it and set a new date, or remove it',
      }),
    )
  return [...open, ...ended]
}

/** Silence counts as consent only after an assessment that is on file (PDPR reg 14). */
function assessed(policy: PolicyDocument): readonly Finding[] {
  return Object.entries(policy.purposes)
    .filter(
      ([, { basis, assessment }]) => basis === 'deemed:notification' && assessment === undefined,
    )
    .map(([id, { clauses }]) =>
      finding('L-ASSESSMENT', {
        clause: clauses[0],
        rule: `purposes.${id}`,
        message: `\`${id}\` rests on notification and has no assessment`,
        cure: 'add `assessment` with its reference, date and summary',
      }),
    )
}
