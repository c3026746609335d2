import assert from 'node:assert/strict'
import { test } from 'node:test'
import { compilePolicy, type PolicyDocument } from '@troth/core/policy'
import { smallPolicy } from '@troth/core/policy/test/small-policy.ts'
import { joinName, layOut } from '../../src/store/compile/layout.ts'
import { quoteName, quoteText } from '../../src/store/quote.ts'
import { alter, withField } from './policies.ts'

function refusals(policy: PolicyDocument, rolePrefix = ''): string {
  const laid = layOut(compilePolicy(policy), { rolePrefix })
  return laid.ok ? '' : JSON.stringify(laid.refusals)
}

const purpose = (id: string) =>
  alter(smallPolicy, {}, [(policy) => (policy.purposes[id] = policy.purposes['account'])])
const dataset = (id: string) =>
  alter(smallPolicy, {}, [
    (policy) => {
      policy.datasets[id] = policy.datasets['accounts']
      policy.channels['other'] = { ...policy.channels['account'], into: id }
    },
  ])
const field = (name: string) =>
  alter(smallPolicy, {}, [withField('accounts', name, 'contact.name')])

test('a policy as it should be is laid out', () => {
  assert.equal(refusals(smallPolicy), '')
  assert.equal(refusals(smallPolicy, 'acme_'), '')
})

test('ids that are the same as names are refused, naming both', () => {
  assert.match(
    refusals(purpose('marketing_email')),
    /marketing_email.*also that of.*marketing\.email/,
  )
  const both = alter(dataset('a_b'), {}, [
    (policy) => {
      policy.datasets['a.b'] = policy.datasets['a_b']
      policy.channels['more'] = { ...policy.channels['account'], into: 'a.b' }
    },
  ])
  assert.match(refusals(both), /table a_b is also that of/)
  assert.match(refusals(dataset('accounts_bit_0_email')), /accounts_bit_0_email is also that of/)
})

test('names that PostgreSQL would cut are refused', () => {
  assert.equal(refusals(purpose('p'.repeat(59))), '')
  assert.match(refusals(purpose('p'.repeat(60))), /passes 63 bytes/)
  assert.match(refusals(purpose('p'.repeat(50)), 'ten_long__'), /passes 63 bytes/)
})

test('what a name cannot hold goes no further than here', () => {
  const refused = /a-z, 0-9 and _ alone/
  for (const id of ['a"; DROP SCHEMA troth; --', 'Account', 'ü', '', 'a b', 'a\0b', '_x', '1st']) {
    // A role's name begins with for_ and may go on with anything that a name holds.
    if (id.length > 4) assert.match(refusals(purpose(id)), refused, id)
    assert.match(refusals(dataset(id)), refused, id)
    assert.match(refusals(field(id)), refused, id)
  }
})

test('a field never takes the place of a column that every dataset has', () => {
  for (const name of ['subject_id', 'mask0', 'mask12', 'mask_until', 'sealed', 'ctid', 'xmin']) {
    assert.match(refusals(field(name)), /column .* of its own/, name)
  }
  assert.equal(refusals(field('order')), '')
})

test('a prefix that could not stand in a name is a fault', () => {
  assert.throws(() => layOut(compilePolicy(smallPolicy), { rolePrefix: 'A"' }), RangeError)
})

test('names and texts are quoted whatever they hold', () => {
  assert.equal(quoteName('a"b'), '"a""b"')
  assert.equal(quoteText(`it's`), `'it''s'`)
  assert.equal(quoteText('\\'), `E'\\\\'`)
  for (const name of ['', 'a\0b', 'ü'.repeat(32)]) assert.throws(() => quoteName(name), RangeError)
  assert.throws(() => quoteText('\0'), RangeError)
})

test('a long name is cut to one that is still its own', () => {
  const names = ['a', 'b'].map((end) => joinName('d'.repeat(48), 'f'.repeat(20), end))
  assert.ok(names.every((name) => name.length === 63))
  assert.notEqual(names[0], names[1])
})
