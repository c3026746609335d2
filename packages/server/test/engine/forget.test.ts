import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { test } from 'node:test'
import { forgetAnswers } from '../../src/store/idempotency.ts'
import { forEachPostgres } from '../support/postgres.ts'
import { testServer } from '../support/server.ts'

const week = 7 * 86_400_000

forEachPostgres((server) => {
  const troth = testServer(server)

  test('an answer is repeated until it is forgotten, and then the key counts as new', async () => {
    const { client, clock, context } = troth()
    const idempotencyKey = randomUUID()
    const signUp = async (email: string) => {
      const body = {
        controller: 'singapore',
        shown: await client.shown('account'),
        data: { name: 'Mei', email, born: '1990-04-01' },
      }
      const { status } = await client.post('/v1/channels/account', body, { idempotencyKey })
      return status
    }
    const { database } = context()
    const forget = () => forgetAnswers(database, new Date(clock.now().getTime() - week))
    assert.equal(await signUp('one@people.example'), 201)
    clock.pass(week - 60_000)
    assert.equal(await forget(), 0)
    assert.equal(await signUp('two@people.example'), 409)
    clock.pass(120_000)
    assert.equal(await forget(), 1)
    assert.equal(await signUp('two@people.example'), 201)
  })
})
