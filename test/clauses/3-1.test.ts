import assert from 'node:assert/strict'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import type { PolicyDocument } from '@troth/core/policy'
import type { Answer as Decided } from '../../packages/server/src/engine/use/decide.ts'
import { issueLogin } from '../../packages/server/src/store/logins.ts'
import type { ProblemBody } from '../../packages/server/test/support/client.ts'
import { aster } from '../../policies/aster/policy.ts'
import { flipsOf } from './flips.ts'
import { matrixOf } from './matrix.ts'
import {
  buy,
  choices,
  choose,
  decideAll,
  forEachPostgres,
  post,
  purposes,
  testServer,
} from './support.ts'

const file = join(import.meta.dirname, '3-1.golden.txt')
const categories = Object.keys(aster.categories)
const channels = ['account', 'product', 'forum']

forEachPostgres((server) => {
  const troth = testServer(server)

  test('§3.1 refuses every use that names no purpose, or one that is not on the list', async () => {
    const { client } = troth()
    const { subject } = await client.signUp({ choices: choose(true) })
    const about = { subject, controller: 'singapore', dataset: 'accounts', fields: ['name'] }
    for (const path of ['/v1/decide', '/v1/read']) {
      for (const purpose of [undefined, '', null, 7, ['account']]) {
        const answer = await client.post<ProblemBody>(path, { ...about, purpose })
        assert.equal(answer.status, 400, `${path} ${String(purpose)}: ${answer.text}`)
        assert.equal(answer.body.reason, 'purpose-missing')
        assert.equal(answer.body.clause, '3.1')
      }
      for (const purpose of ['marketing', 'related', 'Account', 'account ', '__proto__', '*']) {
        const answer = await client.post<ProblemBody & Decided>(path, { ...about, purpose })
        if (path === '/v1/read')
          assert.ok(answer.status === 403 || answer.status === 422, answer.text)
        else assert.deepEqual([answer.body.allowed, answer.body.reason], [false, 'unknown-purpose'])
        assert.equal(answer.body.clause, '3.1', `${path} ${purpose}`)
      }
    }
  })

  test('§3.1 gives no SQL to anyone without a purpose', async () => {
    const { database } = troth()
    const { owner, superuser, rolePrefix } = database
    for (const purpose of ['', 'everything', 'marketing']) {
      const issued = await issueLogin(owner, { actor: 'someone', purpose, rolePrefix }, new Date())
      assert.equal(issued.kind, 'refused', purpose)
    }
    const name = `${rolePrefix}stranger${server.major}`
    await superuser.query(`CREATE ROLE "${name}" LOGIN`)
    try {
      for (const table of ['data.accounts', 'for_account.accounts', 'troth.event']) {
        await assert.rejects(database.as(name).query(`TABLE ${table}`), table)
      }
    } finally {
      await superuser.query(`DROP ROLE "${name}"`)
    }
  })

  test('§3.1 decides every purpose, category and channel as the golden list says, each with its clause', async () => {
    const { client } = troth()
    const golden = readGolden()
    const clauses = new Set<string>(aster.clauses)
    for (const [name, yes] of [
      ['an adult who used every channel and said no to everything', false],
      ['an adult in Singapore who used every channel and said yes to everything', true],
    ] as const) {
      const { subject, session } = await client.signUp({ choices: choose(yes) })
      assert.equal((await buy(troth(), session)).status, 201)
      assert.equal((await post(troth(), session, 'Hello')).status, 201)
      const asked = purposes.flatMap((purpose) => {
        const collecting = channels.find((each) => golden.collects.get(each)?.has(purpose))
        const [used = ''] = golden.uses.get(purpose) ?? []
        return [
          ...categories.map((category) => ({ category, channel: collecting ?? 'account' })),
          ...channels.map((channel) => ({ category: used, channel })),
        ].map((about) => ({ subject, purpose, ...about }))
      })
      const answers = await decideAll(troth(), asked)
      const person = golden.people.get(name)
      for (const [at, { purpose, category, channel }] of asked.entries()) {
        const answer = answers[at]!
        // The site offers fewer choices and channels than the person of the list used: those alone may differ.
        const open = person?.get(purpose) === 'permitted' && isEstablished(purpose)
        const expected =
          golden.uses.get(purpose)!.has(category) &&
          golden.collects.get(channel)!.has(purpose) &&
          open
        assert.equal(
          answer.allowed,
          expected,
          `${purpose} on ${category} of ${channel}: ${answer.reason}`,
        )
        assert.ok(clauses.has(answer.clause), `${purpose}: §${answer.clause}`)
      }
    }
  })
})

test('§3.1 holds the decisions of the whole policy to the golden list', () => {
  const lines = `${[...matrixOf(aster)].join('\n')}\n`
  if (process.env['UPDATE'] === '1') writeFileSync(file, lines)
  assert.equal(lines, readFileSync(file, 'utf8'))
})

test('§3.1 notices whichever rule of the policy is flipped', () => {
  const golden = readFileSync(file, 'utf8').trimEnd().split('\n')
  const flips = flipsOf(aster)
  assert.ok(flips.length > 600, `${flips.length} rules were found to flip`)
  const unnoticed = flips.filter(({ policy }) => isSame(golden, matrixOf(policy)))
  assert.deepEqual(
    unnoticed.map(({ flip }) => flip),
    [],
  )
})

function isSame(golden: readonly string[], lines: Iterable<string>): boolean {
  let at = 0
  for (const line of lines) {
    if (line !== golden[at]) return false
    at += 1
  }
  return at === golden.length
}

/** Whether sign-up, a purchase and a post can establish the purpose at all. */
function isEstablished(purpose: string): boolean {
  const rules: PolicyDocument['purposes'] = aster.purposes
  const { basis = '' } = rules[purpose] ?? {}
  if (basis === 'express') return choices.includes(purpose)
  if (!basis.startsWith('deemed:')) return true
  const used: readonly string[] = channels.flatMap(
    (channel) => (aster.channels as PolicyDocument['channels'])[channel]?.purposes ?? [],
  )
  return used.includes(purpose)
}

function readGolden() {
  const uses = new Map<string, ReadonlySet<string>>()
  const collects = new Map<string, ReadonlySet<string>>()
  const people = new Map<string, Map<string, string>>()
  let person = new Map<string, string>()
  for (const line of readFileSync(file, 'utf8').trimEnd().split('\n')) {
    const [, purpose = '', used = ''] = /^(\S+) \(§\S+\) uses (.*)$/.exec(line) ?? []
    if (purpose !== '') uses.set(purpose, new Set(used.split(' ')))
    const [, channel = '', served = ''] = /^(\S+) collects for ([^;]*);/.exec(line) ?? []
    if (channel !== '') collects.set(channel, new Set(served.split(' ')))
    const [, name = ''] = /^(\S.*):$/.exec(line) ?? []
    if (name !== '') people.set(name, (person = new Map()))
    const [, reason = '', answered = ''] = /^ {2}(\S+): (.*)$/.exec(line) ?? []
    for (const each of answered.split(' ')) person.set(each, reason)
  }
  return { uses, collects, people }
}
