import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'node:test'
import { refusalCodes } from '../../src/engine/outcome.ts'
import { faults } from '../../src/errors.ts'
import { rawProblem, refusalProblems, transportProblems } from '../../src/http/problem.ts'

const page = join(import.meta.dirname, '../../../../docs/errors.md')
const told = { ...refusalProblems, ...transportProblems }
const failed = Object.entries(faults).map(([code, { status, message }]) => [
  code,
  { status, title: message },
])
const all: Readonly<Record<string, { status: number; title: string }>> = {
  ...told,
  ...Object.fromEntries(failed),
}

test('docs/errors.md lists exactly the codes there are, with status and title', async () => {
  const rows = [
    ...(await readFile(page, 'utf8')).matchAll(/^\| `([^`]+)` \| (\d+) \| ([^|]+) \|/gm),
  ]
  const listed = rows.map(([, code = '', status, title = '']) => [
    code,
    { status: Number(status), title: title.trim() },
  ])
  assert.equal(listed.length, Object.keys(all).length)
  assert.deepEqual(Object.fromEntries(listed), { ...all })
})

test('every refusal of the engine has a status of its own kind', () => {
  assert.deepEqual(Object.keys(refusalProblems).toSorted(), [...refusalCodes].toSorted())
  for (const code of refusalCodes) {
    const { status } = refusalProblems[code]
    assert.ok(status >= 400 && status < 500, code)
  }
})

test('no two tables share a code', () => {
  const codes = [refusalProblems, transportProblems, faults].flatMap((table) => Object.keys(table))
  assert.equal(new Set(codes).size, codes.length)
})

test('an answer to what is no request is whole HTTP with a problem in it', () => {
  const [head = '', body = ''] = rawProblem('headers-too-large').split('\r\n\r\n')
  assert.match(head, /^HTTP\/1\.1 431 Request Header Fields Too Large\r\n/)
  assert.match(head, new RegExp(`Content-Length: ${Buffer.byteLength(body)}`))
  assert.equal(JSON.parse(body).code, 'headers-too-large')
})
