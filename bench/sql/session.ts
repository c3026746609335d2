import { readFile } from 'node:fs/promises'
import { type DatabaseConfig, openDatabase } from '../../packages/server/src/store/database.ts'

/** What a batch cost, for one operation of it, in microseconds. */
export type Cost = { readonly cpu: number; readonly latency: number }

/** One connection whose server process is watched. */
export type Session = {
  /** Runs a batch of reads, one after another, prepared if named; tells what one cost and how many rows came. */
  batch(
    name: string | undefined,
    sql: string,
    parameters: readonly (readonly unknown[])[],
  ): Promise<Cost & { rows: number }>
  /** The plan of a statement, as text. */
  explain(sql: string): Promise<string>
  close(): Promise<void>
}

/** Connects as a role; jit off and one process a query, so that the time of that process is the time of the query. */
export function connect(connection: DatabaseConfig['connection']): Session {
  const database = openDatabase({ connection, connections: 1 })
  return {
    batch: (name, sql, parameters) =>
      database.session(async (session) => {
        const times: number[] = []
        let read = 0
        // A connection that was idle may have been replaced.
        await session.query('SET jit = off; SET max_parallel_workers_per_gather = 0')
        const pids = await session.query<{ pid: number }>('SELECT pg_backend_pid() AS pid')
        const pid = pids.rows[0]?.pid ?? 0
        const before = await cpuMicroseconds(pid)
        for (const values of parameters) {
          const start = performance.now()
          const { count } = await session.query(sql, values, { ...(name && { name }) })
          times.push((performance.now() - start) * 1000)
          read += count
        }
        const cpu = ((await cpuMicroseconds(pid)) - before) / parameters.length
        const latency = times.toSorted((a, b) => a - b)[Math.floor(times.length / 2)] ?? Number.NaN
        return { cpu, latency, rows: read }
      }),
    async explain(sql) {
      const result = await database.query<{ 'QUERY PLAN': string }>(`EXPLAIN ${sql}`)
      return result.rows.map((row) => row['QUERY PLAN']).join('\n')
    },
    close: () => database.close(),
  }
}

// The kernel counts the time of a process in nanoseconds here, and in hundredths of a second elsewhere.
async function cpuMicroseconds(pid: number): Promise<number> {
  const [nanoseconds = ''] = (await readFile(`/proc/${pid}/schedstat`, 'utf8')).split(' ')
  return Number(nanoseconds) / 1000
}
