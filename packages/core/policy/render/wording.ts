import { link, plain } from '../notice/inline.ts'
import type { Basis, InstrumentRule, PolicyDocument, PurposeRule } from '../rules.ts'

/** What the writers of a notice share: the policy and where each clause stands on the page. */
export interface Writing {
  readonly policy: PolicyDocument
  readonly anchors: ReadonlyMap<string, string>
}

const bases: Readonly<Record<Basis, string>> = {
  express: 'your consent',
  'deemed:conduct': 'evident from what you do',
  'deemed:contract': 'needed for an agreement with you',
  'deemed:notification': 'you were told and could say no',
  'exception:vital': 'somebody’s life or safety',
  'exception:public': 'public information',
  'exception:legitimate-interests': 'legitimate interests',
  'exception:business-asset': 'the sale of a business',
  'exception:business-improvement': 'improving our business',
  'exception:research': 'research for the public good',
  law: 'required by law',
}

/** Why a purpose is lawful, for the person it concerns. */
export function basisWords({ basis, law }: PurposeRule): string {
  return law === undefined ? bases[basis] : `${bases[basis]}: ${law}`
}

/** `P18M` as `18 months`. */
export function lengthOf(duration: string): string {
  const [, count = '', unit = ''] = /^P(\d+)([YMD])$/.exec(duration) ?? []
  if (unit === '') return 'until you close the browser'
  const word = { Y: 'year', M: 'month', D: 'day' }[unit] ?? ''
  return `${count} ${word}${count === '1' ? '' : 's'}`
}

/** Countries by name in English. */
export function countryNames(countries: readonly string[]): string {
  const names = new Intl.DisplayNames('en', { type: 'region' })
  return countries.map((country) => names.of(country) ?? country).join(', ')
}

const instruments: Readonly<Record<InstrumentRule['kind'], string>> = {
  law: 'a comparable law',
  contract: 'a contract',
  bcr: 'binding rules of the group',
  'binding-other': 'a binding agreement',
  certification: 'a certificate',
  consent: 'your consent after a written summary',
  'contract-necessity': 'need for an agreement with you',
  vital: 'somebody’s life or safety',
  'in-transit': 'data in transit',
  public: 'public data',
}

/** What makes a transfer lawful, with the countries it covers. */
export function instrumentWords(instrument: InstrumentRule): string {
  const kind =
    instrument.kind === 'certification' ? instrument.scheme : instruments[instrument.kind]
  return `${kind} (${countryNames(instrument.countries)})`
}

/** The labels of purposes, as cells of a table hold them. */
export function purposeLabels({ policy }: Writing, ids: readonly string[]): string {
  return ids.map((id) => plain(policy.purposes[id]?.label ?? id)).join('; ')
}

/** The labels of categories, as cells of a table hold them. */
export function categoryLabels({ policy }: Writing, ids: readonly string[]): string {
  return ids.map((id) => plain(policy.categories[id]?.label ?? id)).join('; ')
}

/** Clause numbers, each leading to its clause. */
export function clauseLinks({ anchors }: Writing, clauses: readonly string[]): string {
  return clauses
    .map((clause) => {
      const anchor = anchors.get(clause)
      return anchor === undefined ? plain(clause) : link(clause, `#${anchor}`)
    })
    .join(', ')
}
