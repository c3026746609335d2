import { quoteName } from '../quote.ts'
import type { Expected } from './catalog-object.ts'
import { type Layout, sharedColumns } from './layout.ts'

// As PostgreSQL writes it.
const current = `WHERE (current_setting('transaction_isolation'::text) = 'read committed'::text)`

/**
 * For each purpose a schema of views, one a dataset, with the columns it may see. A view reads with the rights of
 * whoever asks (`security_invoker`), so it opens nothing. It shows nothing in a transaction that keeps one picture of the database:
 * there a person who withdrew would go on being seen. Here that is asked once a statement, in a row policy once a row.
 */
export function expectViews(layout: Layout): readonly Expected[] {
  return layout.datasets.flatMap(({ table, readers }) =>
    readers.map(({ purpose, fields }): Expected => {
      const columns = [...sharedColumns, ...fields]
      const view = `${quoteName(purpose.schema)}.${quoteName(table)}`
      const list = columns.map(quoteName).join(', ')
      const make = [
        `CREATE VIEW ${view} WITH (security_invoker = true) AS SELECT ${list} FROM data.${quoteName(table)} ${current}`,
        `GRANT SELECT ON ${view} TO ${quoteName(purpose.role)}`,
      ].join('; ')
      return {
        kind: 'view',
        name: `${purpose.schema}.${table}`,
        value: `security_invoker=true, owner ${layout.roles.owner}: SELECT ${columns.join(', ')} FROM data.${table} ${current};`,
        make,
        replace: `DROP VIEW ${view}; ${make}`,
      }
    }),
  )
}
