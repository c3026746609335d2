import assert from 'node:assert/strict'
import { test } from 'node:test'
import { newEmail, type ProblemBody } from '../../packages/server/test/support/client.ts'
import {
  allowedPurposes,
  choices,
  choose,
  forEachPostgres,
  placesOf,
  rowCounts,
  testServer,
} from './support.ts'

forEachPostgres((server) => {
  const troth = testServer(server)
  const day = (years: number, days = 0) => {
    const date = new Date(troth().clock.now().getTime() + 8 * 3_600_000)
    date.setUTCFullYear(date.getUTCFullYear() - years)
    date.setUTCDate(date.getUTCDate() + days)
    return date.toISOString().slice(0, 10)
  }

  test('§2.1.1(a) opens an account for someone who refuses every optional purpose', async () => {
    const { subject } = await troth().client.signUp({ choices: choose(false) })
    const allowed = await allowedPurposes(troth(), subject, 'singapore', 'account')
    assert.ok(allowed.includes('account') && allowed.includes('service'), allowed.join(' '))
    assert.deepEqual(
      allowed.filter((purpose) => choices.includes(purpose)),
      [],
    )
  })

  test('§2.1.1(a) leaves every optional purpose off where nothing is said', async () => {
    const form = await troth().client.get<{ choices: { purpose: string; default: boolean }[] }>(
      '/v1/channels/account',
    )
    assert.deepEqual(
      form.body.choices.map((choice) => [choice.purpose, choice.default]),
      choices.map((purpose) => [purpose, false]),
    )
    const silent = await troth().client.signUp()
    const refusing = await troth().client.signUp({ choices: choose(false) })
    const allowed = await Promise.all(
      [silent, refusing].map(({ subject }) =>
        allowedPurposes(troth(), subject, 'singapore', 'account'),
      ),
    )
    assert.deepEqual(allowed[0], allowed[1])
    const given = await troth().client.get<{ choices: { purpose: string; given: boolean }[] }>(
      '/v1/choices',
      { session: silent.session },
    )
    assert.deepEqual(
      given.body.choices.filter((choice) => choice.given),
      [],
    )
  })

  test('§2.1.1(a) asks for name, e-mail address and birth date, and lets all else be left out', async () => {
    const form = await troth().client.get<{ fields: { field: string; required: boolean }[] }>(
      '/v1/channels/account',
    )
    const required = form.body.fields.filter((field) => field.required).map(({ field }) => field)
    assert.deepEqual(required.toSorted(), ['born', 'email', 'name'])
  })

  test('§2.1.1(a) takes one choice alone where one alone is made', async () => {
    const { subject } = await troth().client.signUp({ choices: { 'marketing.email': true } })
    const allowed = await allowedPurposes(troth(), subject, 'singapore', 'account')
    assert.deepEqual(
      allowed.filter((purpose) => choices.includes(purpose)),
      ['marketing.email'],
    )
  })

  test('§2.1.1(a) stores nothing at all about a child of 12 years and 364 days', async () => {
    const before = await rowCounts(troth().database)
    const child = { name: 'Wei Planted-Child', email: newEmail(), born: day(13, 1) }
    const answer = await troth().client.trySignUp<ProblemBody>({ data: child })
    assert.equal(answer.status, 403, answer.text)
    assert.equal(answer.body.code, 'under-age')
    assert.match(answer.body.clause ?? '', /^4\.1/)
    assert.deepEqual(await placesOf(troth().database, ...Object.values(child)), [])
    for (const value of Object.values(child)) assert.ok(!troth().log().includes(value), 'logged')
    const after = await rowCounts(troth().database)
    const grown = Object.keys(after).filter((table) => after[table] !== before[table])
    const ledger = ['troth.leaf', 'troth.tree', 'troth.tree_node', 'troth.checkpoint']
    assert.deepEqual(
      grown.filter((table) => !ledger.includes(table)),
      [],
      'only the ledger says that someone was refused',
    )
  })

  test('§2.1.1(a) opens an account on the day of the thirteenth birthday', async () => {
    const { subject, session } = await troth().client.signUp({ data: { born: day(13) } })
    assert.ok(session)
    const allowed = await allowedPurposes(troth(), subject, 'singapore', 'account')
    assert.ok(allowed.includes('account'))
  })
})
