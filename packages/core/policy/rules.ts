/**
 * What a policy declares, as plain data. Every type takes the ids of one policy, so that an unknown id does not
 * compile; without them (`PolicyDocument`) it describes any policy, as the engine reads it.
 * @module
 */

import type { ChannelRule, DatasetRule, NoticeRule, SourceRule } from './rules/collection.ts'
import type { RecipientRule } from './rules/disclosure.ts'
import type { Cited, Country, DateText, Ids } from './rules/ids.ts'
import type {
  ChildrenRule,
  ClockRule,
  MeasureRule,
  RetentionRule,
  RightRule,
  TrackerRule,
} from './rules/keeping.ts'
import type {
  CategoryRule,
  ControllerRule,
  DeterminationRule,
  ProhibitionRule,
  PurposeRule,
  ToolRule,
} from './rules/use.ts'

export type * from './rules/collection.ts'
export type * from './rules/disclosure.ts'
export type * from './rules/ids.ts'
export type * from './rules/keeping.ts'
export type * from './rules/use.ts'

type Table<Id extends string, Rule> = Readonly<Record<Id, Rule>>

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
