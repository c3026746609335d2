import type { Cited, Country, DateText, DurationText, Ids } from './ids.ts'

/** How long one kind of data is kept and what happens then (§5.1). */
export interface RetentionRule<I extends Ids = Ids> extends Cited<I> {
  readonly label: string
  readonly categories: readonly I['category'][]
  readonly purposes: readonly I['purpose'][]
  /** The event that starts the period, in a word or two: `account closed`. */
  readonly from: string
  readonly period: DurationText
  readonly action: 'erase' | 'de-link'
  readonly reason: string
  /** A law that requires keeping longer: then only for the purpose `lawPurpose`. */
  readonly statutory?: {
    readonly law: string
    readonly period: DurationText
    readonly lawPurpose: I['purpose']
  }
}

export interface ChildrenRule<I extends Ids = Ids> extends Cited<I> {
  /** Years; below it a parent or guardian consents (§4.1). */
  readonly under: number
  readonly underByRegion?: Readonly<Record<Country, number>>
  /** IANA zone whose calendar decides a birthday where the person's own is not known. */
  readonly timeZone: string
  /** From `under` up to this age a plain-language notice and these purposes stay closed. */
  readonly young: {
    readonly until: number
    readonly closed: readonly I['purpose'][]
    /** The plain-language words they are given. */
    readonly notice?: I['notice']
  }
}

/** A cookie, beacon, script or stored item on our pages (§8). */
export interface TrackerRule<I extends Ids = Ids> extends Cited<I> {
  readonly label: string
  readonly kind: 'cookie' | 'storage' | 'beacon' | 'script'
  readonly class: 'necessary' | 'function' | 'analytics' | 'third'
  readonly purpose: I['purpose']
  readonly setter: string
  readonly hosts: readonly string[]
  readonly lasts: DurationText | 'session'
}

/** A time limit that the law or the regulator sets, which a clock of the policy keeps. */
export type Limit =
  | 'access'
  | 'correction'
  | 'refused-copy'
  | 'withdrawal'
  | 'dnc-result'
  | 'dnc-opt-out'
  | 'message-contact'
  | 'breach-assessment'
  | 'breach-commission'

/** A time limit. The law's figure may be tightened, never loosened. */
export interface ClockRule<I extends Ids = Ids> extends Cited<I> {
  readonly label: string
  readonly days: number
  readonly counted: 'calendar' | 'business'
  readonly authority: 'statute' | 'guidance' | 'company'
  /** The limit it keeps; `refused-copy` and `message-contact` are at least so long, the others at most. */
  readonly keeps?: Limit
  readonly source?: string
}

/** What a person may ask of us (§9). */
export interface RightRule<I extends Ids = Ids> extends Cited<I> {
  readonly label: string
  readonly kind:
    | 'information'
    | 'access'
    | 'correction'
    | 'withdrawal'
    | 'objection'
    | 'transfers'
    | 'complaint'
  readonly clock: I['clock']
  /** Purposes that an objection stops: the PDPA knows no such right, so the policy says what its promise does (§9.1(c)). */
  readonly stops?: readonly I['purpose'][]
}

/** A safeguard with an owner and a date by which it is looked at again (§7.1). */
export interface MeasureRule<I extends Ids = Ids> extends Cited<I> {
  readonly label: string
  readonly kind: 'technical' | 'physical' | 'organisational'
  readonly owner: string
  readonly reviewed: DateText
  readonly reviewEvery: DurationText
}
