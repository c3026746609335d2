import {
  type Expected,
  type Fact,
  type Found,
  type Kind,
  kinds,
} from '../compile/catalog-object.ts'
import type { Refusal } from '../compile/layout.ts'
import type { Comparison } from './compare.ts'

/** One step from the database as it is to the policy. */
export type Change = {
  readonly kind: Kind | 'masks'
  readonly name: string
  readonly sql: string
  readonly parameters?: readonly unknown[]
  readonly why: string
}

/** The steps in the order in which they can be made: what goes, from last made to first; then what comes. */
export function changesOf({ missing, different, extra }: Comparison): readonly Change[] {
  const absent = new Set(missing.filter(({ kind }) => kind === 'table').map(({ name }) => name))
  const added = missing
    .filter(({ within }) => within === undefined || !absent.has(within))
    .map((each) => step(each, each.make, 'the policy calls for it'))
  const replaced = different.map(({ expected, found }) =>
    step(expected, expected.replace, `it is: ${found.value}; it should be: ${expected.value}`),
  )
  const removed = extra.map((each) => step(each, each.drop, 'the policy does not call for it'))
  return [
    ...inOrder(removed.flat()).toReversed(),
    ...inOrder([...replaced.flat(), ...added.flat()]),
  ]
}

/** What stands between the database and the policy and is not done, since it would lose or reinterpret data. */
export function refusalsOf({ different, extra }: Comparison): readonly Refusal[] {
  const changed = different.flatMap(({ expected, found }): readonly Refusal[] =>
    expected.refuse === undefined
      ? []
      : [
          {
            what: of(expected),
            why: `is ${found.value}, not ${expected.value}: ${expected.refuse}`,
          },
        ],
  )
  const gone = new Set(extra.filter(({ kind }) => kind === 'table').map(({ name }) => name))
  const lost = extra.filter(
    ({ kind, name }) =>
      kind === 'table' || (kind === 'column' && !gone.has(name.slice(0, name.lastIndexOf('.')))),
  )
  return [...changed, ...lost.map((each) => ({ what: of(each), why: unclaimed }))]
}

const unclaimed =
  'is not in the policy, and leaving it out would lose what people gave; declare it again, or export and drop it by hand'

function of({ kind, name }: Fact): string {
  return `${kind} ${name}`
}

function step(fact: Expected | Found, sql: string | undefined, why: string): readonly Change[] {
  if (sql === undefined) return []
  const { kind, name } = fact
  const parameters = 'parameters' in fact ? fact.parameters : undefined
  return [{ kind, name, sql, why, ...(parameters && { parameters }) }]
}

function inOrder(changes: readonly Change[]): readonly Change[] {
  const place = (change: Change) => kinds.findIndex((kind) => kind === change.kind)
  return changes.toSorted((a, b) => place(a) - place(b))
}
