import type { Queryable } from '../database.ts'

/** One thing of schema `troth` as SQL: a table with its columns, or a line of its own. */
export type Block = { readonly heading: string; readonly lines: readonly string[] }

/**
 * Writes Troth's own tables, as they are in a database, as SQL that is the same on every version of PostgreSQL. Mask
 * words beyond the first are left out: the policy adds those.
 */
export async function dumpSchema(database: Queryable, rolePrefix = ''): Promise<readonly Block[]> {
  const blocks: Block[] = []
  for (const query of queries) {
    const { rows } = await database.query<{ heading: string; lines: string[] }>(query)
    for (const { heading, lines } of rows) {
      blocks.push({ heading, lines: lines.map((line) => unprefixed(line, rolePrefix)) })
    }
  }
  return blocks
}

/** The blocks as one text, as `sql/schema.sql` has it. */
export function renderSchema(blocks: readonly Block[]): string {
  const texts = blocks.map(({ heading, lines }) =>
    heading === ''
      ? lines.join('\n')
      : `${heading} (\n${lines.map((line) => `  ${line}`).join(',\n')}\n);`,
  )
  return `-- Troth's own tables after every migration, as packages/server/test/store/schema.test.ts finds them; UPDATE=1 rewrites.\n\n${texts.join('\n\n')}\n`
}

/** Reads the lines of a rendered schema, each under the table it belongs to. */
export function linesOf(schema: string): ReadonlySet<string> {
  const lines = schema
    .split('\n\n')
    .slice(1)
    .flatMap((text) => {
      const [first = '', ...rest] = text.trimEnd().split('\n')
      if (!first.endsWith(' (')) return [first, ...rest]
      const table = first.slice('CREATE TABLE '.length, -2)
      return [
        first,
        ...rest.slice(0, -1).map((line) => `${table}: ${line.trim().replace(/,$/, '')}`),
      ]
    })
  return new Set(lines)
}

// Prefixed roles are told by their names' ends: nobody but Troth's two roles is named in its own schema.
function unprefixed(line: string, rolePrefix: string): string {
  return line
    .replaceAll(`${rolePrefix}troth_engine`, 'troth_engine')
    .replaceAll(`${rolePrefix}troth_owner`, 'troth_owner')
}

const grants = (acl: string, owner: string, on: string) => `
  SELECT 'GRANT ' || string_agg(verb || columns, ', ' ORDER BY verb) || ' ON ${on} TO ' || grantee || ';'
  FROM (SELECT coalesce(quote_ident(rolname), 'PUBLIC') AS grantee,
      privilege_type || CASE WHEN is_grantable THEN ' WITH GRANT OPTION' ELSE '' END AS verb, '' AS columns
    FROM aclexplode(${acl}) LEFT JOIN pg_roles r ON r.oid = grantee WHERE grantee <> ${owner}) rights
  GROUP BY grantee ORDER BY grantee`

const columnGrants = `
  SELECT format('GRANT %s (%s) ON troth.%I TO %s;', verb, string_agg(quote_ident(attname), ', ' ORDER BY attname),
    relname, grantee)
  FROM (SELECT coalesce(quote_ident(rolname), 'PUBLIC') AS grantee, attname, privilege_type AS verb
    FROM pg_attribute a CROSS JOIN aclexplode(attacl) LEFT JOIN pg_roles r ON r.oid = grantee
    WHERE attrelid = c.oid) rights GROUP BY grantee, verb ORDER BY grantee, verb`

const tables = `
  SELECT 'CREATE TABLE troth.' || quote_ident(relname) AS heading, ARRAY(
      SELECT concat_ws(' ', quote_ident(attname), format_type(atttypid, atttypmod),
        CASE WHEN attnotnull THEN 'NOT NULL' END, 'DEFAULT ' || pg_get_expr(adbin, adrelid),
        CASE WHEN attidentity <> '' THEN 'IDENTITY' END, CASE WHEN attgenerated <> '' THEN 'GENERATED' END)
      FROM pg_attribute LEFT JOIN pg_attrdef ON adrelid = attrelid AND adnum = attnum
      WHERE attrelid = c.oid AND attnum > 0 AND NOT attisdropped AND attname !~ '^(record_)?mask[1-9][0-9]*$'
      ORDER BY attnum
    ) || ARRAY(
      SELECT format('CONSTRAINT %I %s', conname, pg_get_constraintdef(oid)) FROM pg_constraint
      WHERE conrelid = c.oid AND contype IN ('p', 'u', 'f', 'c', 'x') ORDER BY contype <> 'p', conname
    ) AS lines, relname AS place
  FROM pg_class c WHERE relnamespace = 'troth'::regnamespace AND relkind IN ('r', 'p', 'f')`

const besides = `
  SELECT '' AS heading, lines, relname AS place FROM pg_class c CROSS JOIN LATERAL (SELECT ARRAY(
      SELECT pg_get_indexdef(indexrelid) || ';' FROM pg_index WHERE indrelid = c.oid
        AND NOT EXISTS (SELECT FROM pg_constraint WHERE conindid = indexrelid) ORDER BY 1
    ) || ARRAY(${grants('relacl', 'relowner', `troth.' || quote_ident(relname) || '`)}
    ) || ARRAY(${columnGrants}
    ) || ARRAY(SELECT pg_get_triggerdef(oid) || ';' FROM pg_trigger WHERE tgrelid = c.oid AND NOT tgisinternal
    ) || ARRAY(SELECT format('CREATE POLICY %I ON troth.%I;', polname, relname) FROM pg_policy WHERE polrelid = c.oid
    ) || ARRAY(SELECT pg_get_ruledef(oid) FROM pg_rewrite WHERE ev_class = c.oid
    ) || CASE WHEN pg_get_userbyid(relowner) NOT LIKE '%troth\\_owner'
      THEN ARRAY[format('ALTER TABLE troth.%I OWNER TO %I;', relname, pg_get_userbyid(relowner))] END AS lines) made
  WHERE relnamespace = 'troth'::regnamespace AND relkind IN ('r', 'p', 'f', 'v', 'm', 'S')
    AND cardinality(lines) > 0`

const schemas = `
  SELECT '' AS heading, ARRAY['CREATE SCHEMA ' || nspname || ';'] || ARRAY(${grants(
    'nspacl',
    'nspowner',
    `SCHEMA ' || nspname || '`,
  )}) AS lines
  FROM pg_namespace WHERE nspname IN ('troth', 'public') ORDER BY nspname`

const functions = `
  SELECT '' AS heading, ARRAY['CREATE FUNCTION ' || oid::regprocedure || ';'] AS lines
  FROM pg_proc WHERE pronamespace = 'troth'::regnamespace ORDER BY 2`

const queries: readonly string[] = [
  schemas,
  `SELECT heading, lines FROM (${tables} UNION ALL ${besides}) made ORDER BY place, heading = ''`,
  functions,
]
