import { type CompiledPolicy, type SubjectEvent, foldSubject, reasonOf } from '@troth/core/policy'
import { type Outcome, done, refused } from '../outcome.ts'
import type { Person } from '../person.ts'
import { ageUnknown, underAge } from '../refusals.ts'
import type { Submission } from './submission.ts'

const oldest = 130

/**
 * The age gate, passed before anything is stored (§4.1): by the birth date on the form, or by the one known from
 * sign-up. Gives the birth date that the form brought, if it did.
 */
export function passAgeGate(
  compiled: CompiledPolicy,
  { channel, controller, open, sealed }: Submission,
  person: Person | undefined,
  now: Date,
): Outcome<string | undefined> {
  const { policy } = compiled
  const gate = policy.channels[channel]?.ageGate
  switch (gate?.from) {
    case 'field': {
      const date = open[gate.field] ?? sealed[gate.field]
      if (typeof date !== 'string') return ageUnknown(policy)
      if (!isBirthDate(date, now)) {
        const problem = 'takes a birth date, past and of someone alive'
        return refused({
          code: 'malformed',
          clause: policy.children.clauses[0] ?? '',
          reason: 'birth-date',
          detail: `\`${gate.field}\` ${problem}.`,
          problems: [{ path: `/data/${gate.field}`, problem }],
        })
      }
      const known = (person?.events ?? []).filter(({ kind }) => kind === 'born')
      const child = [date, ...datesOf(known)].some((one) => isChild(compiled, controller, one, now))
      return child ? underAge(policy) : done(date)
    }
    case 'sign-up': {
      const dates = datesOf(person?.events ?? [])
      const last = dates.at(-1)
      if (last === undefined) return ageUnknown(policy)
      return isChild(compiled, controller, last, now) ? underAge(policy) : done(undefined)
    }
    case 'none':
      return done(undefined)
    case undefined:
      return ageUnknown(policy)
  }
}

/**
 * Whether someone born on that date is below the age of consent: then, and only then, the fold closes every purpose for
 * age. Asked of the fold so that there is one reckoning of birthdays and zones.
 */
function isChild(compiled: CompiledPolicy, controller: string, date: string, now: Date): boolean {
  const born: SubjectEvent = { kind: 'born', date, controller, at: now, version: compiled.version }
  const { reasons } = foldSubject(compiled, [born], controller, now)
  return [...compiled.purposes.values()].every(
    ({ position }) => reasonOf(reasons[position] ?? 0) === 'under-age',
  )
}

function isBirthDate(date: string, now: Date): boolean {
  // A day ahead, for it is tomorrow somewhere.
  const latest = new Date(now.getTime() + 86_400_000).toISOString().slice(0, 10)
  const year = Number(date.slice(0, 4))
  return date <= latest && year >= now.getUTCFullYear() - oldest
}

function datesOf(events: readonly SubjectEvent[]): readonly string[] {
  return events.flatMap((event) => (event.kind === 'born' ? [event.date] : []))
}
