import type { Command } from 'commander'
import type { Config } from '../config.ts'

/** What a command may touch besides its arguments; `cli.ts` alone knows the process behind it. */
export interface Surroundings {
  /** Reads the deployment; throws `config.invalid`. */
  readonly config: () => Config
  readonly now: () => Date
  /** A line for standard output: the answer. */
  readonly say: (line: string) => void
  /** A line for standard error: what goes on, what went wrong. */
  readonly warn: (line: string) => void
  /** Sets the exit code. */
  readonly end: (code: number) => void
}

/** 0 done or yes; 1 no: findings, differences, a refusal; 2 wrong usage; 3 a fault. */
export const exitCodes = { done: 0, no: 1, usage: 2, fault: 3 } as const

/** Adds one command to the program. */
export type AddCommand = (program: Command, surroundings: Surroundings) => void

/** Prints an answer: as JSON where `--json` stands, else line by line. */
export function answer(
  command: Command,
  { say }: Surroundings,
  value: unknown,
  lines: () => readonly string[],
): void {
  if (command.optsWithGlobals()['json'] === true) say(JSON.stringify(value, null, 2))
  else for (const line of lines()) say(line)
}
