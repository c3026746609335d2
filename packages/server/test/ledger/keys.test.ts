import assert from 'node:assert/strict'
import { chmod, mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { generateKeyPairSync } from 'node:crypto'
import { after, before, test } from 'node:test'
import { keyId } from '@troth/core/ledger'
import { createLedgerKey, readLedgerKey } from '../../src/engine/ledger/keys.ts'
import { openLedger } from '../../src/engine/ledger/ledger.ts'
import { primitives } from '../../src/engine/ledger/primitives.ts'
import { sequenceAll } from '../../src/engine/ledger/sequencer.ts'
import { sha256 } from '../../src/store/leaves.ts'
import { forEachPostgres, freshDatabase } from '../support/postgres.ts'
import { noon, serve, write } from './support.ts'

const origin = 'aster.example/ledger'
let folder = ''
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'troth-ledger-key-'))
})
after(() => rm(folder, { recursive: true }))

test('the key is made once, readable by its owner alone, whoever comes first', async () => {
  const file = join(folder, 'deep', 'er', 'ledger.pem')
  assert.equal(await readLedgerKey(file, origin), undefined)
  const made = await Promise.all(Array.from({ length: 8 }, () => createLedgerKey(file, origin)))
  const read = await readLedgerKey(file, origin)
  for (const { publicKey } of made) assert.deepEqual(publicKey, read!.publicKey)
  assert.equal(read!.publicKey.length, 32)
  assert.equal((await stat(file)).mode & 0o777, 0o600)
  assert.deepEqual(await readdir(join(folder, 'deep', 'er')), ['ledger.pem'], 'no draft is left')
  const message = Buffer.from('message')
  assert.ok(primitives.verify(read!.publicKey, message, read!.sign(message)))
  assert.equal(keyId(read!, sha256).length, 4)
})

test('a key that others may read is refused with the cure', async () => {
  const file = join(folder, 'open.pem')
  await createLedgerKey(file, origin)
  for (const mode of [0o640, 0o604, 0o660, 0o644]) {
    await chmod(file, mode)
    await assert.rejects(readLedgerKey(file, origin), {
      code: 'keys.exposed',
      message: /chmod 600/,
    })
  }
})

test('what is not an Ed25519 key is refused', async () => {
  const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey
  const texts = ['', 'nonsense', rsa.export({ format: 'pem', type: 'pkcs8' })]
  for (const text of texts) {
    const file = join(folder, 'wrong.pem')
    await writeFile(file, text, { mode: 0o600 })
    await assert.rejects(readLedgerKey(file, origin), { code: 'keys.unreadable' })
    await rm(file)
  }
  await assert.rejects(readLedgerKey(folder, origin), { code: /^keys\./ })
  const blocked = join(folder, 'open.pem', 'ledger.pem')
  await assert.rejects(createLedgerKey(blocked, origin), { code: 'keys.unreadable' })
})

forEachPostgres((server) => {
  const fresh = freshDatabase(server)

  test('a signed ledger is opened with its own key and name, or not at all', async () => {
    const database = await serve(fresh())
    const file = join(folder, `${server.major}.pem`)
    const open = (change: object = {}) => openLedger(database, { file, origin, ...change })
    const { signer, key } = await open()
    assert.ok(key.startsWith(`${origin}+`))
    await rm(file)
    const again = await open()
    assert.notEqual(again.key, key, 'before the first checkpoint a lost key costs nothing')
    await write(database)
    await sequenceAll(database, again.signer, noon)
    assert.equal((await open()).key, again.key)
    assert.notEqual(signer.publicKey, again.signer.publicKey)
    await assert.rejects(open({ origin: 'other.example' }), { code: 'keys.wrong' })
    const other = join(folder, `${server.major}-other.pem`)
    await assert.rejects(open({ file: other }), { code: 'keys.missing' })
    await createLedgerKey(other, origin)
    await assert.rejects(open({ file: other }), { code: 'keys.wrong' })
  })
})
