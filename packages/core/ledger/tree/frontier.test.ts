import assert from 'node:assert/strict'
import test from 'node:test'
import fc from 'fast-check'
import { growTree } from '../test/grown-tree.ts'
import { Oracle } from '../test/oracle.ts'
import { sha256 } from '../test/platform.ts'
import { append, emptyFrontier, frontierRoot } from './frontier.ts'
import { leafHash } from './hashes.ts'
import { rangeNodes, rootAt } from './range.ts'

const size = 1100
const tree = growTree(size)
const oracle = new Oracle(tree.entries)

test('roots equal RFC 6962 at every size from 0 to 1,100, from the frontier and from stored nodes', () => {
  for (let n = 0; n <= size; n++) {
    const expected = oracle.root(n)
    assert.deepEqual(frontierRoot(tree.frontiers[n]!, sha256), expected, `size ${n}`)
    assert.deepEqual(rootAt(n, tree.read, sha256), expected, `size ${n}`)
  }
})

test('the published test tree of certificate transparency has its published roots', () => {
  const inputs = ['', '00', '10', '2021', '3031', '40414243', '5051525354555657']
  inputs.push('606162636465666768696a6b6c6d6e6f')
  const roots = [
    'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
    '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
    'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
    'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77',
    'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
    '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4',
    '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef',
    'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c',
    '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
  ]
  const leaves = inputs.map((hex) => leafHash(Buffer.from(hex, 'hex'), sha256))
  for (let n = 0; n <= leaves.length; n++) {
    const { frontier } = append(emptyFrontier, leaves.slice(0, n), sha256)
    assert.equal(Buffer.from(frontierRoot(frontier, sha256)).toString('hex'), roots[n], `size ${n}`)
  }
})

test('however leaves are cut into batches, the tree and its complete nodes are the same', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 90 }), { maxLength: 12 }), (batches) => {
      let frontier = emptyFrontier
      const complete = new Map<string, Uint8Array>()
      for (const batch of batches) {
        const next = tree.leaves.slice(frontier.size, frontier.size + batch)
        const grown = append(frontier, next, sha256)
        for (const { level, index, hash } of grown.nodes) {
          assert.ok(!complete.has(`${level}/${index}`), 'each node is complete once')
          complete.set(`${level}/${index}`, hash)
          assert.deepEqual(hash, oracle.mth(index * 2 ** level, (index + 1) * 2 ** level))
        }
        frontier = grown.frontier
      }
      assert.deepEqual(frontier, tree.frontiers[frontier.size])
      const ones = frontier.size.toString(2).replaceAll('0', '').length
      assert.equal(complete.size, frontier.size - ones, 'every complete node is given')
    }),
    { numRuns: 60 },
  )
})

test('a frontier is the complete subtrees of its whole range', () => {
  for (const frontier of tree.frontiers) {
    const nodes = rangeNodes({ from: 0, to: frontier.size })
    assert.deepEqual(nodes.map(tree.read), [...frontier.peaks])
  }
})

test('a tree of random larger size has the root of RFC 6962', () => {
  const larger = 20_000 + Math.floor(Math.random() * 10_000)
  const entries = Array.from({ length: larger }, (_, at) => Buffer.from(`${at}`))
  const leaves = entries.map((entry) => leafHash(entry, sha256))
  const { frontier } = append(emptyFrontier, leaves, sha256)
  assert.deepEqual(
    frontierRoot(frontier, sha256),
    new Oracle(entries).root(larger),
    `size ${larger}`,
  )
})

test('sizes past 2^53 and frontiers that lie about their size are refused', () => {
  const leaf = tree.leaves.slice(0, 1)
  const full = { size: Number.MAX_SAFE_INTEGER, peaks: [] }
  assert.throws(() => append(full, leaf, sha256), RangeError)
  assert.throws(() => append({ size: 1, peaks: [] }, leaf, sha256), RangeError)
  for (const wrong of [-1, 0.5, 2 ** 53, Number.NaN, Number.POSITIVE_INFINITY]) {
    assert.throws(() => rootAt(wrong, tree.read, sha256), RangeError)
  }
})
