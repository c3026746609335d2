import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { PolicyDocument } from '@troth/core/policy'
import type { ProblemBody } from '../../packages/server/test/support/client.ts'
import {
  asPurpose,
  buy,
  choose,
  decideAll,
  forEachPostgres,
  marketing,
  post,
  testServer,
} from './support.ts'

// What taking, delivering and honouring an order takes, of all that is ever collected.
const least = {
  purchases: [
    'product',
    'serial',
    'bought_on',
    'place',
    'delivery_name',
    'delivery_phone',
    'delivery_address',
  ],
  accounts: [] as string[],
  posts: [] as string[],
}
const delivery = {
  place: 'Orchard',
  delivery_name: 'Mei Tan',
  delivery_phone: '+6581234567',
  delivery_address: '7 Rain Tree Walk',
  payment_token: 'tok_11',
}

forEachPostgres((server) => {
  const troth = testServer(server)

  test('§3.1.1(a) takes, delivers and honours the order of someone who refused all marketing', async () => {
    for (const choices of [choose(false), {}, choose(true)]) {
      const { subject, session } = await troth().client.signUp({ choices })
      const bought = await buy(troth(), session, delivery)
      assert.equal(bought.status, 201, bought.text)
      const answer = await troth().client.post<{ records: { values: object }[] }>('/v1/read', {
        subject,
        controller: 'singapore',
        purpose: 'order',
        dataset: 'purchases',
        fields: ['product', 'delivery_name', 'delivery_phone', 'delivery_address'],
      })
      assert.equal(answer.status, 200, answer.text)
      const { delivery_name, delivery_phone, delivery_address } = delivery
      const values = { product: 'Kettle K2', delivery_name, delivery_phone, delivery_address }
      assert.deepEqual(
        answer.body.records.map((each) => each.values),
        [values],
      )
    }
  })

  test('§3.1.1(a) goes on with an order when marketing is withdrawn after it', async () => {
    const { subject, session } = await troth().client.signUp({ choices: choose(true) })
    await buy(troth(), session, delivery)
    const body = { purposes: marketing, controllers: 'all' }
    assert.equal((await troth().client.post('/v1/withdrawals', body, { session })).status, 201)
    const purposes = ['order', 'payment', 'fraud', 'warranty', 'aftersales']
    const answers = await decideAll(
      troth(),
      purposes.map((purpose) => ({ subject, purpose, category: 'order', channel: 'product' })),
    )
    assert.deepEqual(
      answers.map(({ allowed }) => allowed),
      purposes.map(() => true),
    )
  })

  test('§3.1.1(a) lets the order use exactly the fields an order takes, in the API and in SQL', async () => {
    const { client, database } = troth()
    const { subject, session } = await client.signUp({
      data: { phone: '+6581234567', interests: ['tea'], address: '7 Rain Tree Walk' },
      choices: choose(true),
    })
    await buy(troth(), session, delivery)
    await post(troth(), session, 'Hello')
    const { body: policy } = await client.get<PolicyDocument>('/policy/versions/1/policy.json')
    for (const [dataset, fields] of Object.entries(least)) {
      const declared = Object.keys(policy.datasets[dataset]!.fields)
      const readable: string[] = []
      for (const field of declared) {
        const body = {
          subject,
          controller: 'singapore',
          purpose: 'order',
          dataset,
          fields: [field],
        }
        const answer = await client.post<ProblemBody>('/v1/read', body)
        if (answer.status === 200) readable.push(field)
        else assert.equal(answer.body.code, 'denied', answer.text)
      }
      assert.deepEqual(readable.toSorted(), fields.toSorted(), dataset)
    }
    const { rows } = await database.superuser.query<{ name: string }>(
      `SELECT attname AS name FROM pg_attribute
       WHERE attrelid = 'data.purchases'::regclass AND attnum > 0
         AND has_column_privilege($1, attrelid, attnum, 'SELECT')`,
      [`${database.rolePrefix}for_order`],
    )
    const { fields } = policy.datasets['purchases']!
    assert.ok(!rows.some(({ name }) => name === 'sealed'), 'what is sealed shows in SQL')
    const granted = rows.map(({ name }) => name).filter((name) => Object.hasOwn(fields, name))
    const open = least.purchases.filter((field) => fields[field]!.keep === 'open')
    assert.deepEqual(granted.toSorted(), open.toSorted())
    await asPurpose(troth(), 'order', async (sql) => {
      const { count } = await sql.query('SELECT FROM for_order.purchases')
      assert.ok(count > 0)
      // An account is not collected for orders: no row of it shows, whoever has ordered.
      assert.equal((await sql.query('SELECT FROM for_order.accounts')).count, 0)
      await assert.rejects(sql.query('SELECT sealed FROM data.purchases'))
      await assert.rejects(sql.query('TABLE data.posts'))
    })
  })

  test('§3.1.1(a) gives the courier name, address, telephone and parcel, and looks at no profile', async () => {
    const { client } = troth()
    const { body: policy } = await client.get<PolicyDocument>('/policy/versions/1/policy.json')
    const courier = policy.recipients['courier']!
    assert.deepEqual(courier.purposes, ['order'])
    assert.deepEqual(courier.categories.toSorted(), [
      'contact.name',
      'contact.phone',
      'contact.post',
      'order',
    ])
    const { subject, session } = await client.signUp({
      data: { interests: ['tea'] },
      choices: choose(true),
    })
    await buy(troth(), session, delivery)
    const profile = ['interest', 'segment', 'click', 'search', 'loyalty', 'birth', 'preference']
    const answers = await decideAll(
      troth(),
      profile.map((category) => ({ subject, purpose: 'order', category, channel: 'product' })),
    )
    assert.deepEqual(
      answers.map(({ allowed, reason }) => [allowed, reason]),
      profile.map(() => [false, 'field-not-used']),
    )
  })
})
