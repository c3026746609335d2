import type { Found } from '../compile/catalog-object.ts'
import type { Queryable } from '../database.ts'
import { ourRoles, type Scope } from './roles.ts'

type Entry = {
  readonly object: string
  readonly sql: string | null
  readonly grantee: string | null
  readonly right: string
  readonly column: string | null
}

/**
 * Every right that anyone but its owner has on the datasets and purposes, and every right of a purpose, a login or
 * everyone on anything else that PostgreSQL does not give by itself.
 */
export async function readRights(
  database: Queryable,
  { rolePrefix }: Scope,
): Promise<readonly Found[]> {
  const entries: Entry[] = []
  for (const query of queries) {
    entries.push(...(await database.query<Entry>(query, [rolePrefix])).rows)
  }
  const grouped = Map.groupBy(
    entries,
    ({ object, grantee }) => `${object} to ${grantee ?? 'PUBLIC'}`,
  )
  return [...grouped].map(([name, group]): Found => {
    const [first] = group
    const drop = first?.sql && `REVOKE ALL ON ${first.sql} FROM ${first.grantee ?? 'PUBLIC'}`
    return { kind: 'grant', name, value: summarise(group), ...(drop && { drop }) }
  })
}

function summarise(group: readonly Entry[]): string {
  const rights = Map.groupBy(group, ({ right, column }) => (column === null ? right : `${right} (`))
  const shown = [...rights].map(([right, entries]) => {
    const columns = entries.flatMap(({ column }) => column ?? []).toSorted()
    return columns.length === 0 ? right : `${right}${columns.join(', ')})`
  })
  return shown.toSorted().join(', ')
}

const right = `privilege_type || CASE WHEN is_grantable THEN ' WITH GRANT OPTION' ELSE '' END AS right`
const grantee = `(SELECT quote_ident(rolname) FROM pg_roles WHERE oid = grantee) AS grantee`
const ourSchemas = `(nspname = 'data' OR nspname LIKE 'for\\_%')`
const systemSchemas = `(nspname LIKE 'pg\\_%' OR nspname = 'information_schema')`
// A purpose or a login; what the engine may do on Troth's own tables, the committed schema says.
const restricted = `(grantee IN (SELECT oid FROM ours WHERE rolname NOT IN ($1 || 'troth_owner', $1 || 'troth_engine')))`

const relations = (column: string, acl: string, from: string) => `WITH ${ourRoles}
  SELECT 'table ' || nspname || '.' || relname AS object, format('TABLE %I.%I', nspname, relname) AS sql,
    ${grantee}, ${right}, ${column} AS column
  FROM ${from} JOIN pg_namespace n ON n.oid = relnamespace CROSS JOIN aclexplode(${acl})
  WHERE grantee <> relowner AND (${ourSchemas} OR ${restricted} OR grantee = 0 AND NOT ${systemSchemas})`

/** Rights that everyone has on a system table now and had not when the database was made. */
const systemTables = `SELECT 'table ' || c.oid::regclass AS object, NULL AS sql, NULL AS grantee, ${right},
    NULL AS column
  FROM pg_class c JOIN pg_namespace n ON n.oid = relnamespace CROSS JOIN aclexplode(relacl)
  WHERE $1::text IS NOT NULL AND nspname = 'pg_catalog' AND grantee = 0 AND NOT EXISTS (
    SELECT FROM pg_init_privs i CROSS JOIN aclexplode(initprivs) was
    WHERE i.classoid = 'pg_class'::regclass AND i.objoid = c.oid AND i.objsubid = 0
      AND was.grantee = 0 AND was.privilege_type = aclexplode.privilege_type)`

const other = (object: string, acl: string, from: string, when = restricted) => `WITH ${ourRoles}
  SELECT ${object} AS object, NULL AS sql, ${grantee}, ${right}, NULL AS column
  FROM ${from} CROSS JOIN aclexplode(${acl}) WHERE ${when}`

const queries: readonly string[] = [
  relations('NULL', 'relacl', 'pg_class'),
  relations('attname', 'attacl', 'pg_class JOIN pg_attribute ON attrelid = pg_class.oid'),
  systemTables,
  `WITH ${ourRoles}
    SELECT 'schema ' || nspname AS object, format('SCHEMA %I', nspname) AS sql, ${grantee}, ${right}, NULL AS column
    FROM pg_namespace CROSS JOIN aclexplode(nspacl)
    WHERE grantee <> nspowner AND (${ourSchemas} OR ${restricted} OR grantee = 0 AND NOT ${systemSchemas})`,
  other(
    `'database'`,
    'coalesce(datacl, acldefault($$d$$, datdba))',
    'pg_database',
    'datname = current_database() AND grantee <> datdba AND (grantee = 0 OR grantee IN (SELECT oid FROM ours))',
  ),
  other(`'function ' || pg_proc.oid::regprocedure`, 'proacl', 'pg_proc'),
  other(`'type ' || pg_type.oid::regtype`, 'typacl', 'pg_type'),
  other(`'language ' || lanname`, 'lanacl', 'pg_language'),
  other(`'foreign server ' || srvname`, 'srvacl', 'pg_foreign_server'),
  other(`'foreign data wrapper ' || fdwname`, 'fdwacl', 'pg_foreign_data_wrapper'),
  other(`'tablespace ' || spcname`, 'spcacl', 'pg_tablespace'),
  other(`'large object ' || pg_largeobject_metadata.oid`, 'lomacl', 'pg_largeobject_metadata'),
  other(`'parameter ' || parname`, 'paracl', 'pg_parameter_acl'),
  // Rights that objects not yet made will have.
  other(
    `'default rights of ' || pg_get_userbyid(defaclrole)`,
    'defaclacl',
    'pg_default_acl',
    `${restricted} OR grantee = 0`,
  ),
]
