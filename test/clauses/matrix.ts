/**
 * Everything that a policy decides, as lines to be read: which categories each purpose may use, which purposes each
 * channel collects for, and how each purpose answers people with different histories. `3-1.golden.txt` holds Aster's.
 * @module
 */
import {
  compilePolicy,
  type CompiledPolicy,
  decide,
  foldSubject,
  type PolicyDocument,
  reasonOf,
  type SubjectEvent,
} from '@troth/core/policy'

const controller = 'singapore'
const now = new Date('2026-11-23T02:00:00Z')
const signedUp = new Date('2026-11-20T02:00:00Z')

type Told =
  | { readonly kind: 'born'; readonly date: string }
  | { readonly kind: 'region'; readonly country: string }
  | { readonly kind: 'conduct'; readonly channel: string }
  | { readonly kind: 'withdrawal'; readonly purposes: readonly string[] | 'all' }
  | { readonly kind: 'restriction'; readonly id: string; readonly purposes: 'all' }
  | { readonly kind: 'choices'; readonly choice: 'given' | 'refused' }

const adult: Told = { kind: 'born', date: '1990-04-01' }
const singapore: Told = { kind: 'region', country: 'SG' }
const every: Told = { kind: 'conduct', channel: '*' }
const given: Told = { kind: 'choices', choice: 'given' }

/** People by name: what they did three days before, and when they are asked about where that is not the present. */
const people: Readonly<Record<string, { readonly told: readonly Told[]; readonly at?: Date }>> = {
  'an adult in Singapore who used every channel and said yes to everything': {
    told: [adult, singapore, every, given],
  },
  'an adult who used every channel and said no to everything': {
    told: [adult, every, { kind: 'choices', choice: 'refused' }],
  },
  'an adult in Singapore who used every channel and said nothing': {
    told: [adult, singapore, every],
  },
  'an adult who opened an account and said nothing': {
    told: [adult, { kind: 'conduct', channel: 'account' }],
  },
  'an adult who did nothing': { told: [adult] },
  'an adult in China who said yes to everything': {
    told: [adult, { kind: 'region', country: 'CN' }, every, given],
  },
  'an adult who said yes to everything, 25 months later': {
    told: [adult, singapore, every, given],
    at: new Date('2028-12-23T02:00:00Z'),
  },
  'an adult who then withdrew everything': {
    told: [adult, every, given, { kind: 'withdrawal', purposes: 'all' }],
  },
  'an adult who then withdrew the account': {
    told: [adult, every, given, { kind: 'withdrawal', purposes: ['account'] }],
  },
  'an adult who then withdrew the order': {
    told: [adult, every, given, { kind: 'withdrawal', purposes: ['order'] }],
  },
  'an adult whose data is under restriction': {
    told: [adult, every, given, { kind: 'restriction', id: 'r', purposes: 'all' }],
  },
  'someone of unknown age who said yes to everything': { told: [every, given] },
  'someone of 18 today who said yes to everything': {
    told: [{ kind: 'born', date: '2008-11-23' }, singapore, every, given],
  },
  'someone of 18 tomorrow who said yes to everything': {
    told: [{ kind: 'born', date: '2008-11-24' }, singapore, every, given],
  },
  'someone of 13 today who said yes to everything': {
    told: [{ kind: 'born', date: '2013-11-23' }, singapore, every, given],
  },
  'someone of 13 tomorrow who said yes to everything': {
    told: [{ kind: 'born', date: '2013-11-24' }, singapore, every, given],
  },
}

/** The decisions of a policy, a line for each purpose, channel and person; made as they are read. */
export function* matrixOf(policy: PolicyDocument): Generator<string> {
  const compiled = compilePolicy(policy)
  for (const purpose of Object.keys(policy.purposes)) yield* dataLines(compiled, purpose)
  for (const channel of Object.keys(policy.channels)) yield channelLine(compiled, channel)
  for (const [name, person] of Object.entries(people)) {
    yield `${name}:`
    yield* personLines(compiled, eventsOf(policy, person.told), person.at ?? now)
  }
}

/** What a purpose may use and what it is forbidden, by clause; everything else it does not use. */
function dataLines(compiled: CompiledPolicy, purpose: string): readonly string[] {
  const { categories, controllers, channels } = compiled.policy
  const asked = { controller: Object.keys(controllers)[0] ?? '', purpose }
  const record = { channel: Object.keys(channels)[0] ?? '', version: compiled.version }
  const decisions = Object.keys(categories).map((category) => ({
    category,
    decision: decide(compiled, { question: { ...asked, category, record }, events: [], now }),
  }))
  const barred = ['prohibited', 'field-not-used', 'unknown-purpose']
  const uses = decisions.filter(({ decision }) => !barred.includes(decision.reason))
  const forbidden = Map.groupBy(
    decisions.filter(({ decision }) => decision.reason === 'prohibited'),
    ({ decision }) => decision.clause,
  )
  const clause = compiled.purposes.get(purpose)?.clause
  return [
    `${purpose} (§${clause}) uses ${uses.map(({ category }) => category).join(' ')}`,
    ...[...forbidden].map(
      ([forbidding, never]) =>
        `${purpose} never uses ${never.map(({ category }) => category).join(' ')} (§${forbidding})`,
    ),
  ]
}

function channelLine(compiled: CompiledPolicy, channel: string): string {
  const named = (mask: Int32Array) =>
    [...compiled.purposes.values()]
      .filter(({ word, bit }) => ((mask[word] ?? 0) & bit) !== 0)
      .map(({ id }) => id)
      .join(' ')
  return `${channel} collects for ${named(compiled.recordMask(channel))}; its use shows ${named(compiled.conductMask(channel))}`
}

function personLines(
  compiled: CompiledPolicy,
  events: readonly SubjectEvent[],
  at: Date,
): readonly string[] {
  const { reasons } = foldSubject(compiled, events, controller, at)
  const byReason = Map.groupBy(compiled.purposes.values(), ({ position }) =>
    reasonOf(reasons[position] ?? 0),
  )
  return [...byReason]
    .map(([reason, purposes]) => `  ${reason}: ${purposes.map(({ id }) => id).join(' ')}`)
    .toSorted()
}

function eventsOf(policy: PolicyDocument, all: readonly Told[]): readonly SubjectEvent[] {
  const common = { controller, version: policy.version }
  return all.flatMap((one, order): readonly SubjectEvent[] => {
    const at = new Date(signedUp.getTime() + order)
    switch (one.kind) {
      case 'conduct':
        return Object.keys(policy.channels)
          .filter((channel) => one.channel === '*' || one.channel === channel)
          .map((channel) => ({ ...common, at, kind: 'conduct', channel }))
      case 'choices':
        return Object.keys(policy.purposes).map((purpose) => ({
          ...common,
          at,
          kind: 'consent',
          purpose,
          choice: one.choice,
        }))
      default:
        return [{ ...common, at, ...one }]
    }
  })
}
