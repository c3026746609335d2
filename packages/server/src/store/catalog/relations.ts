import type { Found, Kind } from '../compile/catalog-object.ts'
import type { Queryable } from '../database.ts'

/** Schemas, tables, columns, constraints, indexes, statistics, row policies and views of the datasets and purposes. */
export async function readRelations(database: Queryable): Promise<readonly Found[]> {
  const found: Found[] = []
  for (const [kind, query] of queries) {
    const { rows } = await database.query<{ name: string; value: string; drop: string | null }>(
      query,
    )
    for (const { name, value, drop } of rows) {
      found.push({ kind, name, value, ...(drop !== null && { drop }) })
    }
  }
  return found
}

const ours = `(nspname = 'data' OR nspname LIKE 'for\\_%')`

const queries: readonly (readonly [Kind, string])[] = [
  [
    'schema',
    `SELECT nspname AS name, 'owner ' || pg_get_userbyid(nspowner) AS value,
      CASE WHEN nspname <> 'data' THEN format('DROP SCHEMA %I', nspname) END AS drop
    FROM pg_namespace WHERE ${ours}`,
  ],
  [
    'table',
    `SELECT nspname || '.' || relname AS name, concat_ws(', ',
        'row security ' || CASE WHEN relrowsecurity THEN 'on' ELSE 'off' END,
        CASE WHEN relforcerowsecurity THEN 'forced' END,
        CASE WHEN relkind <> 'r' THEN 'kind ' || relkind::text END,
        CASE WHEN relpersistence <> 'p' THEN 'persistence ' || relpersistence::text END,
        (SELECT 'child of ' || inhparent::regclass FROM pg_inherits WHERE inhrelid = c.oid LIMIT 1),
        (SELECT 'parent of ' || inhrelid::regclass FROM pg_inherits WHERE inhparent = c.oid LIMIT 1),
        array_to_string(reloptions, ', '),
        'owner ' || pg_get_userbyid(relowner)) AS value, NULL AS drop
    FROM pg_class c JOIN pg_namespace n ON n.oid = relnamespace
    WHERE ${ours} AND relkind IN ('r', 'p', 'f', 'm', 'S')`,
  ],
  [
    'column',
    `SELECT nspname || '.' || relname || '.' || attname AS name, concat_ws(' ',
        format_type(atttypid, atttypmod),
        CASE WHEN attnotnull THEN 'NOT NULL' END,
        'DEFAULT ' || pg_get_expr(adbin, adrelid),
        CASE WHEN attidentity <> '' THEN 'IDENTITY' END,
        CASE WHEN attgenerated <> '' THEN 'GENERATED' END,
        CASE WHEN coalesce(attstattarget, -1) >= 0 THEN 'STATISTICS ' || attstattarget END) AS value, NULL AS drop
    FROM pg_attribute a JOIN pg_class c ON c.oid = attrelid JOIN pg_namespace n ON n.oid = relnamespace
      LEFT JOIN pg_attrdef d ON d.adrelid = attrelid AND adnum = attnum
    WHERE attnum > 0 AND NOT attisdropped AND relkind IN ('r', 'p', 'f') AND (${ours}
      OR nspname = 'troth' AND (relname, attname) IN (SELECT 'subject_mask', 'mask' || n FROM generate_series(1, 99) n
        UNION SELECT 'provenance', 'record_mask' || n FROM generate_series(1, 99) n))`,
  ],
  [
    'constraint',
    `SELECT nspname || '.' || relname || '.' || conname AS name, pg_get_constraintdef(o.oid) AS value,
      format('ALTER TABLE %I.%I DROP CONSTRAINT %I', nspname, relname, conname) AS drop
    FROM pg_constraint o JOIN pg_class c ON c.oid = conrelid JOIN pg_namespace n ON n.oid = relnamespace
    WHERE ${ours} AND contype IN ('p', 'u', 'f', 'c', 'x')`,
  ],
  [
    'index',
    `SELECT nspname || '.' || c.relname AS name,
      pg_get_indexdef(indexrelid) || CASE WHEN indisvalid AND indisready THEN '' ELSE ' INVALID' END AS value,
      format('DROP INDEX %I.%I', nspname, c.relname) AS drop
    FROM pg_index i JOIN pg_class c ON c.oid = indexrelid JOIN pg_namespace n ON n.oid = relnamespace
    WHERE ${ours} AND NOT EXISTS (SELECT FROM pg_constraint WHERE conindid = indexrelid)`,
  ],
  [
    'statistics',
    `SELECT nspname || '.' || stxname AS name, pg_get_statisticsobjdef(s.oid) AS value,
      format('DROP STATISTICS %I.%I', nspname, stxname) AS drop
    FROM pg_statistic_ext s JOIN pg_class c ON c.oid = stxrelid JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE ${ours}`,
  ],
  [
    'policy',
    `SELECT nspname || '.' || relname || ' for ' || polname AS name, concat_ws(' ',
        CASE WHEN polpermissive THEN 'PERMISSIVE' ELSE 'RESTRICTIVE' END,
        'FOR ' || CASE polcmd WHEN 'r' THEN 'SELECT' WHEN 'a' THEN 'INSERT' WHEN 'w' THEN 'UPDATE'
          WHEN 'd' THEN 'DELETE' ELSE 'ALL' END,
        'TO ' || (SELECT string_agg(CASE role WHEN 0 THEN 'PUBLIC' ELSE pg_get_userbyid(role) END, ', ')
          FROM unnest(polroles) role),
        'USING ' || pg_get_expr(polqual, polrelid),
        'WITH CHECK ' || pg_get_expr(polwithcheck, polrelid)) AS value,
      format('DROP POLICY %I ON %I.%I', polname, nspname, relname) AS drop
    FROM pg_policy p JOIN pg_class c ON c.oid = polrelid JOIN pg_namespace n ON n.oid = relnamespace
    WHERE ${ours}`,
  ],
  [
    'view',
    // 15 writes the table's name before each column and later versions do not.
    `SELECT nspname || '.' || relname AS name, concat_ws(', ', array_to_string(reloptions, ', '),
        'owner ' || pg_get_userbyid(relowner)) || ': ' || trim(regexp_replace(regexp_replace(
          pg_get_viewdef(c.oid), '\\m' || relname || '\\.', '', 'g'), '\\s+', ' ', 'g')) AS value,
      format('DROP VIEW %I.%I', nspname, relname) AS drop
    FROM pg_class c JOIN pg_namespace n ON n.oid = relnamespace
    WHERE ${ours} AND relkind = 'v'`,
  ],
  [
    'trigger',
    `SELECT nspname || '.' || relname || '.' || tgname AS name, pg_get_triggerdef(t.oid) AS value, NULL AS drop
    FROM pg_trigger t JOIN pg_class c ON c.oid = tgrelid JOIN pg_namespace n ON n.oid = relnamespace
    WHERE ${ours} AND NOT tgisinternal
    UNION ALL SELECT evtname, 'on ' || evtevent || ' by ' || evtfoid::regproc, NULL FROM pg_event_trigger`,
  ],
  [
    'rule',
    `SELECT nspname || '.' || relname || '.' || rulename AS name, pg_get_ruledef(r.oid) AS value, NULL AS drop
    FROM pg_rewrite r JOIN pg_class c ON c.oid = ev_class JOIN pg_namespace n ON n.oid = relnamespace
    WHERE ${ours} AND rulename <> '_RETURN'`,
  ],
  [
    'function',
    `SELECT p.oid::regprocedure::text AS name, concat_ws(', ', 'owner ' || pg_get_userbyid(proowner),
        CASE WHEN prosecdef THEN 'definer' END, CASE WHEN proleakproof THEN 'leakproof' END) AS value, NULL AS drop
    FROM pg_proc p JOIN pg_namespace n ON n.oid = pronamespace
    WHERE ${ours} OR nspname = 'public'`,
  ],
]
