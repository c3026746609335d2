import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, test } from 'node:test'
import { type PolicyDocument, parsePolicy } from '@troth/core/policy'
import { publish } from '../../packages/server/src/publish.ts'
import { migrate } from '../../packages/server/src/store/migrate.ts'
import { issueLogin } from '../../packages/server/src/store/logins.ts'
import { asterTemplate, beginning } from '../../packages/server/test/support/aster.ts'
import type { ProblemBody } from '../../packages/server/test/support/client.ts'
import type { Template } from '../../packages/server/test/support/postgres.ts'
import { aster } from '../../policies/aster/policy.ts'
import { check } from './command.ts'
import { accountBody, decide, forEachPostgres, schemaOf, testServer } from './support.ts'

const notice = readFileSync(join(import.meta.dirname, '../../policies/aster/notice.md'), 'utf8')
const gone = 'marketing.sms'

forEachPostgres((server) => {
  const troth = testServer(server)

  test('§PRE.2 shows every rule of the running system in the notice, and nothing else', async () => {
    const { client } = troth()
    const { text } = await client.get('/privacy')
    const { body: policy } = await client.get<PolicyDocument>('/policy/versions/1/policy.json')
    const labels = (rules: Readonly<Record<string, { readonly label: string }>>) =>
      Object.values(rules).map(({ label }) => label)
    const tables: readonly (readonly [caption: string, shown: readonly string[]])[] = [
      ['Companies responsible for your data', Object.values(policy.controllers).map((c) => c.name)],
      ['Purposes, why each is lawful', labels(policy.purposes)],
      ['Where we ask you for data', labels(policy.channels)],
      ['Sources of data other than you', labels(policy.sources)],
      ['Kinds of receivers', labels(policy.recipients)],
      ['Keeping times', labels(policy.retention)],
      ['What our pages store or load', labels(policy.trackers)],
      ['Your rights and the time we have', labels(policy.rights)],
    ]
    for (const [caption, shown] of tables) {
      assert.deepEqual(firstColumn(text, caption).toSorted(), shown.toSorted(), caption)
    }
    for (const { parties } of Object.values(policy.recipients)) {
      for (const { name } of parties) assert.ok(unescaped(text).includes(name), name)
    }
  })

  test('§PRE.2 runs no collection point, purpose or SQL role that the notice does not show', async () => {
    const { client, database } = troth()
    const { text } = await client.get('/privacy')
    const { body: policy } = await client.get<PolicyDocument>('/policy/versions/1/policy.json')
    const listed = await client.get<{ channels: { label: string }[] }>('/v1/channels')
    const shown = firstColumn(text, 'Where we ask you for data')
    for (const { label } of listed.body.channels) assert.ok(shown.includes(label), label)
    const { rows } = await database.superuser.query<{ schema: string }>(
      `SELECT nspname AS schema FROM pg_namespace WHERE starts_with(nspname, 'for_') ORDER BY 1`,
    )
    const purposes = Object.keys(policy.purposes)
    assert.deepEqual(
      rows.map(({ schema }) => schema),
      purposes.map(schemaOf).toSorted(),
    )
  })
})

forEachPostgres((server) => {
  const troth = testServer(server, { template: withoutPurpose(gone) })

  test('§PRE.2 refuses what used a purpose, once the policy has it no more', async () => {
    const { client, database } = troth()
    const answer = await client.post<ProblemBody>(
      '/v1/channels/account',
      await accountBody(
        troth(),
        { name: 'Mei Tan', email: 'mei@example.sg', born: '1990-04-01' },
        { choices: { [gone]: true } },
      ),
    )
    assert.deepEqual([answer.status, answer.body.code], [422, 'undeclared'], answer.text)
    const { subject, session } = await client.signUp()
    const shown = await client.shown('account')
    const body = { controller: 'singapore', channel: 'account', shown, choices: { [gone]: true } }
    const consent = await client.post<ProblemBody>('/v1/consents', body, { session })
    assert.deepEqual([consent.status, consent.body.code], [422, 'undeclared'])
    const decision = await decide(troth(), {
      subject,
      purpose: gone,
      dataset: 'accounts',
      fields: ['phone'],
    })
    assert.deepEqual([decision.allowed, decision.reason], [false, 'unknown-purpose'])
    const read = await client.post<ProblemBody>('/v1/read', {
      subject,
      controller: 'singapore',
      purpose: gone,
      dataset: 'accounts',
      fields: ['phone'],
    })
    assert.ok(read.status === 403 || read.status === 422, read.text)
    const { owner, rolePrefix } = database
    const login = await issueLogin(owner, { actor: 'sender', purpose: gone, rolePrefix }, beginning)
    assert.equal(login.kind, 'refused')
    const { text } = await client.get('/privacy')
    assert.ok(!text.includes(`${aster.purposes[gone].label}</th>`))
    const { count } = await database.superuser.query(
      'SELECT FROM pg_namespace WHERE nspname = $1',
      [schemaOf(gone)],
    )
    assert.equal(count, 0)
  })
})

void describe('at the build', { concurrency: 2 }, () => {
  test('§PRE.2 fails where a purpose is removed and something still uses it', async () => {
    const { [gone]: _, ...purposes } = aster.purposes
    const { code, said } = await check({ ...aster, purposes }, notice)
    assert.equal(code, 3)
    assert.match(said, /\/channels\/account\/choices\/\d+/)
    assert.match(said, /\/prohibitions\/forum\.words\/purposes\/\d+/)
  })

  test('§PRE.2 fails where a clause of the prose is lost, and where one is bound to nothing', async () => {
    const cut = notice.replace(/^\*\*2\.4\.1\(c\)\*\* .*$/m, '')
    assert.notEqual(cut, notice)
    const added = `${notice}\n\n**11.9** We may do something else.\n`
    for (const [prose, code, clause] of [
      [cut, 'B-CLAUSE-MISSING', '2.4.1(c)'],
      [added, 'B-CLAUSE-UNDECLARED', '11.9'],
    ] as const) {
      const checked = await check(aster, prose)
      assert.equal(checked.code, 1)
      assert.deepEqual(
        checked.findings.map((finding) => [finding.code, finding.clause]),
        [[code, clause]],
      )
    }
  })
})

/** Aster without a purpose, wherever it was named. */
function withoutPurpose(purpose: string): Template {
  return {
    name: `less${asterTemplate.name}`,
    async build({ owner, rolePrefix }) {
      const parsed = parsePolicy(without(aster, purpose))
      if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems))
      await migrate(owner, { rolePrefix })
      const published = await publish(
        owner,
        { policy: parsed.policy, notice },
        rolePrefix,
        beginning,
      )
      if (published.kind !== 'applied') throw new Error(JSON.stringify(published))
    },
  }
}

function without(value: unknown, word: string): unknown {
  if (Array.isArray(value)) {
    return value.filter((each) => each !== word).map((each) => without(each, word))
  }
  if (typeof value !== 'object' || value === null) return value
  const kept = Object.entries(value).filter(([name]) => name !== word)
  return Object.fromEntries(kept.map(([name, each]) => [name, without(each, word)]))
}

function firstColumn(html: string, caption: string): readonly string[] {
  const start = html.indexOf(`<caption>${caption}`)
  assert.ok(start > 0, `no table: ${caption}`)
  const table = html.slice(start, html.indexOf('</table>', start))
  return [...table.matchAll(/<th scope="row">(.*?)<\/th>/g)].map(([, cell = '']) =>
    unescaped(cell.replace(/<[^>]*>/g, '')),
  )
}

function unescaped(html: string): string {
  const entities: Readonly<Record<string, string>> = {
    '&lt;': '<',
    '&gt;': '>',
    '&quot;': '"',
    '&#39;': "'",
    '&amp;': '&',
  }
  return html.replace(/&(lt|gt|quot|#39|amp);/g, (entity) => entities[entity] ?? entity)
}
