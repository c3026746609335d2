/** The list of kept clauses, without running their tests: `npm run clauses` does that. */
import assert from 'node:assert/strict'
import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { aster } from '../policies/aster/policy.ts'
import { standingOf, summaryOf, testFileOf } from '../scripts/clauses/standing.ts'
import { exempt, mutations } from './clauses/mutations.ts'

const root = join(import.meta.dirname, '..')
const folder = join(root, 'test/clauses')
const kept = readFileSync(join(folder, 'kept.txt'), 'utf8').trimEnd().split('\n')

test('the kept clauses are clauses of the policy, in its order, none twice', () => {
  const order = kept.map((id) => (aster.clauses as readonly string[]).indexOf(id))
  assert.ok(!order.includes(-1))
  assert.deepEqual(
    order,
    [...new Set(order)].toSorted((a, b) => a - b),
  )
})

test('every kept clause has a file whose tests all name it, and no file has no clause', () => {
  const files = readdirSync(folder).filter((name) => name.endsWith('.test.ts'))
  assert.deepEqual(files.toSorted(), kept.map(testFileOf).toSorted())
  for (const id of kept) {
    const text = readFileSync(join(folder, testFileOf(id)), 'utf8')
    const titles = [...text.matchAll(/\btest\(\s*['"`]([^'"`]*)/g)].map(([, title = '']) => title)
    assert.ok(titles.length > 0, id)
    for (const title of titles) assert.ok(title.startsWith(`§${id} `), `${id}: ${title}`)
  }
})

test('what keeps each clause stands exactly once where its mutation looks for it', () => {
  assert.deepEqual(Object.keys(mutations).toSorted(), kept.toSorted())
  for (const [id, changes] of Object.entries(mutations)) {
    assert.ok(changes.length > 0, id)
    for (const { file, find, replace } of changes) {
      const pieces = readFileSync(join(root, file), 'utf8').split(find)
      assert.equal(pieces.length, 2, `§${id}: \`${find}\` in ${file}`)
      assert.notEqual(replace, find)
    }
  }
})

test('the summary counts every clause once, and a failing test keeps none', () => {
  const result = { file: 'test/clauses/x.test.ts', title: 'does', asserted: true }
  const results = new Map(kept.map((id) => [id, { ...result, passed: id !== '3.1' }]))
  const summary = summaryOf(standingOf(aster.clauses, results, exempt))
  assert.deepEqual(
    { ...summary, clauses: summary.clauses.length },
    { total: 128, kept: kept.length - 1, open: 128 - kept.length + 1, exempt: 0, clauses: 128 },
  )
  const states = new Map(summary.clauses.map((row) => [row.id, row]))
  assert.deepEqual(states.get('3.1'), { id: '3.1', state: 'open', test: null })
  assert.deepEqual(states.get('2.1.1(a)'), { id: '2.1.1(a)', state: 'kept', test: result.file })
})
