import assert from 'node:assert/strict'
import test from 'node:test'
import { formatKey, keyId, openNote, parseKey, signNote, type NoteKey } from './note.ts'
import { primitives, sha256, testSigner } from './test/platform.ts'

const signer = testSigner('aster.example/ledger')
const note = signNote('first\nsecond\n', signer, sha256)

test('the published example note of the Go checksum database verifies with its published key', () => {
  const line = 'PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW'
  const key = parseKey(line, sha256)
  assert.ok(key !== null)
  assert.equal(formatKey(key, sha256), line)
  const text =
    'If you think cryptography is the answer to your problem,\n' +
    "then you don't know what your problem is.\n"
  const signature =
    'x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM='
  const opened = openNote(`${text}\n— PeterNeumann ${signature}\n`, key, primitives)
  assert.deepEqual(opened, { ok: true, text })
})

test('a signed note opens with its key', () => {
  assert.deepEqual(openNote(note, signer, primitives), { ok: true, text: 'first\nsecond\n' })
})

test('a text may hold blank lines: the last one parts it from the signatures', () => {
  const blank = signNote('first\n\nsecond\n', signer, sha256)
  assert.deepEqual(openNote(blank, signer, primitives), { ok: true, text: 'first\n\nsecond\n' })
})

test('one flipped bit anywhere in a note is found', () => {
  const bytes = Buffer.from(note)
  for (let bit = 0; bit < bytes.length * 8; bit++) {
    const changed = Buffer.from(bytes)
    changed[bit >> 3]! ^= 1 << (bit & 7)
    assert.equal(openNote(changed.toString(), signer, primitives).ok, false, `bit ${bit}`)
  }
})

test('a signature of another key is ignored, a bad one of this key refuses the note', () => {
  const other = testSigner('witness.example', 9)
  const line = (of: string) => of.slice(of.lastIndexOf('— '))
  const witnessed = note + line(signNote('first\nsecond\n', other, sha256))
  assert.equal(openNote(witnessed, signer, primitives).ok, true)
  assert.equal(openNote(witnessed, other, primitives).ok, true)
  const stranger = testSigner('aster.example/ledger', 8)
  assert.deepEqual(openNote(note, stranger, primitives), { ok: false, problem: 'unsigned' })
  const forged = note + line(signNote('other\n', signer, sha256))
  assert.deepEqual(openNote(forged, signer, primitives), { ok: false, problem: 'signature' })
})

test('what is not a note is malformed', () => {
  const [, signature = ''] = note.split('\n\n')
  const cases = [
    '',
    'first\n',
    'first\n\n',
    `first${signature}`,
    note.slice(0, -1),
    `${note}\n`,
    note.replaceAll('\n', '\r\n'),
    note.replace('first', 'fir\tst'),
    note.replace('first', 'fïrst'),
    note.replace('— ', '- '),
    note.replace('— ', '—  '),
    note.replace('second\n\n', `second\n\n${signature.repeat(17)}`),
  ]
  for (const text of cases) {
    assert.deepEqual(openNote(text, signer, primitives), { ok: false, problem: 'malformed' }, text)
  }
})

test('a key line with another id, type, length or spelling is refused', () => {
  const line = formatKey(signer, sha256)
  const [name, id, key = ''] = line.split('+')
  const swapped = id === '00000000' ? '00000001' : '00000000'
  const cases = [`${name}+${swapped}+${key}`, `${name}+${id}`, `${name}+${id}+${key.slice(4)}`, '']
  for (const text of [...cases, `+${id}+${key}`, `a b+${id}+${key}`, `${line}=`]) {
    assert.equal(parseKey(text, sha256), null, text)
  }
})

test('a bad name, key or text is refused before anything is signed', () => {
  const wrong: NoteKey[] = [
    { ...signer, name: '' },
    { ...signer, name: 'a b' },
    { ...signer, name: 'a+b' },
    { ...signer, name: 'ä' },
    { ...signer, publicKey: new Uint8Array(31) },
  ]
  for (const key of wrong) assert.throws(() => keyId(key, sha256), RangeError, key.name)
  for (const text of ['', 'no newline', 'tab\t\n', 'ü\n']) {
    assert.throws(() => signNote(text, signer, sha256), RangeError, text)
  }
})
