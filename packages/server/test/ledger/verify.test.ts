import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sequenceAll } from '../../src/engine/ledger/sequencer.ts'
import { verifyLedger } from '../../src/engine/ledger/verify.ts'
import type { Database } from '../../src/store/database.ts'
import { forEachPostgres, freshDatabase } from '../support/postgres.ts'
import { noon, serve, signer, testSigner, write, writeSeveral } from './support.ts'

const leaves = 45

/** Columns in which any byte may be flipped, and what names a row of the table. */
const bytesOf: readonly (readonly [table: string, column: string, key: string])[] = [
  ['tree', 'data', 'position'],
  ['tree', 'leaf_hash', 'position'],
  ['tree_node', 'hash', 'level, index'],
  ['checkpoint', 'root', 'size'],
  ['leaf', 'data', 'leaf_id'],
]

forEachPostgres((server) => {
  const fresh = freshDatabase(server)
  let database: Database

  const verify = () => verifyLedger(database, signer, { batch: 8 })

  async function problemAfter(...changes: readonly string[]) {
    const { owner } = fresh()
    const tables = ['tree', 'tree_node', 'checkpoint', 'leaf']
    for (const table of tables) {
      await owner.query(`CREATE TABLE public.${table} AS SELECT * FROM troth.${table}`)
    }
    for (const change of changes) {
      const { count } = await owner.query(change)
      assert.ok(count > 0, `${change} changes something`)
    }
    const verdict = await verify()
    for (const table of tables) {
      await owner.query(`DELETE FROM troth.${table}`)
      await owner.query(`INSERT INTO troth.${table} SELECT * FROM public.${table}`)
      await owner.query(`DROP TABLE public.${table}`)
    }
    return verdict.ok ? undefined : verdict.problem
  }

  test('a ledger of several checkpoints verifies, and what waits is counted', async () => {
    database = await serve(fresh())
    for (const count of [1, 6, 13, 25]) {
      await writeSeveral(database, count)
      await sequenceAll(database, signer, noon)
    }
    await write(database)
    const verdict = await verify()
    assert.deepEqual(verdict, { ok: true, size: leaves, checkpoints: 4, pending: 1 })
  })

  test('a flipped bit in any byte of tree, node, root or leaf is found', async () => {
    const { owner } = fresh()
    for (const [table, column, key] of bytesOf) {
      for (let round = 0; round < 6; round++) {
        const { rows } = await owner.query<{ place: string; bits: number }>(
          `SELECT (${key})::text AS place, octet_length(${column}) * 8 AS bits
           FROM troth.${table} ORDER BY random() LIMIT 1`,
        )
        const { place, bits } = rows[0]!
        const bit = Math.floor(Math.random() * bits)
        const flip = `${column} = set_bit(${column}, ${bit}, 1 - get_bit(${column}, ${bit}))`
        const found = await problemAfter(
          `UPDATE troth.${table} SET ${flip} WHERE (${key})::text = '${place}'`,
        )
        // A waiting leaf with other digits in its commitment is a leaf like any: its receipt tells.
        const waits = await owner.query(
          `SELECT FROM troth.leaf WHERE position IS NULL AND leaf_id::text = $1`,
          [place],
        )
        if (waits.count === 0) assert.ok(found, `${table}.${column} ${place} bit ${bit}`)
      }
    }
  })

  test('any character changed in a note is found', async () => {
    for (let at = 1; at <= 160; at += 7) {
      const change = `overlay(note PLACING
        CASE substr(note, ${at}, 1) WHEN 'A' THEN 'B' ELSE 'A' END FROM ${at} FOR 1)`
      const found = await problemAfter(
        `UPDATE troth.checkpoint SET note = ${change} WHERE size = 20`,
      )
      assert.equal(found?.table, 'checkpoint', `character ${at}`)
      assert.equal(found?.position, 20)
    }
  })

  test('the first wrong place is told', async () => {
    const problem = (table: string, position: number, message: string) => ({
      table,
      position,
      message,
    })
    const cases: readonly (readonly [string, object])[] = [
      [
        `UPDATE troth.tree SET data = data || 'x' WHERE position IN (17, 30)`,
        problem('tree', 17, 'leaf 17 was changed'),
      ],
      [`DELETE FROM troth.tree WHERE position = 3`, problem('tree', 3, 'leaf 3 is missing')],
      [
        `DELETE FROM troth.tree WHERE position = 44`,
        problem('tree', 44, 'the tree ends at 44 leaves, a checkpoint was signed for 45'),
      ],
      [
        `UPDATE troth.tree_node SET hash = sha256(hash) WHERE level = 2 AND index = 5`,
        problem('tree_node', 20, 'node 5 of level 2 was changed'),
      ],
      [
        `DELETE FROM troth.tree_node WHERE level = 1 AND index = 21`,
        problem('tree_node', 42, 'node 21 of level 1 is missing'),
      ],
      [
        `INSERT INTO troth.tree_node VALUES (9, 9, sha256(''))`,
        problem('tree_node', 45, 'there are nodes past the end of the tree of 45 leaves'),
      ],
      [
        `UPDATE troth.checkpoint SET root = sha256(root) WHERE size = 7`,
        problem('checkpoint', 7, 'the root stored with the checkpoint of 7 leaves was changed'),
      ],
      [
        `UPDATE troth.checkpoint SET size = 8 WHERE size = 7`,
        problem('checkpoint', 8, 'the checkpoint of 8 leaves was signed for another size'),
      ],
      [
        `UPDATE troth.leaf SET kind = 'withdrawal' WHERE position = 9`,
        problem('leaf', 9, 'the leaf row at 9 was changed'),
      ],
      [
        `UPDATE troth.leaf SET at = at + interval '1 microsecond' WHERE position = 9`,
        problem('leaf', 9, 'the leaf row at 9 was changed'),
      ],
      [
        `UPDATE troth.leaf SET position = 10 WHERE position = 9`,
        problem('leaf', 10, 'the leaf row at 10 was changed'),
      ],
      [
        `UPDATE troth.leaf SET position = 99 WHERE position = 9`,
        problem('leaf', 99, 'the leaf row at 99 was changed'),
      ],
      [
        `UPDATE troth.leaf SET data = 'x' WHERE position IS NULL`,
        problem('leaf', -1, 'the leaf row that waits for its place was changed'),
      ],
    ]
    for (const [change, expected] of cases)
      assert.deepEqual(await problemAfter(change), expected, change)
  })

  test('a leaf rewritten everywhere at once, hash and nodes included, is found at its checkpoint', async () => {
    const { rows } = await fresh().owner.query<{ data: Uint8Array }>(
      'SELECT data FROM troth.tree WHERE position = 44',
    )
    const other = Buffer.from(rows[0]!.data).toString().replace('consent', 'refusal')
    const data = `decode('${Buffer.from(other).toString('hex')}', 'hex')`
    // The last leaf of 45 is alone on the edge: no inner node holds it.
    const found = await problemAfter(
      `UPDATE troth.tree SET data = ${data}, leaf_hash = sha256('\\x00'::bytea || ${data}) WHERE position = 44`,
      `UPDATE troth.leaf SET data = ${data}, kind = 'refusal' WHERE position = 44`,
    )
    const message = 'the checkpoint of 45 leaves does not fit the leaves'
    assert.deepEqual(found, { table: 'checkpoint', position: 45, message })
  })

  test('checkpoints of another key or ledger do not verify', async () => {
    for (const key of [testSigner(signer.name, 8), testSigner('other.example')]) {
      const verdict = await verifyLedger(database, key)
      assert.equal(!verdict.ok && verdict.problem.table, 'checkpoint')
    }
  })

  test('erasing salts, and whole leaf rows, leaves the ledger whole', async () => {
    const { owner } = fresh()
    await owner.query('UPDATE troth.leaf SET salt = NULL WHERE position % 2 = 0')
    await owner.query('DELETE FROM troth.leaf WHERE position % 3 = 0')
    assert.deepEqual(await verify(), { ok: true, size: leaves, checkpoints: 4, pending: 1 })
    await writeSeveral(database, 4)
    await sequenceAll(database, signer, noon)
    assert.deepEqual(await verify(), { ok: true, size: leaves + 5, checkpoints: 5, pending: 0 })
  })

  test('verifying while leaves are written and placed sees one moment', async () => {
    const growing: Database = {
      ...database,
      transaction: (work, options) =>
        database.transaction(
          (tx) =>
            work({
              async query(sql, parameters, how) {
                const result = await tx.query<never>(sql, parameters, how)
                await writeSeveral(database, 2)
                await sequenceAll(database, signer, noon)
                return result
              },
            }),
          options,
        ),
    }
    const before = await verify()
    assert.deepEqual(await verifyLedger(growing, signer, { batch: 20 }), before)
    assert.ok((await verify()).ok)
  })
})
