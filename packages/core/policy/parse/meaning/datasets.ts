import { quoted, type Problem } from '../problem.ts'
import type { Sections } from './sections.ts'

/** Columns that every table of data has already, Troth's and PostgreSQL's own. */
const columns = new Set(
  (
    'subject_id record_id controller channel source version collected_at collector sealed mask_until ' +
    'tableoid xmin cmin xmax cmax ctid'
  ).split(' '),
)

/** Words that SQL would not take as a name unless quoted. */
const reserved = new Set(
  (
    'all analyse analyze and any array as asc asymmetric authorization binary both case cast check collate collation ' +
    'column concurrently constraint create cross current_catalog current_date current_role current_schema current_time ' +
    'current_timestamp current_user default deferrable desc distinct do else end except false fetch for foreign freeze ' +
    'from full grant group having ilike in initially inner intersect into is isnull join lateral leading left like limit ' +
    'localtime localtimestamp natural not notnull null offset on only or order outer overlaps placing primary references ' +
    'returning right select session_user similar some symmetric system_user table tablesample then to trailing true union ' +
    'unique user using variadic verbose when where window with'
  ).split(' '),
)

/** Names of datasets and fields that a table could not have. */
export function tableNames({ datasets = {} }: Sections): readonly Problem[] {
  return Object.entries(datasets).flatMap(([dataset, { fields }]) => {
    const problems: Problem[] = []
    const refuse = (path: string, name: string, why: string): void =>
      void problems.push({ path, message: `${quoted(name)} is ${why}; choose another name` })
    const path = `/datasets/${dataset}`
    if (reserved.has(dataset)) refuse(path, dataset, 'a word of SQL')
    for (const name of Object.keys(fields)) {
      const at = `${path}/fields/${name}`
      if (reserved.has(name)) refuse(at, name, 'a word of SQL')
      if (columns.has(name) || /^mask\d+$/.test(name)) {
        refuse(at, name, 'a column that every table of data has already')
      }
    }
    return problems
  })
}

/** A field that finds its person is text: it is compared by the keyed hash of what was written. */
export function identifiers({ datasets = {} }: Sections): readonly Problem[] {
  return Object.entries(datasets).flatMap(([dataset, { fields }]) =>
    Object.entries(fields)
      .filter(([, field]) => field.identifies !== undefined && field.type !== 'text')
      .map(([name]) => ({
        path: `/datasets/${dataset}/fields/${name}/identifies`,
        message: 'identifies a person and is not text; set `type` to `text`',
      })),
  )
}
