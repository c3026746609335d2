import { bindingsOf } from '@troth/core/policy'
import { defaultPolicy, loadPolicy } from './load-policy.ts'
import { type AddCommand, answer } from './surroundings.ts'

/** `troth clauses`: each clause of the prose with the rules that keep it, or the reason why it has none. */
export const clausesCommand: AddCommand = (program, surroundings) => {
  program
    .command('clauses')
    .description('list each clause with the rules bound to it, or why it has none')
    .argument('[policy]', 'a .ts, .js or .json file', defaultPolicy)
    .option('--notice <file>', 'the prose; notice.md beside the policy where unsaid')
    .action(async (path: string, options: { notice?: string }, command) => {
      const { policy } = await loadPolicy(path, options.notice)
      const bindings = bindingsOf(policy)
      const clauses = policy.clauses.map((id) => ({
        id,
        rules: bindings.get(id) ?? [],
        narrative: policy.narrative[id] ?? null,
      }))
      answer(command, surroundings, clauses, () =>
        clauses.map(
          ({ id, rules, narrative }) =>
            `${`§${id}`.padEnd(15)}${narrative === null ? rules.join(', ') : `narrative: ${narrative}`}`,
        ),
      )
    })
}
