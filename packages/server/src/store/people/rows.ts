import type { Queryable } from '../database.ts'
import { untilText } from './masks.ts'
import { quoteName } from '../quote.ts'

/** One act of collection as it is stored. */
export interface DataRow {
  readonly subject: string
  readonly record: string
  readonly controller: string
  readonly channel: string
  readonly source: string
  readonly version: number
  readonly collectedAt: Date
  /** The API key through which it came. */
  readonly collector: string
  /** Values of the open fields that were given. */
  readonly open: Readonly<Record<string, unknown>>
  readonly sealed: Uint8Array | null
  readonly words: readonly number[]
  readonly until: Date | null
}

/** Adds a row; the caller holds its person's lock since before the mask was folded. */
export async function addRow(tx: Queryable, table: string, row: DataRow): Promise<void> {
  const values: Readonly<Record<string, unknown>> = {
    subject_id: row.subject,
    record_id: row.record,
    controller: row.controller,
    channel: row.channel,
    source: row.source,
    version: row.version,
    collected_at: row.collectedAt,
    collector: row.collector,
    ...row.open,
    ...(row.sealed && { sealed: row.sealed }),
    ...Object.fromEntries(row.words.map((word, at) => [`mask${at}`, word])),
    mask_until: untilText(row.until),
  }
  const columns = Object.keys(values)
  await tx.query(
    `INSERT INTO data.${quoteName(table)} (${columns.map(quoteName).join(', ')})
     VALUES (${columns.map((_, at) => `$${at + 1}`).join(', ')})`,
    Object.values(values),
  )
}

/** Which rows to read, and what of them. */
export interface RowsWanted {
  readonly table: string
  readonly subject: string
  readonly controller: string
  /** Open fields, by name. */
  readonly fields: readonly string[]
  readonly sealed: boolean
  /** Word and bit of the purpose that reads. */
  readonly word: number
  readonly bit: number
  readonly now: Date
}

/** A row that its purpose may read. */
export interface ReadRow {
  readonly record_id: string
  readonly collected_at: Date
  readonly channel: string
  readonly version: number
  readonly sealed: Uint8Array | null
  readonly [field: string]: unknown
}

/** The rows of one person that the purpose may use now; a row whose mask is stale is not among them. */
export async function readRows(tx: Queryable, wanted: RowsWanted): Promise<readonly ReadRow[]> {
  const columns = ['record_id', 'collected_at', 'channel', 'version', ...wanted.fields].map(
    quoteName,
  )
  const { rows } = await tx.query<ReadRow>(
    `SELECT ${columns.join(', ')}, ${wanted.sealed ? 'sealed' : 'NULL::bytea AS sealed'}
     FROM data.${quoteName(wanted.table)}
     WHERE subject_id = $1 AND controller = $2 AND (mask${wanted.word} & $3) <> 0 AND mask_until > $4
     ORDER BY collected_at DESC, record_id DESC`,
    [wanted.subject, wanted.controller, wanted.bit, wanted.now],
  )
  return rows
}

/** Where a record came in. */
export interface RecordOrigin {
  readonly channel: string
  readonly version: number
}

/** Where a record of this person came in: the one named, or the newest at that controller. */
export async function findOrigin(
  tx: Queryable,
  wanted: {
    readonly table: string
    readonly subject: string
    readonly controller: string
    readonly record: string | undefined
  },
): Promise<RecordOrigin | undefined> {
  const { rows } = await tx.query<RecordOrigin>(
    `SELECT channel, version FROM data.${quoteName(wanted.table)}
     WHERE subject_id = $1 AND controller = $2 AND record_id = coalesce($3::uuid, record_id)
     ORDER BY collected_at DESC, record_id DESC LIMIT 1`,
    [wanted.subject, wanted.controller, wanted.record ?? null],
  )
  return rows[0]
}
