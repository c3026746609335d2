import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { test } from 'node:test'
import type { Collection } from '../../src/engine/collect/collect.ts'
import type { ProblemBody } from '../support/client.ts'
import { forEachPostgres } from '../support/postgres.ts'
import { testServer } from '../support/server.ts'

forEachPostgres((server) => {
  const troth = testServer(server)

  const account = async (email = `${randomUUID()}@example.sg`) => ({
    controller: 'singapore',
    shown: await troth().client.shown('account'),
    data: { name: 'Mei', email, born: '1990-04-01' },
    choices: { ads: true },
  })

  const people = async (): Promise<number> => {
    const { superuser } = troth().database
    const { rows } = await superuser.query<{ n: number }>('SELECT count(*) AS n FROM troth.subject')
    return rows[0]?.n ?? -1
  }

  test('a write without a usable key is refused before it is read', async () => {
    const { client } = troth()
    for (const value of [
      undefined,
      '',
      'short',
      'x'.repeat(201),
      'with a space',
      'key-\u00e9-123',
    ]) {
      const answer = await client.post<ProblemBody>('/v1/channels/account', await account(), {
        headers: { 'idempotency-key': value },
      })
      assert.equal(answer.status, 400, value)
      assert.equal(answer.body.code, 'idempotency-key')
    }
  })

  test('the same key and body give the same answer and one effect', async () => {
    const { client, clock } = troth()
    const [body, idempotencyKey] = [await account(), randomUUID()]
    const first = await client.post('/v1/channels/account', body, { idempotencyKey })
    assert.equal(first.status, 201, first.text)
    const after = await people()
    clock.pass(60_000)
    const again = await client.post('/v1/channels/account', body, { idempotencyKey })
    assert.equal(again.status, 201)
    assert.deepEqual(again.body, first.body)
    assert.equal(await people(), after)
  })

  test('the same key with another body, address or person is refused', async () => {
    const { client } = troth()
    const idempotencyKey = randomUUID()
    const body = await account()
    assert.equal((await client.post('/v1/channels/account', body, { idempotencyKey })).status, 201)
    const before = await people()
    const [one, other] = [await client.signUp(), await client.signUp()]
    const withdrawal = { controllers: 'all', purposes: ['ads'] }
    for (const [path, sent, session] of [
      ['/v1/channels/account', { ...body, choices: { ads: false } }, undefined],
      ['/v1/withdrawals', withdrawal, one.session],
    ] as const) {
      const answer = await client.post<ProblemBody>(path, sent, {
        idempotencyKey,
        ...(session && { session }),
      })
      assert.equal(answer.status, 409, answer.text)
      assert.equal(answer.body.code, 'idempotency-conflict')
    }
    assert.equal(await people(), before + 2)
    const second = randomUUID()
    const sent = { idempotencyKey: second, session: one.session }
    assert.equal((await client.post('/v1/withdrawals', withdrawal, sent)).status, 201)
    const stolen = await client.post<ProblemBody>('/v1/withdrawals', withdrawal, {
      ...sent,
      session: other.session,
    })
    assert.equal(stolen.status, 409)
  })

  test('another program may use the same key', async () => {
    const { client, keyFor } = troth()
    const idempotencyKey = randomUUID()
    const { key } = await keyFor('collect')
    const mine = await client.post<Collection>('/v1/channels/account', await account(), {
      idempotencyKey,
    })
    const theirs = await client.post<Collection>('/v1/channels/account', await account(), {
      idempotencyKey,
      key,
    })
    assert.equal(theirs.status, 201, theirs.text)
    assert.notEqual(theirs.body.subject, mine.body.subject)
  })

  test('a refused write may be sent again, corrected, with its key', async () => {
    const { client } = troth()
    const [body, idempotencyKey] = [await account(), randomUUID()]
    const { born: _, ...data } = body.data
    const refused = await client.post('/v1/channels/account', { ...body, data }, { idempotencyKey })
    assert.equal(refused.status, 422)
    const kept = await client.post('/v1/channels/account', body, { idempotencyKey })
    assert.equal(kept.status, 201, kept.text)
  })

  test('ten at once with one key have one effect and one answer', async () => {
    const { client } = troth()
    const before = await people()
    const [body, idempotencyKey] = [await account(), randomUUID()]
    const answers = await Promise.all(
      Array.from({ length: 10 }, () =>
        client.post<Collection>('/v1/channels/account', body, { idempotencyKey }),
      ),
    )
    assert.deepEqual([...new Set(answers.map(({ status }) => status))], [201])
    assert.equal(new Set(answers.map(({ text }) => text)).size, 1)
    assert.equal(await people(), before + 1)
  })

  test('of two opposite choices at once, one is last, and what is decided follows it', async () => {
    const { client, database } = troth()
    for (let round = 0; round < 10; round += 1) {
      const { session, subject } = await client.signUp()
      const shown = await client.shown('account')
      const say = (yes: boolean) =>
        client.post(
          '/v1/consents',
          {
            controller: 'singapore',
            channel: 'account',
            shown,
            choices: { 'marketing.email': yes },
          },
          { session },
        )
      const both = await Promise.all([say(true), say(false)])
      assert.deepEqual(
        both.map(({ status }) => status),
        [201, 201],
      )
      const { rows } = await database.superuser.query<{ choice: string; at: Date }>(
        `SELECT choice, at FROM troth.event
         WHERE subject_id = $1 AND kind = 'consent' AND purposes = '{marketing.email}' ORDER BY at`,
        [subject],
      )
      assert.equal(rows.length, 2)
      assert.notEqual(rows[0]?.at.getTime(), rows[1]?.at.getTime())
      const { body } = await client.post<{ allowed: boolean }>('/v1/decide', {
        subject,
        controller: 'singapore',
        purpose: 'marketing.email',
        dataset: 'accounts',
        fields: ['email'],
      })
      assert.equal(body.allowed, rows[1]?.choice === 'given', JSON.stringify({ body, rows }))
    }
  })
})
