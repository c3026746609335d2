import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readBody } from './body.ts'

const limits = { bytes: 1_000, depth: 4, values: 50 }
const reason = (body: string | Uint8Array) => {
  const outcome = readBody(typeof body === 'string' ? Buffer.from(body) : body, limits)
  return outcome.ok ? 'taken' : outcome.refusal.reason
}

test('a body is JSON in UTF-8 within the limits', () => {
  const cases: readonly [string | Uint8Array, string][] = [
    ['{"a": [1, "x:y", "\\":", null], "b": {"a": true}}', 'taken'],
    ['"\\\\"', 'taken'],
    ['', 'not-json'],
    ['{"a": 1', 'not-json'],
    ['{"a": NaN}', 'not-json'],
    ['\ufeff{}', 'not-json'],
    [Uint8Array.of(0x22, 0xff, 0x22), 'encoding'],
    ['"\\ud800"', 'encoding'],
    ['"a\\u0000b"', 'encoding'],
    ['{"a\\u0000": 1}', 'key'],
    ['{"__proto__": {"a": 1}}', 'key'],
    [`{"${'k'.repeat(201)}": 1}`, 'key'],
    ['9007199254740992', 'number'],
    ['-9007199254740993', 'number'],
    ['1e400', 'number'],
    ['9007199254740991', 'taken'],
    ['0.5', 'taken'],
    ['[[[[1]]]]', 'taken'],
    ['[[[[[1]]]]]', 'too-deep'],
    [`[${'1,'.repeat(48)}1]`, 'taken'],
    [`[${'1,'.repeat(49)}1]`, 'too-large'],
    [`"${'x'.repeat(999)}"`, 'too-large'],
    ['{"a": 1, "a": 2}', 'name-twice'],
    ['{"a": 1, "\\u0061": 2}', 'name-twice'],
    ['{"choices": {"x": true, "x": false}}', 'name-twice'],
  ]
  const wide = { ...limits, bytes: 2 ** 25 }
  assert.ok(readBody(Buffer.from(`{"a": "${'x'.repeat(16e6)}"}`), wide).ok, 'a long string')
  assert.ok(!readBody(Buffer.from('['.repeat(4e6) + ']'.repeat(4e6)), wide).ok, 'a deep list')
  for (const [body, expected] of cases) assert.equal(reason(body), expected, String(body))
})
