import assert from 'node:assert/strict'
import { test } from 'node:test'
import { definePolicy } from './define.ts'
import { defineWords } from './sections.ts'
import { asPublished } from './test/as-published.ts'

test('gives back the policy itself, frozen to the last list', () => {
  const copy = structuredClone(asPublished)
  const defined = definePolicy(copy)
  assert.equal(defined, copy)
  const unfrozen: string[] = []
  const look = (value: unknown, path: string): void => {
    if (typeof value !== 'object' || value === null) return
    if (!Object.isFrozen(value)) unfrozen.push(path)
    for (const [key, inner] of Object.entries(value)) look(inner, `${path}/${key}`)
  }
  look(defined, '')
  assert.deepEqual(unfrozen, [])
})

test('freezes words too', () => {
  const words = defineWords({
    clauses: ['1'],
    controllers: [],
    categories: [],
    purposes: [],
    datasets: {},
    notices: [],
    clocks: [],
  })
  assert.ok(Object.isFrozen(words) && Object.isFrozen(words.clauses))
})
