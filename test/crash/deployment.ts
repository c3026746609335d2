/**
 * A deployment as a company runs it, in a folder of its own: the real process, its own PostgreSQL, and kill -9.
 * @module
 */
import assert from 'node:assert/strict'
import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { openDatabase, type Database } from '../../packages/server/src/store/database.ts'
import { runningPostgres } from '../../packages/server/src/store/postgres/start.ts'

const troth = join(import.meta.dirname, '../../packages/server/bin/troth.js')
const patience = 60_000

/** What the tests do with a deployment. */
export type Deployment = {
  readonly url: string
  /** Starts server and database, and gives the milliseconds until the server says that it is ready. */
  start(): Promise<number>
  /** Ends both as a power cut would, one `gap` milliseconds after the other. */
  kill(first: 'server' | 'database', gap: number): Promise<void>
  /** Asks the server to stop, and gives its exit code. */
  stop(): Promise<number>
  /** Runs a command of `troth` on it; gives its exit code and what it printed as JSON. */
  run(...words: readonly string[]): Promise<{ readonly code: number; readonly printed: unknown }>
  /** Looks into the database past every right, while it runs. */
  superuser(): Promise<Database>
  isDatabaseRunning(): Promise<boolean>
  /** Ends whatever still runs and removes the folder. */
  remove(): Promise<void>
}

/** Makes a deployment that has not been started yet. */
export async function makeDeployment(): Promise<Deployment> {
  const folder = await mkdtemp(join(tmpdir(), 'troth-crash-'))
  // Under root PostgreSQL runs as another user, who must get in.
  await chmod(folder, 0o755)
  const dataDir = join(folder, 'postgres')
  const port = await freePort()
  const url = `http://127.0.0.1:${port}`
  const env = {
    ...process.env,
    TROTH_DATA_DIR: folder,
    TROTH_PORT: `${port}`,
    TROTH_LOG_LEVEL: 'error',
    TROTH_LIMIT_REQUESTS_PER_MINUTE: '10000000',
  }
  let server: ChildProcess | undefined
  let said = ''

  const killDatabase = async () => {
    const database = await runningPostgres(dataDir)
    if (database !== undefined) end(database.pid)
  }
  const killServer = async () => {
    if (server === undefined || server.exitCode !== null || server.signalCode !== null) return
    const exited = once(server, 'exit')
    server.kill('SIGKILL')
    await exited
  }
  return {
    url,
    async start() {
      const begun = performance.now()
      said = ''
      server = spawn(process.execPath, [troth, 'up', '--no-demo'], {
        env,
        stdio: ['ignore', 'pipe', 'pipe'],
      })
      for (const stream of [server.stdout, server.stderr]) {
        stream?.on('data', (text: Buffer) => (said += text.toString()))
      }
      while (!(await isReady(url))) {
        assert.equal(server.exitCode, null, `the server ended: ${said}`)
        assert.ok(performance.now() - begun < patience, `the server is not ready: ${said}`)
        await sleep(25)
      }
      return performance.now() - begun
    },
    async kill(first, gap) {
      const database = await runningPostgres(dataDir)
      const order = first === 'server' ? [killServer, killDatabase] : [killDatabase, killServer]
      await order[0]?.()
      await sleep(gap)
      await order[1]?.()
      for (let turn = 0; database !== undefined && isAlive(database.pid); turn += 1) {
        assert.ok(turn < 500, 'a postmaster outlived kill -9')
        await sleep(25)
      }
    },
    async stop() {
      assert.ok(server)
      const exited = once(server, 'exit')
      server.kill('SIGTERM')
      const [code] = await exited
      return Number(code)
    },
    run: (...words) =>
      new Promise((resolve) => {
        const all = [troth, '--json', ...words]
        const child = execFile(process.execPath, all, { env, maxBuffer: 1e8 }, (_, out, err) =>
          resolve({ code: child.exitCode ?? -1, printed: out === '' ? err : JSON.parse(out) }),
        )
      }),
    async superuser() {
      const database = await runningPostgres(dataDir)
      assert.ok(database, 'no database runs')
      const { socketDir: host, port: at } = database
      return openDatabase({ connection: { host, port: at, user: 'postgres', database: 'troth' } })
    },
    isDatabaseRunning: async () => (await runningPostgres(dataDir)) !== undefined,
    async remove() {
      await killServer()
      await killDatabase()
      await rm(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 })
    },
  }
}

async function isReady(url: string): Promise<boolean> {
  return fetch(`${url}/readyz`, { signal: AbortSignal.timeout(1_000) }).then(
    async (answer) => {
      await answer.arrayBuffer()
      return answer.ok
    },
    () => false,
  )
}

function end(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL')
  } catch {
    // It had ended already.
  }
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1')
  await once(probe, 'listening')
  const address = probe.address()
  assert.ok(typeof address === 'object' && address !== null)
  probe.close()
  await once(probe, 'close')
  return address.port
}
