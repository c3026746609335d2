import assert from 'node:assert/strict'
import { test } from 'node:test'
import { normaliseEmail, normalisePhone } from './identifier.ts'

test('one address has one form', () => {
  const cases: readonly [string, string | undefined][] = [
    [' Mei.Lin@Example.SG ', 'mei.lin@example.sg'],
    ['Ze\u0301@exa\u0301mple.sg', 'z\u00e9@xn--exmple-qta.sg'],
    ['Z\u00e9@ex\u00e1mple.sg', 'z\u00e9@xn--exmple-qta.sg'],
    ['a+b@c.sg', 'a+b@c.sg'],
    ['a@b@c.sg', undefined],
    ['@c.sg', undefined],
    ['a@c', undefined],
    ['a b@c.sg', undefined],
    ['a@-c.sg', undefined],
    ['a@c..sg', undefined],
    [`${'a'.repeat(65)}@c.sg`, undefined],
    ['', undefined],
  ]
  for (const [text, expected] of cases) assert.equal(normaliseEmail(text), expected, text)
})

test('one number has one form', () => {
  const cases: readonly [string, string | undefined][] = [
    ['9123 4567', '+6591234567'],
    ['+65 9123-4567', '+6591234567'],
    ['006591234567', '+6591234567'],
    ['(65) 91234567', undefined],
    ['+1 415 555 0100', '+14155550100'],
    ['+65 123', undefined],
    ['12345', undefined],
    ['+0123456789', undefined],
    ['S1234567D', undefined],
  ]
  for (const [text, expected] of cases) assert.equal(normalisePhone(text), expected, text)
})
