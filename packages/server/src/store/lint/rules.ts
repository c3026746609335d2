import { policyRules } from './policy-rules.ts'
import type { Rule } from './rule.ts'

const ours = `(nspname IN ('troth', 'data') OR nspname LIKE 'for\\_%')`

const tables = `
  ours AS (SELECT c.oid, nspname || '.' || relname AS name, relkind, relforcerowsecurity, relrowsecurity, nspname, reloptions
    FROM pg_class c JOIN pg_namespace n ON n.oid = relnamespace WHERE ${ours}),
  subject_tables AS (SELECT ours.*, attnum AS subject FROM ours JOIN pg_attribute ON attrelid = ours.oid
    WHERE attname = 'subject_id' AND relkind IN ('r', 'p', 'f') AND NOT attisdropped)`

/** Every rule, by name. */
export const rules: readonly Rule[] = [
  {
    rule: 'subject-leads-keys',
    why: 'a cluster spreads rows by subject_id, and a key is unique only where it leads',
    query: `WITH ${tables} SELECT name || '.' || relname AS object FROM subject_tables
      JOIN pg_index ON indrelid = subject_tables.oid JOIN pg_class i ON i.oid = indexrelid
      WHERE indisunique AND indkey[0] <> subject`,
  },
  {
    rule: 'primary-key',
    why: 'a row without a key cannot be found again to be changed or erased',
    query: `WITH ${tables} SELECT name AS object FROM ours WHERE relkind = 'r' AND NOT EXISTS (
      SELECT FROM pg_index WHERE indrelid = oid AND indisprimary)`,
  },
  {
    rule: 'subject-leads-references',
    why: 'a cluster checks a reference between people only within one person',
    query: `WITH ${tables} SELECT name || '.' || conname AS object FROM pg_constraint k
      JOIN ours ON ours.oid = conrelid
      WHERE contype = 'f' AND confrelid IN (SELECT oid FROM subject_tables) AND NOT EXISTS (
        SELECT FROM subject_tables mine, subject_tables theirs
        WHERE mine.oid = conrelid AND theirs.oid = confrelid
          AND conkey[1] = mine.subject AND confkey[1] = theirs.subject)`,
  },
  {
    rule: 'no-triggers',
    why: 'a cluster refuses triggers, and what a write does stands in the statement',
    query: `WITH ${tables} SELECT name || '.' || tgname AS object FROM pg_trigger JOIN ours ON ours.oid = tgrelid
      WHERE NOT tgisinternal UNION ALL SELECT evtname FROM pg_event_trigger`,
  },
  {
    rule: 'no-rules',
    why: 'a rule rewrites statements with the rights of the table’s owner',
    query: `WITH ${tables} SELECT name || '.' || rulename AS object FROM pg_rewrite JOIN ours ON ours.oid = ev_class
      WHERE rulename <> '_RETURN'`,
  },
  {
    rule: 'no-definer-functions',
    why: 'it would act with the rights of its owner, past every row policy',
    query: `SELECT p.oid::regprocedure::text AS object FROM pg_proc p JOIN pg_namespace ON pronamespace = pg_namespace.oid
      WHERE prosecdef AND nspname NOT LIKE 'pg\\_%' AND nspname <> 'information_schema'`,
  },
  {
    rule: 'no-leakproof-functions',
    why: 'the planner runs a function that is called leakproof on rows before their policy',
    query: `SELECT p.oid::regprocedure::text AS object FROM pg_proc p JOIN pg_namespace ON pronamespace = pg_namespace.oid
      WHERE proleakproof AND nspname NOT LIKE 'pg\\_%' AND nspname <> 'information_schema'`,
  },
  {
    rule: 'invoker-views',
    why: 'a view without security_invoker reads with the rights of its owner',
    query: `WITH ${tables} SELECT name AS object FROM ours WHERE relkind = 'm'
      OR relkind = 'v' AND NOT coalesce('security_invoker=true' = ANY (reloptions), false)`,
  },
  {
    rule: 'row-security',
    why: 'a dataset without row security shows every row to whoever may read a column',
    query: `WITH ${tables} SELECT name AS object FROM ours
      WHERE nspname = 'data' AND relkind IN ('r', 'p', 'f') AND NOT relrowsecurity`,
  },
  {
    rule: 'no-forced-row-security',
    why: 'a cluster’s own work runs as the owner and would see nothing',
    query: `WITH ${tables} SELECT name AS object FROM ours WHERE relforcerowsecurity`,
  },
  {
    rule: 'times-are-given',
    why: 'a time or an id is given by the engine, the same on every node and in every test',
    // SQLVALUEFUNCTION is CURRENT_TIMESTAMP and its like; FUNCEXPR is now(), nextval() and any other call.
    query: `WITH ${tables} SELECT name || '.' || attname AS object FROM ours JOIN pg_attribute a ON attrelid = ours.oid
      LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND adnum = attnum
      WHERE relkind IN ('r', 'p', 'f') AND (attidentity <> '' OR adbin::text ~ '\\{(FUNCEXPR|SQLVALUEFUNCTION|NEXTVALUEEXPR)')`,
  },
  ...policyRules,
]
