import type { Database, Queryable } from '../database.ts'

/** Whom a transaction was seen to wait for; from `begin` on, until `end`. */
export type Watch = {
  /** Role by process id. */
  readonly blockers: ReadonlyMap<number, string>
  /** Watches this transaction from now on, and no earlier one. */
  begin(transaction: Queryable): Promise<void>
  end(): Promise<void>
}

const interval = 100

/**
 * Watches from another connection whom a transaction waits for: once its wait has ended in an error, PostgreSQL does
 * not tell any more.
 */
export function watchBlockers(database: Database): Watch {
  let waiting: number | undefined
  let blockers = new Map<number, string>()
  let looking: Promise<void> | undefined

  const look = async () => {
    const { rows } = await database.query<{ pid: number; role: string }>(
      `SELECT pid, coalesce(usename::text, 'PostgreSQL') AS role FROM pg_stat_activity
      WHERE pid = ANY (pg_blocking_pids($1))`,
      [waiting],
    )
    if (rows.length > 0) blockers = new Map(rows.map(({ pid, role }) => [pid, role]))
  }
  const timer = setInterval(() => {
    // What it sees only helps to explain; a look that fails is a look less.
    if (waiting !== undefined) looking ??= look().then(rest, rest)
  }, interval)
  const rest = () => {
    looking = undefined
  }

  return {
    get blockers() {
      return blockers
    },
    async begin(transaction) {
      const { rows } = await transaction.query<{ pid: number }>('SELECT pg_backend_pid() AS pid')
      waiting = rows[0]?.pid
      blockers = new Map()
    },
    async end() {
      clearInterval(timer)
      await looking
    },
  }
}
