import assert from 'node:assert/strict'
import test from 'node:test'
import fc from 'fast-check'
import { signCheckpoint } from './checkpoint.ts'
import { commit, encodeLeaf, type Leaf } from './leaf.ts'
import { formatProof } from './proof.ts'
import { signReceipt, type Receipt } from './receipt.ts'
import { primitives, sha256, testSigner } from './test/platform.ts'
import { consistencyProof } from './tree/consistency.ts'
import { append, emptyFrontier, frontierRoot } from './tree/frontier.ts'
import { leafHash } from './tree/hashes.ts'
import { inclusionProof } from './tree/inclusion.ts'
import type { NodeId } from './tree/range.ts'
import { verifyCheckpoints, verifyMessages, verifyReceipt, type Evidence } from './verify.ts'

const signer = testSigner('aster.example/ledger')
const at = new Date('2026-11-23T10:19:00.000Z')
const size = 21

function leafOf(index: number): Leaf {
  const commitment = commit(new Uint8Array(32).fill(index), Buffer.from('event'), sha256)
  return { kind: 'consent', at, version: 1, commitment }
}

const data = Array.from({ length: size }, (_, index) => encodeLeaf(leafOf(index)))
const hashes = data.map((bytes) => leafHash(bytes, sha256))
const grown = append(emptyFrontier, hashes, sha256)
const rootOf = (n: number) =>
  frontierRoot(append(emptyFrontier, hashes.slice(0, n), sha256).frontier, sha256)
const checkpointOf = (n: number) => signCheckpoint({ size: n, root: rootOf(n) }, signer, sha256)

function read({ level, index }: NodeId): Uint8Array {
  if (level === 0) return hashes[index]!
  return grown.nodes.find((node) => node.level === level && node.index === index)!.hash
}

function evidenceOf(
  index: number,
): Evidence & { readonly receipt: Receipt; readonly leaf: Uint8Array } {
  const proof = formatProof({
    index,
    hashes: inclusionProof(index, size, read, sha256),
    checkpoint: checkpointOf(size),
  })
  const receipt = signReceipt(leafOf(index), hashes[index]!, signer, sha256)
  return { receipt, proof, leaf: data[index]! }
}

function problemOf(evidence: Evidence, key = signer): string {
  const verdict = verifyReceipt(evidence, key, primitives)
  if (verdict.ok) return 'none'
  assert.equal(verdict.message, verifyMessages[verdict.problem])
  return verdict.problem
}

test('receipt, proof and leaf of every write verify', () => {
  for (let index = 0; index < size; index++) {
    const verdict = verifyReceipt(evidenceOf(index), signer, primitives)
    assert.ok(verdict.ok)
    assert.equal(verdict.index, index)
    assert.equal(verdict.checkpoint.size, size)
    const { leaf: _, ...withoutLeaf } = evidenceOf(index)
    assert.ok(verifyReceipt(withoutLeaf, signer, primitives).ok)
  }
})

test('one flipped bit anywhere in leaf, proof, root, checkpoint or signature is found', () => {
  const flip = (bytes: Uint8Array, bit: number) => {
    const changed = Buffer.from(bytes)
    changed[(bit >> 3) % bytes.length]! ^= 1 << (bit & 7)
    return changed
  }
  fc.assert(
    fc.property(fc.nat(size - 1), fc.nat(100_000), (index, bit) => {
      const evidence = evidenceOf(index)
      const proof = flip(Buffer.from(evidence.proof), bit).toString()
      assert.notEqual(problemOf({ ...evidence, proof }), 'none')
      const leaf = flip(evidence.leaf, bit)
      assert.equal(problemOf({ ...evidence, leaf }), 'leaf-differs')
      for (const field of ['leaf', 'at', 'kind', 'origin', 'signature'] as const) {
        const text = flip(Buffer.from(evidence.receipt[field]), bit).toString()
        const receipt = { ...evidence.receipt, [field]: text }
        assert.notEqual(problemOf({ ...evidence, receipt }), 'none', field)
      }
    }),
    { numRuns: 150 },
  )
})

test('every bit of one proof file, turned one at a time, is found', () => {
  const evidence = evidenceOf(3)
  const bytes = Buffer.from(evidence.proof)
  for (let bit = 0; bit < bytes.length * 8; bit++) {
    const changed = Buffer.from(bytes)
    changed[bit >> 3]! ^= 1 << (bit & 7)
    assert.notEqual(problemOf({ ...evidence, proof: changed.toString() }), 'none', `bit ${bit}`)
  }
})

test('each thing that can be wrong is named', () => {
  const good = evidenceOf(3)
  const proof = (change: object) =>
    formatProof({
      index: 3,
      hashes: inclusionProof(3, size, read, sha256),
      checkpoint: checkpointOf(size),
      ...change,
    })
  const stranger = testSigner(signer.name, 8)
  const elsewhere = testSigner('other.example', 7)
  const head = { size, root: rootOf(size) }
  const byStranger = signCheckpoint(head, stranger, sha256)
  const later = { ...good.receipt, at: '2027-01-01T00:00:00.000Z' }
  const wrong: Record<string, string> = {
    'receipt-malformed': problemOf({ ...good, receipt: {} }),
    'receipt-origin': problemOf(good, elsewhere),
    'receipt-signature': problemOf({ ...good, receipt: later }),
    'leaf-differs': problemOf({ ...good, leaf: data[4]! }),
    'proof-malformed': problemOf({ ...good, proof: '' }),
    'checkpoint-malformed': problemOf({ ...good, proof: proof({ checkpoint: 'x' }) }),
    'checkpoint-unsigned': problemOf({ ...good, proof: proof({ checkpoint: byStranger }) }),
    'index-outside': problemOf({ ...good, proof: proof({ index: size }) }),
    'not-included': problemOf({ ...good, proof: proof({ index: 4 }) }),
  }
  for (const [expected, found] of Object.entries(wrong)) assert.equal(found, expected)
  assert.equal(
    problemOf({ ...good, proof: proof({ checkpoint: checkpointOf(4) }) }),
    'not-included',
  )
})

test('a receipt that says other than its leaf is found, though its ledger signed it', () => {
  const good = evidenceOf(3)
  const changes: Partial<Leaf>[] = [{ kind: 'read' }, { version: 2 }, { at: new Date(0) }]
  for (const change of changes) {
    const receipt = signReceipt({ ...leafOf(3), ...change }, hashes[3]!, signer, sha256)
    assert.equal(problemOf({ ...good, receipt }), 'leaf-differs')
  }
})

test('two checkpoints of one growing ledger are consistent, forks and cuts are found', () => {
  const between = (m: number, n: number) => consistencyProof(m, n, read, sha256)
  const problem = (older: string, newer: string, path: readonly Uint8Array[]) => {
    const verdict = verifyCheckpoints(older, newer, path, signer, primitives)
    return verdict.ok ? 'none' : verdict.problem
  }
  for (let n = 0; n <= size; n++) {
    for (let m = 0; m <= n; m++) {
      assert.equal(problem(checkpointOf(m), checkpointOf(n), between(m, n)), 'none')
    }
  }
  const fork = signCheckpoint({ size: 9, root: rootOf(8) }, signer, sha256)
  const bad = checkpointOf(9).replace('\n9\n', '\n8\n')
  assert.equal(problem(fork, checkpointOf(size), between(9, size)), 'not-consistent')
  assert.equal(problem(checkpointOf(9), fork, []), 'not-consistent')
  assert.equal(problem(checkpointOf(9), checkpointOf(8), []), 'tree-shrunk')
  assert.equal(problem(bad, checkpointOf(size), []), 'checkpoint-signature')
  assert.equal(problem(checkpointOf(9), bad, []), 'checkpoint-signature')
})
