/**
 * `npm run clauses`: each clause of the policy, its state and its test. Exits 1 when a kept clause fails or when fewer
 * are kept than `test/clauses/kept.txt` lists. `--mutate` takes away what keeps each clause and fails if its test
 * still passes; `--only 2.1.1` looks at one clause. `--json` prints `{total, kept, open, exempt, clauses: [{id, state, test}]}`.
 * @module
 */
import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { startTestServers } from '../packages/server/test/support/servers.ts'
import { aster } from '../policies/aster/policy.ts'
import { exempt, mutations } from '../test/clauses/mutations.ts'
import { mutateClauses } from './clauses/mutate.ts'
import { runClauseTests, type ClauseResult } from './clauses/run.ts'

const root = join(import.meta.dirname, '..')
const folder = join(root, 'test/clauses')
const { values } = parseArgs({
  options: {
    json: { type: 'boolean' },
    mutate: { type: 'boolean' },
    only: { type: 'string' },
  },
  strict: true,
})

type State = 'kept' | 'open' | 'exempt'
type Row = { id: string; state: State; test: string | null; note: string }

const postgres = await startTestServers()
tellTests(postgres.servers)
const results = await runClauseTests(
  root,
  readdirSync(folder)
    .filter(
      (name) =>
        name.endsWith('.test.ts') && (values.only === undefined || name === fileOf(values.only)),
    )
    .map((name) => join('test/clauses', name)),
)
const rows = aster.clauses.map((id) => describe(id, results.get(id)))
const promised = readFileSync(join(folder, 'kept.txt'), 'utf8')
  .split('\n')
  .filter((id) => id !== '' && (values.only === undefined || values.only === id))
const problems = [
  ...[...results].filter(([, result]) => !result.passed).map(([id]) => `§${id}: its test fails`),
  ...promised
    .filter((id) => !rows.some((row) => row.id === id && row.state === 'kept'))
    .map((id) => `§${id}: was kept before and is not now`),
  ...rows
    .filter((row) => row.state === 'kept' && !promised.includes(row.id))
    .map((row) => `§${row.id}: is kept; add it to test/clauses/kept.txt so that it stays so`),
  ...[...results.keys()]
    .filter((id) => !rows.some((row) => row.id === id))
    .map((id) => `§${id}: a test names it, the policy has no such clause`),
]
if (values.mutate) {
  // What one version does not notice, the other does not either.
  tellTests(postgres.servers.slice(-1))
  problems.push(...(await mutateClauses(root, rows.filter(isKept), mutations)))
}
await postgres.stop()

if (values.json) console.log(JSON.stringify(summary(), null, 2))
else print()
for (const problem of problems) console.error(problem)
process.exitCode = problems.length > 0 ? 1 : 0

function describe(id: string, result: ClauseResult | undefined): Row {
  const reason = exempt[id]
  if (reason !== undefined) return { id, state: 'exempt', test: null, note: reason }
  if (result?.passed) return { id, state: 'kept', test: result.file, note: result.title }
  return { id, state: 'open', test: null, note: '' }
}

/** The tests of clause 2.1.1(a) are in 2-1-1-a.test.ts. */
function fileOf(id: string): string {
  return `${id
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/-$/, '')}.test.ts`
}

/** Test files that are told of servers start none of their own. */
function tellTests(servers: typeof postgres.servers): void {
  process.env['TROTH_TEST_PG'] = JSON.stringify(servers)
}

function isKept(row: Row): row is Row & { test: string } {
  return row.state === 'kept'
}

function count(state: State): number {
  return rows.filter((row) => row.state === state).length
}

function summary() {
  return {
    total: rows.length,
    kept: count('kept'),
    open: count('open'),
    exempt: count('exempt'),
    clauses: rows.map(({ id, state, test }) => ({ id, state, test })),
  }
}

function print(): void {
  for (const row of rows) {
    console.log(`${`§${row.id}`.padEnd(15)}${row.state.padEnd(8)}${row.note}`.trimEnd())
  }
  const { total, kept, open, exempt: excused } = summary()
  console.log(`\n${total} clauses: ${kept} kept, ${open} open, ${excused} exempt`)
}
