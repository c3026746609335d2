import type { Queryable } from '../../store/database.ts'

/** A checkpoint as it was stored. */
export interface StoredCheckpoint {
  readonly size: number
  readonly root: Uint8Array
  /** The signed note, to be handed out as it is. */
  readonly note: string
  readonly at: Date
}

/** The latest checkpoint; undefined before the first. */
export async function latestCheckpoint(database: Queryable): Promise<StoredCheckpoint | undefined> {
  const { rows } = await database.query<StoredCheckpoint>(
    'SELECT size, root, note, at FROM troth.checkpoint ORDER BY size DESC LIMIT 1',
  )
  return rows[0]
}

/** The checkpoints of trees larger than `after` and at most `upTo` leaves, smallest first. */
export async function checkpointsBetween(
  database: Queryable,
  after: number,
  upTo: number,
): Promise<readonly StoredCheckpoint[]> {
  const { rows } = await database.query<StoredCheckpoint>(
    'SELECT size, root, note, at FROM troth.checkpoint WHERE size > $1 AND size <= $2 ORDER BY size',
    [after, upTo],
  )
  return rows
}
