import assert from 'node:assert/strict'
import test from 'node:test'
import { asciiBytes, asciiText } from './ascii.ts'

test('ASCII comes back, anything else is refused', () => {
  const text = Array.from({ length: 128 }, (_, code) => String.fromCharCode(code)).join('')
  assert.equal(asciiText(asciiBytes(text) ?? new Uint8Array()), text)
  for (const wrong of ['\u0080', 'é', '—', '\ud800', '名']) assert.equal(asciiBytes(wrong), null)
  for (const byte of [0x80, 0xff]) assert.equal(asciiText(Uint8Array.of(byte)), null)
})
