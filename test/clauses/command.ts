import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const troth = join(import.meta.dirname, '../../packages/server/bin/troth.js')

/** One finding as `troth check --json` prints it. */
export type Finding = {
  readonly code: string
  readonly severity: string
  readonly clause?: string
  readonly rule?: string
}

/** Runs `troth check` on a policy as JSON beside its prose, as a company would before it publishes. */
export async function check(
  policy: unknown,
  notice: string,
): Promise<{ code: number; findings: readonly Finding[]; said: string }> {
  const folder = await mkdtemp(join(tmpdir(), 'troth-check-'))
  try {
    await writeFile(join(folder, 'policy.json'), JSON.stringify(policy))
    await writeFile(join(folder, 'notice.md'), notice)
    const { code, output, said } = await run(['--json', 'check', join(folder, 'policy.json')])
    const findings: readonly Finding[] = output === '' ? [] : JSON.parse(output).findings
    return { code, findings, said }
  } finally {
    await rm(folder, { recursive: true })
  }
}

function run(words: readonly string[]): Promise<{ code: number; output: string; said: string }> {
  return new Promise((resolve) => {
    const child = execFile(
      process.execPath,
      [troth, ...words],
      { maxBuffer: 1e7 },
      (_, output, said) => resolve({ code: child.exitCode ?? -1, output, said }),
    )
  })
}
