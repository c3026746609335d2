/**
 * What a policy declares, as plain data. Every type takes the ids of one policy, so that an unknown id does not
 * compile; without them (`PolicyDocument`) it describes any policy, as the engine reads it.
 * @module
 */

/** The ids that one policy declares. */
export interface Ids {
  readonly clause: string
  readonly controller: string
  readonly category: string
  readonly purpose: string
  readonly dataset: string
  readonly notice: string
  readonly clock: string
  /** For each dataset, the names of its fields. */
  readonly fields: Readonly<Record<string, string>>
}

/** Every rule names the clauses of the notice that it keeps; at least one. */
export interface Cited<I extends Ids = Ids> {
  readonly clauses: readonly I['clause'][]
}

type Table<Id extends string, Rule> = Readonly<Record<Id, Rule>>

/** Calendar date, `YYYY-MM-DD`. */
export type DateText = string
/** ISO 8601 duration in whole years, months or days: `P2Y`, `P18M`, `P30D`. */
export type DurationText = string
/** ISO 3166-1 alpha-2 code: `SG`. */
export type Country = string

/** A company that decides why data is used, with its data protection officer (PDPA s11). */
export interface ControllerRule<I extends Ids = Ids> extends Cited<I> {
  readonly name: string
  readonly country: Country
  readonly officer: { readonly email: string; readonly post: string; readonly phone?: string }
}

/** A kind of personal data, with its terms in W3C DPV 2.3 and fideslang. */
export interface CategoryRule {
  readonly label: string
  readonly dpv: readonly string[]
  readonly fideslang: string
  readonly sensitive?: boolean
  /** People write or upload here whatever they like, so every place that asks for it warns them (§2.1.2). */
  readonly freeform?: boolean
}

/** Why a purpose is lawful: the routes of the PDPA (s13-17 and the First and Second Schedules). */
export type Basis =
  | 'express'
  | 'deemed:conduct'
  | 'deemed:contract'
  | 'deemed:notification'
  | 'exception:vital'
  | 'exception:public'
  | 'exception:legitimate-interests'
  | 'exception:business-asset'
  | 'exception:business-improvement'
  | 'exception:research'
  | 'law'

export type MarketingChannel = 'post' | 'email' | 'phone' | 'sms' | 'social' | 'im'

export interface PurposeRule<I extends Ids = Ids> extends Cited<I> {
  readonly label: string
  readonly basis: Basis
  /** Categories it uses; a field of any other category is refused to it. */
  readonly uses: readonly I['category'][]
  /** Purposes that must be permitted for this one to run; withdrawing one of them stops this one too (§10.2). */
  readonly needs?: readonly I['purpose'][]
  /** What a person loses by withdrawing or refusing it, in words shown to that person (§10.2). */
  readonly onWithdrawal: string
  readonly dpv: readonly string[]
  /** Sends messages that sell, over this channel; lawful on express consent alone (PDPA s43, KC 12.28). */
  readonly marketing?: MarketingChannel
  /** Decides by machine or feeds a model (§3.1.5(f)). */
  readonly automated?: boolean
  /** Years of age from which it is open. */
  readonly minimumAge?: number
  /** Countries whose residents it is closed to. */
  readonly barredRegions?: readonly Country[]
  /** How long an express consent holds before it is asked again. */
  readonly consentLasts?: DurationText
  /** The assessment that an exception stands on (PDPR reg 14-15). */
  readonly assessment?: {
    readonly reference: string
    readonly reviewed: DateText
    readonly summary: string
  }
  /** The statute or order behind the basis `law`. */
  readonly law?: string
}

/** Data that named purposes never get, whatever anyone consents to. */
export interface ProhibitionRule<I extends Ids = Ids> extends Cited<I> {
  readonly categories: readonly I['category'][]
  readonly purposes: readonly I['purpose'][]
  readonly reason: string
}

export type FieldType = 'text' | 'date' | 'integer' | 'boolean' | 'timestamp' | 'text[]'

export interface FieldRule<I extends Ids = Ids> {
  readonly label: string
  readonly category: I['category']
  readonly type: FieldType
  /** `open`: a column that permitted purposes read in SQL. `sealed`: encrypted under the person's key, read through the API alone (§7.1). */
  readonly keep: 'open' | 'sealed'
  /** The field identifies its person; it is also kept as a keyed hash to find that person by. */
  readonly identifies?: 'email' | 'phone'
}

export interface DatasetRule<I extends Ids = Ids, Field extends string = string> extends Cited<I> {
  readonly label: string
  readonly fields: Readonly<Record<Field, FieldRule<I>>>
}

/** One field asked for on a channel. Compulsory fields say what happens without them (§2.1.3). */
export type AskRule<I extends Ids = Ids> = (
  | { readonly required: true; readonly ifMissing: string }
  | { readonly required: false }
) & {
  /** Shown beside a free text field or an upload (§2.1.2). */
  readonly warning?: string
  /** The notice that must have been given to the person before this is recorded (§2.1.1(b), §2.4.1(e)). */
  readonly noticeBefore?: I['notice']
  /** Longest accepted value in characters; 200 where unsaid. */
  readonly maxLength?: number
}

interface ChannelBase<I extends Ids, Field extends string> extends Cited<I> {
  readonly label: string
  /** Whether it takes data in now. */
  readonly open: boolean
  readonly controllers: readonly I['controller'][]
  /** `new`: it makes the person known to us. `known`: only a person already known and signed in may use it. */
  readonly person: 'new' | 'known'
  /** Purposes evident from the act itself; what it collects serves these and the choices made. */
  readonly purposes: readonly I['purpose'][]
  /** Optional purposes offered here, each off until chosen (§2.1.1(a)). */
  readonly choices?: readonly I['purpose'][]
  /** How the person's age is known before anything is stored (§4.1): from a birth date asked here, or from sign-up. */
  readonly ageGate:
    | { readonly from: 'field'; readonly field: Field }
    | { readonly from: 'sign-up' }
    | { readonly from: 'none'; readonly reason: string }
  /** How another person's data given here is vouched for (§2.1.4); none may be given where unsaid. */
  readonly othersData?: {
    /** `assumed`: merely sending the data is taken as a declaration, which keeps no evidence. */
    readonly assurance: 'undertaking' | 'written' | 'noted' | 'copy' | 'assumed'
    readonly text: string
  }
  /** When what is typed is taken in; `on-submit` where unsaid. Taking it earlier needs a notice before (§3.1.1(f)). */
  readonly capture?: 'on-submit' | 'while-typing'
}

/** A declared way in (§2.1.1). The fields are those of the dataset it feeds. */
export type ChannelRule<I extends Ids = Ids> = {
  [D in I['dataset']]: ChannelBase<I, I['fields'][D] & string> & {
    readonly into: D
    readonly fields: Readonly<Partial<Record<I['fields'][D] & string, AskRule<I>>>>
  }
}[I['dataset']]

/** Words that a person must be given before something happens. */
export interface NoticeRule<I extends Ids = Ids> extends Cited<I> {
  readonly text: string
}

/** Where data about people comes from other than from them (§2.2). */
export interface SourceRule<I extends Ids = Ids> extends Cited<I> {
  readonly label: string
  readonly kind: 'public' | 'third-party' | 'group' | 'social' | 'observed'
  readonly open: boolean
  readonly categories: readonly I['category'][]
  readonly purposes: readonly I['purpose'][]
  readonly assurance: string
  readonly countries: readonly Country[]
}

/** What makes a transfer out of Singapore lawful, with what each kind must state (PDPR reg 10-12). */
export type InstrumentRule =
  | {
      readonly kind: 'law'
      readonly countries: readonly Country[]
      readonly law: string
      readonly comparability: string
      readonly reviewer: string
      readonly reviewed: DateText
    }
  | {
      readonly kind: 'contract' | 'bcr' | 'binding-other'
      readonly countries: readonly Country[]
      readonly reference: string
      readonly from: DateText
      readonly until: DateText
    }
  | {
      readonly kind: 'certification'
      readonly scheme: 'APEC CBPR' | 'Global CBPR' | 'APEC PRP' | 'Global PRP'
      readonly countries: readonly Country[]
      readonly checked: DateText
      readonly until: DateText
    }
  | {
      readonly kind: 'consent'
      readonly countries: readonly Country[]
      readonly summaryShown: string
    }
  | {
      readonly kind: 'contract-necessity' | 'vital' | 'in-transit' | 'public'
      readonly countries: readonly Country[]
      readonly reason: string
    }

/** One named receiver of data (§6.1). */
export interface PartyRule {
  readonly name: string
  readonly countries: readonly Country[]
  readonly contract?: {
    readonly reference: string
    readonly from: DateText
    readonly until: DateText
    readonly ownUse: boolean
  }
  readonly instruments: readonly InstrumentRule[]
}

export interface RecipientRule<I extends Ids = Ids> extends Cited<I> {
  readonly label: string
  readonly role: 'organisation' | 'intermediary' | 'group' | 'authority' | 'chosen-by-subject'
  readonly purposes: readonly I['purpose'][]
  readonly categories: readonly I['category'][]
  /** By name; empty where each receiver is entered when the case arises (an authority, whoever the person names). */
  readonly parties: readonly PartyRule[]
  /** Why no receiver can be named now, and when each is entered: `no deal is under way; the buyer is named before data goes`. */
  readonly namedPerCase?: string
}

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

/** A model or automated tool, always under a declared purpose (§3.1.5(f)). */
export interface ToolRule<I extends Ids = Ids> extends Cited<I> {
  readonly label: string
  readonly purposes: readonly I['purpose'][]
  readonly categories: readonly I['category'][]
  readonly provider: string
  readonly country: Country
  readonly training: 'never' | 'with-consent'
  readonly humanReview: string
  readonly barredRegions: readonly Country[]
}

/** A finding that a new purpose is reasonably related to a declared one (§3.1.5(a), KC 14.21). */
export interface DeterminationRule<I extends Ids = Ids> extends Cited<I> {
  readonly purpose: I['purpose']
  readonly parent: I['purpose']
  readonly reasoning: string
  readonly reviewer: string
  readonly expires: DateText
}

/** A whole policy. */
export interface Policy<I extends Ids = Ids> {
  /** Version of this language. */
  readonly troth: 1
  readonly name: string
  /** Whole number, one higher with each publication. */
  readonly version: number
  readonly effective: DateText
  readonly jurisdiction: 'SG'
  /** BCP 47 tag of the notice. */
  readonly language: string
  /** The numbered clauses of the notice, in its order. */
  readonly clauses: readonly I['clause'][]
  /** Clauses that state a fact or define a word and so have no rule, each with the reason. */
  readonly narrative: Readonly<Partial<Record<I['clause'], string>>>
  readonly controllers: Table<I['controller'], ControllerRule<I>>
  readonly categories: Table<I['category'], CategoryRule>
  readonly purposes: Table<I['purpose'], PurposeRule<I>>
  readonly prohibitions: Table<string, ProhibitionRule<I>>
  /** What merely using the site or sending data agrees to: purposes evident from the act, never a choice (PRE.3, PDPA s15). */
  readonly conduct: Cited<I> & { readonly covers: readonly I['purpose'][] }
  /** Data comes in by declared channels and sources alone, with where it came from on every record (§2, §2.1.1). */
  readonly collection: Cited<I> & {
    readonly undeclared: 'refused' | 'kept'
    readonly provenance: 'required'
  }
  /** Purposes are a closed list; what is not on it is refused (§3.1). */
  readonly use: Cited<I> & { readonly unlisted: 'refused' | 'related' }
  /** How the policy changes: what a new purpose needs before it reaches old data (PRE.4). */
  readonly amendment: Cited<I> & {
    readonly oldData: 'determination-or-consent' | 'at-once'
    readonly announced: boolean
  }
  readonly notices: Table<I['notice'], NoticeRule<I>>
  readonly datasets: { readonly [D in I['dataset']]: DatasetRule<I, I['fields'][D] & string> }
  readonly channels: Table<string, ChannelRule<I>>
  readonly sources: Table<string, SourceRule<I>>
  readonly recipients: Table<string, RecipientRule<I>>
  readonly transfers: Cited<I> & {
    readonly countries: readonly Country[]
    readonly consentDeemed: boolean
    readonly openEnded: boolean
  }
  readonly retention: Table<string, RetentionRule<I>>
  readonly children: ChildrenRule<I>
  readonly trackers: Table<string, TrackerRule<I>>
  /** How optional trackers are controlled: held before they load, or left to the browser's settings (§8.1). */
  readonly trackerControl: Cited<I> & {
    readonly gate: 'before-load' | 'browser-settings'
    readonly personalOnceLinked: boolean
  }
  readonly rights: Table<string, RightRule<I>>
  readonly clocks: Table<I['clock'], ClockRule<I>>
  readonly measures: Table<string, MeasureRule<I>>
  /** Facts accepted as proof of identity when a person makes contact (§3.1.1(e)); never a national id number. */
  readonly identityFactors: Cited<I> & {
    readonly accepted: readonly (
      | 'account-login'
      | 'one-time-code'
      | 'recent-order'
      | 'national-id'
    )[]
  }
  readonly statistics: Cited<I> & { readonly minimumCell: number }
  readonly tools: Table<string, ToolRule<I>>
  readonly determinations: Table<string, DeterminationRule<I>>
  /** Findings of guidance that the company accepts, by code, each with a written reason. */
  readonly waivers: Readonly<Record<string, string>>
}

/** Any policy, as plain data: what the engine, the parser and other programs read. */
export type PolicyDocument = Policy
