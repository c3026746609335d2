import type { Cited, Country, DateText, DurationText, Ids } from './ids.ts'

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
