import assert from 'node:assert/strict'
import test from 'node:test'
import { fromDecimal } from './decimal.ts'

test('whole numbers up to 2^53 - 1 have one spelling', () => {
  for (const value of [0, 1, 10, 2 ** 32, Number.MAX_SAFE_INTEGER]) {
    assert.equal(fromDecimal(`${value}`), value)
  }
  for (const text of ['', '-0', '+1', '01', '1.0', '1e3', ' 1', '1\n', '9007199254740992', 'NaN']) {
    assert.equal(fromDecimal(text), null, text)
  }
})
