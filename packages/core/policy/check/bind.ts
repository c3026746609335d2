import { blocksOf } from '../notice/blocks.ts'
import type { PolicyDocument } from '../rules.ts'
import { citations } from './citations.ts'
import { finding, type Finding } from './finding.ts'

/**
 * Holds prose and rules together, in both directions: the notice has the declared clauses, each once and in order;
 * each clause has rules that cite it or a reason why none does, never both; each rule cites clauses that exist.
 */
export function bind(policy: PolicyDocument, notice: string): readonly Finding[] {
  return [
    ...clausesOfNotice(policy, notice),
    ...clausesWithoutRule(policy),
    ...rulesWithoutClause(policy),
  ]
}

function clausesOfNotice(policy: PolicyDocument, notice: string): readonly Finding[] {
  const written = blocksOf(notice).flatMap((block) => (block.kind === 'clause' ? [block.id] : []))
  const declared = new Set(policy.clauses)
  const missing = policy.clauses
    .filter((clause) => !written.includes(clause))
    .map((clause) =>
      finding('B-CLAUSE-MISSING', {
        clause,
        message: `\`${clause}\` is declared and has no paragraph in the notice`,
        cure: `begin a paragraph with \`**${clause}**\`, or take it out of \`clauses\``,
      }),
    )
  const foreign = written
    .filter((clause) => !declared.has(clause))
    .map((clause) =>
      finding('B-CLAUSE-UNDECLARED', {
        clause,
        message: `\`${clause}\` stands in the notice and is not declared`,
        cure: 'add it to `clauses`, or do not begin the paragraph with one word in bold',
      }),
    )
  const twice = written
    .filter((clause, at) => written.indexOf(clause) !== at)
    .map((clause) =>
      finding('B-CLAUSE-TWICE', {
        clause,
        message: `\`${clause}\` stands in the notice more than once`,
        cure: 'make it one paragraph',
      }),
    )
  return [...missing, ...foreign, ...twice, ...order(policy, written)]
}

function order(policy: PolicyDocument, written: readonly string[]): readonly Finding[] {
  const known = policy.clauses.filter((clause) => written.includes(clause))
  const shown = [...new Set(written)].filter((clause) => policy.clauses.includes(clause))
  const at = shown.findIndex((clause, place) => clause !== known[place])
  const clause = shown[at]
  if (clause === undefined) return []
  return [
    finding('B-CLAUSE-ORDER', {
      clause,
      message: `\`${clause}\` stands in the notice where \`${known[at]}\` is expected`,
      cure: 'put the clauses of the notice and the list `clauses` in one order',
    }),
  ]
}

function clausesWithoutRule(policy: PolicyDocument): readonly Finding[] {
  const cited = new Map<string, string>()
  for (const { rule, clauses } of citations(policy)) {
    for (const clause of clauses) if (!cited.has(clause)) cited.set(clause, rule)
  }
  return policy.clauses.flatMap((clause) => {
    const rule = cited.get(clause)
    const reason = Object.hasOwn(policy.narrative, clause)
    if (rule === undefined && !reason) {
      return finding('B-CLAUSE-UNBOUND', {
        clause,
        message: `no rule keeps \`${clause}\``,
        cure: 'cite it in the rule that keeps it, or say under `narrative` why it needs none',
      })
    }
    if (rule !== undefined && reason) {
      return finding('B-CLAUSE-BOTH', {
        clause,
        rule,
        message: `\`${clause}\` is said to need no rule, and \`${rule}\` cites it`,
        cure: 'remove its entry under `narrative`, or the citation',
      })
    }
    return []
  })
}

function rulesWithoutClause(policy: PolicyDocument): readonly Finding[] {
  const declared = new Set(policy.clauses)
  return citations(policy).flatMap(({ rule, clauses }) => {
    const cure = 'cite the clause of the notice that promises it'
    if (clauses.length === 0) {
      return [finding('B-RULE-UNBOUND', { rule, message: `\`${rule}\` cites no clause`, cure })]
    }
    return clauses
      .filter((clause) => !declared.has(clause))
      .map((clause) =>
        finding('B-RULE-UNBOUND', {
          clause,
          rule,
          message: `\`${rule}\` cites \`${clause}\`, which is not a clause of the notice`,
          cure,
        }),
      )
  })
}
