/**
 * Policies, people's histories and questions for fast-check: small enough to shrink, dense enough that ties, birthdays,
 * month ends, circles of needs that are none, and every reason turn up.
 * @module
 */
import fc from 'fast-check'
import type {
  Basis,
  ChannelRule,
  DatasetRule,
  PolicyDocument,
  ProhibitionRule,
  PurposeRule,
} from '../rules.ts'
import type { Question, SubjectEvent } from '../words.ts'

/** Runs of each property: `TROTH_RUNS` makes them many for a long search. */
export function runs(usual: number): number {
  return Number(process.env['TROTH_RUNS'] ?? usual)
}

/** How many purposes fill one, two and five words of 31 bits. */
export const purposeCounts = {
  1: { min: 1, max: 31 },
  2: { min: 32, max: 62 },
  5: { min: 125, max: 155 },
} as const

export const controllers = ['alpha', 'beta'] as const
const strangers = ['nobody', 'constructor', '__proto__', ''] as const
const countries = ['SG', 'KR', 'US'] as const
const zones = [
  'Asia/Singapore',
  'UTC',
  'America/New_York',
  'America/Sao_Paulo',
  'Pacific/Apia',
  'Asia/Kathmandu',
] as const
const bases: readonly Basis[] = [
  'express',
  'express',
  'express',
  'deemed:conduct',
  'deemed:conduct',
  'deemed:contract',
  'deemed:notification',
  'exception:research',
  'exception:legitimate-interests',
  'law',
]
const periods = ['P1Y', 'P6M', 'P1M', 'P30D', 'P1Y1M1D'] as const
const ages = [0, 13, 16, 18, 21] as const

/** Instants that events and questions share, so that ties, month ends, leap days and clock changes are common. */
export const instants = [
  '2026-08-31T10:00:00.000Z',
  '2026-11-01T05:30:00.000Z',
  '2027-01-01T00:00:00.000Z',
  '2027-02-28T15:59:59.999Z',
  '2027-02-28T16:00:00.000Z',
  '2027-03-31T23:59:59.000Z',
  '2027-08-31T10:00:00.000Z',
  '2028-02-29T12:00:00.000Z',
  '2028-02-29T16:00:00.000Z',
] as const

const purposeShape = fc.record({
  basis: fc.constantFrom(...bases),
  uses: fc.array(fc.nat(5), { minLength: 1, maxLength: 4 }),
  needs: fc.oneof(
    { weight: 3, arbitrary: fc.constant<number[]>([]) },
    { weight: 1, arbitrary: fc.array(fc.nat(200), { maxLength: 3 }) },
  ),
  minimumAge: fc.option(fc.constantFrom(...ages), { freq: 4 }),
  barred: fc.option(fc.subarray([...countries]), { freq: 5 }),
  lasts: fc.option(fc.constantFrom(...periods), { freq: 2 }),
  grounded: fc.nat(3),
})
type PurposeShape = typeof purposeShape extends fc.Arbitrary<infer Shape> ? Shape : never

/** What to do at build time with numbers drawn before the purposes were counted: the id at that place, going round. */
const pick = (ids: readonly string[], places: readonly number[]) => [
  ...new Set(places.map((place) => ids[place % ids.length] ?? '')),
]

function purposeRule(
  shape: PurposeShape,
  place: number,
  ids: readonly string[],
  categories: readonly string[],
  downwards: boolean,
): PurposeRule {
  // Needs point one way only, so that they never form a circle; both ways occur, so that order does not matter.
  const below = downwards ? ids.slice(0, place) : ids.slice(place + 1)
  const needs = below.length === 0 ? [] : pick(below, shape.needs)
  return {
    clauses: [`p.${place}`, 'general'],
    label: `Purpose ${place}`,
    basis: shape.basis,
    uses: pick(categories, shape.uses),
    ...(needs.length > 0 && { needs }),
    onWithdrawal: `You lose service ${place}.`,
    dpv: ['dpv:ServiceProvision'],
    ...(shape.minimumAge !== null && { minimumAge: shape.minimumAge }),
    ...(shape.barred !== null && { barredRegions: shape.barred }),
    ...(shape.lasts !== null && { consentLasts: shape.lasts }),
    ...(shape.grounded > 0 && {
      assessment: {
        reference: `A-${place}`,
        reviewed: '2026-01-05',
        summary: 'Weighed and noted.',
      },
      law: `Records Act s${place + 1}`,
    }),
  }
}

const fieldShape = fc.record({ category: fc.nat(5), sealed: fc.boolean() })
const channelShape = fc.record({
  dataset: fc.nat(1),
  purposes: fc.array(fc.nat(200), { maxLength: 12 }),
  choices: fc.option(fc.array(fc.nat(200), { maxLength: 12 })),
  every: fc.boolean(),
  controllers: fc.subarray([...controllers], { minLength: 1 }),
})
const prohibitionShape = fc.record({
  categories: fc.array(fc.nat(5), { minLength: 1, maxLength: 2 }),
  purposes: fc.array(fc.nat(200), { minLength: 1, maxLength: 4 }),
})
const childrenShape = fc.record({
  under: fc.constantFrom(0, 13, 13, 13, 18),
  byRegion: fc.option(fc.constant({ KR: 14, US: 13 }), { freq: 2 }),
  until: fc.constantFrom(16, 18),
  closed: fc.array(fc.nat(200), { maxLength: 4 }),
  timeZone: fc.constantFrom(...zones),
})

/**
 * A policy that compiles and whose masks take this many words. The parser would refuse some (a law beside another
 * basis, an age of 0): a decision is defined for more than it lets through.
 */
export function policyOf(words: 1 | 2 | 5): fc.Arbitrary<PolicyDocument> {
  const { min, max } = purposeCounts[words]
  return fc
    .record({
      purposes: fc.array(purposeShape, { minLength: min, maxLength: max, size: 'max' }),
      downwards: fc.boolean(),
      categories: fc.integer({ min: 1, max: 6 }),
      datasets: fc.array(fc.array(fieldShape, { minLength: 1, maxLength: 4 }), {
        minLength: 2,
        maxLength: 2,
      }),
      channels: fc.array(channelShape, { minLength: 1, maxLength: 3 }),
      prohibitions: fc.array(prohibitionShape, { maxLength: 2 }),
      children: childrenShape,
      version: fc.integer({ min: 1, max: 3 }),
    })
    .map(buildPolicy)
}

/** The same of one, two or five words. */
export const anyPolicy = fc.oneof(
  { weight: 4, arbitrary: policyOf(1) },
  { weight: 2, arbitrary: policyOf(2) },
  { weight: 1, arbitrary: policyOf(5) },
)

function buildPolicy(shape: {
  purposes: PurposeShape[]
  downwards: boolean
  categories: number
  datasets: { category: number; sealed: boolean }[][]
  channels: (typeof channelShape extends fc.Arbitrary<infer Shape> ? Shape : never)[]
  prohibitions: { categories: number[]; purposes: number[] }[]
  children: typeof childrenShape extends fc.Arbitrary<infer Shape> ? Shape : never
  version: number
}): PolicyDocument {
  const ids = shape.purposes.map((_, n) => (n % 3 === 2 ? `group.p${n}` : `p${n}`))
  const categories = Array.from({ length: shape.categories }, (_, n) => `c${n}`)
  const datasets = shape.datasets.map((fields, n): [string, DatasetRule] => [
    `d${n}`,
    {
      clauses: ['data'],
      label: `Dataset ${n}`,
      fields: Object.fromEntries(
        fields.map(({ category, sealed }, field) => [
          `f${field}`,
          {
            label: `Field ${field}`,
            category: pick(categories, [category])[0] ?? '',
            type: 'text',
            keep: sealed ? 'sealed' : 'open',
          },
        ]),
      ),
    },
  ])
  const channels = shape.channels.map((channel, n): [string, ChannelRule] => {
    const purposes = channel.every ? ids.filter((_, place) => place % 2 === n % 2) : []
    return [
      `k${n}`,
      {
        clauses: ['channels'],
        label: `Channel ${n}`,
        open: true,
        controllers: channel.controllers,
        person: 'new',
        into: `d${channel.dataset}`,
        fields: { f0: { required: true, ifMissing: 'We cannot serve you.' } },
        purposes: [...new Set([...purposes, ...pick(ids, channel.purposes)])],
        ...(channel.choices !== null && { choices: pick(ids, channel.choices) }),
        ageGate: { from: 'none', reason: 'Open to everyone.' },
      },
    ]
  })
  const prohibitions = shape.prohibitions.map((rule, n): [string, ProhibitionRule] => [
    `never${n}`,
    {
      clauses: [`x.${n}`],
      categories: pick(categories, rule.categories),
      purposes: pick(ids, rule.purposes),
      reason: 'Never shared.',
    },
  ])
  const { under, byRegion, until, closed, timeZone } = shape.children
  return {
    ...frame,
    version: shape.version,
    clauses: ['general', 'use', 'data', 'channels', ...ids.map((_, n) => `p.${n}`), 'x.0', 'x.1'],
    categories: Object.fromEntries(
      categories.map((id) => [id, { label: id, dpv: ['dpv:Data'], fideslang: 'user' }]),
    ),
    purposes: Object.fromEntries(
      shape.purposes.map((purpose, n) => [
        ids[n] ?? '',
        purposeRule(purpose, n, ids, categories, shape.downwards),
      ]),
    ),
    prohibitions: Object.fromEntries(prohibitions),
    datasets: Object.fromEntries(datasets),
    channels: Object.fromEntries(channels),
    children: {
      clauses: ['general'],
      under,
      ...(byRegion !== null && { underByRegion: byRegion }),
      timeZone,
      young: { until, closed: pick(ids, closed) },
    },
  }
}

/** The parts of a policy that no decision reads. */
const frame: PolicyDocument = {
  troth: 1,
  name: 'Generated',
  version: 1,
  effective: '2026-01-01',
  jurisdiction: 'SG',
  language: 'en',
  clauses: [],
  narrative: {},
  controllers: Object.fromEntries(
    controllers.map((id) => [
      id,
      {
        clauses: ['general'],
        name: id,
        country: 'SG',
        officer: { email: `officer@${id}.example`, post: '1 High Street' },
      },
    ]),
  ),
  categories: {},
  purposes: {},
  prohibitions: {},
  conduct: { clauses: ['general'], covers: [] },
  collection: { clauses: ['channels'], undeclared: 'refused', provenance: 'required' },
  use: { clauses: ['use', 'general'], unlisted: 'refused' },
  amendment: { clauses: ['general'], oldData: 'determination-or-consent', announced: true },
  notices: {},
  datasets: {},
  channels: {},
  sources: {},
  recipients: {},
  transfers: { clauses: ['general'], countries: ['SG'], consentDeemed: false, openEnded: false },
  retention: {},
  children: {
    clauses: ['general'],
    under: 13,
    timeZone: 'UTC',
    young: { until: 18, closed: [] },
  },
  trackers: {},
  trackerControl: { clauses: ['general'], gate: 'before-load', personalOnceLinked: true },
  rights: {},
  clocks: {},
  measures: {},
  identityFactors: { clauses: ['general'], accepted: ['one-time-code'] },
  statistics: { clauses: ['general'], minimumCell: 10 },
  tools: {},
  determinations: {},
  waivers: {},
}

/** One of the shared instants, or a moment beside it. */
export const instant: fc.Arbitrary<Date> = fc
  .tuple(fc.constantFrom(...instants), fc.constantFrom(0, 0, 0, -1, 1, 3_600_000))
  .map(([text, beside]) => new Date(Date.parse(text) + beside))

const birthDate = fc.oneof(
  { weight: 6, arbitrary: fc.integer({ min: 2004, max: 2016 }).map((year) => `${year}-02-28`) },
  { weight: 3, arbitrary: fc.constantFrom('2008-02-29', '2012-02-29', '2016-02-29') },
  { weight: 3, arbitrary: fc.constantFrom('1980-01-01', '1950-12-31', '2010-01-01') },
  { weight: 1, arbitrary: fc.constantFrom('2009-02-29', '2010-13-01', 'soon', '2030-01-01') },
)

/** The events of one person with the policy's controllers, in any order, some still to come. */
export function historyOf(policy: PolicyDocument): fc.Arbitrary<readonly SubjectEvent[]> {
  const purposes = Object.keys(policy.purposes)
  const purpose = fc.oneof(
    { weight: 8, arbitrary: fc.constantFrom(...purposes) },
    { weight: 1, arbitrary: fc.constantFrom(...strangers) },
  )
  const several = fc.oneof(
    fc.constant('all' as const),
    fc.array(purpose, { minLength: 1, maxLength: 4 }),
  )
  const channel = fc.constantFrom(...Object.keys(policy.channels), 'nowhere')
  const restriction = fc.constantFrom('r1', 'r2')
  const header = fc.record({
    controller: fc.constantFrom('alpha', 'alpha', 'alpha', 'beta'),
    at: instant,
    version: fc.constant(policy.version),
  })
  const what = fc.oneof(
    fc.record({ kind: fc.constant('born' as const), date: birthDate }),
    fc.record({
      kind: fc.constant('region' as const),
      country: fc.constantFrom(...countries, 'toString'),
    }),
    fc.record({ kind: fc.constant('conduct' as const), channel }),
    fc.record({
      kind: fc.constant('consent' as const),
      purpose,
      choice: fc.constantFrom('given' as const, 'given' as const, 'refused' as const),
    }),
    fc.record({ kind: fc.constant('withdrawal' as const), purposes: several }),
    fc
      .record({ id: restriction, purposes: several, until: fc.option(instant) })
      .map(({ until, ...rest }) => ({
        kind: 'restriction' as const,
        ...rest,
        ...(until !== null && { until }),
      })),
    fc.record({ kind: fc.constant('restriction-lifted' as const), id: restriction }),
  )
  const events = fc.array(
    fc.tuple(header, what).map(([head, body]): SubjectEvent => ({ ...head, ...body })),
    { maxLength: 14 },
  )
  return fc
    .tuple(fc.option(opening(policy), { freq: 8 }), events)
    .map(([first, rest]) => [...(first ?? []), ...rest])
}

/** How a person usually begins: of some age, somewhere, using every channel and choosing purpose by purpose. */
function opening(policy: PolicyDocument): fc.Arbitrary<readonly SubjectEvent[]> {
  const purposes = Object.keys(policy.purposes)
  return fc
    .record({
      at: fc.constantFrom(...instants.slice(0, 3)).map((text) => new Date(text)),
      born: fc.option(birthDate, { freq: 10 }),
      country: fc.option(fc.constantFrom(...countries), { freq: 10 }),
      chosen: fc.array(fc.constantFrom('given', 'given', 'given', 'refused', null), {
        minLength: purposes.length,
        maxLength: purposes.length,
        size: 'max',
      }),
    })
    .map(({ at, born, country, chosen }) => {
      const header = { controller: 'alpha', at, version: policy.version }
      const events: SubjectEvent[] = []
      if (born !== null) events.push({ ...header, kind: 'born', date: born })
      if (country !== null) events.push({ ...header, kind: 'region', country })
      for (const channel of Object.keys(policy.channels)) {
        events.push({ ...header, kind: 'conduct', channel })
      }
      for (const [place, purpose] of purposes.entries()) {
        const choice = chosen[place]
        if (choice === 'given' || choice === 'refused') {
          events.push({ ...header, kind: 'consent', purpose, choice })
        }
      }
      return events
    })
}

/** A question on the policy; now and then of an id, channel or version that it does not have. */
export function questionOf(policy: PolicyDocument): fc.Arbitrary<Question> {
  const id = (declared: readonly string[], weight = 20) =>
    fc.oneof(
      { weight, arbitrary: fc.constantFrom(...declared) },
      { weight: 1, arbitrary: fc.constantFrom(...strangers) },
    )
  return fc.record({
    controller: fc.oneof(
      { weight: 8, arbitrary: fc.constant('alpha') },
      { weight: 2, arbitrary: id(controllers, 5) },
    ),
    purpose: id(Object.keys(policy.purposes)),
    category: id(Object.keys(policy.categories)),
    record: fc.record({
      channel: id(Object.keys(policy.channels)),
      version: fc.oneof(
        { weight: 20, arbitrary: fc.constant(policy.version) },
        { weight: 1, arbitrary: fc.constant(policy.version + 1) },
      ),
    }),
  })
}

/** Positions that an earlier version may have left: some of today's purposes, in another order, and some retired. */
export function earlierPositions(
  policy: PolicyDocument,
): fc.Arbitrary<ReadonlyMap<string, number>> {
  return fc
    .shuffledSubarray(Object.keys(policy.purposes))
    .chain((kept) =>
      fc
        .shuffledSubarray(['retired.a', 'retired.b'])
        .map((retired) => new Map([...retired, ...kept].map((id, n) => [id, n]))),
    )
}
