import { planDraft } from '../publish.ts'
import { defaultPolicy, loadPolicy } from './load-policy.ts'
import { sayChanges, sayRefusals } from './say/publishing.ts'
import { type AddCommand, answer, exitCodes } from './surroundings.ts'
import { withDeployment } from './with-deployment.ts'

/** `troth plan`: what publishing the policy would change in the database; changes nothing. */
export const planCommand: AddCommand = (program, surroundings) => {
  const { config, now, end } = surroundings
  program
    .command('plan')
    .description('say what publishing the policy would change in the database, and change nothing')
    .argument('[policy]', 'a .ts, .js or .json file', defaultPolicy)
    .option('--notice <file>', 'the prose; notice.md beside the policy where unsaid')
    .action(async (path: string, options: { notice?: string }, command) => {
      const draft = await loadPolicy(path, options.notice)
      const settings = config()
      const plan = await withDeployment(settings, ({ owner }) =>
        planDraft(owner, draft, settings.rolePrefix, now()),
      )
      answer(command, surroundings, plan, () =>
        plan.refusals.length > 0 ? sayRefusals(plan.refusals) : sayChanges(plan.changes),
      )
      end(plan.refusals.length > 0 ? exitCodes.no : exitCodes.done)
    })
}
