import assert from 'node:assert/strict'
import test from 'node:test'
import fc from 'fast-check'
import { growTree } from '../test/grown-tree.ts'
import { Oracle } from '../test/oracle.ts'
import { sha256 } from '../test/platform.ts'
import { nodeHash } from './hashes.ts'
import { inclusionProof } from './inclusion.ts'
import { rootAt, type ReadNode } from './range.ts'
import { verifyInclusion, type InclusionClaim } from './verify-inclusion.ts'

const size = 1100
const tree = growTree(size)
const oracle = new Oracle(tree.entries)

function claimOf(index: number, n: number): InclusionClaim {
  const proof = inclusionProof(index, n, tree.read, sha256)
  return { leafHash: tree.leaves[index]!, index, size: n, root: oracle.root(n), proof }
}

function checkProof(index: number, n: number): void {
  const claim = claimOf(index, n)
  assert.deepEqual([...claim.proof], oracle.path(index, n), `leaf ${index} of ${n}`)
  assert.ok(verifyInclusion(claim, sha256), `leaf ${index} of ${n}`)
}

test('every leaf of every tree up to 130 leaves has the proof of RFC 6962, and it verifies', () => {
  for (let n = 1; n <= 130; n++) for (let index = 0; index < n; index++) checkProof(index, n)
})

test('at every size up to 1,100 the first, the last and a middle leaf are proven', () => {
  for (let n = 1; n <= size; n++) {
    for (const index of new Set([0, n >> 1, n - 1])) checkProof(index, n)
  }
})

const place = fc
  .integer({ min: 1, max: size })
  .chain((n) => fc.tuple(fc.integer({ min: 0, max: n - 1 }), fc.constant(n)))

test('leaves at random in random trees are proven', () => {
  fc.assert(
    fc.property(place, ([index, n]) => checkProof(index, n)),
    { numRuns: 500 },
  )
})

test('one flipped bit in leaf, root or proof is found', () => {
  fc.assert(
    fc.property(place, fc.nat(), fc.nat(255), ([index, n], which, bit) => {
      const claim = claimOf(index, n)
      const parts = [claim.leafHash, claim.root, ...claim.proof].map((hash) =>
        Uint8Array.from(hash),
      )
      const part = parts[which % parts.length]!
      part[bit >> 3]! ^= 1 << (bit & 7)
      const [leafHash, root, ...proof] = parts
      assert.ok(!verifyInclusion({ ...claim, leafHash: leafHash!, root: root!, proof }, sha256))
    }),
    { numRuns: 500 },
  )
})

test('a proof cut short, made longer, reordered or moved to another leaf or size is refused', () => {
  fc.assert(
    fc.property(place, fc.nat(), ([index, n], other) => {
      const claim = claimOf(index, n)
      const { proof } = claim
      const stray = tree.leaves[other % size]!
      const refused = (change: Partial<InclusionClaim>) =>
        assert.ok(!verifyInclusion({ ...claim, ...change }, sha256), JSON.stringify({ index, n }))
      if (proof.length > 0) {
        refused({ proof: proof.slice(1) })
        refused({ proof: proof.slice(0, -1) })
        refused({ proof: [proof[0]!.subarray(0, 31), ...proof.slice(1)] })
      }
      if (proof.length > 1) refused({ proof: [...proof].reverse() })
      refused({ proof: [...proof, stray] })
      refused({ proof: [stray, ...proof] })
      const moved = other % n
      if (moved !== index) refused({ index: moved })
      if (n < size) {
        const grown = { size: n + 1, root: oracle.root(n + 1) }
        refused(grown)
        refused({ ...grown, index: n })
      }
    }),
    { numRuns: 300 },
  )
})

test('a proof longer than its tree is deep is refused even under a root made to fit', () => {
  const claim = claimOf(4, 9)
  const stray = tree.leaves[0]!
  for (const root of [nodeHash(claim.root, stray, sha256), nodeHash(stray, claim.root, sha256)]) {
    assert.ok(!verifyInclusion({ ...claim, root, proof: [...claim.proof, stray] }, sha256))
  }
})

test('an index outside the tree and a size past 2^53 are refused by prover and verifier', () => {
  const claim = claimOf(0, 1)
  const pairs = [
    [1, 1],
    [5, 3],
    [0, 0],
    [-1, 4],
    [0.5, 4],
    [0, 2 ** 53],
    [2 ** 53, 2 ** 53 + 2],
  ]
  for (const [index = 0, n = 0] of [...pairs, [0, 1.5], [Number.NaN, 4], [0, Number.NaN]]) {
    assert.throws(() => inclusionProof(index, n, tree.read, sha256), RangeError, `${index} of ${n}`)
    assert.ok(!verifyInclusion({ ...claim, index, size: n }, sha256), `${index} of ${n}`)
  }
})

test('trees past 32 bits keep their arithmetic: up to 2^53 - 1 equal leaves', () => {
  // With every leaf the same, a complete subtree's hash depends on its level alone.
  const levels = [tree.leaves[0]!]
  for (let level = 1; level < 53; level++) {
    levels.push(nodeHash(levels[level - 1]!, levels[level - 1]!, sha256))
  }
  const read: ReadNode = ({ level }) => levels[level]!
  const huge = fc.oneof(
    fc.maxSafeNat().filter((n) => n > 0),
    fc.constantFrom(2 ** 31, 2 ** 32, 2 ** 32 + 1, 2 ** 52, Number.MAX_SAFE_INTEGER),
  )
  fc.assert(
    fc.property(huge, fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }), (n, share) => {
      for (const index of [Math.floor(n * share), n - 1]) {
        const proof = inclusionProof(index, n, read, sha256)
        const claim = { leafHash: levels[0]!, index, size: n, root: rootAt(n, read, sha256), proof }
        assert.ok(verifyInclusion(claim, sha256), `${index} of ${n}`)
      }
    }),
    { numRuns: 200 },
  )
})
