import { canonicalJson, type PolicyDocument } from '@troth/core/policy'
import type { Layout } from '../compile/layout.ts'
import type { Queryable } from '../database.ts'
import { quoteName } from '../quote.ts'
import { readVersionInForce } from '../versions.ts'
import type { Change } from './changes.ts'

/**
 * Where a new version judges people otherwise than the one in force, every mask folded under the old one goes stale, so
 * that rows deny until they are folded again: late is safe, wrong is not.
 */
export async function staleMasks(
  database: Queryable,
  policy: PolicyDocument,
  layout: Layout,
  now: Date,
): Promise<readonly Change[]> {
  const before = await readVersionInForce(database)
  if (before === undefined || before.version >= policy.version) return []
  if (canonicalJson(judgement(before.policy)) === canonicalJson(judgement(policy))) return []
  const tables = [
    'troth.subject_mask',
    ...layout.datasets.map(({ table }) => `data.${quoteName(table)}`),
  ]
  const { rows } = await database.query<{ table: string }>(
    'SELECT name AS table FROM unnest($1::text[]) AS name WHERE to_regclass(name) IS NOT NULL',
    [tables],
  )
  return rows.map(({ table }) => ({
    kind: 'masks',
    name: table,
    sql: `UPDATE ${table} SET mask_until = $1 WHERE mask_until > $1`,
    parameters: [now],
    why: `version ${policy.version} judges people otherwise than version ${before.version}: rows deny until folded again`,
  }))
}

const judging = [
  'basis',
  'needs',
  'minimumAge',
  'barredRegions',
  'consentLasts',
  'assessment',
  'law',
]

// The parts of a policy from which a person's mask is folded (docs/decision.md, "History").
function judgement(policy: unknown): unknown {
  const each = (section: string, part: (rule: unknown) => unknown) =>
    Object.fromEntries(
      Object.entries(Object(member(policy, section))).map(([id, rule]) => [id, part(rule)]),
    )
  return {
    purposes: each('purposes', (rule) => judging.map((name) => member(rule, name))),
    channels: each('channels', (rule) => member(rule, 'purposes')),
    children: member(policy, 'children'),
  }
}

function member(of: unknown, name: string): unknown {
  return (typeof of === 'object' && of !== null ? Reflect.get(of, name) : undefined) ?? null
}
