import { quoteName } from '../quote.ts'
import type { Expected } from './catalog-object.ts'
import { type Layout, sharedColumns } from './layout.ts'

/**
 * For each purpose a schema of views, one a dataset, with the columns it may see. A view reads with the rights of
 * whoever asks (`security_invoker`), so it opens nothing; it only spares naming the columns.
 */
export function expectViews(layout: Layout): readonly Expected[] {
  return layout.datasets.flatMap(({ table, readers }) =>
    readers.map(({ purpose, fields }): Expected => {
      const columns = [...sharedColumns, ...fields]
      const view = `${quoteName(purpose.schema)}.${quoteName(table)}`
      const list = columns.map(quoteName).join(', ')
      const make = [
        `CREATE VIEW ${view} WITH (security_invoker = true) AS SELECT ${list} FROM data.${quoteName(table)}`,
        `GRANT SELECT ON ${view} TO ${quoteName(purpose.role)}`,
      ].join('; ')
      return {
        kind: 'view',
        name: `${purpose.schema}.${table}`,
        value: `security_invoker=true, owner ${layout.roles.owner}: SELECT ${columns.join(', ')} FROM data.${table};`,
        make,
        replace: `DROP VIEW ${view}; ${make}`,
      }
    }),
  )
}
