/**
 * What it costs to read through a purpose's role: against the same reads of the same rows in a plain table without any
 * rule, on a PostgreSQL of its own. A million accounts of 250,000 people, the reference policy with all its purposes.
 *
 * @module
 */
import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startPostgres } from '../packages/server/src/store/postgres/start.ts'
import { bit, common, people, prepare, rare, recordsEach, wordColumn } from './sql/prepare.ts'
import { connect, type Cost, type Session } from './sql/session.ts'
import { median } from './support/measure.ts'
import { type Goal, report, type Row } from './support/report.ts'

type Read = {
  readonly name: string
  /** The statement over `TABLE`. */
  readonly sql: string
  readonly rounds: number
  /** Planned anew at each execution, as from psql. */
  readonly prepared?: false
  /** Values for each execution in a batch, drawn anew each round. */
  readonly draw: (round: number) => readonly (readonly unknown[])[]
}

const uuid = (number: number) =>
  `${number.toString(16).padStart(12, '0')}70008000000000000000`.replace(
    /^(.{8})(.{4})(.{4})(.{4})(.{12})$/,
    '$1-$2-$3-$4-$5',
  )
// The same people for both sides, other people each round.
const person = (round: number, at: number) => 1 + ((round * 7919 + at * 104_729) % people)
const many = <T>(count: number, make: (at: number) => T) =>
  Array.from({ length: count }, (_, at) => make(at))
const pointsOf = (round: number, count: number) =>
  many(count, (at) => {
    const who = person(round, at)
    return [uuid(who), uuid(who * recordsEach + (at % recordsEach))]
  })

const columns = 'subject_id, record_id, controller, collected_at, name, email'
const reads: readonly Read[] = [
  {
    name: 'point',
    sql: `SELECT ${columns} FROM TABLE WHERE subject_id = $1 AND record_id = $2`,
    rounds: 31,
    draw: (round) => pointsOf(round, 2000),
  },
  {
    name: 'point, planned each time',
    sql: `SELECT ${columns} FROM TABLE WHERE subject_id = $1 AND record_id = $2`,
    rounds: 21,
    prepared: false,
    draw: (round) => pointsOf(round, 500),
  },
  {
    name: 'scan of 100,000',
    sql: `SELECT ${columns} FROM TABLE WHERE subject_id BETWEEN $1 AND $2`,
    rounds: 11,
    draw: (round) => {
      const first = 1 + (round % 9) * 25_000
      return [[uuid(first), uuid(first + 24_999)]]
    },
  },
  {
    name: 'email =',
    sql: `SELECT ${columns} FROM TABLE WHERE email = $1`,
    rounds: 21,
    draw: (round) => many(1000, (at) => [`person${person(round, at)}@aster.example`]),
  },
  {
    name: 'email range',
    sql: `SELECT ${columns} FROM TABLE WHERE email >= $1 AND email < $2`,
    rounds: 21,
    draw: (round) =>
      many(40, (at) => {
        const stem = 100 + (person(round, at) % 140)
        return [`person${stem}1`, `person${stem}2`]
      }),
  },
]

/** The purpose's cost, as a multiple of the plain read and of the plain read with the purpose's test written by hand. */
type Compared = {
  readonly rows: readonly Row[]
  readonly cpu: number
  readonly latency: number
}

async function compare(read: Read, plain: Session, purpose: Session): Promise<Compared> {
  const tested = `AND (${wordColumn(common)} & ${bit(common)}) <> 0`
  const sides = [
    { name: 'plain', session: plain, sql: read.sql.replace('TABLE', 'plain.accounts') },
    {
      name: 'by hand',
      session: plain,
      sql: `${read.sql.replace('TABLE', 'plain.accounts')} ${tested}`,
    },
    {
      name: 'purpose',
      session: purpose,
      sql: read.sql.replace('TABLE', 'for_marketing_email.accounts'),
    },
  ] as const
  const costs: Cost[][] = sides.map(() => [])
  // The first round only warms up; the sides take turns at going first.
  for (let round = -1; round < read.rounds; round += 1) {
    const drawn = read.draw(Math.max(round, 0))
    for (const at of [0, 1, 2].map((turn) => (turn + round + 1) % 3)) {
      const side = sides[at]
      if (side === undefined) continue
      const statement = read.prepared === false ? undefined : `${read.name} ${at}`
      const cost = await side.session.batch(statement, side.sql, drawn)
      if (round >= 0) costs[at]?.push(cost)
    }
  }
  const ratio = (at: number, unit: 'cpu' | 'latency') =>
    median((costs[at] ?? []).map((cost, round) => cost[unit] / (costs[0]?.[round]?.[unit] ?? 0)))
  const rows = (['cpu', 'latency'] as const).flatMap((unit) =>
    sides.map(({ name }, at): Row => ({
      name: `${read.name}, ${unit === 'cpu' ? 'CPU' : unit}, ${name}`,
      median: median((costs[at] ?? []).map((cost) => cost[unit])),
      unit: 'us',
      ratio: ratio(at, unit),
    })),
  )
  return { rows, cpu: ratio(2, 'cpu'), latency: ratio(2, 'latency') }
}

async function audience(
  plain: Session,
  purpose: Session,
): Promise<{ rows: readonly Row[]; ratio: number }> {
  const filtered = `SELECT count(*) FROM plain.accounts WHERE (${wordColumn(rare)} & ${bit(rare)}) <> 0`
  const permitted = 'SELECT count(*) FROM for_marketing_sms.accounts'
  const costs: [number, number][] = []
  for (let round = 0; round < 12; round += 1) {
    const a = await plain.batch('filtered', filtered, [[]])
    const b = await purpose.batch('permitted', permitted, [[]])
    if (round > 0) costs.push([a.latency, b.latency])
  }
  const ratio = median(costs.map(([a, b]) => a / b))
  return {
    ratio,
    rows: [
      {
        name: 'audience of 6 %, plain filtered count',
        median: median(costs.map(([a]) => a)) / 1000,
        unit: 'ms',
        ratio: 1,
      },
      {
        name: 'audience of 6 %, purpose',
        median: median(costs.map(([, b]) => b)) / 1000,
        unit: 'ms',
        ratio: 1 / ratio,
      },
    ],
  }
}

const folder = await mkdtemp(join(tmpdir(), 'troth-bench-'))
await chmod(folder, 0o755)
const postgres = await startPostgres({
  dataDir: join(folder, 'data'),
  settings: { shared_buffers: '1GB', max_wal_size: '4GB', autovacuum: 'off', fsync: 'off' },
})
try {
  const began = performance.now()
  await prepare(postgres)
  console.log(
    `PostgreSQL ${postgres.version}, filled in ${Math.round((performance.now() - began) / 1000)} s`,
  )
  const sessions = ['plain', 'common', 'rare'].map((user) =>
    connect(postgres.connection('troth', user)),
  )
  const [plain, email, sms] = sessions
  if (plain === undefined || email === undefined || sms === undefined) throw new Error('three')
  const compared = []
  for (const read of reads) compared.push(await compare(read, plain, email))
  const counted = await audience(plain, sms)
  const [point, , scan, equal, range] = compared
  const most = (...ratios: readonly (number | undefined)[]) =>
    Math.max(...ratios.map((ratio) => ratio ?? Infinity))
  const goals: readonly Goal[] = [
    { text: 'point read <= 1.10x CPU', met: most(point?.cpu) <= 1.1 },
    { text: 'point read <= 1.05x latency', met: most(point?.latency) <= 1.05 },
    { text: 'scan of 100,000 rows <= 1.20x', met: most(scan?.cpu, scan?.latency) <= 1.2 },
    {
      text: 'equality and range on an identifying field <= 1.3x',
      met: most(equal?.cpu, equal?.latency, range?.cpu, range?.latency) <= 1.3,
    },
    {
      text: 'audience of a rare purpose >= 10x faster than a plain filtered count',
      met: counted.ratio >= 10,
    },
  ]
  const rows = [...compared.flatMap((each) => each.rows), ...counted.rows]
  report(
    'sql',
    'What does a read through a purpose cost against a plain read of rows of which half are permitted, and against one with the same test written by hand?',
    rows,
    goals,
  )
  if (process.env['PLANS'] === '1') {
    for (const [session, sql] of [
      [
        email,
        `SELECT ${columns} FROM for_marketing_email.accounts WHERE email = 'person7@aster.example'`,
      ],
      [
        email,
        `SELECT ${columns} FROM for_marketing_email.accounts WHERE email >= 'person1' AND email < 'person2'`,
      ],
      [
        email,
        `SELECT ${columns} FROM for_marketing_email.accounts WHERE subject_id BETWEEN '${uuid(1)}' AND '${uuid(25_000)}'`,
      ],
      [
        plain,
        `SELECT ${columns} FROM plain.accounts WHERE subject_id BETWEEN '${uuid(1)}' AND '${uuid(25_000)}'`,
      ],
      [sms, 'SELECT count(*) FROM for_marketing_sms.accounts'],
    ] as const)
      console.log(await session.explain(sql))
  }
  await Promise.all(sessions.map((session) => session.close()))
} finally {
  await postgres.stop()
  await rm(folder, { recursive: true, force: true })
}
