/**
 * Runs a suite with node:test: `node scripts/test.ts all|check|crash [files] [options of node --test]`.
 * `all` needs PostgreSQL 15 and 18: it starts one of each, shared by every test file, and stops them.
 * @module
 */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { globSync } from 'node:fs'
import { join } from 'node:path'
import { startTestServers } from '../packages/server/test/support/servers.ts'

const root = join(import.meta.dirname, '..')
const suites: Readonly<Record<string, readonly string[]>> = {
  all: [
    '{packages,policies,bench,examples,scripts}/**/*.test.ts',
    'test/!(crash)/**/*.test.ts',
    'test/*.test.ts',
  ],
  check: [
    'packages/core/**/*.test.ts',
    'packages/server/src/**/*.test.ts',
    'policies/**/*.test.ts',
    'test/*.test.ts',
  ],
  crash: ['test/crash/**/*.test.ts'],
}

const [suite = 'all', ...words] = process.argv.slice(2)
const named = words.filter((word) => !word.startsWith('-'))
const files = named.length > 0 ? named : find(suites[suite] ?? [])
const options = ['--test', '--test-concurrency=2', ...words.filter((word) => word.startsWith('-'))]

const postgres = suite === 'all' ? await startTestServers() : undefined
const child = spawn(process.execPath, [...options, ...files], {
  cwd: root,
  stdio: 'inherit',
  env: postgres ? { ...process.env, TROTH_TEST_PG: JSON.stringify(postgres.servers) } : process.env,
})
process.on('SIGINT', () => {})
const [code] = await once(child, 'exit')
await postgres?.stop()
process.exitCode = code ?? 1

function find(patterns: readonly string[]): readonly string[] {
  const exclude = (name: string) => name === 'node_modules'
  return globSync([...patterns], { cwd: root, exclude }).toSorted()
}
