/** What an API key is told, and what not. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Answers, decide } from '../../src/engine/use/decide.ts'
import type { ProblemBody } from '../support/client.ts'
import { forEachPostgres } from '../support/postgres.ts'
import { testServer } from '../support/server.ts'

forEachPostgres((server) => {
  const troth = testServer(server)

  test('a key that may only ask is not told the birthday of someone too young', async () => {
    const { client, context, keyFor, clock } = troth()
    const { subject } = await client.signUp({ data: { born: '2010-12-24' } })
    const { key, keyId } = await keyFor('decide')
    const common = { subject, controller: 'singapore', channel: 'account', explain: true }
    const questions = Object.entries(context().policy.document.purposes).flatMap(
      ([purpose, { uses }]) =>
        uses.slice(0, 3).map((category) => ({ ...common, purpose, category })),
    )
    const body = { questions }
    const { text } = await client.post<Answers>('/v1/decide', body, { key })
    const caller = { keyId, scopes: ['decide'] } as const
    const outcome = await decide(context(), { caller, body }, clock.now())
    for (const said of [text, JSON.stringify(outcome)]) {
      assert.match(said, /under-age/)
      assert.match(said, /the person turning 18\./)
      assert.doesNotMatch(said, /\d{4}-\d{2}-\d{2}/)
    }
  })

  test('a purpose that is not declared is not repeated, nor kept', async () => {
    const { client, database, keyFor } = troth()
    const { subject } = await client.signUp()
    const { key } = await keyFor('decide')
    const purpose = 'mei.tan@example.sg'
    const body = { subject, purpose, controller: 'singapore', dataset: 'accounts' }
    const asked = { ...body, fields: ['email'] }
    for (const sent of [{ key }, {}]) {
      const { status, text } = await client.post<ProblemBody>('/v1/read', asked, sent)
      assert.equal(status, 422, text)
      assert.match(text, /unknown-purpose/)
      assert.doesNotMatch(text, /mei\.tan/)
    }
    const declared = { ...asked, purpose: 'account' }
    const { status, body: problem } = await client.post<ProblemBody>('/v1/read', declared, { key })
    assert.equal(status, 403)
    assert.match(problem.detail ?? '', /`read:account`/)
    const { count } = await database.superuser.query(
      `SELECT FROM troth.idempotency AS row WHERE row::text LIKE '%mei.tan%'`,
    )
    assert.equal(count, 0)
    assert.doesNotMatch(troth().log(), /mei\.tan/)
  })
})
