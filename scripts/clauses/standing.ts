import type { ClauseResult } from './run.ts'

/** How a clause stands: kept by a test that passes, open, or beyond what software can keep. */
export interface Row {
  readonly id: string
  readonly state: 'kept' | 'open' | 'exempt'
  /** The file of its test. */
  readonly test: string | null
  /** The first promise its test names, or the reason why it is exempt. */
  readonly note: string
}

/** What `npm run clauses -- --json` prints. */
export interface Summary {
  readonly total: number
  readonly kept: number
  readonly open: number
  readonly exempt: number
  readonly clauses: readonly Pick<Row, 'id' | 'state' | 'test'>[]
}

/** Every clause with its state, by what its tests said. */
export function standingOf(
  clauses: readonly string[],
  results: ReadonlyMap<string, ClauseResult>,
  exempt: Readonly<Record<string, string>>,
): readonly Row[] {
  return clauses.map((id): Row => {
    const reason = exempt[id]
    if (reason !== undefined) return { id, state: 'exempt', test: null, note: reason }
    const result = results.get(id)
    if (result?.passed) return { id, state: 'kept', test: result.file, note: result.title }
    return { id, state: 'open', test: null, note: '' }
  })
}

/** Counts the states. */
export function summaryOf(rows: readonly Row[]): Summary {
  const count = (state: Row['state']) => rows.filter((row) => row.state === state).length
  return {
    total: rows.length,
    kept: count('kept'),
    open: count('open'),
    exempt: count('exempt'),
    clauses: rows.map(({ id, state, test }) => ({ id, state, test })),
  }
}

/** The file of a clause's test: that of 2.1.1(a) is 2-1-1-a.test.ts. */
export function testFileOf(id: string): string {
  return `${id
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/-$/, '')}.test.ts`
}
