import assert from 'node:assert/strict'
import { after, before, suite, test } from 'node:test'
import { openAsPsql } from './as-psql.ts'
import { openPsql } from './shell.ts'
import { type Site, startSite } from './site.ts'
import { type Ground, hasPsql, walkPage } from './walk.ts'

// One statement for each thing that psql lays out in its own way.
const laidOut = [
  "SELECT 1 AS one, 12.50 AS price, 'a' AS text, NULL AS nothing, true AS yes",
  "SELECT 'Mei' AS name, 3::bigint AS n UNION ALL SELECT 'Tan Ah Beng', 1200",
  "SELECT '2026-11-23 09:00:00+00'::timestamptz AS at, '{a,b}'::text[] AS list WHERE false",
  'SELECT nobody\n  FROM for_account.accounts',
  'SET statement_timeout = 1000',
  'SET ROLE for_order',
  "SELECT 'x'::int",
  'SELECT current_user',
]

suite('what the pages say is what happens', { timeout: 600_000 }, () => {
  let site: Site
  before(async () => {
    site = await startSite()
  })
  after(() => site.close())

  const ground = (): Ground => ({
    folder: site.folder,
    // The guide's `npx troth` is the checkout's; npm itself has nothing to do with what is told.
    env: { ...site.env, 'BASH_FUNC_npx%%': '() { "$@"; }' },
    started: site.started,
    names: { '127.0.0.1:7080': new URL(site.url).host },
  })

  test('README.md', async () => {
    assert.ok((await walkPage('README.md', ground())) >= 1)
  })
  test('docs/guide/first-day.md', async () => {
    assert.ok((await walkPage('docs/guide/first-day.md', ground())) >= 15)
  })
  test('docs/guide/sql.md', async () => {
    assert.ok((await walkPage('docs/guide/sql.md', ground())) >= 15)
  })
  test('without psql, a page shows the same', { skip: !hasPsql }, async () => {
    const socket = /listens in (\S+)\)/.exec(site.started)?.[1] ?? ''
    const command = `psql -h ${socket} -p 5432 -U alice -d troth`
    const [real, ours] = [openPsql(command, site.folder, site.env), await openAsPsql(command)]
    try {
      for (const statement of laidOut) {
        const tidy = (text: string) => text.replaceAll(/ +$/gm, '').trimEnd()
        assert.equal(tidy(await ours.say(`${statement};`)), tidy(await real.say(`${statement};`)))
      }
    } finally {
      await Promise.all([real.close(), ours.close()])
    }
  })
  test('docs/guide/production.md', async () => {
    assert.ok((await walkPage('docs/guide/production.md', ground())) >= 3)
  })
  test('docs/guide/policy-language.md', async () => {
    assert.ok((await walkPage('docs/guide/policy-language.md', ground())) >= 5)
  })
})
