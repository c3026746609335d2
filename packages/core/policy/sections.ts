/**
 * Writing a long policy in several files: the words first, then a file a section, each checked against the words.
 * A section is `{...} as const satisfies Channels<Words>`; `definePolicy` checks the whole once more.
 * @module
 */

import { deepFreeze } from './freeze.ts'
import type {
  CategoryRule,
  ChannelRule,
  ClockRule,
  ControllerRule,
  DatasetRule,
  DeterminationRule,
  Ids,
  MeasureRule,
  NoticeRule,
  Policy,
  ProhibitionRule,
  PurposeRule,
  RecipientRule,
  RetentionRule,
  RightRule,
  SourceRule,
  ToolRule,
  TrackerRule,
} from './rules.ts'

/** Ids as a list, or the section whose keys they are. */
type Listed = readonly string[] | Readonly<Record<string, unknown>>

/** Fields of a dataset as a list, or the dataset's rule. */
type ListedFields = readonly string[] | { readonly fields: Readonly<Record<string, unknown>> }

/** The words of one policy. */
export interface WordList {
  /** The numbered clauses of the notice, in its order. */
  readonly clauses: readonly string[]
  readonly controllers: Listed
  readonly categories: Listed
  /** In the order of their positions in a mask: new ones go to the end. */
  readonly purposes: Listed
  readonly datasets: Readonly<Record<string, ListedFields>>
  readonly notices: Listed
  readonly clocks: Listed
}

type IdIn<List> = List extends readonly (infer Id extends string)[] ? Id : keyof List & string

type FieldIn<Dataset> = Dataset extends { readonly fields: infer Fields }
  ? keyof Fields & string
  : IdIn<Dataset>

/** The ids that a list of words declares, for `satisfies`. */
export interface IdsOf<Words extends WordList> extends Ids {
  readonly clause: Words['clauses'][number]
  readonly controller: IdIn<Words['controllers']>
  readonly category: IdIn<Words['categories']>
  readonly purpose: IdIn<Words['purposes']>
  readonly dataset: keyof Words['datasets'] & string
  readonly notice: IdIn<Words['notices']>
  readonly clock: IdIn<Words['clocks']>
  readonly fields: {
    readonly [D in keyof Words['datasets'] & string]: FieldIn<Words['datasets'][D]>
  }
}

/** The words of a policy, frozen, with every id kept in the type. */
export function defineWords<const Words extends WordList>(words: Words): Words {
  return deepFreeze(words)
}

/** A section or a part of one: a policy completes it, and `definePolicy` says what is missing. */
type Part<Id extends string, Rule> = { readonly [K in Id]?: Rule }

export type Controllers<W extends Ids> = Part<W['controller'], ControllerRule<W>>
export type Categories<W extends Pick<Ids, 'category'>> = Part<W['category'], CategoryRule>
export type Purposes<W extends Ids> = Part<W['purpose'], PurposeRule<W>>
export type Narrative<W extends Ids> = Part<W['clause'], string>
export type Prohibitions<W extends Ids> = Part<string, ProhibitionRule<W>>
export type Notices<W extends Ids> = Part<W['notice'], NoticeRule<W>>
export type Datasets<W extends Ids> = {
  readonly [D in W['dataset']]?: DatasetRule<W, W['fields'][D] & string>
}
export type Channels<W extends Ids> = Part<string, ChannelRule<W>>
export type Sources<W extends Ids> = Part<string, SourceRule<W>>
export type Recipients<W extends Ids> = Part<string, RecipientRule<W>>
export type Retention<W extends Ids> = Part<string, RetentionRule<W>>
export type Trackers<W extends Ids> = Part<string, TrackerRule<W>>
export type Rights<W extends Ids> = Part<string, RightRule<W>>
export type Clocks<W extends Ids> = Part<W['clock'], ClockRule<W>>
export type Measures<W extends Ids> = Part<string, MeasureRule<W>>
export type Tools<W extends Ids> = Part<string, ToolRule<W>>
export type Determinations<W extends Ids> = Part<string, DeterminationRule<W>>

/** A rule of the policy that stands alone, such as `Single<Words, 'conduct'>`. */
export type Single<
  W extends Ids,
  Name extends
    | 'conduct'
    | 'collection'
    | 'use'
    | 'amendment'
    | 'transfers'
    | 'children'
    | 'trackerControl'
    | 'identityFactors'
    | 'statistics',
> = Policy<W>[Name]
