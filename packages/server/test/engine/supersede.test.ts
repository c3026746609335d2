/** What is judged by one version never stands open under the next: publishing waits for it, or it is turned away. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { compilePolicy, policyHash } from '@troth/core/policy'
import { shownHash } from '../../src/engine/collect/form.ts'
import { consent } from '../../src/engine/consent.ts'
import { policyInForce } from '../../src/engine/in-force.ts'
import { refoldStale, verifyMasks } from '../../src/engine/masks.ts'
import { applyPolicy } from '../../src/store/apply.ts'
import type { Database, Queryable } from '../../src/store/database.ts'
import { sha256 } from '../../src/store/leaves.ts'
import { readPositions } from '../../src/store/versions.ts'
import { forEachPostgres } from '../support/postgres.ts'
import { type Engine, type SignedUp, signUp, testEngine, valueOf } from './support.ts'

forEachPostgres((server) => {
  const engine = testEngine(server)

  const choose = (one: Engine, { token: session }: SignedUp) => {
    const shown = shownHash(one.context.policy.document, 'account')
    const body = { controller: 'singapore', channel: 'account', shown, choices: { ads: true } }
    return consent(one.context, { caller: one.caller, session, body }, one.now())
  }

  /** The next version, for which e-mail marketing takes another age. */
  const publish = async (one: Engine, minimumAge: number, owner: Database) => {
    const { document, notice } = one.context.policy
    const { purposes } = document
    const email = purposes['marketing.email']
    assert.ok(email)
    const next = {
      ...document,
      version: document.version + 1,
      purposes: { ...purposes, 'marketing.email': { ...email, minimumAge } },
    }
    const compiled = compilePolicy(next, await readPositions(owner))
    const { rolePrefix } = one.database
    const hash = policyHash(next, sha256)
    return applyPolicy(owner, { compiled, hash, notice: notice.text, rolePrefix }, one.now())
  }

  const renewed = async (one: Engine): Promise<Engine> => ({
    ...one,
    context: { ...one.context, policy: await policyInForce(one.context.database) },
  })

  /** Whether a login of the purpose sees the person's row. */
  const mayEmail = async (one: Engine, { subject }: SignedUp) => {
    const place = one.context.policy.compiled.purposes.get('marketing.email')
    assert.ok(place)
    const { count } = await one.database.superuser.query(
      `SELECT FROM data.accounts WHERE subject_id = $1 AND mask_until > $2
         AND (mask${place.word} & ${place.bit}) <> 0`,
      [subject, one.now()],
    )
    return count === 1
  }

  test('a consent judged by a version commits before the next is in force', async () => {
    const one = await renewed(engine())
    const young = await signUp(one, { 'marketing.email': true }, { born: '2008-04-01' })
    const { superuser, owner } = one.database
    const hold = Promise.withResolvers<void>()
    const holding = Promise.withResolvers<void>()
    const held = superuser.transaction(async (tx) => {
      await tx.query('SELECT FROM troth.subject WHERE subject_id = $1 FOR UPDATE', [young.subject])
      holding.resolve()
      await hold.promise
    })
    await holding.promise
    const consented = choose(one, young)
    await sleep(200)
    const published = publish(one, 21, owner)
    const first = await Promise.race([published.then(() => 'published'), sleep(1_000, 'waits')])
    hold.resolve()
    await held
    valueOf(await consented)
    assert.equal((await published).kind, 'applied')
    assert.equal(await mayEmail(one, young), false, first)
    assert.equal(first, 'waits')
    const next = await renewed(one)
    await refoldStale(next.context, next.now())
    assert.equal(await mayEmail(next, young), false)
    assert.deepEqual((await verifyMasks(next.context, {}, next.now())).differences, [])
  })

  test('a consent that starts while a version is published is turned away', async () => {
    const one = await renewed(engine())
    const person = await signUp(one)
    const reached = Promise.withResolvers<void>()
    const { owner } = one.database
    const slow: Database = {
      ...owner,
      transaction: (work, options) =>
        owner.transaction(
          (tx) =>
            work({
              async query<Row extends object>(
                sql: string,
                ...rest: [(readonly unknown[])?, object?]
              ) {
                if (sql.startsWith('UPDATE troth.subject_mask SET mask_until')) {
                  reached.resolve()
                  await sleep(300)
                }
                return tx.query<Row>(sql, ...rest)
              },
            } satisfies Queryable),
          options,
        ),
    }
    const published = publish(one, 22, slow)
    await reached.promise
    await assert.rejects(choose(one, person), { code: 'policy.superseded' })
    assert.equal((await published).kind, 'applied')
  })
})
