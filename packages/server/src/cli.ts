/** The `troth` command: reads the environment and the clock, and hands both to one file a command. @module */
import { Command, CommanderError } from 'commander'
import { type AddCommand, exitCodes, type Surroundings } from './cli/surroundings.ts'
import { readConfig } from './config.ts'
import { TrothError } from './errors.ts'

const surroundings: Surroundings = {
  config: () => readConfig(process.env),
  now: () => new Date(),
  say: (line) => void process.stdout.write(`${line}\n`),
  warn: (line) => void process.stderr.write(`${line}\n`),
  end: (code) => {
    process.exitCode = code
  },
}

// Whoever reads our output may stop reading, as `head` does; that is no fault of ours.
process.stdout.on('error', (fault: NodeJS.ErrnoException) => {
  if (fault.code === 'EPIPE') process.exit()
  throw fault
})

const program = new Command('troth')
  .description('Runs a privacy policy, and proves that it was kept.')
  .option('--json', 'print JSON for programs instead of text for people')
  .showSuggestionAfterError()
  .exitOverride()
  .addHelpText(
    'after',
    '\nExit codes: 0 done or yes, 1 no (findings, differences, a refusal), 2 wrong usage, 3 a fault.',
  )
// In the order of the help. A command loads its own file and no other, for half of a short command's time is loading.
const commands: Readonly<Record<string, () => Promise<AddCommand>>> = {
  up: async () => (await import('./cli/up.ts')).upCommand,
  check: async () => (await import('./cli/check.ts')).checkCommand,
  render: async () => (await import('./cli/render.ts')).renderCommand,
  clauses: async () => (await import('./cli/clauses.ts')).clausesCommand,
  plan: async () => (await import('./cli/plan.ts')).planCommand,
  apply: async () => (await import('./cli/apply.ts')).applyCommand,
  drift: async () => (await import('./cli/drift.ts')).driftCommand,
  decide: async () => (await import('./cli/decide.ts')).decideCommand,
  masks: async () => (await import('./cli/masks.ts')).masksCommand,
  key: async () => (await import('./cli/key.ts')).keyCommand,
  login: async () => (await import('./cli/login.ts')).loginCommand,
  verify: async () => (await import('./cli/verify.ts')).verifyCommand,
}
const named = process.argv.slice(2).find((word) => !word.startsWith('-'))
const only = named !== undefined && Object.hasOwn(commands, named) ? commands[named] : undefined
for (const load of only ? [only] : Object.values(commands)) (await load())(program, surroundings)

try {
  await program.parseAsync()
} catch (fault) {
  process.exitCode = codeOf(fault)
}

function codeOf(fault: unknown): number {
  if (fault instanceof CommanderError) return fault.exitCode === 0 ? 0 : exitCodes.usage
  if (fault instanceof TrothError) surroundings.warn(`${fault.message}\n(${fault.code})`)
  else surroundings.warn(fault instanceof Error ? (fault.stack ?? fault.message) : String(fault))
  return exitCodes.fault
}
