/** The words in which a question is asked and answered. @module */

/** Why a decision came out as it did; `permitted` alone allows. */
export const reasons = [
  'permitted',
  'unknown-purpose',
  'unknown-category',
  'unknown-controller',
  'unknown-subject',
  'prohibited',
  'field-not-used',
  'not-collected-for',
  'under-age',
  'age-unknown',
  'region-barred',
  'restricted',
  'no-consent',
  'refused',
  'withdrawn',
  'consent-lapsed',
  'no-conduct',
  'basis-not-established',
  'purpose-needs',
  'stale-mask',
] as const
export type Reason = (typeof reasons)[number]

/** One thing that happened between a person and a controller; history is the list of them in order of time. */
export type SubjectEvent = {
  readonly controller: string
  readonly at: Date
  readonly version: number
} & (
  | { readonly kind: 'born'; readonly date: string }
  | { readonly kind: 'region'; readonly country: string }
  | { readonly kind: 'conduct'; readonly channel: string }
  | { readonly kind: 'consent'; readonly purpose: string; readonly choice: 'given' | 'refused' }
  | { readonly kind: 'withdrawal'; readonly purposes: readonly string[] | 'all' }
  | {
      readonly kind: 'restriction'
      readonly id: string
      readonly purposes: readonly string[] | 'all'
      readonly until?: Date
    }
  | { readonly kind: 'restriction-lifted'; readonly id: string }
)

/** What is asked: may this purpose use this category of this record of this person now? */
export interface Question {
  readonly controller: string
  readonly purpose: string
  readonly category: string
  /** Where the record came in: the channel and the policy version in force then. */
  readonly record: { readonly channel: string; readonly version: number }
}

/** An answer; a refusal is a value too, with the clause that refused. */
export type Decision =
  | { readonly allowed: true; readonly reason: 'permitted'; readonly clause: string }
  | {
      readonly allowed: false
      readonly reason: Exclude<Reason, 'permitted'>
      readonly clause: string
    }
