import assert from 'node:assert/strict'
import { globSync, readFileSync } from 'node:fs'
import { isBuiltin } from 'node:module'
import { dirname, join, relative, resolve } from 'node:path'
import { test } from 'node:test'

const root = join(import.meta.dirname, '..')
const errors = 'packages/server/src/errors.ts'

// Who may import whom besides its own folder, the most specific folder first; a folder that is not here may not hold code.
const table: Readonly<Record<string, readonly string[]>> = {
  'packages/core/policy': [],
  'packages/core/ledger': [],
  'packages/core/wire': [],
  'packages/server/src/store': ['packages/core/policy', 'packages/core/ledger', errors],
  'packages/server/src/engine': ['packages/core', 'packages/server/src/store', errors],
  'packages/server/src/http': ['packages/core', 'packages/server/src/engine', errors],
  'packages/server/src/portal': ['packages/core', 'packages/server/src/engine', errors],
  'packages/server': ['packages/core', 'policies'],
  policies: ['packages/core/policy'],
  bench: ['packages', 'policies'],
  scripts: ['packages', 'policies', 'test', 'bench'],
  examples: ['packages', 'policies'],
  test: ['packages', 'policies', 'scripts', 'examples', 'bench'],
}
const filesAtMost = 16
const importing =
  /(?:^\s*(?:import|export)\b(?:[^'"();]*\bfrom)?\s*|\bimport\(\s*)['"]([^'"\n]+)['"]/gm

const files = globSync('{packages,policies,bench,scripts,examples,test}/**/*.{ts,js,mjs}', {
  cwd: root,
  exclude: (name) => name === 'node_modules',
})

test('every import goes the one way the table allows', () => {
  const wrong = files.flatMap((file) => wrongImports(file, readFileSync(join(root, file), 'utf8')))
  assert.deepEqual(wrong, [])
})

test('a wrong import is seen, however it is written', () => {
  const planted = [
    ['packages/core/policy/decide.ts', `import { leaf } from '../ledger/leaf.ts'`],
    ['packages/core/policy/decide.ts', `import type { Hash } from 'node:crypto'`],
    ['packages/core/ledger/tree.ts', `export * from "../policy/index.ts"`],
    ['packages/server/src/store/plan.ts', `import { collect } from '../engine/collect.ts'`],
    ['packages/server/src/http/decide.ts', `await import('../store/database.ts')`],
    ['packages/server/src/http/decide.ts', `import pg from 'pg-pool'`],
    [
      'packages/server/src/engine/use.ts',
      `import { decide } from '../../../core/policy/decide.ts'`,
    ],
    ['policies/aster/policy.ts', `import '../../packages/server/src/config.ts'`],
  ] as const
  for (const [file, text] of planted) assert.equal(wrongImports(file, text).length, 1, text)
  const allowed = `import { decide } from '@troth/core/policy'\nimport fs from 'node:fs'`
  assert.deepEqual(wrongImports('packages/server/src/engine/use.ts', allowed), [])
})

// The linter counts the lines of a file.
test('no folder is too full to take in', () => {
  const counts = new Map<string, number>()
  for (const file of files) {
    if (isTest(file)) continue
    counts.set(dirname(file), (counts.get(dirname(file)) ?? 0) + 1)
  }
  // The engine's verbs are the policy's table of contents and stay together.
  counts.delete('packages/server/src/engine')
  for (const [folder, count] of counts) {
    assert.ok(count <= filesAtMost, `${folder} has ${count} files`)
  }
})

function wrongImports(file: string, text: string): readonly string[] {
  return [...text.matchAll(importing)]
    .map(([, name = '']) => name)
    .filter((name) => !(name.startsWith('.') ? mayReach(file, name) : mayName(file, name)))
    .map((name) => `${file} imports ${name}`)
}

function mayReach(file: string, name: string): boolean {
  const target = relative(root, resolve(root, dirname(file), name))
  // Across packages only by name, so that what a package offers is what its manifest says.
  const crosses = packageOf(file) !== packageOf(target) && file.startsWith('packages/')
  return !crosses && isAllowed(file, target)
}

function mayName(file: string, name: string): boolean {
  const home = packageOf(file)
  if (isBuiltin(name)) return home !== 'packages/core' || isTest(file)
  const bare = name.split('/', name.startsWith('@') ? 2 : 1).join('/')
  if (!declared(home).has(bare) && !(home === '.' && bare.startsWith('@troth/'))) {
    return isTest(file) && declared('.').has(bare)
  }
  return !bare.startsWith('@troth/') || isAllowed(file, name.replace('@troth', 'packages'))
}

function isAllowed(file: string, target: string): boolean {
  const folder = Object.keys(table).find((each) => file.startsWith(`${each}/`))
  if (folder === undefined) return false
  if (isTest(file)) return true
  return [folder, ...(table[folder] ?? [])].some((each) => `${target}/`.startsWith(`${each}/`))
}

function isTest(file: string): boolean {
  return file.endsWith('.test.ts') || file.includes('/test/')
}

function packageOf(file: string): string {
  return /^(packages\/[^/]+|bench)\//.exec(`${file}/`)?.[1] ?? '.'
}

function declared(home: string): ReadonlySet<string> {
  const manifest: Record<string, object | undefined> = JSON.parse(
    readFileSync(join(root, home, 'package.json'), 'utf8'),
  )
  const lists = ['dependencies', 'devDependencies', 'optionalDependencies']
  return new Set(lists.flatMap((list) => Object.keys(manifest[list] ?? {})))
}
