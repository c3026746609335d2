import assert from 'node:assert/strict'
import { randomBytes, randomUUID } from 'node:crypto'
import { test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import {
  equalBytes,
  fromHex,
  openReceipt,
  opens,
  parseLeaf,
  verifyCheckpoints,
  verifyMessage,
  verifyReceipt,
} from '@troth/core/ledger'
import { checkpointsBetween } from '../../src/engine/ledger/checkpoints.ts'
import { findReceipt, proveConsistency } from '../../src/engine/ledger/receipts.ts'
import { sequenceAll, sequenceBatch } from '../../src/engine/ledger/sequencer.ts'
import { primitives } from '../../src/engine/ledger/primitives.ts'
import type { Database } from '../../src/store/database.ts'
import { nobody, sha256 } from '../../src/store/leaves.ts'
import { forEachPostgres, freshDatabase } from '../support/postgres.ts'
import { later, ledger, noon, serve, signer, write, writeSeveral } from './support.ts'

forEachPostgres((server) => {
  const fresh = freshDatabase(server)
  let database: Database
  const find = (hash: Uint8Array, wait = 0) => findReceipt(database, signer, hash, { wait })

  test('a write gives a receipt, and its proof follows the next checkpoint', async () => {
    database = await serve(fresh())
    const event = Buffer.from('{"purposes":["marketing.email"]}')
    const entry = { subject: randomUUID(), kind: 'withdrawal', version: 3, event } as const
    const receipt = await database.transaction((tx) => ledger.append(tx, entry, noon))
    assert.deepEqual(openReceipt(receipt, signer, primitives), { ok: true, receipt })
    const hash = fromHex(receipt.leaf)!
    assert.deepEqual(await find(hash), { state: 'pending' })
    await sequenceAll(database, signer, noon)
    const found = await find(hash)
    assert.equal(found.state, 'proven')
    assert.deepEqual(found.receipt, receipt, 'the address holds the very receipt that was given')
    const evidence = { ...found, leaf: Buffer.from(found.leaf) }
    const verdict = verifyReceipt(evidence, signer, primitives)
    assert.ok(verdict.ok, JSON.stringify(verdict))
    const { rows } = await database.query<{ salt: Uint8Array }>('SELECT salt FROM troth.leaf')
    const leaf = parseLeaf(evidence.leaf)!
    assert.ok(
      opens(leaf, rows[0]!.salt, event, sha256),
      'whoever holds the salt can show the event',
    )
    assert.ok(!found.leaf.includes('marketing') && !found.proof.includes(entry.subject))
  })

  test('a leaf about nobody lies under the nil id', async () => {
    const entry = { subject: null, kind: 'version', version: 1, event: Buffer.from('1') } as const
    const receipt = await ledger.append(database, entry, noon)
    await sequenceAll(database, signer, noon)
    const { rows } = await database.query<{ subject_id: string }>(
      `SELECT subject_id FROM troth.leaf WHERE kind = 'version'`,
    )
    assert.deepEqual(rows, [{ subject_id: nobody }])
    assert.equal((await find(fromHex(receipt.leaf)!)).state, 'proven')
  })

  test('a hash that was never written is unknown, and nobody waits for it', async () => {
    const started = performance.now()
    assert.deepEqual(await find(randomBytes(32), 10_000), { state: 'unknown' })
    assert.ok(performance.now() - started < 2_000)
  })

  test('waiting lasts until the checkpoint comes, or until the time is over', async () => {
    const leaf = await write(database)
    assert.deepEqual(await find(leaf.hash, 60), { state: 'pending' })
    const waiting = find(leaf.hash, 10_000)
    await sleep(80)
    await sequenceAll(database, signer, noon)
    assert.equal((await waiting).state, 'proven')
  })

  test('a leaf that has its place and no checkpoint over it is pending', async () => {
    const leaf = await write(database)
    await sequenceBatch(database, signer, later(1))
    assert.deepEqual(await find(leaf.hash), { state: 'pending' })
    await sequenceAll(database, signer, later(2))
    assert.equal((await find(leaf.hash)).state, 'proven')
  })

  test('every leaf of a grown ledger is proven, and every checkpoint continues the ones before', async () => {
    const written = []
    for (const count of [1, 2, 5, 9, 14]) {
      written.push(...(await writeSeveral(database, count)))
      await sequenceAll(database, signer, noon)
    }
    for (const { hash, data } of written) {
      const found = await find(hash)
      assert.equal(found.state, 'proven')
      assert.ok(verifyReceipt({ ...found, leaf: data }, signer, primitives).ok)
    }
    const all = await checkpointsBetween(database, 0, Number.MAX_SAFE_INTEGER)
    for (const newer of all) {
      for (const older of all.filter(({ size }) => size <= newer.size)) {
        const proof = await proveConsistency(database, older.size, newer.size)
        assert.ok(verifyCheckpoints(older.note, newer.note, proof, signer, primitives).ok)
      }
    }
  })

  test('two writes of the same event have different leaves: a leaf cannot be guessed', async () => {
    const [one, two] = [await write(database, 'same'), await write(database, 'same')]
    assert.ok(!equalBytes(one.hash, two.hash))
  })

  test('what the ledger signs verifies with its key', () => {
    const text = '{"purpose":"märketing"}'
    const signed = ledger.sign(text)
    assert.ok(verifyMessage(Buffer.from(text), signed, signer, primitives))
    assert.ok(!verifyMessage(Buffer.from(`${text} `), signed, signer, primitives))
  })
})
