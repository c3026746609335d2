import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { latestCheckpoint } from '../../src/engine/ledger/checkpoints.ts'
import { sequenceAll, sequenceBatch, startSequencer } from '../../src/engine/ledger/sequencer.ts'
import { verifyLedger } from '../../src/engine/ledger/verify.ts'
import { roleNames } from '../../src/store/bootstrap.ts'
import type { Database } from '../../src/store/database.ts'
import { failureOf } from '../../src/store/failure.ts'
import type { WrittenLeaf } from '../../src/store/leaves.ts'
import { forEachPostgres, freshDatabase } from '../support/postgres.ts'
import { hexOf, later, noon, readTree, serve, signer, write, writeSeveral } from './support.ts'

async function assertWhole(database: Database, written: readonly WrittenLeaf[]): Promise<void> {
  const tree = await readTree(database)
  assert.deepEqual(
    tree.map(({ position }) => position),
    tree.map((_, at) => at),
    'positions follow one another',
  )
  const hashes = written.map(({ hash }) => hexOf(hash))
  assert.deepEqual(tree.map(({ hash }) => hash).toSorted(), hashes.toSorted(), 'each leaf once')
  const verdict = await verifyLedger(database, signer, { batch: 50 })
  assert.ok(verdict.ok, JSON.stringify(verdict))
  assert.equal(verdict.size, written.length)
  assert.equal(verdict.pending, 0)
}

async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  const deadline = performance.now() + 10_000
  while (!(await holds())) {
    if (performance.now() > deadline) throw new Error('it never came true')
    await sleep(5)
  }
}

forEachPostgres((server) => {
  const fresh = freshDatabase(server)
  let database: Database
  const written: WrittenLeaf[] = []

  test('a ledger without leaves signs nothing and verifies', async () => {
    database = await serve(fresh())
    assert.equal(await sequenceAll(database, signer, noon), 0)
    assert.equal(await latestCheckpoint(database), undefined)
    const verdict = await verifyLedger(database, signer)
    assert.deepEqual(verdict, { ok: true, size: 0, checkpoints: 0, pending: 0 })
  })

  test('a write that is rolled back leaves no leaf behind', async () => {
    const undo = new Error('undo')
    const work = database.transaction(async (tx) => {
      await write({ ...database, transaction: (inner) => inner(tx) })
      throw undo
    })
    await assert.rejects(work, undo)
    assert.equal(await sequenceAll(database, signer, noon), 0)
  })

  test('a checkpoint is signed when the tree grew and the last one is old enough', async () => {
    written.push(...(await writeSeveral(database, 3)))
    const step = (milliseconds: number) => sequenceBatch(database, signer, later(milliseconds))
    await step(0)
    assert.equal((await latestCheckpoint(database))?.size, 3)
    written.push(await write(database))
    assert.equal((await step(400)).leaves, 1)
    assert.equal((await latestCheckpoint(database))?.size, 3)
    await step(1000)
    assert.equal((await latestCheckpoint(database))?.size, 4)
    await step(60_000)
    assert.deepEqual((await latestCheckpoint(database))?.at, later(1000))
    written.push(await write(database))
    await step(-60_000)
    assert.equal((await latestCheckpoint(database))?.size, 5, 'whatever another clock said')
  })

  test('a full batch says that more may wait', async () => {
    written.push(...(await writeSeveral(database, 3)))
    const step = () => sequenceBatch(database, signer, noon, { batch: 2 })
    assert.deepEqual(await step(), { busy: false, leaves: 2, more: true })
    assert.deepEqual(await step(), { busy: false, leaves: 1, more: false })
    await assertWhole(database, written)
  })

  test('writers, three sequencers and a loop at once lose nothing and double nothing', async () => {
    const faults: unknown[] = []
    const loop = startSequencer(database, signer, {
      clock: () => noon,
      onFault: (fault) => faults.push(fault),
      batch: 5,
      interval: 0,
      pause: 1,
    })
    let writing = true
    const sequence = async () => {
      while (writing) await sequenceBatch(database, signer, noon, { batch: 11, interval: 0 })
    }
    const sequencers = [sequence(), sequence(), sequence()]
    const writers = Array.from({ length: 6 }, () => writeSeveral(database, 25))
    written.push(...(await Promise.all(writers)).flat())
    writing = false
    await Promise.all(sequencers)
    await loop.stop()
    await sequenceAll(database, signer, noon)
    assert.deepEqual(faults, [])
    await assertWhole(database, written)
  })

  test('a sequencer that is kept waiting does nothing', async () => {
    written.push(await write(database))
    await database.transaction(async (tx) => {
      await tx.query('SELECT pg_advisory_xact_lock(7268677105)')
      const done = await sequenceBatch(database, signer, noon)
      assert.deepEqual(done, { busy: true, leaves: 0, more: false })
    })
    assert.equal(await sequenceAll(database, signer, noon), 1)
  })

  test('killed at any instant, a sequencer leaves a whole ledger to the next', async () => {
    const { engine } = roleNames(fresh().rolePrefix)
    const address = JSON.stringify(fresh().connection(engine))
    const program = join(import.meta.dirname, 'sequencing-process.ts')
    for (let round = 0; round < 4; round++) {
      const child = spawn(process.execPath, [program, address], {
        stdio: ['ignore', 'pipe', 'inherit'],
      })
      await once(child.stdout, 'data')
      const writing = Promise.all([writeSeveral(database, 30), writeSeveral(database, 30)])
      await sleep(Math.random() * 60)
      child.kill('SIGKILL')
      await once(child, 'exit')
      written.push(...(await writing).flat())
      const verdict = await verifyLedger(database, signer)
      assert.ok(verdict.ok, JSON.stringify(verdict))
    }
    await sequenceAll(database, signer, noon)
    await assertWhole(database, written)
  })

  test('cut off by the database between any two statements, it starts over', async () => {
    written.push(...(await writeSeveral(database, 20)))
    const { superuser } = fresh()
    for (let cut = 0; cut < 8; cut++) {
      let statements = 0
      const failing: Database = {
        ...database,
        transaction: (work, options) =>
          database.transaction(
            (tx) =>
              work({
                async query(sql, parameters, how) {
                  if (statements++ === cut) {
                    const { rows } = await tx.query<{ pid: number }>(
                      'SELECT pg_backend_pid() AS pid',
                    )
                    await superuser.query('SELECT pg_terminate_backend($1)', [rows[0]!.pid])
                  }
                  return tx.query(sql, parameters, how)
                },
              }),
            options,
          ),
      }
      await assert.rejects(sequenceBatch(failing, signer, noon, { interval: 0 }), {
        code: 'database.unavailable',
      })
    }
    assert.equal(await sequenceAll(database, signer, noon), 20)
    await assertWhole(database, written)
  })

  test('a leaf erased while it is being placed sends the batch back, and the rest is placed', async () => {
    const three = await writeSeveral(database, 3)
    const [kept, gone, after] = three.toSorted((a, b) => (a.leafId < b.leafId ? -1 : 1))
    const { owner } = fresh()
    let batch: Promise<unknown> = Promise.resolve()
    await owner.transaction(async (tx) => {
      await tx.query('DELETE FROM troth.leaf WHERE leaf_id = $1', [gone!.leafId])
      batch = assert.rejects(sequenceBatch(database, signer, noon), { code: 'database.conflict' })
      const waits = `SELECT FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND query LIKE 'WITH due%'`
      await until(async () => (await fresh().superuser.query(waits)).count > 0)
    })
    await batch
    written.push(kept!, after!)
    await sequenceAll(database, signer, noon)
    await assertWhole(database, written)
  })

  test('nothing is signed over a tree that was tampered with; writes go on, and repair resumes', async () => {
    const { owner } = fresh()
    const before = await latestCheckpoint(database)
    const top = 'level = (SELECT max(level) FROM troth.tree_node)'
    const { rows } = await owner.query<{ hash: Uint8Array }>(
      `SELECT hash FROM troth.tree_node WHERE ${top}`,
    )
    const setTop = (hash: Uint8Array) =>
      owner.query(`UPDATE troth.tree_node SET hash = $1 WHERE ${top}`, [hash])
    await setTop(new Uint8Array(32))
    written.push(await write(database))
    const faults: unknown[] = []
    const loop = startSequencer(database, signer, {
      clock: () => later(5000),
      onFault: (fault) => faults.push(fault),
      pause: 5,
    })
    await until(() => faults.length >= 2)
    for (const fault of faults) assert.equal((fault as { code?: string }).code, 'ledger.damaged')
    assert.deepEqual(await latestCheckpoint(database), before)
    assert.equal((await readTree(database)).length, written.length - 1, 'nothing was placed')
    await setTop(rows[0]!.hash)
    await until(async () => (await latestCheckpoint(database))?.size === written.length)
    await loop.stop()
    await assertWhole(database, written)
  })

  test('a tree cut shorter than its checkpoint is not continued', async () => {
    const { owner } = fresh()
    await write(database)
    await owner.query(
      'DELETE FROM troth.tree WHERE position = (SELECT max(position) FROM troth.tree)',
    )
    await assert.rejects(sequenceAll(database, signer, noon), { code: 'ledger.damaged' })
  })

  test('the role that serves can add and read, and change nothing but a place', async () => {
    const refused = [
      'UPDATE troth.leaf SET data = data',
      'UPDATE troth.leaf SET salt = NULL',
      'DELETE FROM troth.leaf',
      'TRUNCATE troth.leaf',
      'UPDATE troth.tree SET data = data',
      'DELETE FROM troth.tree',
      'UPDATE troth.tree_node SET hash = hash',
      'DELETE FROM troth.tree_node',
      'UPDATE troth.checkpoint SET note = note',
      'DELETE FROM troth.checkpoint',
    ]
    for (const sql of refused) {
      await assert.rejects(
        database.query(sql),
        (fault) => failureOf(fault)?.sqlstate === '42501',
        sql,
      )
    }
  })
})
