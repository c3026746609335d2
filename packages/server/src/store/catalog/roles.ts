import type { Found } from '../compile/catalog-object.ts'
import type { Queryable } from '../database.ts'
import { quoteName } from '../quote.ts'

/** Whose roles a catalog is read for. */
export type Scope = {
  readonly rolePrefix: string
  readonly owner: string
  readonly engine: string
}

/**
 * Roles that are Troth's: the purposes', the owner's and the engine's, and whoever was ever issued a login or is a
 * member of a purpose. `$1` is the deployment's prefix.
 */
export const ourRoles = String.raw`
  ours AS (
    SELECT oid, rolname FROM pg_roles
    WHERE starts_with(rolname, $1 || 'for_') OR rolname IN ($1 || 'troth_owner', $1 || 'troth_engine')
      OR rolname IN (SELECT login FROM troth.login)
      OR oid IN (SELECT member FROM pg_auth_members JOIN pg_roles r ON r.oid = roleid
        WHERE starts_with(r.rolname, $1 || 'for_')))`

/** The attributes of our roles, who is a member of which and how, and the settings they start with. */
export async function readRoles(
  database: Queryable,
  { rolePrefix }: Scope,
  serverVersion: number,
): Promise<readonly Found[]> {
  const attributes = await database.query<{ name: string; value: string }>(roleQuery, [rolePrefix])
  const options = serverVersion >= 160_000 ? memberOptions : memberOptions15
  const members = await database.query<{ role: string; member: string; value: string }>(
    memberQuery(options),
    [rolePrefix],
  )
  const settings = await database.query<Setting>(settingQuery, [rolePrefix])
  return [
    ...attributes.rows.map(({ name, value }): Found => ({ kind: 'role', name, value })),
    ...members.rows.map(({ role, member, value }): Found => ({
      kind: 'member',
      name: `${member} in ${role}`,
      value,
      drop: `REVOKE ${quoteName(role)} FROM ${quoteName(member)}`,
    })),
    ...settings.rows.map(settingFact),
  ]
}

const roleQuery = `WITH ${ourRoles}
  SELECT rolname AS name, concat_ws(' ',
    CASE WHEN rolsuper THEN 'SUPERUSER' END,
    CASE WHEN rolbypassrls THEN 'BYPASSRLS' END,
    CASE WHEN rolreplication THEN 'REPLICATION' END,
    CASE WHEN rolcreaterole THEN 'CREATEROLE' END,
    CASE WHEN rolcreatedb THEN 'CREATEDB' END,
    CASE WHEN rolcanlogin THEN 'LOGIN' END,
    CASE WHEN NOT rolinherit THEN 'NOINHERIT' END,
    CASE WHEN rolconnlimit <> -1 THEN 'CONNECTION LIMIT ' || rolconnlimit END,
    CASE WHEN rolvaliduntil < 'infinity'
      THEN 'VALID UNTIL ' || to_char(rolvaliduntil AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') END) AS value
  FROM pg_roles JOIN ours USING (oid, rolname)`

// 16 and later record that whoever creates a role may administer it; that gives no right of the role itself.
const memberOptions = {
  shown: `concat_ws(' ', CASE WHEN inherit_option THEN 'inherit' END, CASE WHEN set_option THEN 'set' END,
    CASE WHEN admin_option THEN 'admin' END)`,
  counted: 'NOT (grantor = 10 AND NOT inherit_option AND NOT set_option)',
}
const memberOptions15 = {
  shown: `CASE WHEN admin_option THEN 'member admin' ELSE 'member' END`,
  counted: 'true',
}

function memberQuery({ shown, counted }: typeof memberOptions): string {
  return `WITH ${ourRoles}
    SELECT r.rolname AS role, m.rolname AS member, string_agg(${shown}, ', ' ORDER BY ${shown}) AS value
    FROM pg_auth_members a JOIN pg_roles r ON r.oid = a.roleid JOIN pg_roles m ON m.oid = a.member
    WHERE (a.roleid IN (SELECT oid FROM ours) OR a.member IN (SELECT oid FROM ours)) AND ${counted}
    GROUP BY 1, 2`
}

type Setting = {
  readonly role: string | null
  readonly database: string | null
  readonly value: string
}

// What is set for everyone concerns us where it changes who reads what, or skips the database's own checks.
const settingQuery = `WITH ${ourRoles}
  SELECT r.rolname AS role, d.datname AS database, string_agg(entry, ', ' ORDER BY entry) AS value
  FROM pg_db_role_setting s CROSS JOIN unnest(setconfig) entry
    LEFT JOIN pg_roles r ON r.oid = setrole LEFT JOIN pg_database d ON d.oid = setdatabase
  WHERE (setdatabase = 0 OR d.datname = current_database())
    AND (setrole IN (SELECT oid FROM ours) OR setrole = 0 AND split_part(entry, '=', 1) IN (
      'role', 'session_authorization', 'row_security', 'search_path', 'session_replication_role',
      'local_preload_libraries', 'session_preload_libraries'))
  GROUP BY 1, 2`

function settingFact({ role, database, value }: Setting): Found {
  const fact = {
    kind: 'setting',
    name: `${role ?? 'everyone'}${database ? ' here' : ''}`,
    value,
  } as const
  if (role === null) return fact
  const where = database === null ? '' : ` IN DATABASE ${quoteName(database)}`
  return { ...fact, drop: `ALTER ROLE ${quoteName(role)}${where} RESET ALL` }
}
