import { decide } from '../engine/use/decide.ts'
import { type AddCommand, answer, exitCodes } from './surroundings.ts'
import { withContext } from './with-deployment.ts'

type Options = {
  readonly subject: string
  readonly controller: string
  readonly purpose: string
  readonly dataset: string
  readonly fields: string
  readonly record?: string
  readonly at?: string
}

/** `troth decide`: may a purpose use these fields of this person, why, and what would change the answer? */
export const decideCommand: AddCommand = (program, surroundings) => {
  const { config, now, end, warn } = surroundings
  program
    .command('decide')
    .description('ask whether a purpose may use some fields of a person, and why')
    .requiredOption('--subject <id>', 'the person')
    .requiredOption('--controller <id>', 'the company that asks')
    .requiredOption('--purpose <id>', 'for what; nothing is used without a purpose (§3.1)')
    .requiredOption('--dataset <id>', 'where the data lies')
    .requiredOption('--fields <list>', 'comma-separated')
    .option('--record <id>', 'one record; the latest where unsaid')
    .option('--at <instant>', 'a past instant, as 2026-11-23T09:00:00Z; now where unsaid')
    .action(async (options: Options, command) => {
      const at = now()
      const caller = { keyId: 'cli', scopes: ['decide'] } as const
      const { fields, ...rest } = options
      const body = { ...rest, fields: fields.split(','), explain: true }
      const outcome = await withContext(config(), at, (context) =>
        decide(context, { caller, body }, at),
      )
      if (!outcome.ok) {
        const { code, clause, detail } = outcome.refusal
        if (command.optsWithGlobals()['json'] === true)
          answer(command, surroundings, outcome, () => [])
        else warn(`${code} (§${clause}): ${detail}`)
        return end(exitCodes.usage)
      }
      const { value } = outcome
      answer(command, surroundings, value, () => ('answers' in value ? [] : linesOf(value)))
      end('allowed' in value && value.allowed ? exitCodes.done : exitCodes.no)
    })
}

function linesOf(said: {
  readonly allowed: boolean
  readonly reason: string
  readonly clause: string
  readonly explanation?: string
}): readonly string[] {
  const { allowed, reason, clause, explanation } = said
  const first = `${allowed ? 'allowed' : 'denied'}  ${reason}  §${clause}`
  return explanation === undefined ? [first] : [first, explanation]
}
