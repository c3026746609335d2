import {
  compilePolicy,
  foldSubject,
  type PolicyDocument,
  type SubjectEvent,
  type SubjectMask,
} from '@troth/core/policy'
import { categories, people, purposes, type Person, type Purpose } from './workload.ts'

export const now = new Date('2027-06-01T04:00:00Z')
const controller = 'shop'

/** The thirty rules as a policy. What a child does counts only with a guardian behind it, so such acts alone are events. */
const policy: PolicyDocument = {
  troth: 1,
  name: 'Thirty rules',
  version: 1,
  effective: '2027-01-01',
  jurisdiction: 'SG',
  language: 'en',
  clauses: ['1'],
  narrative: {},
  controllers: {
    [controller]: {
      clauses: ['1'],
      name: 'Shop',
      country: 'SG',
      officer: { email: 'officer@shop.example', post: '1 High Street' },
    },
  },
  categories: Object.fromEntries(
    categories.map((id) => [id, { label: id, dpv: ['dpv:PersonalData'], fideslang: 'user' }]),
  ),
  purposes: Object.fromEntries(
    purposes.map((purpose) => [
      purpose.id,
      {
        clauses: ['1'],
        label: purpose.id,
        basis: purpose.onConsent ? 'express' : 'deemed:conduct',
        uses: purpose.categories,
        onWithdrawal: 'The service ends.',
        dpv: ['dpv:ServiceProvision'],
        ...(purpose.gate === 'adults' && { minimumAge: 18 }),
      },
    ]),
  ),
  prohibitions: {},
  conduct: { clauses: ['1'], covers: [] },
  collection: { clauses: ['1'], undeclared: 'refused', provenance: 'required' },
  use: { clauses: ['1'], unlisted: 'refused' },
  amendment: { clauses: ['1'], oldData: 'determination-or-consent', announced: true },
  notices: {},
  datasets: {
    things: {
      clauses: ['1'],
      label: 'Things',
      fields: { thing: { label: 'Thing', category: 'category.0', type: 'text', keep: 'open' } },
    },
  },
  channels: Object.fromEntries([
    [
      'form',
      channel(
        [],
        purposes.map(({ id }) => id),
      ),
    ],
    ...purposes.map(({ id }) => [`use.${id}`, channel([id], [])] as const),
  ]),
  sources: {},
  recipients: {},
  transfers: { clauses: ['1'], countries: ['SG'], consentDeemed: false, openEnded: false },
  retention: {},
  children: {
    clauses: ['1'],
    under: 0,
    timeZone: 'Asia/Singapore',
    young: { until: 18, closed: [] },
  },
  trackers: {},
  trackerControl: { clauses: ['1'], gate: 'before-load', personalOnceLinked: true },
  rights: {},
  clocks: {},
  measures: {},
  identityFactors: { clauses: ['1'], accepted: ['one-time-code'] },
  statistics: { clauses: ['1'], minimumCell: 10 },
  tools: {},
  determinations: {},
  waivers: {},
}

function channel(evident: readonly string[], choices: readonly string[]) {
  return {
    clauses: ['1'],
    label: 'Form',
    open: true,
    controllers: [controller],
    person: 'new',
    into: 'things',
    fields: { thing: { required: false } },
    purposes: evident,
    choices,
    ageGate: { from: 'none', reason: 'The rules ask for it.' },
  } as const
}

export const compiled = compilePolicy(policy)
export const record = compiled.recordMask('form')

/** Everyone's mask, folded from what they did. */
export const subjects: readonly SubjectMask[] = people.map((person) =>
  foldSubject(compiled, historyOf(person), controller, now),
)

function historyOf(person: Person): readonly SubjectEvent[] {
  const header = { controller, at: new Date('2027-02-01T00:00:00Z'), version: 1 }
  const born = person.adult ? '1980-04-01' : '2015-04-01'
  const acts = purposes.filter((purpose) => counts(person, purpose))
  return [
    { ...header, kind: 'born', date: born },
    ...acts.map(({ id, onConsent }): SubjectEvent => {
      if (!onConsent) return { ...header, kind: 'conduct', channel: `use.${id}` }
      return { ...header, kind: 'consent', purpose: id, choice: 'given' }
    }),
  ]
}

function counts(person: Person, { id, onConsent, gate }: Purpose): boolean {
  if (onConsent && !person.consents.has(id)) return false
  return gate !== 'guarded' || person.adult || person.guardian
}
