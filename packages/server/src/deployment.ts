/** Reaching the database of a deployment: the company's own, the one that runs here already, or one started now. @module */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { ClientConfig } from 'pg'
import type { Config } from './config.ts'
import { TrothError } from './errors.ts'
import { bootstrap, closeFunctions, roleNames } from './store/bootstrap.ts'
import { type Database, openDatabase } from './store/database.ts'
import { migrate } from './store/migrate.ts'
import { runningPostgres, startPostgres } from './store/postgres/start.ts'

/** A database that is migrated, with the ways in. */
export interface Deployment {
  /** The owner's pool: migrations, publishing, logins. */
  readonly owner: Database
  /** How the engine's login connects. */
  readonly engine: ClientConfig
  /** How a login connects that the owner issued, which serves one purpose. */
  readonly connectionOf: (login: string, password: string) => ClientConfig
  /** What to tell people: `PostgreSQL 18.4, started here`. */
  readonly description: string
  /** For `psql`: the folder of the socket, where the server is one of ours. */
  readonly socketDir: string | undefined
  /** Lets go of the database, and stops it where it was started here. */
  close(): Promise<void>
}

const databaseName = 'troth'
const superuser = 'postgres'

/** How a deployment is opened. */
export interface OpenOptions {
  /** Starts a managed PostgreSQL; otherwise the one that runs on the data directory is used where one does. */
  readonly start: boolean
  /** Makes a database where there is none yet; otherwise that is refused, for it may be a wrong folder. */
  readonly make: boolean
  readonly log: (line: string) => void
}

/**
 * Opens the database of a deployment, ready for use. With `start`, a managed PostgreSQL is started; without it, the one
 * that runs on the data directory is used and only where none does, one is started for as long as the command runs.
 */
export async function openDeployment(
  config: Config,
  { start, make, log }: OpenOptions,
): Promise<Deployment> {
  if (config.databaseUrl !== undefined && config.ownerDatabaseUrl !== undefined) {
    return openOwn(config, config.databaseUrl, config.ownerDatabaseUrl)
  }
  if (!make && !existsSync(config.dataDir)) {
    throw new TrothError('policy.missing', {
      detail: `There is no Troth in ${config.dataDir}: set TROTH_DATA_DIR as for the server, or run: npm start`,
    })
  }
  const dataDir = join(config.dataDir, 'postgres')
  const running = start ? undefined : await runningPostgres(dataDir)
  if (running !== undefined) {
    const at = { host: running.socketDir, port: running.port }
    return openManaged(config, at, 'PostgreSQL that runs here', async () => {})
  }
  const postgres = await startPostgres({ dataDir, binaries: config.pgBin, log })
  const at = { host: postgres.socketDir, port: postgres.port }
  try {
    return await openManaged(config, at, `PostgreSQL ${postgres.version}, started here`, () =>
      postgres.stop(),
    )
  } catch (fault) {
    await postgres.stop()
    throw fault
  }
}

async function openManaged(
  config: Config,
  at: { readonly host: string; readonly port: number },
  description: string,
  stop: () => Promise<void>,
): Promise<Deployment> {
  const { rolePrefix } = config
  const as = (user: string, database = databaseName) => ({ ...at, user, database })
  await using(openDatabase({ connection: as(superuser, 'postgres') }), (administrator) =>
    bootstrap(administrator, { database: databaseName, rolePrefix }),
  )
  await using(openDatabase({ connection: as(superuser) }), (administrator) =>
    closeFunctions(administrator, rolePrefix),
  )
  const roles = roleNames(rolePrefix)
  const owner = openDatabase({ connection: as(roles.owner) })
  const close = async () => {
    await owner.close()
    await stop()
  }
  return ready(owner, rolePrefix, {
    engine: as(roles.engine),
    connectionOf: (login) => as(login),
    description,
    socketDir: at.host,
    close,
  })
}

function openOwn(config: Config, engineUrl: string, ownerUrl: string): Promise<Deployment> {
  const owner = openDatabase({ connection: { connectionString: ownerUrl } })
  return ready(owner, config.rolePrefix, {
    engine: { connectionString: engineUrl },
    connectionOf: (user, password) => {
      const url = new URL(engineUrl)
      url.username = user
      url.password = password
      return { connectionString: url.href }
    },
    description: 'your own PostgreSQL',
    socketDir: undefined,
    close: () => owner.close(),
  })
}

async function ready(
  owner: Database,
  rolePrefix: string,
  rest: Omit<Deployment, 'owner'>,
): Promise<Deployment> {
  try {
    await assertPlain(owner)
    await migrate(owner, { rolePrefix })
    return { owner, ...rest }
  } catch (fault) {
    await rest.close()
    throw fault
  }
}

// INVARIANT: nothing of ours runs with rights that row security does not hold for (DESIGN §6).
async function assertPlain(owner: Database): Promise<void> {
  const { rows } = await owner.query<{ plain: boolean; version: number }>(
    `SELECT NOT (rolsuper OR rolbypassrls) AS plain, current_setting('server_version_num')::int AS version
     FROM pg_roles WHERE rolname = current_user`,
  )
  const [role] = rows
  if (role?.plain !== true) {
    throw new TrothError('database.unsafe', {
      detail:
        'TROTH_OWNER_DATABASE_URL logs in as a superuser or with BYPASSRLS; give it a role of its own',
    })
  }
  if (role.version < 150_000) {
    throw new TrothError('database.unsafe', { detail: 'PostgreSQL 15 or newer is needed' })
  }
}

async function using(
  database: Database,
  work: (database: Database) => Promise<unknown>,
): Promise<void> {
  try {
    await work(database)
  } finally {
    await database.close()
  }
}
