import assert from 'node:assert/strict'
import test from 'node:test'
import fc from 'fast-check'
import { growTree } from '../test/grown-tree.ts'
import { Oracle } from '../test/oracle.ts'
import { sha256 } from '../test/platform.ts'
import { consistencyProof } from './consistency.ts'
import { nodeHash } from './hashes.ts'
import { verifyConsistency, type TreeHead } from './verify-consistency.ts'

const size = 1100
const tree = growTree(size)
const oracle = new Oracle(tree.entries)
const head = (n: number): TreeHead => ({ size: n, root: oracle.root(n) })
const proofOf = (m: number, n: number) => consistencyProof(m, n, tree.read, sha256)

function checkPair(m: number, n: number): void {
  const proof = proofOf(m, n)
  assert.deepEqual([...proof], oracle.proof(m, n), `${m} to ${n}`)
  assert.ok(verifyConsistency(head(m), head(n), proof, sha256), `${m} to ${n}`)
}

test('every pair of sizes up to 70 has the proof of RFC 6962, and it verifies', () => {
  for (let n = 0; n <= 70; n++) for (let m = 0; m <= n; m++) checkPair(m, n)
})

test('each size up to 1,100 is consistent with the next', () => {
  for (let n = 1; n <= size; n++) checkPair(n - 1, n)
})

test('the published proof from 2 to 5 leaves verifies', () => {
  const bytes = (text: string) => Buffer.from(text, 'base64')
  const older = { size: 2, root: bytes('+sVCA+fMaWzw38tCySodnbr3CtnmIfS9jZhmLwDjwSU=') }
  const newer = { size: 5, root: bytes('Tju7H3tHjc/nH7YxYxUZo7yhLJrvyhYSv85ME6hiZNQ=') }
  const proof = [
    bytes('Xwg/ChozygdqlSeYMlgNs+DvRYS9/x9UyKNg9Q3jAx4='),
    bytes('vBoGQ7EuTS18d5GPROD095qDi2z57FtcKD4fTYhZnms='),
  ]
  assert.ok(verifyConsistency(older, newer, proof, sha256))
})

const pair = fc
  .integer({ min: 2, max: size })
  .chain((n) => fc.tuple(fc.integer({ min: 1, max: n - 1 }), fc.constant(n)))

test('random pairs are consistent', () => {
  fc.assert(
    fc.property(pair, ([m, n]) => checkPair(m, n)),
    { numRuns: 500 },
  )
})

test('one flipped bit in either root or the proof is found', () => {
  fc.assert(
    fc.property(pair, fc.nat(), fc.nat(255), ([m, n], which, bit) => {
      const parts = [oracle.root(m), oracle.root(n), ...proofOf(m, n)]
      const copies = parts.map((hash) => Uint8Array.from(hash))
      copies[which % copies.length]![bit >> 3]! ^= 1 << (bit & 7)
      const [older, newer, ...proof] = copies
      const heads = [
        { size: m, root: older! },
        { size: n, root: newer! },
      ] as const
      assert.ok(!verifyConsistency(heads[0], heads[1], proof, sha256), `${m} to ${n}`)
    }),
    { numRuns: 500 },
  )
})

test('a proof cut short, made longer or for other sizes is refused', () => {
  fc.assert(
    fc.property(pair, fc.nat(), ([m, n], other) => {
      const proof = proofOf(m, n)
      const stray = tree.leaves[other % size]!
      const refused = (path: readonly Uint8Array[], older = head(m), newer = head(n)) =>
        assert.ok(!verifyConsistency(older, newer, path, sha256), `${m} to ${n}`)
      refused([])
      refused(proof.slice(1))
      refused(proof.slice(0, -1))
      refused([...proof, stray])
      refused([stray, ...proof])
      refused([...proof.slice(0, -1), proof.at(-1)!.subarray(0, 31)])
      refused(proof, head(n), head(m))
      refused(proof, { size: m, root: oracle.root(m - 1) })
      refused(proof, head(m), { size: n, root: oracle.root(n - 1) })
    }),
    { numRuns: 300 },
  )
})

test('a path of another length than its sizes ask for is refused even under roots made to fit', () => {
  const deep = { size: 9, root: oracle.root(3) }
  assert.ok(!verifyConsistency(head(2), deep, proofOf(2, 3), sha256), 'too short for its size')
  const stray = tree.leaves[0]!
  const [older, newer] = [nodeHash(stray, oracle.root(3), sha256), oracle.root(5)]
  const forged = { size: 5, root: nodeHash(stray, newer, sha256) }
  const long = [...proofOf(3, 5), stray]
  assert.ok(!verifyConsistency({ size: 3, root: older }, forged, long, sha256), 'too long')
})

test('a tree is consistent with itself and with nothing only when the proof is empty', () => {
  assert.ok(verifyConsistency(head(0), head(9), [], sha256))
  assert.ok(!verifyConsistency(head(0), head(9), [tree.leaves[0]!], sha256))
  assert.ok(!verifyConsistency({ size: 0, root: tree.leaves[0]! }, head(9), [], sha256))
  assert.ok(verifyConsistency(head(9), head(9), [], sha256))
  assert.ok(!verifyConsistency(head(9), head(9), [tree.leaves[0]!], sha256))
  assert.ok(!verifyConsistency(head(9), { size: 9, root: oracle.root(8) }, [], sha256))
})

test('a shrinking tree and a size past 2^53 are refused', () => {
  for (const [m = 0, n = 0] of [
    [2, 1],
    [-1, 4],
    [1, 2 ** 53],
    [0.5, 2],
    [Number.NaN, 2],
  ]) {
    assert.throws(() => proofOf(m, n), RangeError, `${m} to ${n}`)
    const heads = [
      { size: m, root: oracle.root(1) },
      { size: n, root: oracle.root(1) },
    ] as const
    assert.ok(!verifyConsistency(heads[0], heads[1], [], sha256), `${m} to ${n}`)
  }
})
