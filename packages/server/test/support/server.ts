/**
 * The whole server for a test, on a port of its own and a database of its own in which Aster's policy is in force.
 *
 * @module
 */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before } from 'node:test'
import { readConfig } from '../../src/config.ts'
import { issueKey } from '../../src/engine/authenticate.ts'
import type { Context, Scope } from '../../src/engine/context.ts'
import { openLog } from '../../src/http/log.ts'
import { type RunningServer, startServer } from '../../src/serve.ts'
import { roleNames } from '../../src/store/bootstrap.ts'
import { asterTemplate, beginning } from './aster.ts'
import { clientOf, type TestClient } from './client.ts'
import { createDatabase, type Template, type TestDatabase, type TestServer } from './postgres.ts'

/** A server under test. */
export type Booted = {
  readonly url: string
  /** Calls with a key that has every scope, every `read:` among them. */
  readonly client: TestClient
  readonly database: TestDatabase
  /** The server's clock: it runs from `beginning` on, and may be moved. */
  readonly clock: { now(): Date; set(to: Date): void; pass(milliseconds: number): void }
  /** Everything the server logged. */
  readonly log: () => string
  context(): Context
  /** Makes a key with the scopes. */
  keyFor(...scopes: readonly Scope[]): Promise<{ readonly keyId: string; readonly key: string }>
  close(): Promise<void>
}

/** How a server under test differs from the usual one. */
export type BootOptions = {
  readonly env?: Readonly<Record<string, string>>
  readonly template?: Template
}

/**
 * Gives the enclosing block a server of its own, started before its tests and ended after them.
 *
 * @example
 * forEachPostgres((server) => {
 *   const troth = testServer(server)
 *   test('signs up', async () => { await troth().client.signUp() })
 * })
 */
export function testServer(server: TestServer, options: BootOptions = {}): () => Booted {
  let booted: Booted | undefined
  before(async () => {
    booted = await boot(await createDatabase(server, options.template ?? asterTemplate), options)
  })
  after(async () => {
    await booted?.close()
    await booted?.database.drop()
  })
  return () => {
    if (booted === undefined) throw new Error('Ask for the server inside a test.')
    return booted
  }
}

/** Starts a server on a database, for as long as the caller wants it; `testServer` suits most tests. */
export async function boot(
  database: TestDatabase,
  { env = {} }: BootOptions = {},
): Promise<Booted> {
  const dataDir = await mkdtemp(join(tmpdir(), 'troth-serve-'))
  const config = readConfig({ TROTH_DATA_DIR: dataDir, TROTH_PORT: '0', ...env })
  const connection = database.connection(roleNames(database.rolePrefix).engine)
  const lines: string[] = []
  let offset = beginning.getTime() - Date.now()
  const now = () => new Date(Date.now() + offset)
  const running: RunningServer = await startServer({
    config,
    connection,
    clock: now,
    log: pinoInto(lines),
  }).catch(async (fault: unknown) => {
    await rm(dataDir, { recursive: true, force: true })
    throw fault
  })
  const keyFor = (...scopes: readonly Scope[]) =>
    issueKey(running.context(), { scopes, label: 'test' }, now())
  const { key } = await keyFor(...everyScope(running.context()))
  return {
    url: running.url,
    client: clientOf(running.url, key),
    database,
    clock: {
      now,
      set(to) {
        offset = to.getTime() - Date.now()
      },
      pass(milliseconds) {
        offset += milliseconds
      },
    },
    log: () => lines.join(''),
    context: running.context,
    keyFor,
    async close() {
      await running.close()
      await rm(dataDir, { recursive: true, force: true })
    },
  }
}

function everyScope({ policy }: Context): readonly Scope[] {
  const reads = Object.keys(policy.document.purposes).map((purpose): Scope => `read:${purpose}`)
  return ['collect', 'identify', 'consent', 'decide', 'operate', ...reads]
}

function pinoInto(lines: string[]) {
  return openLog('trace', { write: (line: string) => void lines.push(line) })
}
