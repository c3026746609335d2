import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { test } from 'node:test'
import fc from 'fast-check'
import { canonicalJson, NotCanonical } from './canonical.ts'
import { hashText, policyHash } from './identity.ts'
import type { PolicyDocument } from './rules.ts'
import { smallPolicy } from './test/small-policy.ts'
import { utf8 } from './utf8.ts'

test('writes the example of RFC 8785 section 3.2.2', () => {
  const value: unknown = JSON.parse(String.raw`{
    "numbers": [333333333.33333329, 1E30, 4.50, 2e-3, 0.000000000000000000000000001],
    "string": "\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"\/",
    "literals": [null, true, false]
  }`)
  assert.equal(
    canonicalJson(value),
    String.raw`{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],"string":"€$\u000f\nA'B\"\\\\\"/"}`,
  )
})

test('sorts keys by UTF-16 code units as in RFC 8785 section 3.2.3', () => {
  const value: unknown = JSON.parse(String.raw`{
    "\u20ac": 1, "\r": 2, "\ufb33": 3, "1": 4, "\ud83d\ude00": 5, "\u0080": 6, "\u00f6": 7
  }`)
  const sorted = [...canonicalJson(value).matchAll(/:(\d)/g)].map((match) => match[1]).join('')
  assert.equal(sorted, '2467153')
})

// RFC 8785 appendix B: the bits of a double and its text.
const numbers: [bits: string, text: string][] = [
  ['0000000000000000', '0'],
  ['8000000000000000', '0'],
  ['0000000000000001', '5e-324'],
  ['8000000000000001', '-5e-324'],
  ['7fefffffffffffff', '1.7976931348623157e+308'],
  ['ffefffffffffffff', '-1.7976931348623157e+308'],
  ['4340000000000000', '9007199254740992'],
  ['c340000000000000', '-9007199254740992'],
  ['4430000000000000', '295147905179352830000'],
  ['44b52d02c7e14af5', '9.999999999999997e+22'],
  ['44b52d02c7e14af6', '1e+23'],
  ['44b52d02c7e14af7', '1.0000000000000001e+23'],
  ['444b1ae4d6e2ef4e', '999999999999999700000'],
  ['444b1ae4d6e2ef4f', '999999999999999900000'],
  ['444b1ae4d6e2ef50', '1e+21'],
  ['3eb0c6f7a0b5ed8c', '9.999999999999997e-7'],
  ['3eb0c6f7a0b5ed8d', '0.000001'],
  ['41b3de4355555553', '333333333.3333332'],
  ['41b3de4355555554', '333333333.33333325'],
  ['41b3de4355555555', '333333333.3333333'],
  ['41b3de4355555556', '333333333.3333334'],
  ['41b3de4355555557', '333333333.33333343'],
  ['becbf647612f3696', '-0.0000033333333333333333'],
  ['43143ff3c1cb0959', '1424953923781206.2'],
]

test('writes the numbers of RFC 8785 appendix B', () => {
  for (const [bits, text] of numbers) {
    const view = new DataView(new ArrayBuffer(8))
    view.setBigUint64(0, BigInt(`0x${bits}`))
    assert.equal(canonicalJson(view.getFloat64(0)), text, bits)
  }
})

test('says where and why a value is not JSON', () => {
  const loop: unknown[] = []
  loop.push({ again: loop })
  let deep: unknown = 0
  for (let level = 0; level < 10_000; level++) deep = [deep]
  const refused: [unknown, RegExp][] = [
    [Number.NaN, /^the value is NaN/],
    [{ a: [Number.POSITIVE_INFINITY] }, /^`\/a\/0` is Infinity/],
    [{ a: undefined }, /^`\/a` is undefined/],
    [new Array(2), /^`\/0` is undefined/],
    [{ 'a/b~c': 1n }, /^`\/a~1b~0c` is a bigint/],
    [{ a: () => 1 }, /^`\/a` is a function/],
    [{ a: Symbol('x') }, /^`\/a` is a symbol/],
    [{ a: 'x\ud800' }, /^`\/a` has half of a surrogate pair/],
    [{ '\udc00': 1 }, /half of a surrogate pair/],
    [{ a: new Date(0) }, /^`\/a` is an instance of a class/],
    [new Map(), /an instance of a class/],
    [loop, /^`\/0\/again` contains itself/],
    [deep, /nested deeper than 256 levels/],
  ]
  for (const [value, message] of refused) {
    assert.throws(
      () => canonicalJson(value),
      (fault: unknown) => {
        assert.ok(fault instanceof NotCanonical)
        assert.match(fault.message, message)
        return true
      },
    )
  }
})

test('accepts one value in two places, and keys that JavaScript treats as special', () => {
  const shared = { a: 1 }
  assert.equal(canonicalJson([shared, shared]), '[{"a":1},{"a":1}]')
  const hostile: unknown = JSON.parse('{"constructor":1,"__proto__":{"x":2},"10":3,"9":4}')
  assert.equal(canonicalJson(hostile), '{"10":3,"9":4,"__proto__":{"x":2},"constructor":1}')
  assert.equal(canonicalJson(Object.create(null)), '{}')
})

const json = fc.jsonValue({ maxDepth: 4 })
/** As JSON reads it back: -0 becomes 0. */
const readBack = (value: unknown): unknown => JSON.parse(JSON.stringify(value))
const wellFormed = (value: unknown): boolean => !/\\ud[89a-f]/.test(JSON.stringify(value))

test('reads back as the same value, whatever the order of its keys', () => {
  fc.assert(
    fc.property(json, (value) => {
      fc.pre(wellFormed(value))
      const text = canonicalJson(value)
      assert.deepEqual(JSON.parse(text), readBack(value))
      assert.equal(canonicalJson(JSON.parse(text)), text)
      assert.equal(canonicalJson(reversed(value)), text)
    }),
    { numRuns: 300 },
  )
})

function reversed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reversed)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value)
      .toReversed()
      .map(([key, inner]) => [key, reversed(inner)]),
  )
}

test('encodes text as UTF-8', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      assert.deepEqual(utf8(text), new Uint8Array(new TextEncoder().encode(text)))
    }),
  )
})

test('gives a policy one identity whatever the order of its keys, and another for any change', () => {
  const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest()
  const hash = policyHash(smallPolicy, sha256)
  assert.match(hash, /^[0-9a-f]{64}$/)
  assert.equal(policyHash(reversed(smallPolicy) as PolicyDocument, sha256), hash)
  assert.notEqual(policyHash({ ...smallPolicy, version: 2 }, sha256), hash)
})

test('hashes a text to the digits anyone else gets', () => {
  const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest()
  const text = canonicalJson({ name: 'Größe €😀' })
  assert.equal(hashText(text, sha256), createHash('sha256').update(text).digest('hex'))
})
