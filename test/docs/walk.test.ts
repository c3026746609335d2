import assert from 'node:assert/strict'
import { after, before, suite, test } from 'node:test'
import { type Site, startSite } from './site.ts'
import { type Ground, walkPage } from './walk.ts'

suite('what the pages say is what happens', { timeout: 180_000 }, () => {
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
  test('docs/guide/production.md', async () => {
    assert.ok((await walkPage('docs/guide/production.md', ground())) >= 3)
  })
  test('docs/guide/policy-language.md', async () => {
    assert.ok((await walkPage('docs/guide/policy-language.md', ground())) >= 5)
  })
})
