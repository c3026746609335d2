/**
 * A second evaluator, read off docs/decision.md line by line: no masks, no tables, nothing shared with the engine but
 * the plain types. It is slow on purpose; every engine must give its answer, reason for reason.
 * @module
 */
import type { PolicyDocument } from '../rules.ts'
import type { Decision, Question, Reason, SubjectEvent } from '../words.ts'

type Refusal = Exclude<Reason, 'permitted'>
type EventOf<Kind extends SubjectEvent['kind']> = Extract<SubjectEvent, { kind: Kind }>

/** The answer to one question at one time, from the whole history of one person. */
export function oracle(
  policy: PolicyDocument,
  history: readonly SubjectEvent[],
  question: Question,
  now: Date,
): Decision {
  const use = policy.use.clauses[0] ?? ''
  if (!Object.keys(policy.controllers).includes(question.controller)) {
    return { allowed: false, reason: 'unknown-controller', clause: use }
  }
  if (!Object.keys(policy.purposes).includes(question.purpose)) {
    return { allowed: false, reason: 'unknown-purpose', clause: use }
  }
  if (!Object.keys(policy.categories).includes(question.category)) {
    return { allowed: false, reason: 'unknown-category', clause: use }
  }
  for (const prohibition of Object.values(policy.prohibitions)) {
    if (!prohibition.categories.includes(question.category)) continue
    if (!prohibition.purposes.includes(question.purpose)) continue
    return { allowed: false, reason: 'prohibited', clause: prohibition.clauses[0] ?? '' }
  }
  const clause = policy.purposes[question.purpose]?.clauses[0] ?? ''
  if (!policy.purposes[question.purpose]?.uses.includes(question.category)) {
    return { allowed: false, reason: 'field-not-used', clause }
  }
  if (!wasCollectedFor(policy, question)) {
    return { allowed: false, reason: 'not-collected-for', clause }
  }
  const past = pastOf(history, question.controller, now)
  if (past.length === 0) return { allowed: false, reason: 'unknown-subject', clause }
  const refusal = personal(policy, past, question.purpose, now)
  if (refusal) {
    const age = refusal === 'under-age' || refusal === 'age-unknown'
    return {
      allowed: false,
      reason: refusal,
      clause: age ? (policy.children.clauses[0] ?? '') : clause,
    }
  }
  for (const need of everythingNeeded(policy, question.purpose)) {
    if (personal(policy, past, need, now))
      return { allowed: false, reason: 'purpose-needs', clause }
  }
  return { allowed: true, reason: 'permitted', clause }
}

function wasCollectedFor(policy: PolicyDocument, { purpose, record }: Question): boolean {
  if (record.version !== policy.version) return false
  for (const [id, channel] of Object.entries(policy.channels)) {
    if (id === record.channel) {
      return channel.purposes.includes(purpose) || (channel.choices ?? []).includes(purpose)
    }
  }
  return false
}

/** Events that count, oldest first; inserted one by one behind every event that is not later. */
function pastOf(history: readonly SubjectEvent[], controller: string, now: Date) {
  const past: SubjectEvent[] = []
  for (const event of history) {
    if (event.controller !== controller) continue
    if (!(event.at.valueOf() <= now.valueOf())) continue
    let place = past.length
    while (place > 0 && Number(past[place - 1]?.at) > Number(event.at)) place -= 1
    past.splice(place, 0, event)
  }
  return past
}

/** Age, region, restriction and basis of one purpose, without what it needs. */
function personal(
  policy: PolicyDocument,
  past: readonly SubjectEvent[],
  purpose: string,
  now: Date,
): Refusal | null {
  return (
    ageRefusal(policy, past, purpose, now) ??
    regionRefusal(policy, past, purpose) ??
    (isRestricted(past, purpose, now) ? 'restricted' : null) ??
    basisRefusal(policy, past, purpose, now)
  )
}

function ageRefusal(
  policy: PolicyDocument,
  past: readonly SubjectEvent[],
  purpose: string,
  now: Date,
): Refusal | null {
  const { children } = policy
  const country = past.findLast((event) => event.kind === 'region')?.country
  let threshold = children.under
  for (const [region, under] of Object.entries(children.underByRegion ?? {})) {
    if (region === country) threshold = under
  }
  const born = past.findLast((event) => event.kind === 'born')?.date
  const known = born !== undefined && isOnCalendar(born)
  if (known && isBelow(born, threshold, children.timeZone, now)) return 'under-age'
  const own = policy.purposes[purpose]?.minimumAge
  const young = children.young.closed.includes(purpose) ? children.young.until : undefined
  for (const minimum of [own, young]) {
    if (minimum === undefined) continue
    if (!known) return 'age-unknown'
    if (isBelow(born, minimum, children.timeZone, now)) return 'under-age'
  }
  return null
}

function isOnCalendar(text: string): boolean {
  if (!/^[0-9]{4}-[0-9]{2}-[0-9]{2}$/.test(text)) return false
  const parsed = new Date(`${text}T00:00:00.000Z`)
  return !Number.isNaN(parsed.valueOf()) && parsed.toISOString().slice(0, 10) === text
}

const formats = new Map<string, Intl.DateTimeFormat>()

/** Dates as eight-digit numbers: the day the zone shows now against the birthday. */
function isBelow(born: string, years: number, timeZone: string, now: Date): boolean {
  const format =
    formats.get(timeZone) ??
    new Intl.DateTimeFormat('en-GB', {
      timeZone,
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
    })
  formats.set(timeZone, format)
  const [day, month, year] = format.format(now).split('/')
  const today = Number(year) * 10_000 + Number(month) * 100 + Number(day)
  const birthYear = Number(born.slice(0, 4)) + years
  const leap = birthYear % 4 === 0 && (birthYear % 100 !== 0 || birthYear % 400 === 0)
  const monthDay = born.endsWith('-02-29') && !leap ? 301 : Number(born.slice(5, 7) + born.slice(8))
  return today < birthYear * 10_000 + monthDay
}

function regionRefusal(
  policy: PolicyDocument,
  past: readonly SubjectEvent[],
  purpose: string,
): Refusal | null {
  const barred = policy.purposes[purpose]?.barredRegions ?? []
  if (barred.length === 0) return null
  const country = past.findLast((event) => event.kind === 'region')?.country
  return country === undefined || barred.includes(country) ? 'region-barred' : null
}

function isRestricted(past: readonly SubjectEvent[], purpose: string, now: Date): boolean {
  return past.some((event, place) => {
    if (event.kind !== 'restriction') return false
    if (event.purposes !== 'all' && !event.purposes.includes(purpose)) return false
    if (event.until !== undefined && now.valueOf() >= event.until.valueOf()) return false
    return !past
      .slice(place + 1)
      .some(
        (later) =>
          (later.kind === 'restriction' || later.kind === 'restriction-lifted') &&
          later.id === event.id,
      )
  })
}

function basisRefusal(
  policy: PolicyDocument,
  past: readonly SubjectEvent[],
  purpose: string,
  now: Date,
): Refusal | null {
  const rule = policy.purposes[purpose]
  switch (rule?.basis) {
    case 'express':
      return consentRefusal(past, purpose, rule.consentLasts, now)
    case 'deemed:conduct':
    case 'deemed:contract':
      return conductRefusal(policy, past, purpose)
    case 'exception:vital':
    case 'exception:public':
    case 'exception:legitimate-interests':
    case 'exception:business-asset':
    case 'exception:business-improvement':
    case 'exception:research':
      return rule.assessment ? null : 'basis-not-established'
    case 'law':
      return rule.law === undefined ? 'basis-not-established' : null
    case 'deemed:notification':
    case undefined:
      return 'basis-not-established'
  }
}

function consentRefusal(
  past: readonly SubjectEvent[],
  purpose: string,
  lasts: string | undefined,
  now: Date,
): Refusal | null {
  const last = past.findLast(
    (event): event is EventOf<'consent'> | EventOf<'withdrawal'> =>
      (event.kind === 'consent' && event.purpose === purpose) || withdraws(event, purpose),
  )
  if (!last) return 'no-consent'
  if (last.kind === 'withdrawal') return 'withdrawn'
  if (last.choice === 'refused') return 'refused'
  return lasts !== undefined && hasPassed(last.at, lasts, now) ? 'consent-lapsed' : null
}

function conductRefusal(
  policy: PolicyDocument,
  past: readonly SubjectEvent[],
  purpose: string,
): Refusal | null {
  const serving = Object.keys(policy.channels).filter((id) =>
    policy.channels[id]?.purposes.includes(purpose),
  )
  const last = past.findLast(
    (event) =>
      (event.kind === 'conduct' && serving.includes(event.channel)) || withdraws(event, purpose),
  )
  if (!last) return 'no-conduct'
  return last.kind === 'withdrawal' ? 'withdrawn' : null
}

function withdraws(event: SubjectEvent, purpose: string): event is EventOf<'withdrawal'> {
  return (
    event.kind === 'withdrawal' && (event.purposes === 'all' || event.purposes.includes(purpose))
  )
}

/** Whether `start` plus the period is now or earlier. Steps a month at a time, then looks for the last day there is. */
function hasPassed(start: Date, period: string, now: Date): boolean {
  const count = (unit: string) => Number(new RegExp(`([0-9]+)${unit}`).exec(period)?.[1] ?? 0)
  let year = start.getUTCFullYear() + count('Y')
  let month = start.getUTCMonth()
  for (let left = count('M'); left > 0; left -= 1) {
    month += 1
    if (month > 11) {
      month = 0
      year += 1
    }
  }
  let day = start.getUTCDate()
  while (new Date(Date.UTC(year, month, day)).getUTCMonth() !== month) day -= 1
  const midnight = Date.UTC(year, month, day + count('D'))
  const timeOfDay = start.valueOf() - Date.parse(`${start.toISOString().slice(0, -14)}T00:00:00Z`)
  return now.valueOf() >= midnight + timeOfDay
}

/** What a purpose needs, and what that needs, by going on until a round finds nothing new. */
function everythingNeeded(policy: PolicyDocument, purpose: string): readonly string[] {
  const needed = [...(policy.purposes[purpose]?.needs ?? [])]
  for (const each of needed) {
    for (const further of policy.purposes[each]?.needs ?? []) {
      if (!needed.includes(further)) needed.push(further)
    }
  }
  return needed
}
