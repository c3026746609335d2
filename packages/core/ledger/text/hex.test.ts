import assert from 'node:assert/strict'
import test from 'node:test'
import fc from 'fast-check'
import { fromHex, toHex } from './hex.ts'

test('hexadecimal is what the platform writes, and comes back', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 100 }), (raw) => {
      assert.equal(toHex(raw), Buffer.from(raw).toString('hex'))
      assert.deepEqual(fromHex(toHex(raw)), raw)
    }),
  )
})

test('an odd length, capitals and other characters are refused', () => {
  for (const text of ['0', 'AB', '0x', 'g0', '00 ', '00\n']) assert.equal(fromHex(text), null, text)
})
