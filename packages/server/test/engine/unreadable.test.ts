import assert from 'node:assert/strict'
import { test } from 'node:test'
import { refoldStale, verifyMasks } from '../../src/engine/masks.ts'
import { decide } from '../../src/engine/use/decide.ts'
import { forEachPostgres } from '../support/postgres.ts'
import { type Engine, signUp, testEngine, valueOf } from './support.ts'

forEachPostgres((server) => {
  const engine = testEngine(server)

  const mayUse = async ({ context, caller, now }: Engine, subject: string) => {
    const record = { controller: 'singapore', dataset: 'accounts', fields: ['email'] }
    const body = { ...record, subject, purpose: 'account' }
    const answer = valueOf(await decide(context, { caller, body }, now()))
    return 'answers' in answer ? undefined : answer.allowed
  }

  test('someone whose history does not open stays closed and stops nobody else', async () => {
    const one = engine()
    const { superuser } = one.database
    // More than one batch of the refolding, all before the one who is well.
    const broken = await signUp(one)
    const locked = await signUp(one)
    const well = await signUp(one)
    const ids = [broken, locked, well].map(({ subject }) => subject)
    await superuser.query(
      `UPDATE troth.event SET sealed = '\\x0102' WHERE subject_id = $1 AND kind = 'born'`,
      [broken.subject],
    )
    await superuser.query(
      `UPDATE troth.subject_key SET wrapped = '\\x0102' WHERE subject_id = $1`,
      [locked.subject],
    )
    const many = Array.from(
      { length: 210 },
      (_, at) => `00000000-0000-4000-8000-${at.toString().padStart(12, '0')}`,
    )
    await superuser.query(
      'INSERT INTO troth.subject (subject_id, created_at) SELECT unnest($1::uuid[]), $2',
      [many, one.now()],
    )
    await superuser.query(
      `INSERT INTO troth.subject_key (subject_id, wrapped, key_id, created_at)
       SELECT unnest($1::uuid[]), '\\x0102', key_id, created_at FROM troth.subject_key WHERE subject_id = $2`,
      [many, well.subject],
    )
    await superuser.query(
      `INSERT INTO troth.subject_mask (subject_id, controller, mask_until, version)
       SELECT unnest($1::uuid[]), 'singapore', $2, 1`,
      [many, new Date(0)],
    )
    await superuser.query(
      'UPDATE troth.subject_mask SET mask_until = $2 WHERE subject_id = ANY($1::uuid[])',
      [ids, new Date(0)],
    )
    await superuser.query(
      'UPDATE data.accounts SET mask_until = $2 WHERE subject_id = ANY($1::uuid[])',
      [ids, new Date(0)],
    )
    await assert.rejects(refoldStale(one.context, one.now()), {
      code: 'sealed.broken',
      message: /212 people/,
    })
    assert.equal(await mayUse(one, well.subject), true)
    const { rows } = await superuser.query<{ subject_id: string }>(
      'SELECT subject_id FROM data.accounts WHERE subject_id = ANY($1::uuid[]) AND mask_until > $2',
      [ids, one.now()],
    )
    assert.deepEqual(rows, [{ subject_id: well.subject }])
    const { differences } = await verifyMasks(one.context, { batch: 100 }, one.now())
    const on = { kind: 'subject' } as const
    assert.deepEqual(
      differences,
      [broken, locked].map(({ subject }) => {
        return { subject, controller: 'singapore', on, problem: 'unreadable' }
      }),
    )
  })
})
