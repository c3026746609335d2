import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, test } from 'node:test'

const root = join(import.meta.dirname, '..')

describe('the tree', { concurrency: 2 }, () => {
  test('has no type error', () => passes('tsc', '--noEmit', '-p', '.'))
  test('has no type error in core, which knows no platform', () =>
    passes('tsc', '--noEmit', '-p', 'packages/core'))
  test('passes the linter', () => passes('oxlint', '--type-aware', '--deny-warnings'))
  test('is formatted', () => passes('oxfmt', '--check'))
})

test('core cannot name a thing of Node or of the browser', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'troth-core-'))
  const names = ['process', 'Buffer', 'URL', 'crypto', 'document', 'TextEncoder', 'setTimeout']
  await writeFile(join(folder, 'impure.ts'), `export const all = [${names.join(', ')}]\n`)
  await writeFile(
    join(folder, 'tsconfig.json'),
    JSON.stringify({
      extends: join(root, 'packages/core/tsconfig.json'),
      include: ['impure.ts'],
      exclude: [],
    }),
  )
  const { output } = await run('tsc', '--noEmit', '--pretty', 'false', '-p', folder)
  await rm(folder, { recursive: true })
  for (const name of names) assert.match(output, new RegExp(`Cannot find name '${name}'`))
})

async function passes(tool: string, ...words: string[]): Promise<void> {
  const { code, output } = await run(tool, ...words)
  assert.equal(code, 0, output)
}

function run(tool: string, ...words: string[]): Promise<{ code: number; output: string }> {
  const program = join(root, 'node_modules/.bin', tool)
  return new Promise((resolve) => {
    const child = execFile(program, words, { cwd: root, maxBuffer: 1e8 }, (_, out, err) =>
      resolve({ code: child.exitCode ?? 1, output: out + err }),
    )
  })
}
