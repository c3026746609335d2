import type { Cited, Country, Ids } from './ids.ts'

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
