import assert from 'node:assert/strict'
import test from 'node:test'
import fc from 'fast-check'
import { commit, encodeLeaf, leafKinds, opens, parseLeaf, type Leaf } from './leaf.ts'
import { sha256 } from './test/platform.ts'

const salt = new Uint8Array(32).fill(3)
const event = Buffer.from('{"kind":"consent"}')
const leaf: Leaf = {
  kind: 'consent',
  at: new Date('2026-11-23T10:19:00.000Z'),
  version: 1,
  commitment: commit(salt, event, sha256),
}

const anyLeaf = fc.record({
  kind: fc.constantFrom(...leafKinds),
  at: fc.date({ min: new Date(0), max: new Date('9999-12-31T23:59:59.999Z'), noInvalidDate: true }),
  version: fc.maxSafeNat(),
  commitment: fc.uint8Array({ minLength: 32, maxLength: 32 }),
})

test('a leaf is five lines of ASCII', () => {
  assert.equal(
    Buffer.from(encodeLeaf(leaf)).toString(),
    'troth-leaf/1\nkind consent\nat 2026-11-23T10:19:00.000Z\nversion 1\n' +
      `commitment ${Buffer.from(leaf.commitment).toString('hex')}\n`,
  )
})

test('every leaf comes back as it was written', () => {
  fc.assert(
    fc.property(anyLeaf, (written) =>
      assert.deepEqual(parseLeaf(encodeLeaf(written)), { ...written }),
    ),
  )
})

test('one flipped bit is refused or is another leaf, and only one spelling is accepted', () => {
  const bytes = encodeLeaf(leaf)
  for (let bit = 0; bit < bytes.length * 8; bit++) {
    const changed = Uint8Array.from(bytes)
    changed[bit >> 3]! ^= 1 << (bit & 7)
    const parsed = parseLeaf(changed)
    assert.notDeepEqual(parsed, leaf, `bit ${bit}`)
    if (parsed !== null) assert.deepEqual(encodeLeaf(parsed), changed, `bit ${bit}`)
  }
})

test('a field out of range is refused', () => {
  const wrong: Partial<Leaf>[] = [
    { at: new Date(Number.NaN) },
    { at: new Date('+010000-01-01T00:00:00.000Z') },
    { version: -1 },
    { version: 1.5 },
    { version: 2 ** 53 },
    { version: Number.NaN },
    { commitment: new Uint8Array(31) },
    { kind: 'consent\nat' as 'consent' },
    { kind: 'other' as 'consent' },
  ]
  for (const change of wrong) {
    assert.throws(() => encodeLeaf({ ...leaf, ...change }), RangeError, JSON.stringify(change))
  }
})

test('a commitment opens with its own salt and event only', () => {
  assert.ok(opens(leaf, salt, event, sha256))
  assert.ok(!opens(leaf, new Uint8Array(32), event, sha256))
  assert.ok(!opens(leaf, new Uint8Array(0), event, sha256))
  assert.ok(!opens(leaf, salt, Buffer.from('{"kind":"refusal"}'), sha256))
  assert.throws(() => commit(new Uint8Array(31), event, sha256), RangeError)
})
