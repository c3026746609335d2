/**
 * The door to PostgreSQL for tests: a block for each major version, a database for each test file. The runner starts
 * the servers and tells of them in `TROTH_TEST_PG`; a file that is run alone starts its own.
 *
 * @module
 */
import { randomBytes } from 'node:crypto'
import { after, before, describe } from 'node:test'
import { bootstrap, closeFunctions, roleNames } from '../../src/store/bootstrap.ts'
import { type Database, openDatabase } from '../../src/store/database.ts'
import { type TestServer, startTestServers } from './servers.ts'

export type { TestServer } from './servers.ts'

/** An empty or templated database of one test file, with its roles. */
export type TestDatabase = {
  readonly name: string
  readonly rolePrefix: string
  /** The owner role: migrations and set-up. */
  readonly owner: Database
  /** Bypasses row security: for looking at what was stored, never as the subject of a test. */
  readonly superuser: Database
  /** Opens a pool as another role; closed by `drop`. */
  as(role: string): Database
  /** What `openDatabase` or `pg` needs to connect as a role. */
  connection(role: string): {
    readonly host: string
    readonly port: number
    readonly database: string
    readonly user: string
  }
  /** Closes every pool and removes the database; its roles too, when they are its own. */
  drop(): Promise<void>
}

/** A database that many test files copy: built once a run and server, under its own role prefix. */
export type Template = {
  /** Small letters and digits: the name of the database and, with `_`, the prefix of its roles. */
  readonly name: string
  readonly build: (database: TestDatabase) => Promise<void>
}

const servers = await findServers()

/**
 * Declares the tests once for each PostgreSQL the suite runs on.
 *
 * @example
 * forEachPostgres((server) => {
 *   const database = freshDatabase(server)
 *   test('counts', async () => { await database().owner.query('SELECT 1') })
 * })
 */
export function forEachPostgres(declare: (server: TestServer) => void): void {
  for (const server of servers) {
    void describe(`PostgreSQL ${server.major}`, () => declare(server))
  }
}

/** Gives the enclosing block a database of its own, made before its tests and dropped after them. */
export function freshDatabase(server: TestServer, template?: Template): () => TestDatabase {
  let database: TestDatabase | undefined
  before(async () => {
    database = await createDatabase(server, template)
  })
  after(async () => database?.drop())
  return () => {
    if (database === undefined) throw new Error('Ask for the database inside a test.')
    return database
  }
}

/** Creates a database for as long as the caller wants it; `freshDatabase` suits most tests. */
export async function createDatabase(
  server: TestServer,
  template?: Template,
): Promise<TestDatabase> {
  const name = `t${randomBytes(5).toString('hex')}`
  const rolePrefix = template === undefined ? `${name}_` : `${template.name}_`
  if (template !== undefined) await copyTemplate(server, template, name)
  await prepare(server, name, rolePrefix)
  return openTestDatabase(server, name, rolePrefix, template === undefined)
}

// The same steps as at a start of ours, so that tests run under the rights of production.
async function prepare(server: TestServer, database: string, rolePrefix: string): Promise<void> {
  const admin = openDatabase({ connection: connection(server, 'postgres', server.superuser) })
  try {
    await bootstrap(admin, { database, rolePrefix })
  } finally {
    await admin.close()
  }
  const inside = openDatabase({ connection: connection(server, database, server.superuser) })
  try {
    await closeFunctions(inside, rolePrefix)
  } finally {
    await inside.close()
  }
}

// Test files run side by side: the first one builds the template and the others wait for it.
async function copyTemplate(server: TestServer, template: Template, name: string): Promise<void> {
  const { name: source, build } = template
  const rolePrefix = `${source}_`
  const admin = openDatabase({ connection: connection(server, 'postgres', server.superuser) })
  try {
    await admin.session(async (session) => {
      await session.query('SELECT pg_advisory_lock(hashtext($1))', [source])
      const { count } = await session.query('SELECT FROM pg_database WHERE datname = $1', [source])
      if (count > 0) return
      const draft = `${source}_draft`
      await session.query(`DROP DATABASE IF EXISTS "${draft}" WITH (FORCE)`)
      await prepare(server, draft, rolePrefix)
      const built = openTestDatabase(server, draft, rolePrefix, false)
      try {
        await build(built)
      } finally {
        await built.close()
      }
      await session.query(`ALTER DATABASE "${draft}" RENAME TO "${source}"`)
    })
    const { owner } = roleNames(rolePrefix)
    await admin.query(`CREATE DATABASE "${name}" OWNER "${owner}" TEMPLATE "${source}"`)
  } finally {
    await admin.close()
  }
}

function openTestDatabase(
  server: TestServer,
  name: string,
  rolePrefix: string,
  ownsRoles: boolean,
): TestDatabase & { close(): Promise<void> } {
  const pools: Database[] = []
  const as = (role: string) => {
    const pool = openDatabase({ connection: connection(server, name, role), connections: 8 })
    pools.push(pool)
    return pool
  }
  const close = async () => {
    await Promise.all(pools.splice(0).map((pool) => pool.close()))
  }
  return {
    name,
    rolePrefix,
    owner: as(roleNames(rolePrefix).owner),
    superuser: as(server.superuser),
    as,
    connection: (role) => connection(server, name, role),
    close,
    async drop() {
      await close()
      await dropDatabase(server, name, ownsRoles ? rolePrefix : undefined)
    },
  }
}

async function dropDatabase(server: TestServer, name: string, rolePrefix?: string): Promise<void> {
  const admin = openDatabase({ connection: connection(server, 'postgres', server.superuser) })
  try {
    await admin.query(`DROP DATABASE IF EXISTS "${name}" WITH (FORCE)`)
    if (rolePrefix === undefined) return
    const { rows } = await admin.query<{ role: string }>(
      'SELECT quote_ident(rolname) AS role FROM pg_roles WHERE starts_with(rolname, $1)',
      [rolePrefix],
    )
    if (rows.length > 0) await admin.query(`DROP ROLE ${rows.map(({ role }) => role).join(', ')}`)
  } finally {
    await admin.close()
  }
}

function connection(server: TestServer, database: string, user: string) {
  return { host: server.socketDir, port: server.port, database, user }
}

async function findServers(): Promise<readonly TestServer[]> {
  const told = process.env['TROTH_TEST_PG']
  if (told !== undefined) return JSON.parse(told) as readonly TestServer[]
  const started = await startTestServers()
  after(() => started.stop())
  return started.servers
}
