import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { PolicyDocument } from '@troth/core/policy'
import type { Consented } from '../../packages/server/src/engine/consent.ts'
import type { ProblemBody } from '../../packages/server/test/support/client.ts'
import { aster } from '../../policies/aster/policy.ts'
import {
  allowedPurposes,
  asPurpose,
  type Booted,
  choices,
  choose,
  decide,
  forEachPostgres,
  marketing,
  testServer,
} from './support.ts'

const companies = Object.keys(aster.controllers)

forEachPostgres((server) => {
  const troth = testServer(server)
  const sms = { purpose: 'marketing.sms', category: 'contact.phone', channel: 'account' } as const
  const chosen = async (subject: string, controller: string) =>
    (await allowedPurposes(troth(), subject, controller, 'account')).filter((id) =>
      choices.includes(id),
    )

  test('§PRE.1 knows three companies, each with an officer to write to, and the notice names all', async () => {
    const policy = await troth().client.get<PolicyDocument>('/policy/versions/1/policy.json')
    const { text } = await troth().client.get('/privacy')
    assert.equal(companies.length, 3)
    for (const company of companies) {
      const rule = policy.body.controllers[company]!
      assert.match(rule.officer.email, /^[^@\s]+@[^@\s]+$/)
      assert.notEqual(rule.officer.post, '')
      const row = text.split('<tr>').find((each) => each.includes(`${rule.name}<`))
      assert.ok(row?.includes(`mailto:${rule.officer.email}`), `${rule.name}: no officer beside it`)
    }
  })

  test('§PRE.1 never takes a yes to one company for a yes to another', async () => {
    for (const company of companies) {
      const { subject, session } = await troth().client.signUp({
        controller: company,
        choices: choose(true),
      })
      const others = companies.filter((each) => each !== company)
      assert.equal((await decide(troth(), { subject, controller: company, ...sms })).allowed, true)
      for (const other of others) {
        assert.deepEqual(await chosen(subject, other), [], `${company} answers for ${other}`)
      }
      // Known to another company too, and still nothing chosen there.
      const [other = ''] = others
      await tell(troth(), session, other, { 'marketing.email': false })
      assert.deepEqual(await chosen(subject, other), [])
      const answer = await decide(troth(), { subject, controller: other, ...sms })
      assert.deepEqual([answer.allowed, answer.reason], [false, 'no-consent'])
    }
  })

  test('§PRE.1 lets an unsubscribe from one company leave a yes to another untouched', async () => {
    const { client } = troth()
    const { subject, session } = await client.signUp({ choices: choose(true) })
    const yes = Object.fromEntries(
      marketing.filter((id) => choices.includes(id)).map((id) => [id, true]),
    )
    const elsewhere = await tell(troth(), session, 'international', yes)
    assert.equal(elsewhere.consents.length, Object.keys(yes).length)
    const before = await chosen(subject, 'international')
    assert.deepEqual(before.toSorted(), Object.keys(yes).toSorted())

    const body = { purposes: ['marketing.sms'], controllers: ['singapore'] }
    assert.equal((await client.post('/v1/withdrawals', body, { session })).status, 201)
    assert.equal(
      (await decide(troth(), { subject, controller: 'singapore', ...sms })).allowed,
      false,
    )
    assert.deepEqual(await chosen(subject, 'international'), before)

    const all = { purposes: ['marketing.sms'], controllers: 'all' }
    assert.equal((await client.post('/v1/withdrawals', all, { session })).status, 201)
    assert.deepEqual(
      await chosen(subject, 'international'),
      before.filter((id) => id !== 'marketing.sms'),
    )
  })

  test('§PRE.1 keeps the companies apart in SQL too', async () => {
    const { client } = troth()
    const people: { subject: string }[] = []
    for (const controller of companies) {
      people.push(
        await client.signUp({ controller, data: { phone: '+6581234567' }, choices: choose(true) }),
      )
      people.push(await client.signUp({ controller, choices: choose(false) }))
    }
    const expected = people.flatMap(({ subject }, at) =>
      at % 2 === 0 ? [`${subject} ${companies[at / 2]}`] : [],
    )
    await asPurpose(troth(), 'marketing.sms', async (sql) => {
      const { rows } = await sql.query<{ line: string }>(
        `SELECT subject_id || ' ' || controller AS line FROM for_marketing_sms.accounts
         WHERE subject_id = ANY($1)`,
        [people.map(({ subject }) => subject)],
      )
      assert.deepEqual(rows.map(({ line }) => line).toSorted(), expected.toSorted())
    })
  })

  test('§PRE.1 takes no record, choice or use that does not name its company', async () => {
    const { client, database } = troth()
    const { subject, session, consents } = await client.signUp({ choices: { ads: true } })
    for (const consent of consents) {
      assert.ok(
        JSON.stringify(consent).includes('Aster Electronics (Singapore) Pte. Ltd.'),
        'unnamed',
      )
    }
    const shown = await client.shown('account')
    const data = { name: 'Mei Tan', email: 'someone@example.sg', born: '1990-04-01' }
    const nameless = [
      await client.post<ProblemBody>('/v1/channels/account', { shown, data }),
      await client.post<ProblemBody>(
        '/v1/consents',
        { channel: 'account', shown, choices: { ads: true } },
        { session },
      ),
      await client.post<ProblemBody>('/v1/withdrawals', { purposes: ['ads'] }, { session }),
      await client.post<ProblemBody>('/v1/decide', { subject, ...sms }),
      await client.post<ProblemBody>('/v1/read', {
        subject,
        purpose: 'account',
        dataset: 'accounts',
        fields: ['name'],
      }),
    ]
    for (const { status, body } of nameless)
      assert.deepEqual([status, body.code], [400, 'malformed'])
    const { rows } = await database.superuser.query<{ controller: string }>(
      `SELECT controller FROM troth.event WHERE subject_id = $1 AND kind = 'consent'`,
      [subject],
    )
    assert.deepEqual(rows, [{ controller: 'singapore' }])
  })
})

async function tell(
  { client }: Booted,
  session: string,
  controller: string,
  yes: Readonly<Record<string, boolean>>,
): Promise<Consented> {
  const shown = await client.shown('account')
  const answer = await client.post<Consented>(
    '/v1/consents',
    { controller, channel: 'account', shown, choices: yes },
    { session },
  )
  assert.equal(answer.status, 201, answer.text)
  return answer.body
}
