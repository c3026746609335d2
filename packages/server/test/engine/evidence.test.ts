/** A history that was changed beside the ledger is found, though tree and masks verify. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { refoldStale, verifyMasks } from '../../src/engine/masks.ts'
import { noticeText, giveNotice } from '../../src/engine/notice.ts'
import { collect } from '../../src/engine/collect/collect.ts'
import { withdraw } from '../../src/engine/withdraw.ts'
import { forEachPostgres } from '../support/postgres.ts'
import { bodyFor, type Engine, purchase, signUp, testEngine, valueOf } from './support.ts'

forEachPostgres((server) => {
  const engine = testEngine(server)

  const found = async (one: Engine) => {
    const { differences } = await verifyMasks(one.context, {}, one.now())
    return differences.map(({ subject, on, problem }) => `${subject} ${on.kind} ${problem}`)
  }

  /** Someone of whom every kind of act is recorded. */
  const anyone = async (one: Engine) => {
    const { context, caller } = one
    const person = await signUp(one, { 'marketing.email': false, ads: true })
    const session = person.token
    const body = { purposes: ['ads'], controllers: 'all' }
    valueOf(await withdraw(context, { caller, session, body }, one.now()))
    const bought = { caller, channel: 'product', session, body: bodyFor(one, 'product', purchase) }
    valueOf(await collect(context, bought, one.now()))
    const { notice, hash: shown } = valueOf(noticeText(context, 'recording'))
    const given = { controller: 'singapore', notice, shown }
    valueOf(await giveNotice(context, { caller, session, body: given }, one.now()))
    return person
  }

  const forgeries: readonly (readonly [string, string, RegExp])[] = [
    [
      'a no made a yes',
      `UPDATE troth.event SET choice = 'given' WHERE subject_id = $1 AND choice = 'refused'`,
      /event unproven/,
    ],
    [
      'a withdrawal moved to another purpose',
      `UPDATE troth.event SET purposes = '{personalise}' WHERE subject_id = $1 AND kind = 'withdrawal'`,
      /event unproven/,
    ],
    [
      'a withdrawal taken away',
      `DELETE FROM troth.event WHERE subject_id = $1 AND kind = 'withdrawal'`,
      /leaf missing/,
    ],
    [
      'a consent added at another time',
      `INSERT INTO troth.event (subject_id, event_id, controller, kind, at, version, actor, channel, purposes, choice, shown_hash)
       SELECT subject_id, gen_random_uuid(), controller, kind, at + interval '1 second', version, actor, channel, purposes, 'given', shown_hash
       FROM troth.event WHERE subject_id = $1 AND choice = 'refused'`,
      /event unproven/,
    ],
    [
      'a consent added beside others',
      `INSERT INTO troth.event (subject_id, event_id, controller, kind, at, version, actor, channel, purposes, choice, shown_hash)
       SELECT subject_id, gen_random_uuid(), controller, kind, at, version, actor, channel, '{personalise}', 'given', shown_hash
       FROM troth.event WHERE subject_id = $1 AND choice = 'refused'`,
      /event unproven/,
    ],
    [
      'a notice never given',
      `UPDATE troth.event SET notice = 'other' WHERE subject_id = $1 AND kind = 'notice'`,
      /event unproven/,
    ],
    [
      'a salt changed',
      `UPDATE troth.leaf SET salt = decode(repeat('00', 32), 'hex') WHERE subject_id = $1`,
      /event unproven/,
    ],
    ['a salt erased', 'UPDATE troth.leaf SET salt = NULL WHERE subject_id = $1', /event unproven/],
    [
      'leaves given to another',
      `UPDATE troth.leaf SET subject_id = (SELECT subject_id FROM troth.subject WHERE subject_id <> $1 LIMIT 1)
       WHERE subject_id = $1`,
      /event unproven/,
    ],
  ]

  for (const [what, sql, expected] of forgeries) {
    test(`${what} is found, though the masks are folded from it`, async () => {
      const one = engine()
      const { superuser } = one.database
      await anyone(one)
      const { subject } = await anyone(one)
      const before = await found(one)
      await superuser.query(sql, [subject])
      await superuser.query('UPDATE troth.subject_mask SET mask_until = $1', [new Date(0)])
      await refoldStale(one.context, one.now())
      const after = (await found(one)).filter((line) => !before.includes(line))
      assert.match(after.join('\n'), expected)
      assert.ok(after.some((line) => line.startsWith(subject)))
    })
  }

  test('a history that nobody touched is proven', async () => {
    const one = engine()
    const { subject } = await anyone(one)
    assert.deepEqual(
      (await found(one)).filter((line) => line.startsWith(subject)),
      [],
    )
  })
})
