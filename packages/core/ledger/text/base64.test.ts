import assert from 'node:assert/strict'
import test from 'node:test'
import fc from 'fast-check'
import { fromBase64, toBase64 } from './base64.ts'

const bytes = fc.uint8Array({ maxLength: 100 })

test('base64 is what the platform writes, and comes back', () => {
  fc.assert(
    fc.property(bytes, (raw) => {
      assert.equal(toBase64(raw), Buffer.from(raw).toString('base64'))
      assert.deepEqual(fromBase64(toBase64(raw)), raw)
    }),
  )
})

test('a second spelling of the same bytes is refused', () => {
  for (const text of [
    'A',
    'AA',
    'AA=',
    'AB==',
    'AAB=',
    'AA==\n',
    ' AA==',
    'A-==',
    'AA==AA==',
    '====',
  ]) {
    assert.equal(fromBase64(text), null, text)
  }
})
