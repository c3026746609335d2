import assert from 'node:assert/strict'
import test from 'node:test'
import { formatProof, parseProof } from './proof.ts'

const hash = new Uint8Array(32).fill(255)
const line = '//////////////////////////////////////////8='
const checkpoint = 'aster.example/ledger\n2\nroot\n\n— signature\n'
const text = `c2sp.org/tlog-proof@v1\nindex 1\n${line}\n\n${checkpoint}`

test('a proof is written as c2sp.org/tlog-proof says, and read back', () => {
  const proof = { index: 1, hashes: [hash], checkpoint }
  assert.equal(formatProof(proof), text)
  assert.deepEqual(parseProof(text), proof)
})

test('the proof of a tree of one leaf has no hash', () => {
  const proof = { index: 0, hashes: [], checkpoint }
  assert.deepEqual(parseProof(formatProof(proof)), proof)
})

test('what is not a proof is refused', () => {
  const cases = [
    '',
    text.replace('@v1', '@v2'),
    text.replace('index 1', 'index 01'),
    text.replace('index 1', 'index -1'),
    text.replace('index 1', 'index 9007199254740992'),
    text.replace('index 1', 'index'),
    text.replace('index 1', 'extra AAAA\nindex 1'),
    text.replace(line, line.slice(4)),
    text.replace('8=', '9='),
    text.replace(line, `${line}\n`.repeat(54).trimEnd()),
    text.replaceAll('\n\n', '\n'),
  ]
  for (const wrong of cases) assert.equal(parseProof(wrong), null, wrong)
  assert.throws(() => formatProof({ index: 2 ** 53, hashes: [], checkpoint }), RangeError)
})
