/**
 * The masks kept on people and rows against the fold of everyone's history, and the refolding of those whose time has
 * passed.
 * @module
 */
import { type SubjectMask, foldSubject } from '@troth/core/policy'
import type { Queryable } from '../store/database.ts'
import { type EventRow, readEvents } from '../store/people/events.ts'
import {
  type RowMask,
  type SubjectMaskRow,
  listStale,
  readMasks,
  readRowMasks,
} from '../store/people/masks.ts'
import { readSubjectKeys } from '../store/people/subject-keys.ts'
import { listSubjects } from '../store/people/subjects.ts'
import type { Context } from './context.ts'
import { eventsOf } from './history.ts'
import { keepMask, openPerson } from './person.ts'
import { assertInForce, holdInForce } from './turn.ts'

/** A mask that is not what the history says. */
export interface MaskDifference {
  readonly subject: string
  readonly controller: string
  /** Where it lies: on the person, or on a row. */
  readonly on:
    | { readonly kind: 'subject' }
    | { readonly kind: 'row'; readonly table: string; readonly record: string }
  readonly problem: 'missing' | 'unfounded' | 'other-words' | 'other-until'
}

/** What was compared, and what differs. */
export interface MasksVerified {
  readonly people: number
  readonly masks: number
  readonly rows: number
  /** Masks past their time or of an earlier version: they deny, and await refolding. */
  readonly stale: number
  readonly differences: readonly MaskDifference[]
}

const nobody = '00000000-0000-0000-0000-000000000000'

/** Folds everyone's history, a batch of people at a time and each batch in one snapshot, and compares. */
export async function verifyMasks(
  context: Context,
  { batch = 500 }: { readonly batch?: number },
  now: Date,
): Promise<MasksVerified> {
  const total = { people: 0, masks: 0, rows: 0, stale: 0 }
  const differences: MaskDifference[] = []
  for (let after = nobody; ;) {
    const found = await context.database.transaction(
      (tx) => verifyBatch(tx, context, after, batch, now),
      { isolation: 'repeatable read', retry: true },
    )
    total.people += found.subjects.length
    total.masks += found.masks
    total.rows += found.rows
    total.stale += found.stale
    differences.push(...found.differences)
    const last = found.subjects.at(-1)
    if (last === undefined || found.subjects.length < batch) return { ...total, differences }
    after = last
  }
}

async function verifyBatch(
  tx: Queryable,
  context: Context,
  after: string,
  batch: number,
  now: Date,
) {
  const { policy, keys } = context
  await assertInForce(tx, context)
  const subjects = await listSubjects(tx, after, batch)
  const subjectKeys = await readSubjectKeys(tx, keys, subjects)
  const histories = Map.groupBy(await readEvents(tx, subjects), ({ subject_id }) => subject_id)
  const kept = await readMasks(tx, policy.compiled.words, subjects)
  const masks = new Map(kept.map((mask) => [placeOf(mask), mask]))
  const folds = new Map<string, SubjectMask>()
  for (const [subject, rows] of histories) {
    const events = eventsOf(rows, subjectKeys)
    for (const controller of new Set(rows.map((row) => row.controller))) {
      const fold = foldSubject(policy.compiled, events, controller, lastInstant(rows, now))
      folds.set(placeOf({ subject_id: subject, controller }), fold)
    }
  }
  const fresh = kept.filter((mask) => isFresh(mask, policy.version, now))
  const differences = [
    ...[...folds.keys()].filter((at) => !masks.has(at)).map((at) => differs(at, 'missing')),
    ...fresh.flatMap((mask) => compareMask(mask, folds.get(placeOf(mask)))),
  ]
  let rows = 0
  for (const table of policy.tables) {
    const found = await readRowMasks(tx, table, policy.compiled.words, subjects)
    rows += found.length
    differences.push(...found.flatMap((row) => compareRow(table, row, masks.get(placeOf(row)))))
  }
  const stale = kept.length - fresh.length
  return { subjects, masks: kept.length, rows, stale, differences }
}

function placeOf({ subject_id, controller }: { subject_id: string; controller: string }): string {
  return `${subject_id} ${controller}`
}

// The fold of the present: an event may be recorded a little ahead of the clock.
function lastInstant(rows: readonly EventRow[], now: Date): Date {
  return new Date(Math.max(now.getTime(), rows.at(-1)?.at.getTime() ?? -Infinity))
}

function isFresh({ version, until }: SubjectMaskRow, inForce: number, now: Date): boolean {
  return version === inForce && (until === null || until.getTime() > now.getTime())
}

function differs(
  place: string,
  problem: MaskDifference['problem'],
  on: MaskDifference['on'] = { kind: 'subject' },
): MaskDifference {
  const [subject = '', controller = ''] = place.split(' ')
  return { subject, controller, on, problem }
}

function compareMask(
  mask: SubjectMaskRow,
  fold: SubjectMask | undefined,
): readonly MaskDifference[] {
  if (fold === undefined) return [differs(placeOf(mask), 'unfounded')]
  if (!sameWords(mask.words, fold.words)) return [differs(placeOf(mask), 'other-words')]
  return sameInstant(mask.until, fold.until) ? [] : [differs(placeOf(mask), 'other-until')]
}

// A row is compared with its person's mask, fresh or stale: the two change in one statement and pass together.
function compareRow(
  table: string,
  row: RowMask,
  mask: SubjectMaskRow | undefined,
): readonly MaskDifference[] {
  const on = { kind: 'row', table, record: row.record_id } as const
  if (mask === undefined) return [differs(placeOf(row), 'missing', on)]
  const words = mask.words.map((word, at) => word & (row.record_words[at] ?? 0))
  if (!sameWords(row.words, words)) return [differs(placeOf(row), 'other-words', on)]
  return sameInstant(row.until, mask.until) ? [] : [differs(placeOf(row), 'other-until', on)]
}

function sameWords(one: ArrayLike<number>, other: ArrayLike<number>): boolean {
  return one.length === other.length && Array.from(one).every((word, at) => word === other[at])
}

function sameInstant(one: Date | null, other: Date | null): boolean {
  return one?.getTime() === other?.getTime()
}

const refoldBatch = 200

/** Folds anew every mask whose time has passed or that an earlier version left, each person in one transaction. */
export async function refoldStale(
  context: Context,
  now: Date,
): Promise<{ readonly people: number }> {
  const { database, policy } = context
  let people = 0
  for (;;) {
    const subjects = await listStale(database, policy.version, now, refoldBatch)
    for (const subject of subjects) {
      await database.transaction((tx) => refold(tx, context, subject, now), { retry: true })
    }
    people += subjects.length
    if (subjects.length < refoldBatch) return { people }
  }
}

async function refold(tx: Queryable, context: Context, subject: string, now: Date): Promise<void> {
  const { compiled } = context.policy
  await holdInForce(tx, context)
  const person = await openPerson(tx, context, subject, 'update', now)
  if (person === undefined) return
  for (const { controller } of await readMasks(tx, compiled.words, [subject])) {
    const mask = foldSubject(compiled, person.events, controller, person.at)
    await keepMask(tx, context, subject, controller, mask)
  }
}
