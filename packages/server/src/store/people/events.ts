import type { Queryable } from '../database.ts'

/** What kinds of event there are. */
export type EventKind =
  | 'born'
  | 'region'
  | 'conduct'
  | 'consent'
  | 'withdrawal'
  | 'restriction'
  | 'restriction-lifted'
  | 'notice'

/** One row of a person's history; which columns it fills depends on its kind. */
export interface EventRow {
  readonly subject_id: string
  readonly event_id: string
  readonly controller: string
  readonly kind: EventKind
  readonly at: Date
  readonly version: number
  /** The API key through which it came. */
  readonly actor: string
  readonly channel: string | null
  /** Null means all. */
  readonly purposes: readonly string[] | null
  readonly choice: 'given' | 'refused' | null
  readonly shown_hash: string | null
  readonly notice: string | null
  readonly restriction: string | null
  readonly until: Date | null
  readonly sealed: Uint8Array | null
}

const columns = [
  'subject_id',
  'event_id',
  'controller',
  'kind',
  'at',
  'version',
  'actor',
  'channel',
  'purposes',
  'choice',
  'shown_hash',
  'notice',
  'restriction',
  'until',
  'sealed',
] as const satisfies readonly (keyof EventRow)[]

/** Adds events; nothing ever changes or removes one. */
export async function addEvents(tx: Queryable, events: readonly EventRow[]): Promise<void> {
  if (events.length === 0) return
  const values = events.flatMap((event) => columns.map((column) => event[column]))
  const rows = events.map(
    (_, row) => `(${columns.map((_column, at) => `$${row * columns.length + at + 1}`).join(', ')})`,
  )
  await tx.query(
    `INSERT INTO troth.event (${columns.join(', ')}) VALUES ${rows.join(', ')}`,
    values,
  )
}

/** The histories of these people, each in order of time. */
export async function readEvents(
  tx: Queryable,
  subjects: readonly string[],
): Promise<readonly EventRow[]> {
  const { rows } = await tx.query<EventRow>(
    `SELECT ${columns.join(', ')} FROM troth.event WHERE subject_id = ANY($1::uuid[])
     ORDER BY subject_id, at, event_id`,
    [subjects],
    { name: 'events' },
  )
  return rows
}
