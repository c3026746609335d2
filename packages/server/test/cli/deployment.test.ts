import assert from 'node:assert/strict'
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { after, before, test } from 'node:test'
import { openDatabase } from '../../src/store/database.ts'
import { runningPostgres } from '../../src/store/postgres/start.ts'

const bin = join(import.meta.dirname, '../../bin/troth.js')
let folder = ''
let url = ''
let up: ChildProcess | undefined

before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'troth-deployment-'))
  up = spawn(process.execPath, [bin, 'up', '--no-demo'], {
    env: environment(),
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  assert.ok(up.stdout)
  for await (const line of createInterface({ input: up.stdout })) {
    url = /listens on (\S+),/.exec(line)?.[1] ?? url
    if (line.startsWith('Ctrl-C')) break
  }
})
after(async () => {
  if (up !== undefined && up.exitCode === null) {
    up.kill('SIGTERM')
    await once(up, 'exit')
  }
  await rm(folder, { recursive: true, force: true })
})

function environment(port = '0') {
  return { PATH: process.env['PATH'], TROTH_DATA_DIR: join(folder, 'data'), TROTH_PORT: port }
}

type Ended = { readonly code: number | null; readonly out: string; readonly err: string }

async function troth(words: readonly string[], env = environment()): Promise<Ended> {
  const child = spawn(process.execPath, [bin, ...words], { env })
  const said = { out: '', err: '' }
  child.stdout.on('data', (text: Buffer) => (said.out += text.toString()))
  child.stderr.on('data', (text: Buffer) => (said.err += text.toString()))
  const [code] = (await once(child, 'close')) as [number | null]
  return { code, ...said }
}

async function signUp(key: string): Promise<{ readonly subject: string; readonly leaf: string }> {
  const form = await fetch(`${url}/v1/channels/account`)
  const { shown } = (await form.json()) as { shown: { hash: string } }
  const answer = await fetch(`${url}/v1/channels/account`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${key}`,
      'content-type': 'application/json',
      'idempotency-key': 'sign-up-of-mei',
    },
    body: JSON.stringify({
      controller: 'singapore',
      shown: shown.hash,
      data: { name: 'Mei', email: 'mei@people.example', born: '1990-05-01' },
      choices: { 'marketing.email': true },
    }),
  })
  assert.equal(answer.status, 201)
  const { subject, receipt } = (await answer.json()) as {
    subject: string
    receipt: { leaf: string }
  }
  return { subject, leaf: receipt.leaf }
}

test('the policy in force needs no change, and publishing it again changes nothing', async () => {
  const plan = await troth(['plan'])
  assert.deepEqual([plan.code, plan.out], [0, 'nothing to change\n'])
  const apply = await troth(['apply'])
  assert.deepEqual([apply.code, apply.out], [0, 'version 1 was in force already; nothing to do\n'])
})

test('a key is told once, lets in, and is revoked at once; decisions and proofs come by command', async () => {
  const issued = await troth(['key', 'issue', 'shop', '--scopes', 'collect,decide', '--json'])
  const { keyId, key } = JSON.parse(issued.out) as { keyId: string; key: string }
  const { subject, leaf } = await signUp(key)

  const question = ['decide', '--subject', subject, '--controller', 'singapore']
  const about = ['--dataset', 'accounts', '--fields', 'email']
  const yes = await troth([...question, '--purpose', 'marketing.email', ...about])
  assert.match(yes.out, /^allowed {2}permitted {2}§3\.1\.3\(a\)/)
  assert.equal(yes.code, 0)
  const no = await troth([...question, '--purpose', 'marketing.sms', ...about])
  assert.match(no.out, /^denied {2}/)
  assert.equal(no.code, 1)
  const wrong = await troth([
    ...question,
    '--purpose',
    'marketing.email',
    '--dataset',
    'nothing',
    '--fields',
    'email',
  ])
  assert.equal(wrong.code, 2)
  assert.match(wrong.err, /undeclared/)

  const evidence = await fetch(`${url}/v1/ledger/receipts/${leaf}?wait=10`)
  const file = join(folder, 'evidence.json')
  const proof = await evidence.text()
  await writeFile(file, proof)
  const verifier = await (await fetch(`${url}/v1/ledger/key`)).text()
  const verified = await troth(['verify', file, '--key', verifier.trim()])
  assert.deepEqual([verified.code, verified.err], [0, ''])
  await writeFile(file, proof.replace('"version":1', '"version":2'))
  assert.equal((await troth(['verify', file, '--key', verifier.trim()])).code, 1)

  assert.equal((await troth(['key', 'revoke', keyId])).code, 0)
  assert.equal((await troth(['key', 'revoke', keyId])).code, 1)
  await assert.rejects(signUp(key))
})

test('masks and ledger verify', async () => {
  const masks = await troth(['masks', 'verify'])
  assert.equal(masks.code, 0)
  assert.match(masks.out, /all as the fold says/)
  const ledger = await troth(['verify'])
  assert.equal(ledger.code, 0)
  assert.match(ledger.out, /^verified: \d+ leaves/)
})

test('logins are issued for one purpose, listed and revoked', async () => {
  const issued = await troth(['login', 'issue', 'courier', '--purpose', 'order'])
  assert.equal(issued.code, 0)
  assert.match(issued.out, /psql -h \S+ -p 5432 -U courier -d troth/)
  const second = await troth(['login', 'issue', 'courier', '--purpose', 'payment'])
  assert.equal(second.code, 1)
  assert.match(second.out, /one purpose/)
  assert.match((await troth(['login', 'list'])).out, /courier +order/)
  assert.equal((await troth(['login', 'revoke', 'courier'])).code, 0)
  assert.equal((await troth(['login', 'revoke', 'courier'])).code, 1)
})

test('drift is found and put back', async () => {
  assert.equal((await troth(['drift'])).code, 0)
  const running = await runningPostgres(join(folder, 'data', 'postgres'))
  assert.ok(running)
  const owner = openDatabase({
    connection: {
      host: running.socketDir,
      port: running.port,
      user: 'troth_owner',
      database: 'troth',
    },
  })
  await owner.query('GRANT SELECT (email) ON data.accounts TO for_statistics')
  await owner.close()
  const drifted = await troth(['drift'])
  assert.equal(drifted.code, 1)
  assert.match(drifted.out, /for_statistics/)
  assert.equal((await troth(['apply'])).code, 0)
  assert.equal((await troth(['drift'])).code, 0)
})

test('a port in use is told, with what to do', async () => {
  const taken = createServer().listen(0, '127.0.0.1')
  await once(taken, 'listening')
  const address = taken.address()
  const port = typeof address === 'object' && address !== null ? String(address.port) : ''
  const other = { ...environment(port), TROTH_DATA_DIR: join(folder, 'other') }
  const { code, err } = await troth(['up', '--no-demo'], other)
  taken.close()
  assert.equal(code, 3)
  assert.match(err, /TROTH_PORT/)
})
