import { createHash } from 'node:crypto'
import type { CompiledPolicy, CompiledPurpose, FieldRule, FieldType } from '@troth/core/policy'
import { type RoleNames, roleNames } from '../bootstrap.ts'
import { longestName } from '../quote.ts'

/** Why a policy cannot be laid out or a change not made: what it is about, and what to do. */
export type Refusal = { readonly what: string; readonly why: string }

/** A purpose as the database knows it: a role, a schema of views, a bit of a mask word. */
export type PurposeLayout = Pick<CompiledPurpose, 'word' | 'bit' | 'position'> & {
  readonly purpose: string
  readonly role: string
  readonly schema: string
  /** Open only to those who chose it, so worth an index of its own: fewer rows than not may hold its bit. */
  readonly chosen: boolean
}

/** A field kept open, as a column. */
export type FieldColumn = {
  readonly name: string
  readonly type: string
  /** People are looked for by it. */
  readonly identifies: boolean
}

/** A dataset as a table in schema `data`. */
export type DatasetLayout = {
  readonly dataset: string
  readonly table: string
  readonly fields: readonly FieldColumn[]
  /** The purposes that may use at least one of its open fields, each with those fields. */
  readonly readers: readonly {
    readonly purpose: PurposeLayout
    readonly fields: readonly string[]
  }[]
}

/** What each open channel's records may serve, for one version. */
export type ProvenanceLayout = {
  readonly channel: string
  readonly source: string
  readonly masks: readonly number[]
}

/** A policy as names and columns of a database, before any SQL. */
export type Layout = {
  readonly version: number
  readonly roles: RoleNames
  readonly rolePrefix: string
  readonly words: number
  readonly controllers: readonly string[]
  readonly purposes: readonly PurposeLayout[]
  /** Roles of purposes that an earlier version declared: they stay, without any right. */
  readonly retired: readonly string[]
  readonly datasets: readonly DatasetLayout[]
  readonly provenance: readonly ProvenanceLayout[]
}

/** What `layOut` is told. */
export type LayoutOptions = {
  readonly rolePrefix?: string
  /** Tables of datasets that exist already and stay, though no open channel feeds them now. */
  readonly existing?: ReadonlySet<string>
}

/** The columns that every dataset has besides its fields and mask words. */
export const provenanceColumns = [
  'subject_id',
  'record_id',
  'controller',
  'channel',
  'source',
  'version',
  'collected_at',
  'collector',
] as const

/** What every purpose that reads a dataset sees besides its fields. */
export const sharedColumns = ['subject_id', 'record_id', 'controller', 'collected_at'] as const

const types: Readonly<Record<FieldType, string>> = {
  text: 'text',
  date: 'date',
  integer: 'bigint',
  boolean: 'boolean',
  timestamp: 'timestamp with time zone',
  'text[]': 'text[]',
}

const taken: ReadonlySet<string> = new Set([
  ...provenanceColumns,
  'sealed',
  'mask_until',
  // PostgreSQL's own, which every table has.
  'ctid',
  'xmin',
  'xmax',
  'cmin',
  'cmax',
  'tableoid',
])

/**
 * Lays a policy out as roles, tables and columns. Ids that collide as names, or that are too long or malformed, are
 * refused here, whatever parsed them: nothing that could break out of a name goes further.
 */
export function layOut(
  compiled: CompiledPolicy,
  options: LayoutOptions = {},
):
  | { readonly ok: true; readonly layout: Layout }
  | { readonly ok: false; readonly refusals: readonly Refusal[] } {
  const rolePrefix = options.rolePrefix ?? ''
  const { policy } = compiled
  const purposes = [...compiled.purposes.values()].map(
    ({ id, word, bit, position, basis }): PurposeLayout => ({
      purpose: id,
      role: roleOf(id, rolePrefix),
      schema: roleOf(id, ''),
      word,
      bit,
      position,
      chosen: basis === 'express',
    }),
  )
  const open = Object.entries(policy.channels).filter(([, channel]) => channel.open)
  const fed = new Set(open.map(([, channel]) => channel.into))
  const datasets = Object.entries(policy.datasets)
    .filter(([id]) => fed.has(id) || options.existing?.has(flatten(id)))
    .map(([id, { fields }]) => layOutDataset(compiled, purposes, id, fields))
  const layout: Layout = {
    version: compiled.version,
    roles: roleNames(rolePrefix),
    rolePrefix,
    words: compiled.words,
    controllers: Object.keys(policy.controllers).toSorted(),
    purposes,
    retired: [...compiled.positions.keys()]
      .filter((id) => !compiled.purposes.has(id))
      .map((id) => roleOf(id, rolePrefix)),
    datasets,
    provenance: open.map(([channel]) => ({
      channel,
      source: 'subject',
      masks: [...compiled.recordMask(channel)],
    })),
  }
  const refusals = refusalsOf(compiled, layout)
  return refusals.length === 0 ? { ok: true, layout } : { ok: false, refusals }
}

/** The role of a purpose: `for_marketing_email` for `marketing.email`, behind the deployment's prefix. */
export function roleOf(purpose: string, rolePrefix: string): string {
  return `${rolePrefix}for_${flatten(purpose)}`
}

/** A name made of several, cut where PostgreSQL would cut it but with a hash, so that it stays one of a kind. */
export function joinName(...parts: readonly string[]): string {
  const name = parts.join('_')
  if (Buffer.byteLength(name) <= longestName) return name
  const hash = createHash('sha256').update(name).digest('hex').slice(0, 8)
  return `${name.slice(0, longestName - 9)}_${hash}`
}

/** The names of a layout's mask columns: `mask0`, `mask1` and so on. */
export function maskColumns(words: number): readonly string[] {
  return Array.from({ length: words }, (_, word) => `mask${word}`)
}

/** An index of the rows that carry a purpose's bit. */
export type IndexLayout = {
  readonly name: string
  readonly purpose: PurposeLayout
  readonly key: string
  readonly include?: 'mask_until'
}

/**
 * The indexes of a dataset: for each purpose one on each identifying field that it reads, and for a purpose that people
 * choose at least one, from which its audience is counted.
 */
export function indexesOf({ table, fields, readers }: DatasetLayout): readonly IndexLayout[] {
  const identifying = new Set(fields.filter((field) => field.identifies).map(({ name }) => name))
  return readers.flatMap(({ purpose, fields: read }): readonly IndexLayout[] => {
    const bit = joinName(table, 'bit', `${purpose.position}`)
    const keys = read.filter((field) => identifying.has(field))
    const lookups = keys.map((key) => ({ name: joinName(bit, key), purpose, key }))
    if (!purpose.chosen) return lookups
    // mask_until lies in one index of each so that counting an audience need not visit the table: 6 % of a million rows
    // in a 20th of the time of a plain filtered count.
    const [first = { name: bit, purpose, key: 'subject_id' }, ...rest] = lookups
    return [{ ...first, include: 'mask_until' }, ...rest]
  })
}

function layOutDataset(
  compiled: CompiledPolicy,
  purposes: readonly PurposeLayout[],
  dataset: string,
  fields: Readonly<Record<string, FieldRule>>,
): DatasetLayout {
  return {
    dataset,
    table: flatten(dataset),
    fields: Object.entries(fields)
      .filter(([, { keep }]) => keep === 'open')
      .map(([name, { type, identifies }]) => ({
        name,
        type: types[type],
        identifies: identifies !== undefined,
      })),
    readers: purposes
      .map((purpose) => ({ purpose, fields: compiled.fieldsFor(purpose.purpose, dataset) }))
      .filter((reader) => reader.fields.length > 0),
  }
}

function flatten(id: string): string {
  return id.replaceAll('.', '_')
}

function refusalsOf(compiled: CompiledPolicy, layout: Layout): readonly Refusal[] {
  const roles = [...compiled.positions.keys()].map((id): Named => ({
    what: `purpose ${JSON.stringify(id)}`,
    name: roleOf(id, layout.rolePrefix),
  }))
  const tables = layout.datasets.map(({ dataset, table }): Named => ({
    what: `dataset ${JSON.stringify(dataset)}`,
    name: table,
  }))
  const columns = layout.datasets.map(({ dataset, fields }) =>
    fields.map(({ name }): Named => ({
      what: `field ${JSON.stringify(`${dataset}.${name}`)}`,
      name,
    })),
  )
  return [
    ...judge(roles, 'role'),
    ...judge([...tables, ...reservedRelations(layout)], 'table'),
    ...columns.flatMap((list) => [
      ...judge(list, 'column'),
      ...list
        .filter(({ name }) => taken.has(name) || /^mask\d+$/.test(name))
        .map(({ what, name }) => ({ what, why: `every dataset has a column ${name} of its own` })),
    ]),
  ]
}

type Named = { readonly what: string; readonly name: string }

// Indexes, keys and statistics share the names of tables.
function reservedRelations({ datasets, purposes }: Layout): readonly Named[] {
  return datasets.flatMap((dataset) => {
    const { table } = dataset
    const what = `what belongs to dataset ${JSON.stringify(dataset.dataset)}`
    const names = [
      joinName(table, 'pkey'),
      ...indexesOf(dataset).map(({ name }) => name),
      ...purposes.map(({ position }) => joinName(table, 'bit', `${position}`)),
    ]
    return [...new Set(names)].map((name) => ({ what, name }))
  })
}

function judge(named: readonly Named[], kind: string): readonly Refusal[] {
  const seen = new Map<string, string>()
  return named.flatMap(({ what, name }): readonly Refusal[] => {
    if (!/^[a-z][a-z0-9_]*$/.test(name)) {
      return [{ what, why: `a ${kind} is named with a-z, 0-9 and _ alone` }]
    }
    if (Buffer.byteLength(name) > longestName) {
      return [{ what, why: `its ${kind} ${name} passes ${longestName} bytes` }]
    }
    const other = seen.get(name)
    seen.set(name, what)
    return other === undefined
      ? []
      : [{ what, why: `its ${kind} ${name} is also that of ${other}` }]
  })
}
