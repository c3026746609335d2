import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { compilePolicy, holds } from './compile.ts'
import type { PolicyDocument, PurposeRule } from './rules.ts'
import { anyPolicy, earlierPositions, policyOf, runs } from './test/arbitraries.ts'

const [base] = fc.sample(policyOf(1), { numRuns: 1, seed: 5 })
assert.ok(base)
const rule: PurposeRule = {
  clauses: ['1'],
  label: 'Purpose',
  basis: 'express',
  uses: ['c0'],
  onWithdrawal: 'It ends.',
  dpv: [],
}
const withPurposes = (purposes: Record<string, Partial<PurposeRule>>): PolicyDocument => ({
  ...base,
  purposes: Object.fromEntries(
    Object.entries(purposes).map(([id, own]) => [id, { ...rule, ...own }]),
  ),
  prohibitions: {},
  channels: {},
  children: { ...base.children, young: { until: 18, closed: [] } },
})
const many = (count: number) =>
  withPurposes(Object.fromEntries(Array.from({ length: count }, (_, n) => [`p${n}`, {}])))

test('positions are the order of declaration, and 31 fill a word', () => {
  for (const [count, words] of [
    [1, 1],
    [31, 1],
    [32, 2],
    [62, 2],
    [63, 3],
    [155, 5],
  ] as const) {
    assert.equal(compilePolicy(many(count)).words, words, `${count} purposes`)
  }
  const last = compilePolicy(many(63)).purposes.get('p62')
  assert.deepEqual([last?.position, last?.word, last?.bit], [62, 2, 1])
})

test('positions once given are kept, those of retired purposes too, and new ones follow', () => {
  fc.assert(
    fc.property(
      anyPolicy.chain((policy) => fc.tuple(fc.constant(policy), earlierPositions(policy))),
      ([policy, earlier]) => {
        const { positions, purposes, words } = compilePolicy(policy, earlier)
        for (const [id, position] of earlier) assert.equal(positions.get(id), position)
        const fresh = Object.keys(policy.purposes).filter((id) => !earlier.has(id))
        assert.deepEqual(
          fresh.map((id) => positions.get(id)),
          fresh.map((_, n) => earlier.size + n),
        )
        assert.equal(new Set(positions.values()).size, positions.size)
        assert.deepEqual([...purposes.keys()].toSorted(), Object.keys(policy.purposes).toSorted())
        assert.equal(words, Math.ceil(positions.size / 31))
      },
    ),
    { numRuns: runs(50) },
  )
})

test('a mask may be given more words than it needs, never fewer', () => {
  assert.equal(compilePolicy(many(3), undefined, 4).recordMask('k0').length, 4)
  assert.equal(compilePolicy(many(40), undefined, 1).words, 2)
})

test('what the parser refuses does not compile', () => {
  const refuses = (policy: PolicyDocument, message: RegExp, positions?: Map<string, number>) =>
    assert.throws(() => compilePolicy(policy, positions), { name: 'RangeError', message })
  refuses(withPurposes({ a: { needs: ['b'] }, b: { needs: ['a'] } }), /`a` needs itself/)
  refuses(withPurposes({ a: { needs: ['a'] } }), /`a` needs itself/)
  refuses(
    withPurposes({ a: { needs: ['b'] }, b: { needs: ['c'] }, c: { needs: ['b'] } }),
    /`b` needs/,
  )
  refuses(withPurposes({ a: { needs: ['z'] } }), /needs `z`, which is not declared/)
  refuses(withPurposes({ a: { needs: ['constructor'] } }), /`constructor`, which is not declared/)
  refuses(withPurposes({ a: { uses: ['z'] } }), /uses `z`, which is not declared/)
  refuses(withPurposes({ a: { clauses: [] } }), /`purposes.a` cites no clause/)
  refuses(withPurposes({ a: { consentLasts: 'P1W' } }), /`P1W` is not a duration/)
  refuses(
    many(2),
    /`p0` and `p1` share the position 0/,
    new Map([
      ['p0', 0],
      ['p1', 0],
    ]),
  )
  refuses(many(1), /position -1/, new Map([['p0', -1]]))
  refuses(many(1), /position 0.5/, new Map([['p0', 0.5]]))
  const retired = {
    ...many(1),
    prohibitions: { x: { clauses: ['1'], categories: ['c0'], purposes: ['old'], reason: '' } },
  }
  refuses(retired, /names the purpose `old`, which is not declared/, new Map([['old', 0]]))
  refuses({ ...many(1), children: { ...base.children, timeZone: 'Mars/Olympus' } }, /Mars/)
})

test('what is needed is needed through others too', () => {
  const compiled = compilePolicy(
    withPurposes({
      a: { needs: ['b'] },
      b: { needs: ['c', 'd'] },
      c: {},
      d: { needs: ['c'] },
      e: {},
    }),
  )
  const needs = (id: string) =>
    [...compiled.purposes.values()]
      .filter((each) => holds(compiled.purposes.get(id)?.needs ?? new Int32Array(), each))
      .map((each) => each.id)
  assert.deepEqual(['a', 'b', 'c', 'd', 'e'].map(needs), [
    ['b', 'c', 'd'],
    ['c', 'd'],
    [],
    ['c'],
    [],
  ])
})

test('a field mask is who uses the category less who may never', () => {
  fc.assert(
    fc.property(anyPolicy, (policy) => {
      const compiled = compilePolicy(policy)
      for (const category of Object.keys(policy.categories)) {
        for (const [id, purpose] of compiled.purposes) {
          const used = policy.purposes[id]?.uses.includes(category) ?? false
          const barred = Object.values(policy.prohibitions).some(
            (never) => never.categories.includes(category) && never.purposes.includes(id),
          )
          assert.equal(holds(compiled.fieldMask(category), purpose), used && !barred)
        }
      }
      for (const [name, dataset] of Object.entries(policy.datasets)) {
        for (const [id, purpose] of compiled.purposes) {
          const open = Object.keys(dataset.fields).filter((field) => {
            const { keep, category } = dataset.fields[field] ?? { keep: 'sealed', category: '' }
            return keep === 'open' && holds(compiled.fieldMask(category), purpose)
          })
          assert.deepEqual(compiled.fieldsFor(id, name), open)
        }
      }
      assert.deepEqual(compiled.fieldsFor('p0', 'constructor'), [])
      assert.deepEqual(compiled.fieldsFor('constructor', 'd0'), [])
      assert.ok(compiled.fieldMask('nothing').every((word) => word === 0))
    }),
    { numRuns: runs(40) },
  )
})

test("a record mask is the channel's purposes and choices, under this version alone", () => {
  fc.assert(
    fc.property(anyPolicy, (policy) => {
      const compiled = compilePolicy(policy)
      for (const [id, channel] of Object.entries(policy.channels)) {
        const evident = new Set(channel.purposes)
        const chosen = new Set(channel.choices)
        for (const [name, purpose] of compiled.purposes) {
          const both = evident.has(name) || chosen.has(name)
          assert.equal(holds(compiled.recordMask(id), purpose), both)
          assert.equal(holds(compiled.recordMask(id, policy.version + 1), purpose), false)
          assert.equal(holds(compiled.conductMask(id), purpose), evident.has(name))
        }
      }
    }),
    { numRuns: runs(40) },
  )
})
