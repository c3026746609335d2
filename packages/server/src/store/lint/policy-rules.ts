import type { Rule } from './rule.ts'

const policies = `
  policies AS (SELECT p.*, relname || ' for ' || polname AS name,
      pg_get_expr(polqual, polrelid) AS qual, pg_get_expr(polwithcheck, polrelid) AS checked,
      concat(polqual::text, polwithcheck::text) AS tree
    FROM pg_policy p JOIN pg_class c ON c.oid = polrelid JOIN pg_namespace n ON n.oid = relnamespace
    WHERE nspname IN ('troth', 'data') OR nspname LIKE 'for\\_%')`

// Of the bit, the role and the time: nothing that looks elsewhere, and nothing that could answer otherwise tomorrow.
const allowed = `('int4and', 'int4ne', 'nameeq', 'int4', 'timestamptz_gt', 'statement_timestamp')`

/** The rules of row policies. */
export const policyRules: readonly Rule[] = [
  {
    rule: 'no-restrictive-policies',
    why: 'a Citus cluster turns a restrictive policy into a permissive one, which shows everything',
    query: `WITH ${policies} SELECT name AS object FROM policies WHERE NOT polpermissive`,
  },
  {
    rule: 'one-role-a-policy',
    why: 'a policy of several roles gives a login that has two of them the rows of both',
    query: `WITH ${policies} SELECT name AS object FROM policies WHERE cardinality(polroles) <> 1 OR polroles[1] = 0`,
  },
  {
    rule: 'policies-test-their-role',
    why: 'a login that inherits a purpose must not read as it; and only the cast keeps the planner’s estimate',
    query: `WITH ${policies}, tests AS (SELECT name, expression,
        format('(((CURRENT_USER = %L::name))::integer <> 0)', pg_get_userbyid(polroles[1])) AS test
      FROM policies CROSS JOIN LATERAL (VALUES (qual), (checked)) v(expression) WHERE expression IS NOT NULL)
      SELECT DISTINCT name AS object FROM tests
      WHERE expression <> test AND NOT (starts_with(expression, '(' || test || ' AND ') AND expression !~ ' OR ')`,
  },
  {
    rule: 'no-subselects-in-policies',
    why: 'they cost 3 to 2,000 times a plain read, and a cluster cannot answer them on one node',
    query: `WITH ${policies} SELECT name AS object FROM policies WHERE tree ~ '\\{(SUBLINK|SUBPLAN)'`,
  },
  {
    rule: 'no-functions-in-policies',
    why: 'a policy tests a role, a bit and a time; a function or a setting can be made to answer otherwise',
    query: `WITH ${policies} SELECT name || ': ' || proname AS object FROM policies
      CROSS JOIN LATERAL regexp_matches(tree, ':(?:funcid|opfuncid) ([0-9]+)', 'g') used
      JOIN pg_proc ON pg_proc.oid = used[1]::oid
      WHERE pronamespace <> 'pg_catalog'::regnamespace OR proname NOT IN ${allowed}`,
  },
]
