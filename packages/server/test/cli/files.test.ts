import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { access, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { parsePolicy } from '@troth/core/policy'
import { defaultPolicy, loadPolicy } from '../../src/cli/load-policy.ts'

const bin = join(import.meta.dirname, '../../bin/troth.js')
let folder = ''

before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'troth-cli-'))
})
after(() => rm(folder, { recursive: true, force: true }))

type Ended = { readonly code: number; readonly out: string; readonly err: string }

function troth(...words: readonly string[]): Promise<Ended> {
  return new Promise((resolve) => {
    const env = { PATH: process.env['PATH'], TROTH_DATA_DIR: join(folder, 'data') }
    execFile(process.execPath, [bin, ...words], { env }, (fault, out, err) => {
      const code = fault === null ? 0 : Number(fault.code)
      resolve({ code, out, err })
    })
  })
}

async function asterAsJson(change: (policy: Record<string, unknown>) => void): Promise<string> {
  const { policy } = await loadPolicy(defaultPolicy)
  const draft = structuredClone(policy)
  change(draft as unknown as Record<string, unknown>)
  const file = join(folder, 'policy.json')
  await writeFile(file, JSON.stringify(draft))
  return file
}

const notice = join(defaultPolicy, '../notice.md')

test('check passes on the reference policy', async () => {
  const { code, out } = await troth('check')
  assert.equal(code, 0)
  assert.match(out, /128 clauses bound, 0 finding/)
})

test('check names the rule whose binding is gone, and ends with 1', async () => {
  const file = await asterAsJson((policy) => {
    Reflect.deleteProperty(policy['narrative'] as object, '1.1')
  })
  const { code, out } = await troth('check', file, '--notice', notice)
  assert.equal(code, 1)
  assert.match(out, /§1\.1/)
  assert.match(out, /cure: /)
})

test('a policy that is not one is told with every problem and its path, and ends with 3', async () => {
  const file = await asterAsJson((policy) => {
    policy['version'] = 'one'
    Reflect.set(policy['purposes'] as object, 'account', { label: 7 })
  })
  const { code, err } = await troth('check', file, '--notice', notice)
  assert.equal(code, 3)
  assert.match(err, /version/)
  assert.match(err, /purposes/)
  assert.match(err, /policy\.invalid/)
})

test('a file that is not there is told by name', async () => {
  const { code, err } = await troth('check', join(folder, 'none.ts'))
  assert.equal(code, 3)
  assert.match(err, /none\.ts/)
})

test('clauses lists every clause with its rules', async () => {
  const { code, out } = await troth('clauses', '--json')
  assert.equal(code, 0)
  const clauses = JSON.parse(out) as { id: string; rules: string[]; narrative: string | null }[]
  assert.equal(clauses.length, 128)
  assert.ok(clauses.every(({ rules, narrative }) => rules.length > 0 || narrative !== null))
})

test('render writes a page and Markdown', async () => {
  const page = await troth('render')
  assert.match(page.out, /^<!doctype html>/i)
  const file = join(folder, 'notice.md')
  const written = await troth('render', '--format', 'markdown', '--out', file)
  assert.equal(written.code, 0)
  assert.match(written.err, /wrote/)
})

test('wrong usage ends with 2 and says what would be right', async () => {
  const unknown = await troth('chekc')
  assert.equal(unknown.code, 2)
  assert.match(unknown.err, /check/)
  assert.equal((await troth('render', '--format', 'pdf')).code, 2)
  assert.equal((await troth('verify', 'receipt.json')).code, 2)
})

test('a wrong setting is told by its name, never its value', async () => {
  const ended = await new Promise<string>((resolve) => {
    const env = { PATH: process.env['PATH'], TROTH_PORT: 'secret-word' }
    execFile(process.execPath, [bin, 'drift'], { env }, (_fault, _out, err) => resolve(err))
  })
  assert.match(ended, /TROTH_PORT/)
  assert.doesNotMatch(ended, /secret-word/)
})

test('the reference policy survives the way through JSON', async () => {
  const { policy } = await loadPolicy(defaultPolicy)
  assert.ok(parsePolicy(JSON.parse(JSON.stringify(policy))).ok)
})

test('a command in a folder without a Troth makes none', async () => {
  const elsewhere = join(folder, 'elsewhere')
  const env = { PATH: process.env['PATH'], TROTH_DATA_DIR: elsewhere }
  const ended = await new Promise<Ended>((resolve) => {
    execFile(process.execPath, [bin, 'verify'], { env }, (fault, out, err) => {
      resolve({ code: fault === null ? 0 : Number(fault.code), out, err })
    })
  })
  assert.equal(ended.code, 3)
  assert.match(ended.err, /There is no Troth in .*elsewhere/)
  await assert.rejects(access(elsewhere))
})
