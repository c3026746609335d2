/**
 * The people of the golden decisions: between them they do, leave undone and suffer everything that a rule may turn on.
 * They are written down without looking at the policy, but for its ids.
 * @module
 */
import type { PolicyDocument, SubjectEvent } from '@troth/core/policy'

/** When everyone does what they do, and when it is looked at first. */
export const start = new Date('2027-01-15T02:00:00Z')
export const now = new Date('2027-02-01T02:00:00Z')

/** A person's history; `years` of those whose answers are followed as time goes by. */
export interface Person {
  readonly name: string
  readonly controller: string
  readonly events: readonly SubjectEvent[]
  readonly followed: boolean
}

const countries = ['SG', 'KR', 'CN', 'US', 'FR', 'AU', 'IN', 'BR'] as const
export const controllers = ['asia_pacific', 'singapore', 'international'] as const

/** Everyone, given the ids that there are to consent to, to use and to restrict. */
export function everyone({ purposes, channels }: PolicyDocument): readonly Person[] {
  const header = { controller: 'singapore', at: start, version: 1 }
  const born = (date: string): SubjectEvent => ({ ...header, kind: 'born', date })
  const lives = (country: string): SubjectEvent => ({ ...header, kind: 'region', country })
  const adult = born('1980-06-15')
  const conduct = Object.keys(channels).map((channel): SubjectEvent => ({
    ...header,
    kind: 'conduct',
    channel,
  }))
  const choose = (choice: 'given' | 'refused') =>
    Object.keys(purposes).map((purpose): SubjectEvent => ({
      ...header,
      kind: 'consent',
      purpose,
      choice,
    }))
  const acts = [...conduct, ...choose('given')]
  const withdrawal: SubjectEvent = { ...header, kind: 'withdrawal', purposes: 'all' }
  const person = (name: string, events: readonly SubjectEvent[], followed = false): Person => ({
    name,
    controller: 'singapore',
    events,
    followed,
  })
  return [
    person('does everything', [adult, lives('SG'), ...acts], true),
    person('consents alone', [adult, lives('SG'), ...choose('given')]),
    person('acts alone', [adult, lives('SG'), ...conduct]),
    person('does nothing', [adult, lives('SG')]),
    person('refuses', [adult, lives('SG'), ...conduct, ...choose('refused')]),
    person('withdraws', [adult, lives('SG'), ...acts, withdrawal]),
    person('is of no known age', [lives('SG'), ...acts]),
    person('lives nowhere known', [adult, ...acts]),
    person('is unknown', []),
    person('is a child of no country', [born('2027-01-10'), ...acts], true),
    ...countries.flatMap((country) => [
      person(`lives in ${country}`, [adult, lives(country), ...acts]),
      person(`is a child in ${country}`, [born('2027-01-10'), lives(country), ...acts], true),
    ]),
    ...conduct.map((act, n) => person(`acts once, ${n}`, [adult, lives('SG'), act])),
    ...Object.keys(purposes).map((purpose) =>
      person(`restricts ${purpose}`, [
        adult,
        lives('SG'),
        ...acts,
        { ...header, kind: 'restriction', id: 'r', purposes: [purpose] },
      ]),
    ),
    ...controllers.map((controller) => ({
      ...person(`deals with ${controller}`, [{ ...adult, controller }]),
      controller,
    })),
  ]
}
