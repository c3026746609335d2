import { type SubjectEvent, type SubjectMask, foldSubject, reasonCode } from '@troth/core/policy'
import type { Queryable } from '../../store/database.ts'
import { readEvents } from '../../store/people/events.ts'
import { type SubjectMaskRow, readMasks } from '../../store/people/masks.ts'
import { readSubjectKeys } from '../../store/people/subject-keys.ts'
import type { Context } from '../context.ts'
import { eventsOf } from '../history.ts'

/** What is kept and known of people, read once for many decisions. */
export interface Standings {
  /** The kept mask of one person for one controller, with the reasons that their history gives for what it denies. */
  mask(subject: string, controller: string, now: Date): SubjectMask
  events(subject: string): readonly SubjectEvent[]
}

const stale = reasonCode('stale-mask')
const permitted = reasonCode('permitted')

/** Reads masks and histories of these people in one snapshot. */
export async function readStandings(
  tx: Queryable,
  { keys, policy }: Context,
  subjects: readonly string[],
): Promise<Standings> {
  const { compiled } = policy
  const kept = new Map(
    (await readMasks(tx, compiled.words, subjects)).map((row) => [
      `${row.subject_id} ${row.controller}`,
      row,
    ]),
  )
  const subjectKeys = await readSubjectKeys(tx, keys, subjects)
  const rows = Map.groupBy(await readEvents(tx, subjects), ({ subject_id }) => subject_id)
  const histories = new Map(
    [...rows].map(([subject, events]) => [subject, eventsOf(events, subjectKeys)]),
  )
  const events = (subject: string) => histories.get(subject) ?? []
  return {
    events,
    mask(subject, controller, now) {
      // An event may be recorded a little ahead of the clock; see `instantAfter`.
      const last = events(subject).at(-1)?.at.getTime() ?? -Infinity
      const instant = new Date(Math.max(now.getTime(), last))
      const fold = foldSubject(compiled, events(subject), controller, instant)
      return lower(fold, kept.get(`${subject} ${controller}`), policy.version, compiled.words)
    },
  }
}

/**
 * The kept mask decides; the fold only says why. INVARIANT: what is kept is never widened by what is folded, so where
 * the fold would permit what the kept mask does not, the answer is that the mask is stale.
 */
function lower(
  fold: SubjectMask,
  kept: SubjectMaskRow | undefined,
  version: number,
  words: number,
): SubjectMask {
  const present = kept?.version === version ? kept : undefined
  const open = present ? Int32Array.from(present.words) : new Int32Array(words)
  const holds = (position: number) => ((open[(position / 31) | 0] ?? 0) >>> (position % 31)) & 1
  return {
    ...fold,
    words: open,
    until: present?.until ?? null,
    reasons: fold.reasons.map((reason, position) =>
      reason === permitted && !holds(position) ? stale : reason,
    ),
    reasonsUntil: earlier(fold.reasonsUntil, present?.until ?? null),
  }
}

function earlier(one: Date | null, other: Date | null): Date | null {
  if (one === null || other === null) return one ?? other
  return one < other ? one : other
}
