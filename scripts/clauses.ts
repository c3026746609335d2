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
import { runClauseTests } from './clauses/run.ts'
import { type Row, standingOf, summaryOf, testFileOf } from './clauses/standing.ts'

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
const { only } = values

const files = readdirSync(folder).filter((name) => name.endsWith('.test.ts'))
const chosen = files.filter((name) => only === undefined || name === testFileOf(only))
const postgres = await startTestServers()
try {
  tellTests(postgres.servers)
  const tests = chosen.map((name) => join('test/clauses', name))
  const results = await runClauseTests(root, tests)
  const rows = standingOf(aster.clauses, results, exempt)
  const problems = problemsOf(rows, results)
  if (values.mutate) {
    // What one version does not notice, the other does not either.
    tellTests(postgres.servers.slice(-1))
    problems.push(...(await mutateClauses(root, rows.filter(isKept), mutations)))
  }
  if (values.json) console.log(JSON.stringify(summaryOf(rows), null, 2))
  else print(rows)
  for (const problem of problems) console.error(problem)
  process.exitCode = problems.length > 0 ? 1 : 0
} finally {
  await postgres.stop()
}

function problemsOf(
  rows: readonly Row[],
  results: Awaited<ReturnType<typeof runClauseTests>>,
): string[] {
  const promised = readFileSync(join(folder, 'kept.txt'), 'utf8')
    .split('\n')
    .filter((id) => id !== '' && (only === undefined || only === id))
  const kept = new Set(rows.filter(isKept).map(({ id }) => id))
  const declared = new Set(rows.map(({ id }) => id))
  return [
    ...[...results].filter(([, { passed }]) => !passed).map(([id]) => `§${id}: its test fails`),
    ...promised.filter((id) => !kept.has(id)).map((id) => `§${id}: was kept before and is not now`),
    ...[...kept]
      .filter((id) => !promised.includes(id))
      .map((id) => `§${id}: is kept; add it to test/clauses/kept.txt so that it stays so`),
    ...[...results.keys()]
      .filter((id) => !declared.has(id))
      .map((id) => `§${id}: a test names it, the policy has no such clause`),
  ]
}

/** Test files that are told of servers start none of their own. */
function tellTests(servers: typeof postgres.servers): void {
  process.env['TROTH_TEST_PG'] = JSON.stringify(servers)
}

function isKept(row: Row): row is Row & { test: string } {
  return row.state === 'kept'
}

function print(rows: readonly Row[]): void {
  for (const row of rows) {
    console.log(`${`§${row.id}`.padEnd(15)}${row.state.padEnd(8)}${row.note}`.trimEnd())
  }
  const { total, kept, open, exempt: excused } = summaryOf(rows)
  console.log(`\n${total} clauses: ${kept} kept, ${open} open, ${excused} exempt`)
}
