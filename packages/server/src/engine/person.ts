/**
 * One person within a transaction: locked, with key and history, and the only place that adds to a history and puts
 * the masks that follow from it in force.
 * @module
 */
import type { KeyObject } from 'node:crypto'
import { type SubjectEvent, type SubjectMask, foldSubject } from '@troth/core/policy'
import type { Queryable } from '../store/database.ts'
import { type EventRow, addEvents, readEvents } from '../store/people/events.ts'
import { writeMasks } from '../store/people/masks.ts'
import { newId } from '../store/new-id.ts'
import { placeOf, sealJson } from '../store/keys/seal.ts'
import { readSubjectKeys } from '../store/people/subject-keys.ts'
import { lockSubject } from '../store/people/subjects.ts'
import type { Context } from './context.ts'
import { eventsOf } from './history.ts'

/** A person whose row is locked until the transaction ends. */
export interface Person {
  readonly subject: string
  /** Undefined once it was destroyed: nothing sealed can be read or added. */
  readonly key: KeyObject | undefined
  readonly rows: readonly EventRow[]
  readonly events: readonly SubjectEvent[]
  /** The time at which what is recorded now counts: later than all that was recorded before. */
  readonly at: Date
}

/** What is to be recorded; its person, time, version and id are added. */
export type Draft = Pick<EventRow, 'controller' | 'kind' | 'actor'> &
  Partial<Pick<EventRow, 'channel' | 'purposes' | 'choice' | 'shown_hash' | 'notice'>> & {
    /** A birth date, a country, or which record was collected: kept sealed. */
    readonly fact?: Readonly<Record<string, string>>
  }

/** What was recorded, and what each controller concerned may do from now on. */
export interface Recorded {
  readonly added: readonly EventRow[]
  readonly masks: ReadonlyMap<string, SubjectMask>
}

/** Locks a person and reads their history; undefined where there is no such person. */
export async function openPerson(
  tx: Queryable,
  context: Context,
  subject: string,
  strength: 'share' | 'update',
  now: Date,
): Promise<Person | undefined> {
  if (!(await lockSubject(tx, subject, strength))) return undefined
  const keys = await readSubjectKeys(tx, context.keys, [subject])
  const rows = await readEvents(tx, [subject])
  return {
    subject,
    key: keys.get(subject),
    rows,
    events: eventsOf(rows, keys),
    at: instantAfter(rows, now),
  }
}

/**
 * The time of the next event: `now`, or the first millisecond after the last event. Who commits later counts as later,
 * though its request was timed earlier and then waited for the lock: an acknowledged withdrawal is never overtaken.
 */
function instantAfter(rows: readonly EventRow[], now: Date): Date {
  const last = rows.at(-1)?.at.getTime() ?? -Infinity
  return new Date(Math.max(now.getTime(), last + 1))
}

/** Adds to a history and folds it anew for each controller concerned; the person is locked for update. */
export async function record(
  tx: Queryable,
  context: Context,
  person: Person,
  drafts: readonly Draft[],
): Promise<Recorded> {
  const added = [...introductions(person, drafts), ...drafts].map((draft) =>
    eventRow(person, context.policy.version, draft),
  )
  await addEvents(tx, added)
  const rows = [...person.rows, ...added]
  const keys = new Map(person.key && [[person.subject, person.key]])
  const events = eventsOf(rows, keys)
  const masks = new Map<string, SubjectMask>()
  for (const controller of new Set(drafts.map((draft) => draft.controller))) {
    const mask = foldSubject(context.policy.compiled, events, controller, person.at)
    await keepMask(tx, context, person.subject, controller, mask)
    masks.set(controller, mask)
  }
  return { added, masks }
}

/** Puts a folded mask in force on the person and on every row at once. */
export async function keepMask(
  tx: Queryable,
  { policy }: Context,
  subject: string,
  controller: string,
  mask: SubjectMask,
): Promise<void> {
  await writeMasks(tx, policy.tables, {
    subject_id: subject,
    controller,
    words: [...mask.words],
    until: mask.until,
    version: policy.version,
  })
}

/**
 * What one controller knows of age and region goes with the person to the next, before anything else is recorded
 * there: a child is a child to every company of the group (§4.1).
 */
function introductions(person: Person, drafts: readonly Draft[]): readonly Draft[] {
  const controllers = new Set(drafts.map(({ controller }) => controller))
  return [...controllers].flatMap((controller) =>
    (['born', 'region'] as const).flatMap((kind) => {
      const given = drafts.some((draft) => draft.controller === controller && draft.kind === kind)
      const known = person.events.some(
        (event) => event.controller === controller && event.kind === kind,
      )
      const last = person.events.findLast((event) => event.kind === kind)
      const actor = drafts[0]?.actor
      if (given || known || last === undefined || actor === undefined) return []
      return [{ controller, kind, actor, fact: factOf(last) }]
    }),
  )
}

function factOf(event: SubjectEvent): Readonly<Record<string, string>> {
  if (event.kind === 'born') return { date: event.date }
  return event.kind === 'region' ? { country: event.country } : {}
}

function eventRow(person: Person, version: number, draft: Draft): EventRow {
  const { fact, ...given } = draft
  const event_id = newId(person.at)
  const place = placeOf('troth.event', event_id, person.subject)
  return {
    channel: null,
    purposes: null,
    choice: null,
    shown_hash: null,
    notice: null,
    restriction: null,
    until: null,
    ...given,
    sealed: fact && person.key ? sealJson(person.key, place, fact) : null,
    subject_id: person.subject,
    event_id,
    at: person.at,
    version,
  }
}
