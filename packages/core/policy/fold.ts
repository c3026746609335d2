/**
 * History folded to a mask: what one person permits one controller at one instant, and until when that holds by itself.
 * @module
 */
import type { CompiledPolicy } from './compile.ts'
import { reasonCode, reasonOf } from './decision/reason-code.ts'
import { standingOf } from './decision/standing.ts'
import { newStory, tell } from './decision/story.ts'
import type { Reason, SubjectEvent } from './words.ts'

/** What one person permits one controller; a cache of the fold, to be made again at `until` and after every event. */
export interface SubjectMask {
  /** Integer id of the controller; -1 where the policy declares none of that name. */
  readonly controller: number
  /** A bit for each purpose, set where it is permitted. */
  readonly words: Int32Array
  /** From this instant the words are stale and deny; `null` where only another event changes them. */
  readonly until: Date | null
  /** Whether the person has any event with the controller. */
  readonly known: boolean
  /** Reason code of each purpose, by position. */
  readonly reasons: Uint8Array
  /** From this instant a reason may be another, though the words hold until `until`; `null` as there. */
  readonly reasonsUntil: Date | null
}

/**
 * Folds the history of one person with one controller.
 * @param events in any order; those of other controllers do not count, later ones only for `until`
 * @example
 * const mask = foldSubject(compiled, events, 'singapore', now)
 * holds(mask.words, purpose) // whether the purpose is permitted, until mask.until
 */
export function foldSubject(
  compiled: CompiledPolicy,
  events: readonly SubjectEvent[],
  controller: string,
  now: Date,
): SubjectMask {
  const index = compiled.controllers.get(controller)
  if (index === undefined) return undeclaredController(compiled)
  const { story, future } = storyAt(compiled, events, controller, now)
  const current = standingOf(compiled, story, now.getTime())
  const { known } = story

  let until: Date | null = null
  let reasonsUntil: Date | null = null
  let seen = current
  let told = 0
  while (until === null) {
    const next = Math.min(seen.next, future[told]?.at.getTime() ?? Infinity)
    if (next === Infinity) break
    for (let event = future[told]; event && event.at.getTime() <= next; event = future[told]) {
      tell(compiled, story, event)
      told += 1
    }
    seen = standingOf(compiled, story, next)
    if (reasonsUntil === null && differ(seen.reasons, current.reasons))
      reasonsUntil = new Date(next)
    if (differ(seen.words, current.words)) until = new Date(next)
  }
  const { words, reasons } = current
  return Object.freeze({ controller: index, words, until, known, reasons, reasonsUntil })
}

/**
 * Why one purpose is open or closed to a person, the same as `foldSubject` says but for one instant alone. Category and
 * record play no part.
 */
export function reasonFor(
  compiled: CompiledPolicy,
  events: readonly SubjectEvent[],
  controller: string,
  purpose: string,
  now: Date,
): Reason {
  if (!compiled.controllers.has(controller)) return 'unknown-controller'
  const position = compiled.purposes.get(purpose)?.position
  if (position === undefined) return 'unknown-purpose'
  const { story } = storyAt(compiled, events, controller, now)
  return reasonOf(
    standingOf(compiled, story, now.getTime()).reasons[position] ?? reasonCode('unknown-purpose'),
  )
}

/** A story told of everything up to now, and what is still to come in order of time. */
export function storyAt(
  compiled: CompiledPolicy,
  events: readonly SubjectEvent[],
  controller: string,
  now: Date,
) {
  const story = newStory(compiled)
  const future: SubjectEvent[] = []
  for (const event of inOrder(events.filter((each) => each.controller === controller))) {
    if (event.at.getTime() <= now.getTime()) tell(compiled, story, event)
    else future.push(event)
  }
  return { story, future }
}

/** In order of time, events of one instant as they were listed (the sort is stable); those without a time left out. */
function inOrder(events: readonly SubjectEvent[]): readonly SubjectEvent[] {
  return events
    .filter(({ at }) => !Number.isNaN(at.getTime()))
    .toSorted((a, b) => a.at.getTime() - b.at.getTime())
}

function undeclaredController({ words }: CompiledPolicy): SubjectMask {
  const reasons = new Uint8Array(words * 31).fill(reasonCode('unknown-controller'))
  const none = { words: new Int32Array(words), until: null, known: false, reasonsUntil: null }
  return Object.freeze({ controller: -1, reasons, ...none })
}

function differ(a: Uint8Array | Int32Array, b: Uint8Array | Int32Array): boolean {
  return a.some((value, n) => value !== b[n])
}
