/** The `troth` command: reads the environment and the clock, and hands both to one file a command. @module */
import { Command, CommanderError } from 'commander'
import { applyCommand, planCommand } from './cli/apply.ts'
import { checkCommand } from './cli/check.ts'
import { clausesCommand } from './cli/clauses.ts'
import { decideCommand } from './cli/decide.ts'
import { driftCommand } from './cli/drift.ts'
import { keyCommand } from './cli/key.ts'
import { loginCommand } from './cli/login.ts'
import { masksCommand } from './cli/masks.ts'
import { renderCommand } from './cli/render.ts'
import { exitCodes, type Surroundings } from './cli/surroundings.ts'
import { upCommand } from './cli/up.ts'
import { verifyCommand } from './cli/verify.ts'
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
const commands = [
  [upCommand, checkCommand, renderCommand, clausesCommand],
  [planCommand, applyCommand, driftCommand],
  [decideCommand, masksCommand, keyCommand, loginCommand, verifyCommand],
].flat()
for (const add of commands) add(program, surroundings)

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
