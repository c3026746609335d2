/**
 * The masks kept on people and rows against the fold of everyone's history, and the refolding of those whose time has
 * passed.
 * @module
 */
import type { KeyObject } from 'node:crypto'
import { type SubjectMask, foldSubject } from '@troth/core/policy'
import { TrothError } from '../errors.ts'
import type { Queryable } from '../store/database.ts'
import type { Keys } from '../store/keys/keys.ts'
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
import { findUnproven } from './evidence.ts'
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
    | { readonly kind: 'event'; readonly event: string }
    /** Of the ledger, whose events are gone; it names no controller. */
    | { readonly kind: 'leaf'; readonly leaf: string }
  /** `unreadable`: something sealed in the history does not open, so nothing can be folded. */
  readonly problem:
    | 'missing'
    | 'unfounded'
    | 'other-words'
    | 'other-until'
    | 'unreadable'
    /** No leaf of the ledger says what the event says. */
    | 'unproven'
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
  const subjectKeys = await readableKeys(tx, keys, subjects)
  const history = await readEvents(tx, subjects)
  const histories = Map.groupBy(history, ({ subject_id }) => subject_id)
  const kept = await readMasks(tx, policy.compiled.words, subjects)
  const masks = new Map(kept.map((mask) => [placeOf(mask), mask]))
  const folds = new Map<string, SubjectMask>()
  const unreadable = new Set<string>()
  for (const [subject_id, rows] of histories) {
    const controllers = [...new Set(rows.map((row) => row.controller))]
    try {
      if (!subjectKeys.readable.has(subject_id)) throw new TrothError('sealed.broken')
      const events = eventsOf(rows, subjectKeys.found)
      for (const controller of controllers) {
        const fold = foldSubject(policy.compiled, events, controller, lastInstant(rows, now))
        folds.set(placeOf({ subject_id, controller }), fold)
      }
    } catch {
      for (const controller of controllers) unreadable.add(placeOf({ subject_id, controller }))
    }
  }
  const fresh = kept
    .filter((mask) => isFresh(mask, policy.version, now))
    .filter((mask) => !unreadable.has(placeOf(mask)))
  const differences = [
    ...[...unreadable].map((at) => differs(at, 'unreadable')),
    ...[...folds.keys()].filter((at) => !masks.has(at)).map((at) => differs(at, 'missing')),
    ...fresh.flatMap((mask) => compareMask(mask, folds.get(placeOf(mask)))),
  ]
  const unproven = await findUnproven(tx, subjectKeys.found, history)
  differences.push(
    ...unproven.events.map((event) =>
      differs(placeOf(event), 'unproven', { kind: 'event', event: event.event_id }),
    ),
    ...unproven.leaves.map(({ subject_id, leaf_id }) =>
      differs(subject_id, 'missing', { kind: 'leaf', leaf: leaf_id }),
    ),
  )
  let rows = 0
  for (const table of policy.tables) {
    const found = await readRowMasks(tx, table, policy.compiled.words, subjects)
    rows += found.length
    differences.push(...found.flatMap((row) => compareRow(table, row, masks.get(placeOf(row)))))
  }
  const stale = kept.length - fresh.length
  return { subjects, masks: kept.length, rows, stale, differences }
}

// One key that does not open is its person's alone.
async function readableKeys(tx: Queryable, keys: Keys, subjects: readonly string[]) {
  const found = new Map<string, KeyObject>()
  const readable = new Set<string>()
  const read = async (some: readonly string[]) => {
    for (const [subject, key] of await readSubjectKeys(tx, keys, some)) found.set(subject, key)
    for (const subject of some) readable.add(subject)
  }
  try {
    await read(subjects)
  } catch (fault) {
    ignoreBroken(fault)
    for (const subject of subjects) await read([subject]).catch(ignoreBroken)
  }
  return { found, readable }
}

function ignoreBroken(fault: unknown): void {
  if (!(fault instanceof TrothError && fault.code === 'sealed.broken')) throw fault
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

/**
 * Folds anew every mask whose time has passed or that an earlier version left, each person in one transaction. Someone
 * who cannot be folded stays stale, which denies, and stops nobody else; then it throws `sealed.broken` at the end.
 */
export async function refoldStale(
  context: Context,
  now: Date,
): Promise<{ readonly people: number }> {
  const { database, policy } = context
  let people = 0
  const faults: unknown[] = []
  for (let after = nobody; ;) {
    const subjects = await listStale(database, policy.version, now, { after, most: refoldBatch })
    for (const subject of subjects) {
      try {
        await database.transaction((tx) => refold(tx, context, subject, now), { retry: true })
        people += 1
      } catch (fault) {
        if (isEveryones(fault)) throw fault
        faults.push(fault)
      }
    }
    const last = subjects.at(-1)
    if (last === undefined || subjects.length < refoldBatch) break
    after = last
  }
  if (faults.length === 0) return { people }
  const detail = `${faults.length} people could not be folded and stay closed; \`troth masks verify\` names them.`
  throw new TrothError('sealed.broken', { detail, cause: faults[0] })
}

function isEveryones(fault: unknown): boolean {
  if (!(fault instanceof TrothError)) return false
  return fault.code === 'policy.superseded' || fault.code === 'database.unavailable'
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
