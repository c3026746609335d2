import { publish } from '../publish.ts'
import { defaultPolicy, loadPolicy } from './load-policy.ts'
import { sayPublished } from './say/publishing.ts'
import { type AddCommand, answer, exitCodes } from './surroundings.ts'
import { withDeployment } from './with-deployment.ts'

/** `troth apply`: brings the policy into force, at once for all or not at all (PRE.4). */
export const applyCommand: AddCommand = (program, surroundings) => {
  const { config, now, end } = surroundings
  program
    .command('apply')
    .description('check the policy and bring it into force: at once for all, or not at all')
    .argument('[policy]', 'a .ts, .js or .json file', defaultPolicy)
    .option('--notice <file>', 'the prose; notice.md beside the policy where unsaid')
    .action(async (path: string, options: { notice?: string }, command) => {
      const draft = await loadPolicy(path, options.notice)
      const settings = config()
      const published = await withDeployment(
        settings,
        ({ owner }) => publish(owner, draft, settings.rolePrefix, now()),
        { make: true },
      )
      answer(command, surroundings, published, () => sayPublished(published, draft.policy.version))
      const stands = published.kind === 'applied' || published.kind === 'unchanged'
      end(stands ? exitCodes.done : exitCodes.no)
    })
}
