import { quoteName } from '../quote.ts'
import type { Expected } from './catalog-object.ts'
import {
  type DatasetLayout,
  type IndexLayout,
  indexesOf,
  joinName,
  type Layout,
  type PurposeLayout,
} from './layout.ts'

/**
 * Indexes and statistics. What identifies people is indexed for each purpose that reads it, and holds no other rows: a
 * walk through an index comes before the row policy, and its length shows in EXPLAIN. The audience of a purpose that
 * people choose is counted in an index too. The planner takes a test of a bit to hold for nearly every row until
 * statistics tell it better.
 */
export function expectIndexes(layout: Layout): readonly Expected[] {
  return layout.datasets.flatMap((dataset) => [
    ...indexesOf(dataset).map((index) => expectIndex(dataset, index)),
    ...dataset.readers
      .filter(({ purpose }) => purpose.chosen)
      .map(({ purpose }) => estimate(dataset, purpose)),
  ])
}

function expectIndex(
  { table }: DatasetLayout,
  { name, purpose, key, include }: IndexLayout,
): Expected {
  const included = include === undefined ? '' : ` INCLUDE (${include})`
  // As the policy writes it, or the planner does not see that the rows of the purpose are all in the index.
  const rest = `${included} WHERE ((mask${purpose.word} & ${purpose.bit}) <> 0)`
  const make = `CREATE INDEX ${quoteName(name)} ON data.${quoteName(table)} USING btree (${quoteName(key)})${rest}`
  return {
    kind: 'index',
    name: `data.${name}`,
    value: `CREATE INDEX ${name} ON data.${table} USING btree (${key})${rest}`,
    make,
    replace: `DROP INDEX data.${quoteName(name)}; ${make}`,
  }
}

function estimate({ table }: DatasetLayout, purpose: PurposeLayout): Expected {
  const name = joinName(table, 'bit', `${purpose.position}`)
  const bits = `(mask${purpose.word} & ${purpose.bit})`
  const make = `CREATE STATISTICS data.${quoteName(name)} ON (${bits}) FROM data.${quoteName(table)}`
  return {
    kind: 'statistics',
    name: `data.${name}`,
    value: `CREATE STATISTICS data.${name} ON ${bits} FROM data.${table}`,
    make,
    replace: `DROP STATISTICS data.${quoteName(name)}; ${make}`,
  }
}
