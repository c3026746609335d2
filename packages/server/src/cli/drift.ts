import { drift, type Difference } from '../store/drift.ts'
import { lintCatalog } from '../store/lint-catalog.ts'
import { publicationOf } from '../publish.ts'
import { defaultPolicy, loadPolicy } from './load-policy.ts'
import { type AddCommand, answer, exitCodes } from './surroundings.ts'
import { withDeployment } from './with-deployment.ts'

/** `troth drift`: what in the database is not as the policy calls for, and which schema rules it breaks. */
export const driftCommand: AddCommand = (program, surroundings) => {
  const { config, now, end } = surroundings
  program
    .command('drift')
    .description('compare roles, grants, row policies and tables with what the policy calls for')
    .argument('[policy]', 'a .ts, .js or .json file', defaultPolicy)
    .option('--notice <file>', 'the prose; notice.md beside the policy where unsaid')
    .action(async (path: string, options: { notice?: string }, command) => {
      const draft = await loadPolicy(path, options.notice)
      const settings = config()
      const { differences, faults } = await withDeployment(settings, async ({ owner }) => ({
        differences: await drift(
          owner,
          await publicationOf(owner, draft, settings.rolePrefix),
          now(),
        ),
        faults: await lintCatalog(owner),
      }))
      const clean = differences.length + faults.length === 0
      answer(command, surroundings, { differences, faults }, () => [
        ...differences.map(sayDifference),
        ...faults.map(({ rule, object, why }) => `${object} breaks the rule ${rule}: ${why}`),
        clean
          ? 'the database is as the policy calls for'
          : `${differences.length} difference(s), ${faults.length} broken rule(s); \`troth apply\` puts back what it may`,
      ])
      end(clean ? exitCodes.done : exitCodes.no)
    })
}

function sayDifference({ kind, name, expected, found }: Difference): string {
  if (found === undefined) return `${kind} ${name} is missing`
  if (expected === undefined) return `${kind} ${name} should not be there: ${found}`
  return `${kind} ${name} is ${found}, not ${expected}`
}
