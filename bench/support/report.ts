import { mkdirSync, writeFileSync } from 'node:fs'
import { cpus } from 'node:os'
import { join } from 'node:path'

/** One line of the table; `ratio` is against what the question names, `null` where nothing compares. */
export interface Row {
  readonly name: string
  readonly median: number
  readonly unit: string
  readonly ratio: number | null
}

/** What was promised, and whether these numbers keep it. */
export interface Goal {
  readonly text: string
  readonly met: boolean
}

/** Prints the table and writes it to `bench/results/<name>.json`. */
export function report(
  name: string,
  question: string,
  rows: readonly Row[],
  goals: readonly Goal[],
): void {
  const result = {
    question,
    date: new Date().toISOString().slice(0, 10),
    cpu: `${cpus().length} x ${cpus()[0]?.model ?? 'unknown'}`,
    node: process.version,
    rows: rows.map((row) => ({
      ...row,
      median: rounded(row.median),
      ratio: row.ratio === null ? null : rounded(row.ratio),
    })),
    goals,
  }
  const folder = join(import.meta.dirname, '../results')
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, `${name}.json`), `${JSON.stringify(result, null, 2)}\n`)

  const width = Math.max(...rows.map((row) => row.name.length))
  console.log(`${question}\n${result.cpu}, node ${result.node}, ${result.date}\n`)
  for (const row of result.rows) {
    const ratio = row.ratio === null ? '' : `${row.ratio}x`
    console.log(
      `${row.name.padEnd(width)}  ${String(row.median).padStart(9)} ${row.unit.padEnd(5)} ${ratio}`,
    )
  }
  console.log()
  for (const { text, met } of goals) console.log(`${met ? 'met   ' : 'MISSED'}  ${text}`)
}

/** Three figures, and no more than a hundredth. */
function rounded(value: number): number {
  return Number(value >= 100 ? value.toPrecision(3) : value.toFixed(2))
}
