/**
 * What the events of one person with one controller come to, told one by one in order of time: the last birth date and
 * country, the restrictions in force and the last act on each purpose's basis (docs/decision.md, "History").
 * @module
 */
import { parseDate, type CalendarDate } from './calendar.ts'
import { holds, type CompiledPolicy, type CompiledPurpose } from '../compile.ts'
import { reasonCode } from './reason-code.ts'
import type { SubjectEvent } from '../words.ts'

const permitted = reasonCode('permitted')
const noConsent = reasonCode('no-consent')
const noConduct = reasonCode('no-conduct')
const refused = reasonCode('refused')
const withdrawn = reasonCode('withdrawn')
const notEstablished = reasonCode('basis-not-established')

/** Purposes restricted, and until when; `Infinity` until it is lifted. */
export interface Restriction {
  readonly words: Int32Array
  readonly until: number
}

/** Everything told so far. */
export interface Story {
  /** Whether any event was told. */
  known: boolean
  /** `null` where no birth date, or none on the calendar, was told last. */
  born: CalendarDate | null
  region: string | null
  readonly restrictions: Map<string, Restriction>
  /** By position, the reason that the last act on the basis gives, and its instant. */
  readonly acts: Uint8Array
  readonly times: Float64Array
}

/** The story of a person of whom nothing is known: acts not made yet, exceptions and laws as the policy states them. */
export function newStory({ words, purposes }: CompiledPolicy): Story {
  const acts = new Uint8Array(words * 31).fill(notEstablished)
  for (const purpose of purposes.values()) acts[purpose.position] = beforeAnyAct(purpose)
  return {
    known: false,
    born: null,
    region: null,
    restrictions: new Map(),
    acts,
    times: new Float64Array(words * 31),
  }
}

/** Takes the next event into the story. */
export function tell(compiled: CompiledPolicy, story: Story, event: SubjectEvent): void {
  story.known = true
  switch (event.kind) {
    case 'born':
      story.born = parseDate(event.date)
      return
    case 'region':
      story.region = event.country
      return
    case 'restriction':
      story.restrictions.set(event.id, {
        words: wordsOf(compiled, event.purposes),
        until: event.until?.getTime() ?? Infinity,
      })
      return
    case 'restriction-lifted':
      story.restrictions.delete(event.id)
      return
    case 'consent':
    case 'conduct':
    case 'withdrawal':
      tellAct(compiled, story, event)
  }
}

function tellAct(
  compiled: CompiledPolicy,
  story: Story,
  event: Extract<SubjectEvent, { kind: 'consent' | 'conduct' | 'withdrawal' }>,
): void {
  const act = (purpose: CompiledPurpose, reason: number) => {
    story.acts[purpose.position] = reason
    story.times[purpose.position] = event.at.getTime()
  }
  if (event.kind === 'consent') {
    const purpose = compiled.purposes.get(event.purpose)
    if (purpose?.basis === 'express') act(purpose, event.choice === 'given' ? permitted : refused)
    return
  }
  if (event.kind === 'conduct') {
    const evident = compiled.conductMask(event.channel)
    for (const purpose of compiled.purposes.values()) {
      if (isDeemed(purpose) && holds(evident, purpose)) act(purpose, permitted)
    }
    return
  }
  for (const id of event.purposes === 'all' ? compiled.purposes.keys() : event.purposes) {
    const purpose = compiled.purposes.get(id)
    if (purpose && (purpose.basis === 'express' || isDeemed(purpose))) act(purpose, withdrawn)
  }
}

function beforeAnyAct(purpose: CompiledPurpose): number {
  if (purpose.basis === 'express') return noConsent
  if (isDeemed(purpose)) return noConduct
  return purpose.established ? permitted : notEstablished
}

function isDeemed({ basis }: CompiledPurpose): boolean {
  return basis === 'deemed:conduct' || basis === 'deemed:contract'
}

function wordsOf(compiled: CompiledPolicy, ids: readonly string[] | 'all'): Int32Array {
  const words = new Int32Array(compiled.words)
  for (const id of ids === 'all' ? compiled.purposes.keys() : ids) {
    const purpose = compiled.purposes.get(id)
    if (purpose) words[purpose.word] = (words[purpose.word] ?? 0) | purpose.bit
  }
  return words
}
