/**
 * The barrier: pairs of verbs on one person and controller, started together and slowed between lock, read and write
 * in every order of who goes first. After each pair the masks are what the history says, and nothing that was
 * acknowledged as withdrawn is open.
 */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { collect } from '../../src/engine/collect/collect.ts'
import { shownHash } from '../../src/engine/collect/form.ts'
import { consent } from '../../src/engine/consent.ts'
import { verifyMasks } from '../../src/engine/masks.ts'
import type { Context } from '../../src/engine/context.ts'
import type { Outcome } from '../../src/engine/outcome.ts'
import { read } from '../../src/engine/use/read.ts'
import { withdraw } from '../../src/engine/withdraw.ts'
import type { Database, Queryable } from '../../src/store/database.ts'
import { forEachPostgres } from '../support/postgres.ts'
import {
  bodyFor,
  type Engine,
  purchase,
  type SignedUp,
  signUp,
  testEngine,
  through,
  valueOf,
} from './support.ts'

/** Where a transaction rests before a statement: at its lock, its reads or its writes. */
const places = {
  lock: /FROM troth\.subject WHERE/,
  read: /FROM troth\.event WHERE/,
  write: /^WITH subject AS|INSERT INTO data\./,
} as const
type Place = keyof typeof places

/** A database whose transactions wait a while before the statements of one place. */
function slowed(database: Database, place: Place, milliseconds: number): Database {
  return {
    ...database,
    transaction: (work, options) =>
      database.transaction(
        (tx) =>
          work({
            async query<Row extends object>(
              sql: string,
              ...rest: [(readonly unknown[])?, object?]
            ) {
              if (places[place].test(sql)) await sleep(milliseconds)
              return tx.query<Row>(sql, ...rest)
            },
          } satisfies Queryable),
        options,
      ),
  }
}

type Verb = (one: Engine, context: Context, person: SignedUp) => Promise<Outcome<unknown>>

const choose =
  (yes: boolean): Verb =>
  (one, context, { token: session }) => {
    const shown = shownHash(context.policy.document, 'account')
    const choices = { 'marketing.email': yes, ads: yes }
    const body = { controller: 'singapore', channel: 'account', shown, choices }
    return consent(context, { caller: one.caller, session, body }, one.now())
  }

const takeBack =
  (purposes: readonly string[] | 'all'): Verb =>
  (one, context, { token: session }) =>
    withdraw(
      context,
      { caller: one.caller, session, body: { purposes, controllers: ['singapore'] } },
      one.now(),
    )

const verbs: Readonly<Record<string, Verb>> = {
  'collect a purchase': (one, context, { token: session }) =>
    collect(
      context,
      { caller: one.caller, channel: 'product', session, body: bodyFor(one, 'product', purchase) },
      one.now(),
    ),
  'say yes': choose(true),
  'say no': choose(false),
  'withdraw marketing': takeBack(['marketing.email']),
  'withdraw all': takeBack('all'),
  'read an address': (one, context, { subject }) =>
    read(
      context,
      {
        caller: one.caller,
        body: {
          subject,
          controller: 'singapore',
          purpose: 'marketing.email',
          dataset: 'accounts',
          fields: ['email'],
        },
      },
      one.now(),
    ),
}

forEachPostgres((server) => {
  const engine = testEngine(server)

  const openInSql = async (one: Engine, { subject }: SignedUp, purpose: string, table: string) => {
    const place = one.context.policy.compiled.purposes.get(purpose)
    assert.ok(place)
    const { rows } = await one.database.superuser.query<{ n: number }>(
      `SELECT count(*) AS n FROM data.${table}
       WHERE subject_id = $1 AND (mask${place.word} & ${place.bit}) <> 0`,
      [subject],
    )
    return rows[0]?.n ?? 0
  }

  const pairs = Object.keys(verbs).flatMap((first) =>
    Object.keys(verbs).map((second) => [first, second] as const),
  )

  for (const place of ['lock', 'read', 'write'] as const) {
    test(`every pair of verbs at once, slowed at the ${place}`, async () => {
      const one = engine()
      const run = async ([first, second]: readonly [string, string]) => {
        const person = await signUp(one, { 'marketing.email': true })
        const contexts = [slowed(one.context.database, place, 15), one.context.database]
        const outcomes = await Promise.all(
          [first, second].map(async (name, at) => {
            const database = contexts[at]
            assert.ok(database)
            // The second sets out while the first rests.
            if (at === 1) await sleep(5)
            return verbs[name]?.(one, through(one, database), person)
          }),
        )
        for (const [at, outcome] of outcomes.entries()) {
          const name = [first, second][at]
          if (name !== 'read an address') assert.ok(outcome?.ok, `${first}, ${second}`)
        }
        const withdrawn = [first, second].some((name) => name.startsWith('withdraw'))
        if (withdrawn && ![first, second].includes('say yes')) {
          assert.equal(
            await openInSql(one, person, 'marketing.email', 'accounts'),
            0,
            `${first}, ${second}`,
          )
        }
      }
      for (let at = 0; at < pairs.length; at += 6)
        await Promise.all(pairs.slice(at, at + 6).map(run))
      const { differences, rows } = await verifyMasks(one.context, {}, one.now())
      assert.ok(rows >= pairs.length)
      assert.deepEqual(differences, [])
    })
  }

  test('a collection that waits behind a withdrawal of its own purposes follows the history', async () => {
    const one = engine()
    const person = await signUp(one)
    const slow = through(one, slowed(one.context.database, 'lock', 30))
    const collected = verbs['collect a purchase']?.(one, slow, person)
    await sleep(5)
    valueOf(await takeBack('all')(one, one.context, person))
    valueOf((await collected) ?? assert.fail())
    // The purchase was made after the withdrawal, and is an act of its own: it serves its evident purposes again.
    assert.equal(await openInSql(one, person, 'order', 'purchases'), 1)
    assert.equal(await openInSql(one, person, 'marketing.email', 'accounts'), 0)
    assert.deepEqual((await verifyMasks(one.context, {}, one.now())).differences, [])
  })

  test('an acknowledged withdrawal is not overtaken by a choice that was timed later and committed before', async () => {
    const one = engine()
    const person = await signUp(one)
    const early = one.now()
    const later = new Date(early.getTime() + 500)
    const shown = shownHash(one.context.policy.document, 'account')
    const choices = { 'marketing.email': true }
    const yes = { controller: 'singapore', channel: 'account', shown, choices }
    const { caller } = one
    const session = person.token
    valueOf(await consent(one.context, { caller, session, body: yes }, later))
    const no = { purposes: ['marketing.email'], controllers: 'all' }
    valueOf(await withdraw(one.context, { caller, session, body: no }, early))
    assert.equal(await openInSql(one, person, 'marketing.email', 'accounts'), 0)
    assert.deepEqual((await verifyMasks(one.context, {}, early)).differences, [])
  })

  test('two opposite choices at once leave the masks at the one recorded last', async () => {
    const one = engine()
    for (let round = 0; round < 10; round += 1) {
      const person = await signUp(one)
      await Promise.all([
        verbs['say yes']?.(one, one.context, person),
        verbs['say no']?.(one, one.context, person),
      ])
      const { rows } = await one.database.superuser.query<{ choice: string }>(
        `SELECT choice FROM troth.event WHERE subject_id = $1 AND purposes = '{marketing.email}'
         ORDER BY at DESC LIMIT 1`,
        [person.subject],
      )
      const open = await openInSql(one, person, 'marketing.email', 'accounts')
      assert.equal(open, rows[0]?.choice === 'given' ? 1 : 0)
    }
    assert.deepEqual((await verifyMasks(one.context, {}, one.now())).differences, [])
  })
})
