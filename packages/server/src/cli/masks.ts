import { verifyMasks } from '../engine/masks.ts'
import { type AddCommand, answer, exitCodes } from './surroundings.ts'
import { withContext } from './with-deployment.ts'

/** `troth masks verify`: the cached masks against the fold of everyone's history. */
export const masksCommand: AddCommand = (program, surroundings) => {
  const { config, now, end } = surroundings
  program
    .command('masks')
    .description('the permissions kept on every row')
    .command('verify')
    .description(
      'compare the history of everyone with its leaves, and its fold with the masks in the database',
    )
    .action(async (_options, command) => {
      const at = now()
      const verified = await withContext(config(), at, (context) => verifyMasks(context, {}, at))
      const { people, masks, rows, differences } = verified
      answer(command, surroundings, verified, () => [
        ...differences.map((difference) => `differs: ${JSON.stringify(difference)}`),
        `${people} people, ${masks} masks, ${rows} rows: ${differences.length === 0 ? 'all as the fold says' : `${differences.length} differ`}`,
      ])
      end(differences.length === 0 ? exitCodes.done : exitCodes.no)
    })
}
