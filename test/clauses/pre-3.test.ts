import assert from 'node:assert/strict'
import { test } from 'node:test'
import { asPublished, asPublishedNotice } from '@troth/core/policy/test/as-published.ts'
import { aster } from '../../policies/aster/policy.ts'
import { check } from './command.ts'
import {
  allowedPurposes,
  asPurpose,
  buy,
  choices,
  decideAll,
  forEachPostgres,
  marketing,
  post,
  rowCounts,
  testServer,
} from './support.ts'

type Rule = { readonly basis: string; readonly uses: readonly string[] }
const rules: Readonly<Record<string, Rule>> = aster.purposes
const express = Object.keys(rules).filter((id) => rules[id]?.basis === 'express')
const offered = marketing.filter((purpose) => choices.includes(purpose))
const cookies = ['cookies.function', 'cookies.analytics', 'cookies.third']

forEachPostgres((server) => {
  const troth = testServer(server)

  test('§PRE.3 takes nothing from a page that is only looked at', async () => {
    const { client, database } = troth()
    const before = await rowCounts(database)
    for (const page of ['/', '/privacy', '/policy/versions/1', '/v1/channels/account']) {
      const answer = await client.get(page)
      assert.equal(answer.status, 200, page)
      assert.equal(answer.headers.get('set-cookie'), null, page)
    }
    assert.deepEqual(await rowCounts(database), before)
    const nobody = crypto.randomUUID()
    const answers = await decideAll(
      troth(),
      offered.map((purpose) => ({
        subject: nobody,
        purpose,
        category: rules[purpose]!.uses[0]!,
        channel: 'account',
      })),
    )
    for (const { allowed, reason } of answers)
      assert.deepEqual([allowed, reason], [false, 'unknown-subject'])
  })

  test('§PRE.3 opens nothing optional by signing up, buying and posting', async () => {
    const { client } = troth()
    const { subject, session } = await client.signUp({ data: { phone: '+6581234567' } })
    assert.equal((await buy(troth(), session)).status, 201)
    assert.equal((await post(troth(), session, 'Hello')).status, 201)
    assert.ok(marketing.every((purpose) => express.includes(purpose)))
    assert.ok(cookies.every((purpose) => express.includes(purpose)))
    for (const channel of ['account', 'product', 'forum']) {
      const allowed = await allowedPurposes(troth(), subject, 'singapore', channel)
      assert.deepEqual(
        allowed.filter((purpose) => express.includes(purpose)),
        [],
        channel,
      )
      assert.ok(allowed.length > 0, channel)
    }
    const answers = await decideAll(
      troth(),
      offered.map((purpose) => ({
        subject,
        purpose,
        category: rules[purpose]!.uses.at(-1)!,
        channel: 'account',
      })),
    )
    for (const { allowed, reason } of answers)
      assert.deepEqual([allowed, reason], [false, 'no-consent'])
    for (const purpose of ['marketing.email', 'personalise', 'ads']) {
      await asPurpose(troth(), purpose, async (sql) => {
        const table = `for_${purpose.replace('.', '_')}.accounts`
        assert.equal(
          (await sql.query(`SELECT FROM ${table} WHERE subject_id = $1`, [subject])).count,
          0,
        )
      })
    }
  })

  test('§PRE.3 keeps the act as evidence of the purpose evident from it, with the words shown', async () => {
    const { client, database } = troth()
    const { subject, session } = await client.signUp()
    await post(troth(), session, 'Hello')
    const { rows } = await database.superuser.query(
      `SELECT kind, channel, version, shown_hash, purposes, choice FROM troth.event
       WHERE subject_id = $1 AND kind <> 'born' ORDER BY at`,
      [subject],
    )
    const evidence = async (channel: string) => ({
      kind: 'conduct',
      channel,
      version: 1,
      shown_hash: await client.shown(channel),
      purposes: null,
      choice: null,
    })
    assert.deepEqual(rows, [await evidence('account'), await evidence('forum')])
    // Signing up shows that an account is wanted; only posting shows that a forum is.
    const covered = aster.conduct.covers.map(String)
    assert.deepEqual(
      covered.filter((purpose) => express.includes(purpose)),
      [],
    )
    const other = await client.signUp()
    const [answer] = await decideAll(troth(), [
      { subject: other.subject, purpose: 'order', category: 'order', channel: 'product' },
    ])
    assert.equal(answer?.allowed, false, 'an account is no order')
  })

  test('§PRE.3 does not let sending data stand for an answer that was not given', async () => {
    const { client } = troth()
    const refused = await client.trySignUp<{ code: string }>({
      choices: { 'marketing.email': 'yes' as unknown as boolean },
    })
    assert.deepEqual([refused.status, refused.body.code], [400, 'malformed'])
    const { session } = await client.signUp()
    const unanswered = { controller: 'singapore', channel: 'account', choices: {} }
    const shown = await client.shown('account')
    const answer = await client.post('/v1/consents', { ...unanswered, shown }, { session })
    assert.equal(answer.status, 400)
  })
})

test('§PRE.3 names a policy that takes use for agreement before it can be published', async () => {
  const { code, findings } = await check(asPublished, asPublishedNotice)
  assert.equal(code, 1)
  const bundled = findings.filter((finding) => finding.code === 'W-BUNDLED')
  assert.deepEqual(
    bundled.map(({ clause, severity }) => [clause, severity]),
    [['PRE.3', 'error']],
  )
})
