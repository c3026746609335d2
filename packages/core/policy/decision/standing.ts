/**
 * Where a person stands at one instant: what the tests of age, region, restriction, basis and needs come to for every
 * purpose (docs/decision.md, "Order of the tests").
 * @module
 */
import { addDuration, birthday, utcMidnight, type CalendarDate } from './calendar.ts'
import { holds, type CompiledPolicy, type CompiledPurpose } from '../compile.ts'
import { reasonCode } from './reason-code.ts'
import type { Story } from './story.ts'

const permitted = reasonCode('permitted')
const lapsed = reasonCode('consent-lapsed')
const notEstablished = reasonCode('basis-not-established')
const unknownSubject = reasonCode('unknown-subject')
const underAge = reasonCode('under-age')
const ageUnknown = reasonCode('age-unknown')
const regionBarred = reasonCode('region-barred')
const restricted = reasonCode('restricted')
const purposeNeeds = reasonCode('purpose-needs')

/** Longer than any zone is from UTC, with a day that a zone may skip. */
const zoneSlack = 3 * 86_400_000

/** Every purpose's answer at one instant. */
export interface Standing {
  /** Reason code of each purpose, by position. */
  readonly reasons: Uint8Array
  /** The permitted purposes' bits. */
  readonly words: Int32Array
  /** First instant at which an answer may change without another event; `Infinity` where none will. */
  readonly next: number
}

/** The standing that a story comes to at `now`, in milliseconds since the epoch. */
export function standingOf(compiled: CompiledPolicy, story: Story, now: number): Standing {
  const reasons = new Uint8Array(compiled.words * 31).fill(notEstablished)
  const own = new Int32Array(compiled.words)
  const everyPurpose = (reason: number, next: number) => {
    for (const { position } of compiled.purposes.values()) reasons[position] = reason
    return { reasons, words: own, next }
  }
  if (!story.known) return everyPurpose(unknownSubject, Infinity)
  const { born } = story
  const adult = born ? ofAge(compiled, born, ageOfConsent(compiled, story), now) : -Infinity
  // Below the threshold nothing is open, whatever else holds, until the birthday.
  if (!(now >= adult)) return everyPurpose(underAge, comesAfter(now, adult))
  const closed = new Int32Array(compiled.words)
  let next = restrict(story, now, closed)
  const starts = new Map<number, number>()
  const startOf = (date: CalendarDate, years: number) => {
    const start = starts.get(years) ?? ofAge(compiled, date, years, now)
    starts.set(years, start)
    return start
  }
  for (const purpose of compiled.purposes.values()) {
    const { position, minimumAge } = purpose
    const opens = minimumAge !== null && born ? startOf(born, minimumAge) : -Infinity
    const ends = endOfConsent(purpose, story)
    let reason = story.acts[position] ?? notEstablished
    if (now >= ends) reason = lapsed
    if (holds(closed, purpose)) reason = restricted
    if (isBarred(purpose, story.region)) reason = regionBarred
    if (minimumAge !== null && !born) reason = ageUnknown
    if (!(now >= opens)) reason = underAge
    reasons[position] = reason
    if (reason === permitted) own[purpose.word] = (own[purpose.word] ?? 0) | purpose.bit
    next = Math.min(next, comesAfter(now, opens), comesAfter(now, ends))
  }
  return { reasons, words: withNeeds(compiled, own, reasons), next }
}

/** Gathers what is restricted now, and says when the first of it ends. */
function restrict({ restrictions }: Story, now: number, closed: Int32Array): number {
  let next = Infinity
  for (const { words, until } of restrictions.values()) {
    if (now >= until) continue
    next = Math.min(next, comesAfter(now, until))
    words.forEach((word, n) => (closed[n] = (closed[n] ?? 0) | word))
  }
  return next
}

/** Takes away what needs a purpose that does not pass by itself. */
function withNeeds(compiled: CompiledPolicy, own: Int32Array, reasons: Uint8Array): Int32Array {
  const words = own.slice()
  for (const purpose of compiled.purposes.values()) {
    if (!holds(own, purpose)) continue
    if (purpose.needs.every((word, n) => (word & ~(own[n] ?? 0)) === 0)) continue
    reasons[purpose.position] = purposeNeeds
    words[purpose.word] = (words[purpose.word] ?? 0) & ~purpose.bit
  }
  return words
}

/** Instant from which the person is of this age; exact only where it may still be to come, since Intl costs 2 us. */
function ofAge(compiled: CompiledPolicy, born: CalendarDate, years: number, now: number): number {
  const day = birthday(born, years)
  const midnight = utcMidnight(day)
  return now >= midnight + zoneSlack ? midnight : compiled.calendar.dayStart(day)
}

/** Years of age below which every purpose is closed to the person, by the last known country. */
export function ageOfConsent({ policy: { children } }: CompiledPolicy, { region }: Story): number {
  const byRegion = children.underByRegion
  if (region === null || !byRegion || !Object.hasOwn(byRegion, region)) return children.under
  return byRegion[region] ?? children.under
}

function endOfConsent({ position, basis, consentLasts }: CompiledPurpose, story: Story): number {
  if (consentLasts === null || basis !== 'express') return Infinity
  if (story.acts[position] !== permitted) return Infinity
  return addDuration(story.times[position] ?? 0, consentLasts)
}

function isBarred({ barredRegions }: CompiledPurpose, region: string | null): boolean {
  return barredRegions.size > 0 && (region === null || barredRegions.has(region))
}

/** An instant to look at again; one that is past, or that no date can hold, never comes. */
function comesAfter(now: number, at: number): number {
  return at > now ? at : Infinity
}
