import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Mutation } from '../../test/clauses/mutations.ts'
import { runClauseTests } from './run.ts'

// Each run waits for PostgreSQL and for processes to start about as long as it computes.
const sideBySide = 3

interface Trial {
  readonly id: string
  readonly test: string
  readonly change: Mutation
}

/**
 * Takes away what keeps each clause, in copies of the checkout, and runs its test there.
 * @returns a problem for each clause whose test does not notice
 */
export async function mutateClauses(
  root: string,
  kept: readonly { readonly id: string; readonly test: string }[],
  mutations: Readonly<Record<string, readonly Mutation[]>>,
): Promise<string[]> {
  const problems = kept
    .filter(({ id }) => (mutations[id] ?? []).length === 0)
    .map(({ id }) => `§${id}: no mutation says what keeps it`)
  const waiting = kept.flatMap(({ id, test }) =>
    (mutations[id] ?? []).map((change): Trial => ({ id, test, change })),
  )
  const work = async () => {
    const copy = copyOf(root)
    try {
      for (let trial = waiting.shift(); trial !== undefined; trial = waiting.shift()) {
        const problem = await survives(copy, trial)
        const [line = ''] = trial.change.find.trim().split('\n')
        process.stderr.write(`§${trial.id} without \`${line}\`: ${problem ?? 'its test fails'}\n`)
        if (problem !== undefined) problems.push(`§${trial.id}: ${problem}`)
      }
    } finally {
      rmSync(copy, { recursive: true, force: true })
    }
  }
  await Promise.all(Array.from({ length: sideBySide }, work))
  return problems
}

async function survives(copy: string, { id, test, change }: Trial): Promise<string | undefined> {
  const path = join(copy, change.file)
  const source = readFileSync(path, 'utf8')
  if (source.split(change.find).length !== 2) {
    return `\`${change.find}\` does not stand exactly once in ${change.file}; mend its mutation`
  }
  writeFileSync(
    path,
    source.replace(change.find, () => change.replace),
  )
  try {
    const result = (await runClauseTests(copy, [test])).get(id)
    if (result === undefined) {
      return `the change of ${change.file} broke the program before its test ran; choose a finer one`
    }
    if (result.passed) return `its test passes without \`${change.find}\` of ${change.file}`
    if (!result.asserted) {
      return `the change of ${change.file} broke the program, not a promise; choose a finer one`
    }
    return undefined
  } finally {
    writeFileSync(path, source)
  }
}

/** The checkout without its history, sharing installed packages, whose own packages resolve to the copy. */
function copyOf(root: string): string {
  const copy = mkdtempSync(join(tmpdir(), 'troth-mutate-'))
  for (const name of readdirSync(root)) {
    if (name === 'node_modules' || name.startsWith('.git') || name === '.troth') continue
    cpSync(join(root, name), join(copy, name), { recursive: true })
  }
  const modules = join(copy, 'node_modules')
  mkdirSync(modules)
  for (const name of readdirSync(join(root, 'node_modules'))) {
    if (name !== '@troth') symlinkSync(join(root, 'node_modules', name), join(modules, name))
  }
  mkdirSync(join(modules, '@troth'))
  for (const [name, path] of [
    ['core', 'packages/core'],
    ['server', 'packages/server'],
    ['bench', 'bench'],
  ] as const) {
    symlinkSync(join(copy, path), join(modules, '@troth', name))
  }
  return copy
}
