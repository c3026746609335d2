import assert from 'node:assert/strict'
import test from 'node:test'
import { openCheckpoint, signCheckpoint } from './checkpoint.ts'
import { signNote } from './note.ts'
import { primitives, sha256, testSigner } from './test/platform.ts'

const signer = testSigner('aster.example/ledger')
const root = sha256(new Uint8Array(0))
const base64 = '47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='

test('a checkpoint is origin, size and root, signed', () => {
  const note = signCheckpoint({ size: 0, root }, signer, sha256)
  assert.equal(note.slice(0, note.indexOf('— ')), `aster.example/ledger\n0\n${base64}\n\n`)
})

test('a checkpoint comes back as it was signed, at every size a tree can have', () => {
  for (const size of [0, 1, 255, 2 ** 32, Number.MAX_SAFE_INTEGER]) {
    const opened = openCheckpoint(
      signCheckpoint({ size, root }, signer, sha256),
      signer,
      primitives,
    )
    assert.ok(opened.ok)
    assert.equal(opened.checkpoint.origin, 'aster.example/ledger')
    assert.equal(opened.checkpoint.size, size)
    assert.deepEqual(opened.checkpoint.root, Uint8Array.from(root))
  }
})

test('one flipped bit anywhere is found', () => {
  const bytes = Buffer.from(signCheckpoint({ size: 20852163, root }, signer, sha256))
  for (let bit = 0; bit < bytes.length * 8; bit++) {
    const changed = Buffer.from(bytes)
    changed[bit >> 3]! ^= 1 << (bit & 7)
    assert.equal(openCheckpoint(changed.toString(), signer, primitives).ok, false, `bit ${bit}`)
  }
})

test('a signed note that is no checkpoint is malformed', () => {
  const texts = [
    `aster.example/ledger\n0${base64}\n`,
    `aster.example/ledger\n01\n${base64}\n`,
    `aster.example/ledger\n+1\n${base64}\n`,
    `aster.example/ledger\n-1\n${base64}\n`,
    `aster.example/ledger\n1e3\n${base64}\n`,
    `aster.example/ledger\n9007199254740992\n${base64}\n`,
    `aster.example/ledger\n99999999999999999999\n${base64}\n`,
    `aster.example/ledger\n1\n${base64.slice(4)}\n`,
    `aster.example/ledger\n1\n${base64.replace('U=', 'V=')}\n`,
    `aster.example/ledger\n1\n${base64}\nextension\n`,
    `aster.example/ledger\n1\n${base64}\n\n`,
    `\naster.example/ledger\n1\n${base64}\n`,
  ]
  for (const text of texts) {
    const opened = openCheckpoint(signNote(text, signer, sha256), signer, primitives)
    assert.deepEqual(opened, { ok: false, problem: 'malformed' }, text)
  }
})

test('a checkpoint that names another ledger is refused', () => {
  const note = signNote(`other.example/ledger\n1\n${base64}\n`, signer, sha256)
  assert.deepEqual(openCheckpoint(note, signer, primitives), { ok: false, problem: 'origin' })
})

test('a size or root that no tree has is not signed', () => {
  for (const size of [-1, 0.5, 2 ** 53, Number.NaN]) {
    assert.throws(() => signCheckpoint({ size, root }, signer, sha256), RangeError)
  }
  const short = root.subarray(1)
  assert.throws(() => signCheckpoint({ size: 1, root: short }, signer, sha256), RangeError)
})
