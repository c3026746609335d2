import { quoteName, quoteText } from '../quote.ts'
import type { Expected } from './catalog-object.ts'
import { type DatasetLayout, joinName, type Layout, maskColumns } from './layout.ts'

/**
 * The datasets' tables. A row is one act of collection with its whole provenance; the effective masks (person AND
 * record) stand on it, so that one test of a bit decides (§2.1.1, §3.1).
 */
export function expectTables(layout: Layout): readonly Expected[] {
  return [
    ...layout.datasets.flatMap((dataset) => expectTable(dataset, layout)),
    ...extraWords(layout, 'subject_mask', 'mask'),
    ...extraWords(layout, 'provenance', 'record_mask'),
  ]
}

type Column = {
  readonly name: string
  readonly type: string
  /** `NOT NULL` and the default, as written. */
  readonly rest: string
  readonly quiet: boolean
}

function expectTable(dataset: DatasetLayout, layout: Layout): readonly Expected[] {
  const table = `data.${quoteName(dataset.table)}`
  const columns = columnsOf(dataset, layout.words)
  const constraints = constraintsOf(dataset.table, layout.controllers)
  const quiet = columns.filter((column) => column.quiet)
  const make = [
    `CREATE TABLE ${table} (\n  ${columns.map(write).join(',\n  ')}\n)`,
    ...teachEstimates(table, columns, dataset),
    ...constraints.map((each) => addConstraint(table, each)),
    `ALTER TABLE ${table} ENABLE ROW LEVEL SECURITY`,
    ...quiet.map((column) => silence(table, column)),
  ]
  return [
    {
      kind: 'table',
      name: `data.${dataset.table}`,
      value: `row security on, owner ${layout.roles.owner}`,
      make: make.join(';\n'),
      replace: `ALTER TABLE ${table} ENABLE ROW LEVEL SECURITY, NO FORCE ROW LEVEL SECURITY, OWNER TO ${quoteName(layout.roles.owner)}`,
    },
    ...columns.map((column) => expectColumn(`data.${dataset.table}`, table, column)),
    ...constraints.map((constraint): Expected => {
      const { name, shown } = constraint
      const add = addConstraint(table, constraint)
      return {
        kind: 'constraint',
        name: `data.${dataset.table}.${name}`,
        value: shown,
        make: add,
        replace: `ALTER TABLE ${table} DROP CONSTRAINT ${quoteName(name)}; ${add}`,
        within: `data.${dataset.table}`,
      }
    }),
  ]
}

function columnsOf({ fields }: DatasetLayout, words: number): readonly Column[] {
  const column = (name: string, type: string, rest = 'NOT NULL', quiet = false): Column => ({
    name,
    type,
    rest,
    quiet,
  })
  return [
    column('subject_id', 'uuid'),
    column('record_id', 'uuid'),
    column('controller', 'text'),
    column('channel', 'text'),
    column('source', 'text'),
    column('version', 'integer'),
    column('collected_at', 'timestamp with time zone'),
    column('collector', 'text'),
    // Whether a field is compulsory is the channel's to say (§2.1.3), and a dataset may have several. PostgreSQL keeps
    // samples of a column for its planner, where they outlive the row and show through EXPLAIN: none of what people wrote.
    ...fields.map(({ name, type }) => column(name, type, '', type.startsWith('text'))),
    column('sealed', 'bytea', '', true),
    ...maskColumns(words).map((name) => column(name, 'integer', 'NOT NULL DEFAULT 0')),
    column('mask_until', 'timestamp with time zone'),
  ]
}

type Constraint = { readonly name: string; readonly definition: string; readonly shown: string }

function addConstraint(table: string, { name, definition }: Constraint): string {
  return `ALTER TABLE ${table} ADD CONSTRAINT ${quoteName(name)} ${definition}`
}

/*
 * What identifies people is silent to the planner, which would then expect a value to be that of every 200th row, and
 * read through a bitmap at 1.2 to 1.5 times the cost. One made-up row, looked at and taken away again before there is
 * any other, leaves it with "every value is another" and with no value at all.
 */
function teachEstimates(
  table: string,
  columns: readonly Column[],
  { fields }: DatasetLayout,
): readonly string[] {
  const identifying = fields.filter(({ identifies }) => identifies).map(({ name }) => name)
  if (identifying.length === 0) return []
  const given = columns.filter(
    ({ name, rest }) => rest === 'NOT NULL' || identifying.includes(name),
  )
  const list = (names: readonly string[]) => names.map(quoteName).join(', ')
  const values = given.map(({ type }) => examples[type] ?? 'NULL')
  return [
    `INSERT INTO ${table} (${list(given.map(({ name }) => name))}) VALUES (${values.join(', ')})`,
    `ANALYZE ${table} (${list(identifying)})`,
    `DELETE FROM ${table}`,
  ]
}

const examples: Readonly<Record<string, string>> = {
  uuid: `'00000000-0000-0000-0000-000000000000'`,
  text: `'someone@somewhere.example'`,
  integer: '0',
  'timestamp with time zone': `'-infinity'`,
}

function constraintsOf(table: string, controllers: readonly string[]): readonly Constraint[] {
  const named = (suffix: string, definition: string, shown = definition) => ({
    name: joinName(table, suffix),
    definition,
    shown,
  })
  const list = controllers.map((controller) => `${quoteText(controller)}::text`).join(', ')
  return [
    named('pkey', 'PRIMARY KEY (subject_id, record_id)'),
    named('subject_fkey', 'FOREIGN KEY (subject_id) REFERENCES troth.subject(subject_id)'),
    named(
      'provenance_fkey',
      'FOREIGN KEY (version, channel, source) REFERENCES troth.provenance(version, channel, source)',
    ),
    named(
      'controller_check',
      `CHECK (controller = ANY (ARRAY[${list}]))`,
      `CHECK ((controller = ANY (ARRAY[${list}])))`,
    ),
  ]
}

// A row of an older version has none of the newer purposes' bits, and no bit denies.
function extraWords(layout: Layout, table: string, stem: string): readonly Expected[] {
  return maskColumns(layout.words)
    .slice(1)
    .map((_, index) => {
      const name = `${stem}${index + 1}`
      const column = { name, type: 'integer', rest: 'NOT NULL DEFAULT 0', quiet: false }
      return expectColumn(`troth.${table}`, `troth.${quoteName(table)}`, column)
    })
}

function expectColumn(name: string, table: string, column: Column): Expected {
  const add = [`ALTER TABLE ${table} ADD COLUMN ${write(column)}`]
  if (column.quiet) add.push(silence(table, column))
  return {
    kind: 'column',
    name: `${name}.${column.name}`,
    value: [column.type, column.rest, column.quiet ? 'STATISTICS 0' : ''].filter(Boolean).join(' '),
    make: add.join('; '),
    refuse: 'a column keeps its type and constraints for good; declare a new field instead',
    within: name,
  }
}

function write({ name, type, rest }: Column): string {
  return `${quoteName(name)} ${type}${rest && ` ${rest}`}`
}

function silence(table: string, { name }: Column): string {
  return `ALTER TABLE ${table} ALTER COLUMN ${quoteName(name)} SET STATISTICS 0`
}
