import { quoteName, quoteText } from '../quote.ts'
import type { Expected } from './catalog-object.ts'
import type { DatasetLayout, Layout, PurposeLayout } from './layout.ts'

/**
 * The row policies: for each purpose one, and one for the engine. Each names one role and tests `current_user` itself,
 * so that a login which inherits two purposes has neither; as a cast, since a bare comparison spoils the planner's
 * estimate. A NULL or past mask_until denies.
 */
export function expectPolicies(layout: Layout): readonly Expected[] {
  return layout.datasets.flatMap((dataset) => [
    enginePolicy(dataset, layout.roles.engine),
    ...dataset.readers.map(({ purpose }) => purposePolicy(dataset, purpose)),
  ])
}

function purposePolicy(dataset: DatasetLayout, purpose: PurposeLayout): Expected {
  const { role, word, bit } = purpose
  const tests = [
    isRole(role),
    `((mask${word} & ${bit}) <> 0)`,
    '(mask_until > statement_timestamp())',
  ]
  return expectPolicy(dataset, role, 'SELECT', `USING (${tests.join(' AND ')})`)
}

function enginePolicy(dataset: DatasetLayout, engine: string): Expected {
  return expectPolicy(
    dataset,
    engine,
    'ALL',
    `USING ${isRole(engine)} WITH CHECK ${isRole(engine)}`,
  )
}

function isRole(role: string): string {
  return `(((CURRENT_USER = ${quoteText(role)}::name))::integer <> 0)`
}

function expectPolicy(
  { table }: DatasetLayout,
  role: string,
  command: string,
  tests: string,
): Expected {
  const on = `${quoteName(role)} ON data.${quoteName(table)}`
  const make = `CREATE POLICY ${on} FOR ${command} TO ${quoteName(role)} ${tests}`
  return {
    kind: 'policy',
    name: `data.${table} for ${role}`,
    value: `PERMISSIVE FOR ${command} TO ${role} ${tests}`,
    make,
    replace: `DROP POLICY ${on}; ${make}`,
  }
}
