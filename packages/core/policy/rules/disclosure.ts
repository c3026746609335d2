import type { Cited, Country, DateText, Ids } from './ids.ts'

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
