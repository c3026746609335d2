import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { runs } from '../test/arbitraries.ts'
import { intern, internedAt } from './intern.ts'

function integersOf(all: ReadonlyMap<string, number>) {
  const { ids, integers, shortest, first, second, third, multiplier, shift, others } = intern(all)
  return (id: string) =>
    internedAt(id, ids, integers, shortest, first, second, third, multiplier, shift, others)
}

const id = fc.oneof(
  fc.string({ maxLength: 12 }),
  fc.stringMatching(/^[a-c]{1,3}(\.[a-c]{1,2})?$/),
  fc.nat(400).map((n) => `purpose.${n}`),
)

test('an id is interned to its own integer and any other string to -1', () => {
  fc.assert(
    fc.property(fc.uniqueArray(id, { maxLength: 60 }), fc.array(id), (ids, others) => {
      const interned = integersOf(new Map(ids.map((each, n) => [each, n + 7])))
      for (const [n, each] of ids.entries()) assert.equal(interned(each), n + 7)
      for (const other of others) if (!ids.includes(other)) assert.equal(interned(other), -1)
    }),
    { numRuns: runs(200) },
  )
})

test('more ids than slots could be found for are interned too', () => {
  const ids = Array.from({ length: 1000 }, (_, n) => `p${n}`)
  const interned = integersOf(new Map(ids.map((each, n) => [each, n])))
  assert.deepEqual(
    ids.map((id) => interned(id)),
    [...ids.keys()],
  )
  assert.equal(interned('p1000'), -1)
})

test('no ids at all, and the empty id', () => {
  assert.equal(integersOf(new Map())('p'), -1)
  assert.equal(integersOf(new Map([['', 3]]))(''), 3)
  assert.equal(integersOf(new Map([['abc', 3]]))(''), -1)
})
