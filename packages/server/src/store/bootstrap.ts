import { setTimeout as sleep } from 'node:timers/promises'
import type { Database, Queryable } from './database.ts'
import { failureOf } from './failure.ts'
import { passwordVerifier } from './logins/verifier.ts'
import { quoteName, quoteText } from './quote.ts'

/** The names of the roles that every Troth has, behind the deployment's prefix. */
export type RoleNames = { readonly owner: string; readonly engine: string }

/** What `bootstrap` is told. */
export type BootstrapOptions = {
  readonly database: string
  /** Goes before every role's name, since roles belong to the whole server. */
  readonly rolePrefix?: string
  /** Lets the two roles log in from elsewhere than where the server trusts them, as it does on our own socket. */
  readonly passwords?: { readonly owner: string; readonly engine: string }
}

const usablePrefix = /^[a-z0-9_]{0,24}$/

/**
 * Names the owner (migrations only) and the engine (the server's login). Throws RangeError on a prefix that is not up
 * to 24 small letters, digits and underscores.
 */
export function roleNames(rolePrefix = ''): RoleNames {
  if (!usablePrefix.test(rolePrefix)) throw new RangeError('A role prefix takes a-z, 0-9 and _.')
  return { owner: `${rolePrefix}troth_owner`, engine: `${rolePrefix}troth_engine` }
}

/**
 * Creates the owner role, the engine's login and a database of their own where they are missing, and closes the
 * database to everyone else; a superuser, as on the server that is Troth's own, closes PostgreSQL's databases too. The administrator is a superuser, or a role with CREATEROLE and CREATEDB. Safe at every
 * start and from several processes at once; a role that was given more since is put back.
 *
 * @example
 * await bootstrap(superuser, { database: 'troth' })
 */
export async function bootstrap(
  administrator: Database,
  { database, rolePrefix, passwords }: BootstrapOptions,
): Promise<void> {
  const { owner, engine } = roleNames(rolePrefix)
  await ensureRole(administrator, owner, ownerAttributes, passwords?.owner)
  await ensureRole(administrator, engine, engineAttributes, passwords?.engine)
  // Whoever gives a database to a role must be able to act as that role.
  const superuser = await isSuperuser(administrator)
  if (superuser) await tolerant(() => closeOthers(administrator))
  else {
    await tolerant(() => administrator.query(`GRANT ${quoteName(owner)} TO CURRENT_USER`))
  }
  await tolerant(() => ensureDatabase(administrator, database, owner))
  await tolerant(() =>
    administrator.transaction(async (transaction) => {
      await transaction.query(`SET LOCAL ROLE ${quoteName(owner)}`)
      await transaction.query(`REVOKE ALL ON DATABASE ${quoteName(database)} FROM PUBLIC`)
      await letConnect(transaction, database, engine)
    }),
  )
  if (!superuser)
    await tolerant(() => administrator.query(`REVOKE ${quoteName(owner)} FROM CURRENT_USER`))
}

// A purpose's login could keep there what it read, where no policy looks.
async function closeOthers(superuser: Queryable): Promise<void> {
  const { rows } = await superuser.query<{ name: string }>(
    `SELECT datname AS name FROM pg_database WHERE datname IN ('postgres', 'template1')
      AND (has_database_privilege('public', oid, 'CONNECT') OR has_database_privilege('public', oid, 'TEMPORARY'))`,
  )
  for (const { name } of rows) {
    await superuser.query(`REVOKE ALL ON DATABASE ${quoteName(name)} FROM PUBLIC`)
  }
}

/** Creates the engine's login where it is missing; the owner may, so a company's own database needs no superuser. */
export async function createEngine(owner: Queryable, rolePrefix?: string): Promise<void> {
  const { engine } = roleNames(rolePrefix)
  await ensureRole(owner, engine, engineAttributes, undefined)
  const { rows } = await owner.query<{ name: string }>('SELECT current_database() AS name')
  for (const { name } of rows) await tolerant(() => letConnect(owner, name, engine))
}

/**
 * Takes from everyone the functions that keep large objects, which are storage no policy sees, and advisory locks,
 * with which a purpose's login could hold up a migration. Takes a superuser in Troth's database; does nothing twice.
 */
export async function closeFunctions(superuser: Database, rolePrefix?: string): Promise<void> {
  const { owner, engine } = roleNames(rolePrefix)
  const close = () =>
    superuser.transaction(async (transaction) => {
      const { rows } = await transaction.query<{ name: string; locks: boolean }>(openFunctions)
      const names = (some: typeof rows) => some.map(({ name }) => name).join(', ')
      const locks = names(rows.filter((each) => each.locks))
      const both = `${quoteName(owner)}, ${quoteName(engine)}`
      if (rows.length > 0) {
        await transaction.query(`REVOKE ALL ON FUNCTION ${names(rows)} FROM PUBLIC`)
      }
      if (locks !== '') await transaction.query(`GRANT EXECUTE ON FUNCTION ${locks} TO ${both}`)
    })
  await tolerant(close)
}

const openFunctions = String.raw`
  SELECT oid::regprocedure::text AS name, proname LIKE 'pg\_%' AS locks FROM pg_proc
  WHERE pronamespace = 'pg_catalog'::regnamespace
    AND (proname LIKE 'lo\_%' OR proname LIKE 'pg\_%advisory\_%')
    AND has_function_privilege('public', oid, 'EXECUTE')
  ORDER BY 1`

type Attributes = Readonly<Record<string, boolean>>

const common = { rolsuper: false, rolbypassrls: false, rolreplication: false, rolcanlogin: true }
// CREATEROLE because each purpose of the policy becomes a role.
const ownerAttributes = { ...common, rolcreaterole: true, rolcreatedb: false, rolinherit: true }
const engineAttributes = { ...common, rolcreaterole: false, rolcreatedb: false, rolinherit: false }

const words: Readonly<Record<string, string>> = {
  rolsuper: 'SUPERUSER',
  rolbypassrls: 'BYPASSRLS',
  rolreplication: 'REPLICATION',
  rolcanlogin: 'LOGIN',
  rolcreaterole: 'CREATEROLE',
  rolcreatedb: 'CREATEDB',
  rolinherit: 'INHERIT',
}

async function ensureRole(
  database: Queryable,
  role: string,
  attributes: Attributes,
  password: string | undefined,
): Promise<void> {
  const verifier = password === undefined ? undefined : await passwordVerifier(password)
  await tolerant(async () => {
    const { rows } = await database.query<Attributes>(
      `SELECT ${Object.keys(words).join(', ')} FROM pg_roles WHERE rolname = $1`,
      [role],
    )
    const [found] = rows
    const said = Object.entries(attributes)
      // Only a superuser may name SUPERUSER and its like, even to say no; a new role has none of them.
      .filter(([name, on]) => (found ? found[name] !== on : on || name === 'rolinherit'))
      .map(([name, on]) => `${on ? '' : 'NO'}${words[name]}`)
    if (verifier !== undefined) said.push(`PASSWORD ${quoteText(verifier)}`)
    if (said.length === 0) return
    await database.query(`${found ? 'ALTER' : 'CREATE'} ROLE ${quoteName(role)} ${said.join(' ')}`)
  })
}

async function ensureDatabase(server: Queryable, name: string, owner: string): Promise<void> {
  const { count } = await server.query('SELECT FROM pg_database WHERE datname = $1', [name])
  if (count > 0) return
  await server.query(
    `CREATE DATABASE ${quoteName(name)} OWNER ${quoteName(owner)} TEMPLATE template0 ENCODING 'UTF8'`,
  )
}

async function letConnect(owner: Queryable, database: string, engine: string): Promise<void> {
  await owner.query(`GRANT CONNECT ON DATABASE ${quoteName(database)} TO ${quoteName(engine)}`)
}

async function isSuperuser(database: Queryable): Promise<boolean> {
  const { rows } = await database.query<{ is: boolean }>(
    'SELECT rolsuper AS is FROM pg_roles WHERE rolname = current_user',
  )
  return rows[0]?.is === true
}

// XX000 is "tuple concurrently updated": two processes changed one role or one list of rights at the same instant. The
// others say that the thing was made meanwhile, or that the template is being copied.
const collisions = new Set(['XX000', '42710', '42P04', '23505', '55006'])
const attempts = 20

async function tolerant(step: () => Promise<unknown>): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      await step()
      return
    } catch (fault) {
      const sqlstate = failureOf(fault)?.sqlstate ?? ''
      if (!collisions.has(sqlstate) || attempt === attempts) throw fault
      await sleep(10 + Math.random() * 20 * attempt)
    }
  }
}
