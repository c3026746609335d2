import type { Database, Queryable } from './database.ts'

/** The names of the roles that every Troth has, behind the deployment's prefix. */
export type RoleNames = { readonly owner: string; readonly engine: string }

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
 * Creates the owner role and a database of its own, where they are missing: the only work that needs a superuser,
 * done once on a server that Troth starts itself.
 *
 * @example
 * await bootstrap(superuser, { database: 'troth' })
 */
export async function bootstrap(
  superuser: Database,
  options: { readonly database: string; readonly rolePrefix?: string; readonly template?: string },
): Promise<void> {
  const { owner } = roleNames(options.rolePrefix)
  // CREATEROLE because each purpose of the policy becomes a role; never BYPASSRLS.
  await createRole(superuser, owner, 'LOGIN CREATEROLE NOSUPERUSER NOBYPASSRLS')
  const { count } = await superuser.query('SELECT FROM pg_database WHERE datname = $1', [
    options.database,
  ])
  if (count > 0) return
  const template = options.template ?? 'template1'
  await superuser.query(
    `CREATE DATABASE "${options.database}" OWNER ${owner} TEMPLATE "${template}"`,
  )
  await superuser.query(`REVOKE ALL ON DATABASE "${options.database}" FROM PUBLIC`)
}

/** Creates the engine's login where it is missing; the owner may, so a company's own database needs no superuser. */
export async function createEngine(owner: Queryable, rolePrefix?: string): Promise<void> {
  const { engine } = roleNames(rolePrefix)
  await createRole(owner, engine, 'LOGIN NOINHERIT NOSUPERUSER NOBYPASSRLS')
  await owner.query(`DO $$ BEGIN
    EXECUTE format('GRANT CONNECT ON DATABASE %I TO ${engine}', current_database());
  END $$`)
}

// Roles belong to the whole server, where another database's migration may be creating the same one.
async function createRole(database: Queryable, name: string, attributes: string): Promise<void> {
  await database.query(`DO $$ BEGIN
    CREATE ROLE ${name} ${attributes};
  EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL;
  END $$`)
}
