import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Withdrawn, WithdrawalPreview } from '../../packages/server/src/engine/withdraw.ts'
import { aster } from '../../policies/aster/policy.ts'
import {
  allowedPurposes,
  asPurpose,
  type Booted,
  buy,
  choose,
  forEachPostgres,
  marketing,
  rowCounts,
  schemaOf,
  testServer,
} from './support.ts'

type Rule = { readonly needs?: readonly string[]; readonly onWithdrawal: string }
const rules: Readonly<Record<string, Rule>> = aster.purposes

forEachPostgres((server) => {
  const troth = testServer(server)

  test('§10.2.i stops no service when all marketing is withdrawn', async () => {
    const { session, subject } = await customer(troth())
    const offered = marketing.filter((id) => id !== 'marketing.social')
    const { preview, told, gone } = await withdraw(troth(), session, subject, marketing)
    assert.deepEqual(stopsOf(preview), offered.toSorted())
    assert.deepEqual(gone.toSorted(), offered.toSorted())
    assert.deepEqual(told.controllers, preview.controllers)
    assert.equal((await buy(troth(), session)).status, 201)
  })

  test('§10.2.i lists and stops exactly what needs the account when the account is withdrawn', async () => {
    const { session, subject } = await customer(troth())
    const { preview, told, gone, kept } = await withdraw(troth(), session, subject, ['account'])
    const stops = stopsOf(preview)
    assert.ok(stops.includes('account') && stops.includes('service') && stops.includes('link'))
    assert.deepEqual(gone.toSorted(), stops, 'what stops is what was listed')
    assert.deepEqual(told.controllers, preview.controllers, 'told the same after as before')
    for (const { purpose, onWithdrawal, because } of preview.controllers[0]!.stops) {
      assert.equal(onWithdrawal, rules[purpose]!.onWithdrawal)
      assert.deepEqual(because, purpose === 'account' ? [] : ['account'], purpose)
      assert.ok(purpose === 'account' || reaches(purpose, 'account'), `${purpose} needs no account`)
    }
    for (const purpose of kept) assert.ok(!reaches(purpose, 'account'), `${purpose} goes on`)
    for (const purpose of ['order', 'payment', 'warranty', 'marketing.email', 'security']) {
      assert.ok(kept.includes(purpose), `${purpose} stopped too`)
    }
  })

  test('§10.2.i stops the same in SQL, at once, and leaves the rest readable', async () => {
    const { session, subject } = await customer(troth())
    const seen = async (purpose: string) =>
      asPurpose(troth(), purpose, async (sql) => {
        const table = `${schemaOf(purpose)}.${purpose === 'order' ? 'purchases' : 'accounts'}`
        const query = `SELECT FROM ${table} WHERE subject_id = $1`
        return (await sql.query(query, [subject])).count
      })
    const before = [await seen('account'), await seen('marketing.email'), await seen('order')]
    assert.deepEqual(before, [1, 1, 1])
    await withdraw(troth(), session, subject, ['account'])
    const after = [await seen('account'), await seen('marketing.email'), await seen('order')]
    assert.deepEqual(after, [0, 1, 1])
  })

  test('§10.2.i shows the consequences without doing anything', async () => {
    const { session, subject } = await customer(troth())
    const [before, rows] = [await allowed(troth(), subject), await rowCounts(troth().database)]
    const { status } = await troth().client.post(
      '/v1/withdrawals/preview',
      { purposes: 'all', controllers: 'all' },
      { session },
    )
    assert.equal(status, 200)
    assert.deepEqual(await allowed(troth(), subject), before)
    const now = await rowCounts(troth().database)
    for (const table of ['troth.event', 'troth.subject_mask', 'data.accounts']) {
      assert.equal(now[table], rows[table], table)
    }
  })

  test('§10.2.i says what goes on all the same, for it does not rest on consent', async () => {
    const { session, subject } = await customer(troth())
    const { preview, kept } = await withdraw(troth(), session, subject, 'all')
    const remains = preview.controllers[0]!.remains.map(({ purpose }) => purpose)
    assert.deepEqual(
      kept.filter((purpose) => !remains.includes(purpose)),
      [],
    )
    assert.ok(remains.includes('legal') && remains.includes('rights'))
    for (const purpose of marketing) assert.ok(!kept.includes(purpose), purpose)
  })
})

/** Someone who said yes to everything, and bought something. */
async function customer(troth: Booted) {
  const person = await troth.client.signUp({ choices: choose(true) })
  assert.equal((await buy(troth, person.session)).status, 201)
  return person
}

async function allowed(troth: Booted, subject: string): Promise<readonly string[]> {
  const found = new Set<string>()
  for (const channel of ['account', 'product', 'forum']) {
    const purposes = await allowedPurposes(troth, subject, 'singapore', channel)
    for (const purpose of purposes) found.add(purpose)
  }
  return [...found].toSorted()
}

/** Previews, then withdraws; `gone` and `kept` are what was permitted before and is not, or is still. */
async function withdraw(
  troth: Booted,
  session: string,
  subject: string,
  purposes: readonly string[] | 'all',
) {
  const body = { purposes, controllers: ['singapore'] }
  const before = await allowed(troth, subject)
  const preview = await troth.client.post<WithdrawalPreview>('/v1/withdrawals/preview', body, {
    session,
  })
  assert.equal(preview.status, 200, preview.text)
  const told = await troth.client.post<Withdrawn>('/v1/withdrawals', body, { session })
  assert.equal(told.status, 201, told.text)
  assert.equal(told.body.consents.length, 1)
  const after = await allowed(troth, subject)
  return {
    preview: preview.body,
    told: told.body,
    gone: before.filter((purpose) => !after.includes(purpose)),
    kept: after,
  }
}

function stopsOf({ controllers }: WithdrawalPreview): readonly string[] {
  return controllers.flatMap(({ stops }) => stops.map(({ purpose }) => purpose)).toSorted()
}

/** Whether a purpose needs another, directly or through what it needs. */
function reaches(purpose: string, other: string): boolean {
  const needs = rules[purpose]?.needs ?? []
  return needs.includes(other) || needs.some((one) => reaches(one, other))
}
