import { table } from '../cli/say/table.ts'
import type { DemoResult } from './demo.ts'

/** The result in lines for people: what each channel took and refused, what was decided, what SQL shows. */
export function report(result: DemoResult): readonly string[] {
  const { people, members, withdrawals, tally, rows, ledger } = result
  return [
    `${people} people tried, ${members} have an account, ${withdrawals} withdrew something.`,
    '',
    ...table(['channel', 'accepted', 'refused', 'clause and reason'], channelRows(tally.channels)),
    '',
    'Asked of every record, once for the company it was given to and once for another of the group:',
    '',
    ...table(
      ['purpose', 'allowed', 'denied', 'rows it sees in SQL'],
      [...tally.purposes]
        .toSorted(byName)
        .map(([purpose, { allowed, denied }]) => [purpose, allowed, denied, seenBy(rows, purpose)]),
    ),
    '',
    `ledger: ${ledger.size} leaves, ${ledger.verified ? 'verified' : 'NOT VERIFIED'}`,
    ...ledger.checkpoint
      .trimEnd()
      .split('\n')
      .map((line) => `  ${line}`),
  ]
}

function channelRows(channels: DemoResult['tally']['channels']): (string | number)[][] {
  return [...channels].toSorted(byName).flatMap(([channel, { accepted, refused }]) => {
    const reasons = [...refused].toSorted(byName)
    const total = reasons.reduce((sum, [, count]) => sum + count, 0)
    return [[channel, accepted, total, ''], ...reasons.map(([why, count]) => ['', '', count, why])]
  })
}

function seenBy(rows: DemoResult['rows'], purpose: string): string {
  const seen = rows.find((each) => each.purpose === purpose)
  const shown = Object.entries(seen?.datasets ?? {})
    .filter(([, count]) => count > 0)
    .map(([dataset, count]) => `${dataset} ${count}`)
  // What it uses is sealed, and read through the API alone.
  return shown.length > 0 ? shown.join(', ') : 'none'
}

function byName([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number {
  return a < b ? -1 : 1
}
