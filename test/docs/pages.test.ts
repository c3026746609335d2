import assert from 'node:assert/strict'
import { existsSync, globSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { suite, test } from 'node:test'
import { readConfig } from '../../packages/server/src/config.ts'
import { aster } from '../../policies/aster/policy.ts'
import { blocksOf } from './blocks.ts'

const root = join(import.meta.dirname, '../..')
const read = (path: string) => readFileSync(join(root, path), 'utf8')
const pages = globSync(['*.md', 'docs/**/*.md'], { cwd: root })

suite('the pages', () => {
  test('README.md has fewer than 150 lines', () => {
    assert.ok(read('README.md').split('\n').length <= 150)
  })

  for (const page of pages) {
    test(`${page} names only what is there`, () => {
      const text = read(page)
      assert.deepEqual(
        [...linksOf(text), ...pathsOf(text)].filter((path) => !isThere(page, path)),
        [],
      )
    })
  }

  test('every page of the guide is reached from the README or from another page', () => {
    const linked = new Set(
      pages.flatMap((page) => linksOf(read(page)).map((link) => join(dirname(page), link))),
    )
    const guide = pages.filter((page) => page.startsWith('docs/'))
    assert.deepEqual(
      guide.filter((page) => !linked.has(page)),
      [],
    )
  })

  test('README.md lists the clauses that are kept', () => {
    const listed = /<!-- the clauses of \S+ -->\n(.+)/.exec(read('README.md'))?.[1]?.split(', ')
    const kept = new Set(read('test/clauses/kept.txt').split('\n').filter(Boolean))
    assert.deepEqual(
      listed,
      aster.clauses.filter((clause) => kept.has(clause)),
    )
    assert.ok(kept.size > 0)
  })

  test('ARCHITECTURE.md gives each package of the import table a row', () => {
    const page = read('ARCHITECTURE.md')
    const table = read('test/architecture.test.ts').matchAll(/^ {2}'?([\w/]+)'?: \[/gm)
    const rooms = [...table]
      .map(([, folder = '']) => folder)
      .filter((each) => globSync(`${each}/**/*.ts`, { cwd: root }).length > 0)
    assert.ok(rooms.length > 5)
    assert.deepEqual(
      rooms.filter((each) => !page.includes(`](${each}`)),
      [],
    )
  })

  test('a fence that is not closed, and a link to nowhere, are seen', () => {
    assert.throws(() => blocksOf('page.md', '```sh\n$ true'))
    assert.equal(isThere('docs/guide/sql.md', 'nowhere.md'), false)
    assert.equal(isThere('docs/guide/sql.md', 'first-day.md'), true)
  })
})

suite('the settings in docs/guide/production.md', () => {
  const rows = [...read('docs/guide/production.md').matchAll(/^\| `(TROTH_\w+)` \| (.+?) \|/gm)]
  const source = read('packages/server/src/config.ts')
  const inCode = new Set([...source.matchAll(/'(TROTH_[A-Z_]+)'/g)].map(([, name]) => name))
  inCode.delete('TROTH_TEST_PG')

  test('are those that the program knows', () => {
    assert.deepEqual(new Set(rows.map(([, name]) => name)), inCode)
    assert.equal(rows.length, inCode.size)
  })

  test('have the defaults that the page says', () => {
    const said = Object.fromEntries(
      rows.flatMap(([, name, value = '']) => {
        const exact = /^`([^`]+)`$/.exec(value)?.[1]
        return exact === undefined ? [] : [[name, exact]]
      }),
    )
    assert.ok(Object.keys(said).length >= 9)
    assert.deepEqual(readConfig(said), readConfig({}))
  })
})

function linksOf(text: string): readonly string[] {
  return [...text.matchAll(/\]\(([^)#\s]+)[^)]*\)/g)]
    .map(([, link = '']) => link)
    .filter((link) => !/^[a-z]+:/.test(link))
}

// Paths from the root of the checkout, as `packages/server/sql/schema.sql`; one with a star or a capital N is a pattern.
function pathsOf(text: string): readonly string[] {
  return [...text.matchAll(/`((?:packages|policies|test|docs|bench|scripts)\/[\w./-]+)`/g)]
    .map(([, path = '']) => `/${path}`)
    .filter((path) => !/NNNN|4-2-a/.test(path))
}

function isThere(page: string, path: string): boolean {
  return existsSync(path.startsWith('/') ? join(root, path) : join(root, dirname(page), path))
}
