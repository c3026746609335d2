import type { Queryable } from '../database.ts'
import { quoteName } from '../quote.ts'

/** What a person's history permits a controller's purposes, as it is kept. */
export interface SubjectMaskRow {
  readonly subject_id: string
  readonly controller: string
  readonly words: readonly number[]
  /** Null where it never changes by itself. */
  readonly until: Date | null
  readonly version: number
}

const each = (words: number, text: (word: number) => string, between = ', ') =>
  Array.from({ length: words }, (_, word) => text(word)).join(between)

/** The instant as `mask_until` keeps it. */
export function untilText(until: Date | null): string {
  return until === null ? 'infinity' : until.toISOString()
}

/**
 * Puts a person's mask for one controller in force, on the person and on every row of every table at once, in one
 * statement. The caller holds the person's lock for update.
 */
export async function writeMasks(
  tx: Queryable,
  tables: readonly string[],
  mask: SubjectMaskRow,
): Promise<void> {
  const words = mask.words.length
  const updates = tables.map(
    (table, at) => `row${at} AS (
    UPDATE data.${quoteName(table)} AS r
    SET ${each(words, (word) => `mask${word} = p.record_mask${word} & $${5 + word}::int4`)}, mask_until = $3::timestamptz
    FROM troth.provenance AS p
    WHERE r.subject_id = $1 AND r.controller = $2
      AND p.version = r.version AND p.channel = r.channel AND p.source = r.source
      AND (${each(words, (word) => `r.mask${word} <> p.record_mask${word} & $${5 + word}::int4`, ' OR ')}
        OR r.mask_until <> $3::timestamptz))`,
  )
  const kept = `subject AS (
    INSERT INTO troth.subject_mask (subject_id, controller, mask_until, version, ${each(words, (word) => `mask${word}`)})
    VALUES ($1, $2, $3::timestamptz, $4, ${each(words, (word) => `$${5 + word}`)})
    ON CONFLICT (subject_id, controller) DO UPDATE
    SET mask_until = excluded.mask_until, version = excluded.version,
      ${each(words, (word) => `mask${word} = excluded.mask${word}`)})`
  await tx.query(`WITH ${[kept, ...updates].join(', ')} SELECT`, [
    mask.subject_id,
    mask.controller,
    untilText(mask.until),
    mask.version,
    ...mask.words,
  ])
}

/** The masks kept for these people. */
export async function readMasks(
  tx: Queryable,
  words: number,
  subjects: readonly string[],
): Promise<readonly SubjectMaskRow[]> {
  const { rows } = await tx.query<SubjectMaskRow>(
    `SELECT subject_id, controller, version, ARRAY[${each(words, (word) => `mask${word}`)}] AS words,
       nullif(mask_until, 'infinity') AS until
     FROM troth.subject_mask WHERE subject_id = ANY($1::uuid[])`,
    [subjects],
    { name: `masks-${words}` },
  )
  return rows
}

/** One row of a dataset as a check of masks sees it. */
export interface RowMask {
  readonly subject_id: string
  readonly record_id: string
  readonly controller: string
  readonly version: number
  readonly channel: string
  readonly source: string
  readonly words: readonly number[]
  readonly record_words: readonly number[]
  readonly until: Date | null
}

/** The masks on the rows of one dataset that belong to these people, with those of their provenance. */
export async function readRowMasks(
  tx: Queryable,
  table: string,
  words: number,
  subjects: readonly string[],
): Promise<readonly RowMask[]> {
  const { rows } = await tx.query<RowMask>(
    `SELECT r.subject_id, r.record_id, r.controller, r.version, r.channel, r.source,
       ARRAY[${each(words, (word) => `r.mask${word}`)}] AS words,
       ARRAY[${each(words, (word) => `p.record_mask${word}`)}] AS record_words,
       nullif(r.mask_until, 'infinity') AS until
     FROM data.${quoteName(table)} AS r JOIN troth.provenance AS p USING (version, channel, source)
     WHERE r.subject_id = ANY($1::uuid[]) ORDER BY r.subject_id, r.record_id`,
    [subjects],
  )
  return rows
}

/** People after one, in order, with a mask that went stale at or before `now` or was folded under another version. */
export async function listStale(
  tx: Queryable,
  version: number,
  now: Date,
  { after, most }: { readonly after: string; readonly most: number },
): Promise<readonly string[]> {
  const { rows } = await tx.query<{ subject_id: string }>(
    `SELECT DISTINCT subject_id FROM troth.subject_mask
     WHERE (mask_until <= $1 OR version <> $2) AND subject_id > $3 ORDER BY subject_id LIMIT $4`,
    [now, version, after, most],
  )
  return rows.map(({ subject_id }) => subject_id)
}
