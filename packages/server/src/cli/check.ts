import { checkPolicy } from '@troth/core/policy'
import { defaultPolicy, loadPolicy } from './load-policy.ts'
import { type AddCommand, answer, exitCodes } from './surroundings.ts'

/** `troth check`: is every clause of the prose bound to rules, and does nothing clash with the law or the prose? */
export const checkCommand: AddCommand = (program, surroundings) => {
  program
    .command('check')
    .description('bind the policy to its prose, clause by clause, and lint it against the law')
    .argument('[policy]', 'a .ts, .js or .json file', defaultPolicy)
    .option('--notice <file>', 'the prose; notice.md beside the policy where unsaid')
    .action(async (path: string, options: { notice?: string }, command) => {
      const { policy, notice } = await loadPolicy(path, options.notice)
      const findings = checkPolicy(policy, notice)
      const errors = findings.filter(({ severity }) => severity === 'error').length
      answer(command, surroundings, { policy: policy.name, errors, findings }, () => [
        ...findings.flatMap((each) => [
          `${each.severity}  ${each.code}${each.clause === undefined ? '' : `  §${each.clause}`}${each.rule === undefined ? '' : `  ${each.rule}`}`,
          `    ${each.message}`,
          `    cure: ${each.cure}`,
        ]),
        errors > 0
          ? `${errors} error(s): ${policy.name} must not be published as it is`
          : `${policy.name} version ${policy.version}: ${policy.clauses.length} clauses bound, ${findings.length} finding(s)`,
      ])
      surroundings.end(errors > 0 ? exitCodes.no : exitCodes.done)
    })
}
