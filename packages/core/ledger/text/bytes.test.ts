import assert from 'node:assert/strict'
import test from 'node:test'
import { concatBytes, equalBytes } from './bytes.ts'

test('byte strings are equal when every byte is, and the length', () => {
  assert.ok(equalBytes(Uint8Array.of(), Uint8Array.of()))
  assert.ok(equalBytes(Uint8Array.of(1, 2), Buffer.from([1, 2])))
  for (const other of [Uint8Array.of(1), Uint8Array.of(1, 3), Uint8Array.of(1, 2, 0)]) {
    assert.ok(!equalBytes(Uint8Array.of(1, 2), other))
  }
})

test('parts are put one after another', () => {
  assert.deepEqual(concatBytes(), Uint8Array.of())
  assert.deepEqual(
    concatBytes(Uint8Array.of(1), Uint8Array.of(), Uint8Array.of(2, 3)),
    Uint8Array.of(1, 2, 3),
  )
})
