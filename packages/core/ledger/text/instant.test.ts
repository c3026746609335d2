import assert from 'node:assert/strict'
import test from 'node:test'
import { fromInstant, instant } from './instant.ts'

test('a time is written in UTC with milliseconds and read back', () => {
  const at = new Date('2026-02-28T23:59:59.999Z')
  assert.equal(instant(at), '2026-02-28T23:59:59.999Z')
  assert.deepEqual(fromInstant(instant(at)), at)
})

test('other spellings and impossible times are refused', () => {
  const wrong = ['2026-02-28', '2026-02-28T23:59:59Z', '2026-02-28T23:59:59.999+08:00']
  wrong.push(
    '2026-02-30T00:00:00.000Z',
    '2026-02-28T24:00:00.000Z',
    '+010000-01-01T00:00:00.000Z',
    '',
  )
  for (const text of wrong) assert.equal(fromInstant(text), null, text)
  assert.equal(instant(new Date(Number.NaN)), '')
})
