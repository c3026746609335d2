import { quoteName } from '../quote.ts'
import type { Expected } from './catalog-object.ts'
import { type Layout, maskColumns, sharedColumns } from './layout.ts'

/**
 * The rights: a purpose's role reads the columns of the fields it may use, the engine writes rows and their masks, and
 * nobody else anything. A purpose has no way to name a table of `data`, only its own views.
 */
export function expectGrants(layout: Layout): readonly Expected[] {
  const { engine } = layout.roles
  const changed = [...maskColumns(layout.words), 'mask_until']
  return [
    { kind: 'grant', name: `database to ${engine}`, value: 'CONNECT' },
    grant('SCHEMA', ['data'], engine, ['USAGE']),
    ...layout.purposes.map(({ schema, role }) => grant('SCHEMA', [schema], role, ['USAGE'])),
    ...layout.datasets.flatMap(({ table, readers }) => [
      grant('TABLE', ['data', table], engine, ['INSERT', 'SELECT', columnRight('UPDATE', changed)]),
      ...readers.flatMap(({ purpose: { schema, role }, fields }) => [
        grant('TABLE', ['data', table], role, [
          columnRight('SELECT', [...sharedColumns, ...fields]),
        ]),
        grant('TABLE', [schema, table], role, ['SELECT']),
      ]),
    ]),
  ]
}

type Right = { readonly shown: string; readonly written: string }

function columnRight(verb: string, columns: readonly string[]): Right {
  const sorted = columns.toSorted()
  return {
    shown: `${verb} (${sorted.join(', ')})`,
    written: `${verb} (${sorted.map(quoteName).join(', ')})`,
  }
}

function grant(
  kind: 'SCHEMA' | 'TABLE',
  path: readonly string[],
  role: string,
  rights: readonly (string | Right)[],
): Expected {
  const on = `ON ${kind} ${path.map(quoteName).join('.')}`
  const both = rights.map((right) =>
    typeof right === 'string' ? { shown: right, written: right } : right,
  )
  const make = `GRANT ${both.map(({ written }) => written).join(', ')} ${on} TO ${quoteName(role)}`
  return {
    kind: 'grant',
    name: `${kind.toLowerCase()} ${path.join('.')} to ${role}`,
    value: both
      .map(({ shown }) => shown)
      .toSorted()
      .join(', '),
    make,
    replace: `REVOKE ALL ${on} FROM ${quoteName(role)}; ${make}`,
  }
}
