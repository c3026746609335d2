import { planDraft, publish, type Published } from '../publish.ts'
import { defaultPolicy, loadPolicy } from './load-policy.ts'
import { type AddCommand, answer, exitCodes } from './surroundings.ts'
import { withDeployment } from './with-deployment.ts'

type Change = { readonly kind: string; readonly name: string; readonly why?: string }
type Refusal = { readonly what: string; readonly why: string }

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
      const published = await withDeployment(settings, ({ owner }) =>
        publish(owner, draft, settings.rolePrefix, now()),
      )
      answer(command, surroundings, published, () => sayPublished(published, draft.policy.version))
      const stands = published.kind === 'applied' || published.kind === 'unchanged'
      end(stands ? exitCodes.done : exitCodes.no)
    })
}

/** How publishing ended, in lines for people. */
export function sayPublished(published: Published, version: number): readonly string[] {
  switch (published.kind) {
    case 'applied':
      return [...sayChanges(published.changes), `version ${version} is in force`]
    case 'unchanged':
      return [`version ${version} was in force already; nothing to do`]
    case 'refused':
      return sayRefusals(published.refusals)
    case 'failed-check':
      return ['the policy does not pass its check; see: troth check']
  }
}

function sayChanges(changes: readonly Change[]): readonly string[] {
  if (changes.length === 0) return ['nothing to change']
  const counts = new Map<string, number>()
  for (const { kind } of changes) counts.set(kind, (counts.get(kind) ?? 0) + 1)
  return [...counts].map(([kind, count]) => `${String(count).padStart(5)}  ${kind}`)
}

function sayRefusals(refusals: readonly Refusal[]): readonly string[] {
  return ['refused; nothing was changed:', ...refusals.map(({ what, why }) => `  ${what}: ${why}`)]
}
