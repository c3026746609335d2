import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { ProblemBody } from '../../packages/server/test/support/client.ts'
import { failureOf } from '../../packages/server/src/store/failure.ts'
import { aster } from '../../policies/aster/policy.ts'
import {
  asPurpose,
  type Booted,
  choose,
  decideAll,
  forEachPostgres,
  marketing,
  placesOf,
  post,
  purposes,
  schemaOf,
  testServer,
} from './support.ts'

const words = 'I descale with Plantedvinegar-9D2E'
const never = ['insight', ...marketing, 'ads', 'personalise', 'ai.train', 'ai.assist']
// Running the forum, keeping it clean, and answering to the writer and the law: nothing else reads a post.
const forumPurposes = ['service', 'screen', 'rights', 'legal']

forEachPostgres((server) => {
  const troth = testServer(server)

  test('§3.1.3(e).iii denies the words of a post to every other purpose, whatever was consented to', async () => {
    for (const [who, yes] of [
      ['all', true],
      ['none', false],
    ] as const) {
      const { subject, record } = await writer(troth(), yes)
      const words = purposes.map((purpose) => ({
        subject,
        purpose,
        dataset: 'posts',
        fields: ['body'],
        record,
      }))
      const anywhere = purposes.flatMap((purpose) =>
        ['account', 'product', 'forum'].map((channel) => ({
          subject,
          purpose,
          category: 'forum.content',
          channel,
        })),
      )
      const asked = [...words, ...anywhere]
      const answers = await decideAll(troth(), asked)
      const allowed = new Set(asked.filter((_, at) => answers[at]?.allowed).map((q) => q.purpose))
      assert.deepEqual(
        [...allowed].filter((purpose) => !forumPurposes.includes(purpose)),
        [],
        `of someone who chose ${who}`,
      )
      assert.ok(allowed.has('service'), 'the forum itself could not show the post')
      for (const [at, { purpose }] of asked.entries()) {
        if (!never.includes(purpose)) continue
        assert.equal(answers[at]?.reason, 'prohibited', purpose)
        assert.equal(answers[at]?.clause, '3.1.3(e).iii', purpose)
      }
    }
  })

  test('§3.1.3(e).iii refuses to read them out for those purposes, and writes each attempt down', async () => {
    const { client } = troth()
    const { subject } = await writer(troth(), true)
    const leaves: string[] = []
    for (const purpose of purposes.filter((each) => !forumPurposes.includes(each))) {
      const body = { subject, controller: 'singapore', purpose, dataset: 'posts' }
      for (const fields of [['body'], ['body', 'forum']]) {
        const answer = await client.post<ProblemBody>('/v1/read', { ...body, fields })
        assert.equal(answer.status, 403, `${purpose}: ${answer.text}`)
        assert.equal(answer.body.code, 'denied')
        assert.ok(!answer.text.includes(words))
        if (never.includes(purpose)) assert.equal(answer.body.clause, '3.1.3(e).iii', purpose)
        const leaf = answer.body.receipt?.leaf
        assert.ok(leaf !== undefined, `${purpose}: no receipt`)
        leaves.push(leaf)
      }
    }
    for (const leaf of leaves) {
      const evidence = await client.get(`/v1/ledger/receipts/${leaf}?wait=5`)
      assert.equal(evidence.status, 200, evidence.text)
    }
    const served = await client.post<{ records: { values: object }[] }>('/v1/read', {
      subject,
      controller: 'singapore',
      purpose: 'service',
      dataset: 'posts',
      fields: ['body'],
    })
    assert.deepEqual(
      served.body.records.map(({ values }) => values),
      [{ body: words }],
    )
  })

  test('§3.1.3(e).iii gives those purposes no column of them in SQL', async () => {
    await writer(troth(), true)
    const { superuser, rolePrefix } = troth().database
    const { rows } = await superuser.query<{ role: string; columns: string[] }>(
      `SELECT rolname AS role, array_agg(attname::text ORDER BY attname) AS columns
       FROM pg_roles, pg_attribute
       WHERE starts_with(rolname, $1 || 'for_') AND attrelid = 'data.posts'::regclass AND attnum > 0
         AND has_column_privilege(rolname, attrelid, attnum, 'SELECT')
       GROUP BY rolname`,
      [rolePrefix],
    )
    const columns = new Map(rows.map(({ role, columns: names }) => [role, names]))
    for (const purpose of purposes) {
      const granted = columns.get(`${rolePrefix}${schemaOf(purpose)}`) ?? []
      assert.ok(!granted.includes('sealed'), purpose)
      if (!forumPurposes.includes(purpose)) assert.ok(!granted.includes('body'), purpose)
    }
    assert.ok(columns.get(`${rolePrefix}for_service`)?.includes('body'))
  })

  test('§3.1.3(e).iii answers insight and marketing in SQL with an error, and the forum with the words', async () => {
    const { subject } = await writer(troth(), true)
    const missing = ['42501', '42703', '42P01']
    for (const purpose of ['insight', 'marketing.email', 'personalise', 'ads', 'ai.train']) {
      await asPurpose(troth(), purpose, async (sql) => {
        for (const table of [`${schemaOf(purpose)}.posts`, 'data.posts', 'for_service.posts']) {
          await assert.rejects(sql.query(`SELECT body FROM ${table}`), (fault) => {
            assert.ok(missing.includes(failureOf(fault)?.sqlstate ?? ''), `${purpose} on ${table}`)
            return true
          })
        }
        await assert.rejects(sql.query('SET ROLE NONE').then(() => sql.query('TABLE data.posts')))
      })
    }
    await asPurpose(troth(), 'insight', async (sql) => {
      const { rows } = await sql.query('SELECT * FROM for_insight.posts WHERE subject_id = $1', [
        subject,
      ])
      assert.equal(rows.length, 1, 'insight sees that someone posted, and where')
      assert.ok(!JSON.stringify(rows).includes(words))
    })
    await asPurpose(troth(), 'service', async (sql) => {
      const query = 'SELECT body FROM for_service.posts WHERE subject_id = $1'
      assert.deepEqual((await sql.query(query, [subject])).rows, [{ body: words }])
    })
  })

  test('§3.1.3(e).iii keeps the words in the posts alone, and out of the planner’s samples', async () => {
    await writer(troth(), true)
    await troth().database.superuser.query('ANALYZE')
    assert.deepEqual(await placesOf(troth().database, words), ['data.posts'])
  })

  test('§3.1.3(e).iii is a rule of the policy that no version of a purpose’s uses can go round', () => {
    const rules: Readonly<Record<string, { uses: readonly string[] }>> = aster.purposes
    for (const purpose of never) {
      assert.ok(!rules[purpose]?.uses.includes('forum.content'), purpose)
      const forbidden = Object.values(aster.prohibitions).some(
        (rule) =>
          rule.categories.some((category) => category === 'forum.content') &&
          rule.purposes.some((each) => each === purpose),
      )
      assert.ok(forbidden, `${purpose} is not forbidden the words`)
    }
  })
})

async function writer(troth: Booted, yes: boolean) {
  const { session, subject } = await troth.client.signUp({ choices: choose(yes) })
  const posted = await post(troth, session, words)
  assert.equal(posted.status, 201, posted.text)
  return { subject, record: posted.body.record }
}
