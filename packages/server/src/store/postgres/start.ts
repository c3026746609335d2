import { chown, mkdtemp, readFile, realpath, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { ClientConfig } from 'pg'
import { TrothError } from '../../errors.ts'
import { type Account, chooseAccount } from './account.ts'
import { type Binaries, findBinaries } from './binaries.ts'
import { type RunningServer, freeDataDirectory, runningServer } from './lock.ts'
import { initialise } from './initialise.ts'
import { placeBinaries, placeData } from './shelter.ts'
import { type Postmaster, type StartFailure, spawnPostmaster } from './postmaster.ts'

/** What `startPostgres` is told. */
export type PostgresOptions = {
  /** Where the database lies; made on the first start. */
  readonly dataDir: string
  /** A directory or an npm package of PostgreSQL programs (`TROTH_PG_BIN`); by default the best this machine has. */
  readonly binaries?: string | undefined
  /** The bootstrap role's name, for creating owner roles and databases only: it bypasses row security. */
  readonly superuser?: string
  /** Server settings besides ours, such as `{ fsync: 'off' }` for throw-away tests. */
  readonly settings?: Readonly<Record<string, string>>
  /** Takes each line of the server's log; the log holds no statement and no value of a row. */
  readonly log?: (line: string) => void
}

/** A PostgreSQL that this process started and that ends with it. */
export type Postgres = {
  /** Where the database lies: as asked, or in `/var/lib/troth` when only root may enter the folder asked for. */
  readonly dataDir: string
  readonly socketDir: string
  readonly port: number
  /** As the server tells it, such as `15.18`. */
  readonly version: string
  readonly major: number
  readonly superuser: string
  /** How to connect with `pg`, through the Unix socket. */
  connection(database: string, user: string): ClientConfig
  /** Ends every session and stops the server; ends once it is down. */
  stop(): Promise<void>
}

const port = 5432
const longestSocketPath = 107
const patience = 5_000

/**
 * Starts a real PostgreSQL on a Unix socket, makes its data directory on the first start, and stops it when this
 * process ends in whatever way. Throws `postgres.*` faults that say what to do next.
 *
 * @example
 * const postgres = await startPostgres({ dataDir: '.troth/postgres' })
 * const client = new pg.Client(postgres.connection('postgres', postgres.superuser))
 */
export async function startPostgres(options: PostgresOptions): Promise<Postgres> {
  const superuser = options.superuser ?? 'postgres'
  const log = options.log ?? (() => {})
  const dataDir = await placeOf(options.dataDir)
  const account = await chooseAccount(dataDir)
  const found = await findBinaries(options.binaries)
  const binaries = await placeBinaries(choose(found, await majorOf(dataDir), dataDir), account)
  if ((await majorOf(dataDir)) === undefined) {
    await initialise({ binaries, dataDir, superuser, account })
  }
  const socketDir = await chooseSocketDir(dataDir, account)
  const settings = { ...options.settings, unix_socket_directories: socketDir, port: `${port}` }
  const postmaster = await persist(dataDir, () =>
    spawnPostmaster({ binaries, dataDir, account, settings, log }),
  )
  return {
    dataDir,
    socketDir,
    port,
    version: postmaster.version,
    major: binaries.major,
    superuser,
    connection: (database, user) => ({ host: socketDir, port, database, user }),
    async stop() {
      await postmaster.stop()
      if (socketDir !== (await realpath(dataDir))) {
        await rm(socketDir, { recursive: true, force: true })
      }
    },
  }
}

/**
 * Finds the server that runs on a data directory, whoever started it, so that a second command can use it; undefined
 * when there is none.
 */
export async function runningPostgres(dataDir: string): Promise<RunningServer | undefined> {
  return runningServer(await placeOf(dataDir))
}

async function placeOf(dataDir: string): Promise<string> {
  const asked = resolve(dataDir)
  return placeData(asked, await chooseAccount(asked))
}

async function majorOf(dataDir: string): Promise<number | undefined> {
  const text = await readFile(join(dataDir, 'PG_VERSION'), 'utf8').catch(() => undefined)
  return text === undefined ? undefined : Number(text)
}

function choose(found: readonly Binaries[], major: number | undefined, dataDir: string): Binaries {
  const fitting = major === undefined ? found[0] : found.find((each) => each.major === major)
  if (fitting !== undefined) return fitting
  const have = found.map((each) => `${each.major} (${each.bin})`).join(', ')
  throw new TrothError('postgres.major', {
    detail: `${dataDir} was made by PostgreSQL ${major} and this machine has ${have}. Install PostgreSQL ${major} and name its directory in TROTH_PG_BIN, or start with another data directory; nothing was changed.`,
  })
}

// The kernel cuts a socket's path at 107 bytes, which a deep checkout passes.
async function chooseSocketDir(dataDir: string, account: Account): Promise<string> {
  const real = await realpath(dataDir)
  if (Buffer.byteLength(join(real, `.s.PGSQL.${port}.lock`)) <= longestSocketPath) return real
  const short = await mkdtemp(join(tmpdir(), 'troth-'))
  if (account.uid !== undefined && account.gid !== undefined) {
    await chown(short, account.uid, account.gid)
  }
  return short
}

// After a kill -9 the old server, or its orphaned backends, may need a moment to let go of the directory.
async function persist(
  dataDir: string,
  start: () => Promise<Postmaster | StartFailure>,
): Promise<Postmaster> {
  const deadline = performance.now() + patience
  for (;;) {
    await freeDataDirectory(dataDir)
    const started = await start()
    if ('stop' in started) return started
    const held = /lock file|pre-existing shared memory/.test(started.lines)
    if (!held || performance.now() > deadline) {
      throw new TrothError(held ? 'postgres.in-use' : 'postgres.failed', {
        detail: `Its last words: ${started.lines}`,
      })
    }
    await sleep(20)
  }
}
