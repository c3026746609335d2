/**
 * Writing a policy in TypeScript, so that a wrong id is a compile error at its place and an editor completes a right one.
 *
 * A short policy is one call of {@link definePolicy}. A long one is split as its notice is: first the words, then
 * one file a section, each checked against the words, then one call that puts them together.
 *
 * @example
 * // words.ts: the ids, each a list or the section that declares them
 * export const words = defineWords({
 *   clauses: ['1.1', '2.1(a)'],
 *   controllers: ['asia_pacific'],
 *   categories: ['contact.email'],
 *   purposes: ['account', 'marketing.email'],
 *   datasets: { accounts: ['email'] },
 *   notices: [],
 *   clocks: ['access'],
 * })
 * export type Words = IdsOf<typeof words>
 *
 * // channels.ts: a section
 * export const channels = {
 *   account: { clauses: ['2.1(a)'], into: 'accounts', choices: ['marketing.email'], ... },
 * } as const satisfies Channels<Words>
 *
 * // policy.ts
 * export default definePolicy({ troth: 1, clauses: words.clauses, channels, ... })
 * @module
 */

import { deepFreeze } from './freeze.ts'
import type { FieldRule, Ids, Policy } from './rules.ts'

type Fields<Datasets> = { readonly [D in keyof Datasets]: keyof Datasets[D] & string }

/** Where a policy introduces each id; everywhere else an id is only used. */
interface Declares<
  Clause extends string,
  Controller extends string,
  Category extends string,
  Purpose extends string,
  Notice extends string,
  Clock extends string,
  Datasets,
> {
  readonly clauses: readonly Clause[]
  readonly controllers: { readonly [Id in Controller]: unknown }
  readonly categories: { readonly [Id in Category]: unknown }
  readonly purposes: { readonly [Id in Purpose]: unknown }
  readonly notices: { readonly [Id in Notice]: unknown }
  readonly clocks: { readonly [Id in Clock]: unknown }
  readonly datasets: {
    readonly [D in keyof Datasets]: {
      readonly fields: {
        readonly [F in keyof Datasets[D]]: FieldRule<Ids & { category: NoInfer<Category> }>
      }
    }
  }
}

/**
 * The policy itself, frozen; its ids are inferred from where they are declared and checked wherever they are used.
 * It is plain data: the same policy as JSON goes through `parsePolicy`.
 */
export function definePolicy<
  const Clause extends string,
  const Controller extends string,
  const Category extends string,
  const Purpose extends string,
  const Notice extends string,
  const Clock extends string,
  const Datasets extends Readonly<Record<string, Readonly<Record<string, unknown>>>>,
>(
  policy: Declares<Clause, Controller, Category, Purpose, Notice, Clock, Datasets> &
    Policy<{
      clause: NoInfer<Clause>
      controller: NoInfer<Controller>
      category: NoInfer<Category>
      purpose: NoInfer<Purpose>
      notice: NoInfer<Notice>
      clock: NoInfer<Clock>
      dataset: keyof NoInfer<Datasets> & string
      fields: Fields<NoInfer<Datasets>>
    }>,
): Policy<{
  clause: Clause
  controller: Controller
  category: Category
  purpose: Purpose
  notice: Notice
  clock: Clock
  dataset: keyof Datasets & string
  fields: Fields<Datasets>
}> {
  return deepFreeze(policy)
}
