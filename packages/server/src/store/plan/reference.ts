import type { CompiledPolicy } from '@troth/core/policy'
import type { Expected, Found } from '../compile/catalog-object.ts'
import { type Layout, maskColumns } from '../compile/layout.ts'
import type { Queryable } from '../database.ts'

/** The rows of reference that a version of the policy calls for: itself, its purposes' bits, what its channels permit. */
export function expectReference(
  compiled: CompiledPolicy,
  layout: Layout,
  { hash, notice }: { readonly hash: string; readonly notice: string },
  now: Date,
): readonly Expected[] {
  const { version, policy } = compiled
  return [
    {
      kind: 'version',
      name: `${version}`,
      value: hash,
      make: `INSERT INTO troth.version (version, hash, policy, notice, effective_at) VALUES ($1, $2, $3, $4, $5)`,
      parameters: [version, hash, JSON.stringify(policy), notice, now],
      refuse: 'a version that was published is never changed; give the policy the next number',
    },
    ...[...compiled.positions].map(([purpose, position]): Expected => ({
      kind: 'purpose',
      name: purpose,
      value: `${position}`,
      make: `INSERT INTO troth.purpose (purpose, position) VALUES ($1, $2)`,
      parameters: [purpose, position],
      refuse:
        'rows hold its bit where it is; compile the policy with the positions of this database',
    })),
    ...layout.provenance.map(({ channel, source, masks }): Expected => {
      const columns = maskColumns(layout.words).map((name) => `record_${name}`)
      const places = columns.map((_, at) => `$${at + 4}`)
      const assigned = columns.map((column, at) => `${column} = ${places[at]}`)
      const parameters = [version, channel, source, ...masks]
      return {
        kind: 'provenance',
        name: `${version} ${channel} ${source}`,
        value: masks.join(' '),
        make: `INSERT INTO troth.provenance (version, channel, source, ${columns.join(', ')}) VALUES ($1, $2, $3, ${places.join(', ')})`,
        replace: `UPDATE troth.provenance SET ${assigned.join(', ')} WHERE version = $1 AND channel = $2 AND source = $3`,
        parameters,
      }
    }),
  ]
}

/** The rows of reference that the database has: the purposes' bits, and what belongs to one version. */
export async function readReference(
  database: Queryable,
  version: number,
): Promise<readonly Found[]> {
  const versions = await database.query<{ name: string; value: string }>(
    'SELECT version::text AS name, hash AS value FROM troth.version WHERE version = $1',
    [version],
  )
  const purposes = await database.query<{ name: string; value: string }>(
    'SELECT purpose AS name, position::text AS value FROM troth.purpose',
  )
  const provenance = await database.query<{ name: string; masks: Record<string, number> }>(
    `SELECT concat_ws(' ', version, channel, source) AS name, to_jsonb(p) AS masks
    FROM troth.provenance p WHERE version = $1`,
    [version],
  )
  return [
    ...versions.rows.map((row): Found => ({ kind: 'version', ...row })),
    ...purposes.rows.map((row): Found => ({ kind: 'purpose', ...row })),
    ...provenance.rows.map(({ name, masks }): Found => {
      const words = Object.keys(masks).filter((column) => column.startsWith('record_mask'))
      const value = maskColumns(words.length)
        .map((column) => masks[`record_${column}`])
        .join(' ')
      return { kind: 'provenance', name, value }
    }),
  ]
}
