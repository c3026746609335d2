import assert from 'node:assert/strict'
import test from 'node:test'
import { openNote } from './note.ts'
import { openReceipt, receiptText, signReceipt } from './receipt.ts'
import { primitives, sha256, testSigner } from './test/platform.ts'

const signer = testSigner('aster.example/ledger')
const at = new Date('2026-11-23T10:19:00.000Z')
const hash = sha256(new Uint8Array(1))
const receipt = signReceipt({ kind: 'consent', at, version: 3 }, hash, signer, sha256)

test('a receipt survives JSON and opens with the key of its ledger', () => {
  const value: unknown = JSON.parse(JSON.stringify(receipt))
  assert.deepEqual(openReceipt(value, signer, primitives), { ok: true, receipt })
})

test('a receipt is a signed note in disguise', () => {
  const text = receiptText(receipt)
  const note = `${text}\n— ${signer.name} ${receipt.signature}\n`
  assert.deepEqual(openNote(note, signer, primitives), { ok: true, text })
})

test('any field changed, missing or added is found', () => {
  const { signature } = receipt
  const changes: Record<string, unknown>[] = [
    { format: 'troth-receipt/2' },
    { origin: 'aster.example/ledger\n' },
    { origin: 'other.example' },
    { leaf: receipt.leaf.toUpperCase() },
    { leaf: receipt.leaf.replace(/^./, (digit) => (digit === '0' ? '1' : '0')) },
    { kind: 'withdrawal' },
    { kind: 'other' },
    { at: '2026-11-23T10:19:00.001Z' },
    { at: '2026-11-23T10:19:00Z' },
    { at: '2026-13-23T10:19:00.000Z' },
    { version: 4 },
    { version: -1 },
    { version: 2 ** 53 },
    { version: '3' },
    { signature: '' },
    { signature: signature.slice(4) },
    { signature: signature.replace(/^./, (digit) => (digit === 'A' ? 'B' : 'A')) },
    { subject: 'someone' },
  ]
  for (const change of changes) {
    const opened = openReceipt({ ...receipt, ...change }, signer, primitives)
    assert.equal(opened.ok, false, JSON.stringify(change))
  }
  for (const field of Object.keys(receipt)) {
    const { [field]: _, ...rest }: Record<string, unknown> = { ...receipt }
    assert.deepEqual(openReceipt(rest, signer, primitives), { ok: false, problem: 'malformed' })
  }
})

test('what is not an object is malformed', () => {
  for (const value of [null, undefined, 3, 'receipt', [], new Map()]) {
    assert.deepEqual(openReceipt(value, signer, primitives), { ok: false, problem: 'malformed' })
  }
})

test('each problem is told apart', () => {
  const stranger = testSigner('aster.example/ledger', 8)
  const elsewhere = testSigner('other.example/ledger')
  const problem = (key: typeof signer) => openReceipt(receipt, key, primitives)
  assert.deepEqual(problem(stranger), { ok: false, problem: 'signature' })
  assert.deepEqual(problem(elsewhere), { ok: false, problem: 'origin' })
})

test('a leaf out of range gets no receipt', () => {
  const sign = (change: object) => () =>
    signReceipt({ kind: 'consent', at, version: 3, ...change }, hash, signer, sha256)
  assert.throws(sign({ at: new Date(Number.NaN) }), RangeError)
  assert.throws(sign({ version: -1 }), RangeError)
  assert.throws(sign({ kind: 'other' }), RangeError)
})
