import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { PolicyDocument } from '@troth/core/policy'
import type { ChannelForm } from '../../packages/server/src/engine/collect/form.ts'
import { newEmail, type ProblemBody } from '../../packages/server/test/support/client.ts'
import { accountBody, forEachPostgres, placesOf, rowCounts, testServer } from './support.ts'

// No such text stands anywhere else, and the scan looks for it in every column.
const planted = 'Plantedvalue-7F3A'

forEachPostgres((server) => {
  const troth = testServer(server)
  const person = () => ({ name: 'Mei Tan', email: newEmail(), born: '1990-04-01' })

  test('§2.1.1 finds a value wherever it is stored, so that the tests below can fail', async () => {
    await troth().client.signUp({ data: { name: 'Stored Witness-51C2' } })
    assert.deepEqual(await placesOf(troth().database, 'Witness-51C2'), ['data.accounts'])
  })

  test('§2.1.1 refuses an undeclared field on every channel, and no part of it reaches storage', async () => {
    const { client, database, log } = troth()
    const { session } = await client.signUp()
    const known = { product: 'Kettle', serial: 'S1', bought_on: '2026-11-02' }
    const bodies = {
      account: person(),
      product: known,
      forum: { forum: 'Kettles', body: 'Hello' },
    }
    const before = await rowCounts(database)
    for (const [channel, data] of Object.entries(bodies)) {
      const extras = [
        { nickname: planted },
        { [planted]: 'x' },
        { born_place: { deep: [planted] } },
        // Declared, but on another channel.
        channel === 'forum' ? { serial: planted } : { title: planted },
      ]
      for (const extra of extras) {
        const answer = await client.post<ProblemBody>(
          `/v1/channels/${channel}`,
          {
            controller: 'singapore',
            shown: await client.shown(channel),
            data: { ...data, ...extra },
          },
          { session },
        )
        assert.equal(answer.status, 422, answer.text)
        assert.equal(answer.body.reason, 'unknown-field')
        assert.equal(answer.body.clause, '2.1.1')
        assert.ok(!answer.text.includes(planted), 'the answer repeats it')
      }
    }
    assert.deepEqual(await placesOf(database, planted), [])
    assert.ok(!log().includes(planted), 'the log holds it')
    const after = await rowCounts(database)
    for (const table of ['data.accounts', 'data.purchases', 'data.posts', 'troth.event']) {
      assert.equal(after[table], before[table], table)
    }
  })

  test('§2.1.1 refuses undeclared members, choices and controllers of a declared form', async () => {
    const { client, database } = troth()
    const wrong = [
      await accountBody(troth(), person(), { note: planted }),
      await accountBody(troth(), person(), { choices: { [planted]: true } }),
      await accountBody(troth(), person(), { choices: { insight: true } }),
      await accountBody(troth(), person(), { controller: planted }),
    ]
    for (const body of wrong) {
      const answer = await client.post<ProblemBody>('/v1/channels/account', body)
      assert.ok(answer.status === 400 || answer.status === 422, answer.text)
    }
    assert.deepEqual(await placesOf(database, planted), [])
  })

  test('§2.1.1 has no way in but the declared and open ones', async () => {
    const { client, database } = troth()
    const policy = await client.get<PolicyDocument>('/policy/versions/1/policy.json')
    const declared = Object.entries(policy.body.channels)
    const listed = await client.get<{ channels: { channel: string }[] }>('/v1/channels')
    assert.deepEqual(
      listed.body.channels.map(({ channel }) => channel).toSorted(),
      declared
        .filter(([, { open }]) => open)
        .map(([id]) => id)
        .toSorted(),
    )
    const closed = declared.filter(([, { open }]) => !open).map(([id]) => id)
    assert.ok(closed.length > 5)
    for (const channel of [...closed, 'newsletter', planted, '__proto__']) {
      const answer = await client.post<ProblemBody>(
        `/v1/channels/${channel}`,
        await accountBody(troth(), { name: planted }),
      )
      assert.equal(answer.status, 404, answer.text)
      assert.equal(answer.body.reason, 'unknown-channel')
    }
    assert.deepEqual(await placesOf(database, planted), [])
  })

  test('§2.1.1 says at each way in what is asked, for what, in which words, and how long it stays', async () => {
    const { client } = troth()
    const { body: policy } = await client.get<PolicyDocument>('/policy/versions/1/policy.json')
    for (const channel of ['account', 'product', 'forum']) {
      const { body: form } = await client.get<ChannelForm>(`/v1/channels/${channel}`)
      const rule = policy.channels[channel]!
      assert.equal(form.version, policy.version)
      assert.match(form.shown.hash, /^[0-9a-f]{64}$/)
      assert.deepEqual(
        form.purposes.map(({ purpose }) => purpose),
        rule.purposes,
      )
      assert.deepEqual(
        Object.fromEntries(form.fields.map(({ field, required }) => [field, required])),
        Object.fromEntries(
          Object.entries(rule.fields).map(([field, ask]) => [field, ask?.required]),
        ),
      )
      for (const { field } of form.fields) {
        const category = policy.datasets[rule.into]!.fields[field]!.category
        const kept = Object.values(policy.retention).some(
          (each) =>
            each.categories.includes(category) &&
            each.purposes.some((purpose) => rule.purposes.includes(purpose)),
        )
        assert.ok(kept, `${channel}.${field}: nothing says how long it is kept`)
      }
      const stale = await client.post<ProblemBody>('/v1/channels/account', {
        ...(await accountBody(troth(), person())),
        shown: '0'.repeat(64),
      })
      assert.equal(stale.body.code, 'outdated')
    }
  })
})
