import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { type FaultCode, TrothError } from '../errors.ts'
import { databaseFault } from './failure.ts'

/** How to reach a database, and how much to ask of it. */
export type DatabaseConfig = {
  /** What `pg` takes: host, port, database, user, or a `connectionString`. */
  readonly connection: pg.ClientConfig
  /** Most connections at once; 10 by default. */
  readonly connections?: number
  /** Milliseconds to keep retrying before a fault is passed on; 5,000 by default. */
  readonly patience?: number
}

/** What a statement gave back: its rows, and how many rows it touched. */
export type Result<Row> = { readonly rows: readonly Row[]; readonly count: number }

/** How one statement is sent. */
export type QueryOptions = {
  /** Prepares the statement once for each connection under this name, which must stand for one text only. */
  readonly name?: string
  /** The statement may be done again when its outcome is unknown: a read, or a write with an idempotency key. */
  readonly retry?: boolean
}

/** How a transaction is run. */
export type TransactionOptions = {
  /** The work may be done again from the start: it is idempotent, or carries an idempotency key. */
  readonly retry?: boolean
  readonly isolation?: 'read committed' | 'repeatable read' | 'serializable'
}

/**
 * Whatever takes a statement: the database itself, or one transaction on it. Dates of day come as `YYYY-MM-DD`,
 * instants as `Date`, `int8` as a number, `bytea` as bytes.
 */
export type Queryable = {
  /**
   * Runs one statement with its parameters. Throws `database.conflict`, `database.unavailable` or `database.refused`,
   * none of which quotes a value.
   *
   * @example
   * const { rows } = await db.query<{ n: number }>('SELECT count(*) AS n FROM troth.subject')
   */
  query<Row extends object = Record<string, unknown>>(
    sql: string,
    parameters?: readonly unknown[],
    options?: QueryOptions,
  ): Promise<Result<Row>>
}

/** A pool of connections to one database as one role. */
export type Database = Queryable & {
  /** Runs the work in one transaction: committed when it ends, rolled back when it throws. */
  transaction<T>(
    work: (transaction: Queryable) => Promise<T>,
    options?: TransactionOptions,
  ): Promise<T>
  /** Runs the work on one connection of its own, outside a transaction: session locks, `CREATE DATABASE`. */
  session<T>(work: (session: Queryable) => Promise<T>): Promise<T>
  close(): Promise<void>
}

const passing: readonly FaultCode[] = ['database.conflict', 'database.unavailable']
const firstPause = 10
const longestPause = 250

/** Opens a pool of connections; none is made before the first statement. */
export function openDatabase(config: DatabaseConfig): Database {
  const pool = new pg.Pool({
    application_name: 'troth',
    ...config.connection,
    max: config.connections ?? 10,
    types: { getTypeParser },
  })
  // A server that ends takes idle connections with it; the next statement gets a fresh one.
  pool.on('error', () => {})
  // A connection in use may be ended between two statements; without a listener that would end this process too.
  pool.on('connect', (client) => client.on('error', () => {}))
  const patience = config.patience ?? 5_000

  return {
    async query<Row extends object>(
      sql: string,
      parameters: readonly unknown[] = [],
      options: QueryOptions = {},
    ) {
      const attempt = async () => {
        const client = await persist(() => connect(pool), patience)
        return using(client, () => send<Row>(client, sql, parameters, options))
      }
      return persist(attempt, patience, options.retry ? passing : ['database.conflict'])
    },

    async transaction(work, options = {}) {
      const attempt = async () => {
        const client = await persist(() => connect(pool), patience)
        return using(client, () => transact(client, work, options))
      }
      return options.retry ? persist(attempt, patience) : attempt()
    },

    async session(work) {
      const client = await persist(() => connect(pool), patience)
      return using(client, () => work(on(client)))
    },

    close: () => pool.end(),
  }
}

function on(client: pg.PoolClient): Queryable {
  return {
    query: <Row extends object>(
      sql: string,
      parameters: readonly unknown[] = [],
      options: QueryOptions = {},
    ) => send<Row>(client, sql, parameters, options),
  }
}

async function send<Row extends object>(
  client: pg.PoolClient,
  sql: string,
  parameters: readonly unknown[],
  { name }: QueryOptions,
): Promise<Result<Row>> {
  try {
    const statement = { text: sql, values: [...parameters], ...(name && { name }) }
    const { rows, rowCount } = await client.query<Row>(statement)
    return { rows, count: rowCount ?? 0 }
  } catch (thrown) {
    throw databaseFault(thrown)
  }
}

async function transact<T>(
  client: pg.PoolClient,
  work: (transaction: Queryable) => Promise<T>,
  { isolation = 'read committed' }: TransactionOptions,
): Promise<T> {
  await send(client, `BEGIN ISOLATION LEVEL ${isolation}`, [], {})
  try {
    const result = await work(on(client))
    await commit(client)
    return result
  } catch (fault) {
    await send(client, 'ROLLBACK', [], {}).catch(() => {})
    throw fault
  }
}

// INVARIANT: what is acknowledged is committed. PostgreSQL answers COMMIT after a swallowed error with ROLLBACK.
async function commit(client: pg.PoolClient): Promise<void> {
  const { command } = await client.query('COMMIT').catch((thrown: unknown) => {
    throw databaseFault(thrown)
  })
  if (command !== 'COMMIT') throw new Error('A statement failed and the work went on regardless.')
}

async function connect(pool: pg.Pool): Promise<pg.PoolClient> {
  try {
    return await pool.connect()
  } catch (thrown) {
    throw databaseFault(thrown)
  }
}

// A connection whose last statement could not be sent is thrown away rather than handed to the next caller.
async function using<T>(client: pg.PoolClient, work: () => Promise<T>): Promise<T> {
  let lost = false
  try {
    return await work()
  } catch (fault) {
    lost = fault instanceof TrothError && fault.code === 'database.unavailable'
    throw fault
  } finally {
    client.release(lost)
  }
}

async function persist<T>(
  work: () => Promise<T>,
  patience: number,
  codes: readonly FaultCode[] = passing,
): Promise<T> {
  const deadline = performance.now() + patience
  for (let pause = firstPause; ; pause = Math.min(pause * 2, longestPause)) {
    try {
      return await work()
    } catch (thrown) {
      const worth = thrown instanceof TrothError && codes.includes(thrown.code)
      if (!worth || performance.now() + pause > deadline) throw thrown
      await sleep(pause * (0.5 + Math.random()))
    }
  }
}

const parsers: Readonly<Record<number, (text: string) => unknown>> = {
  [pg.types.builtins.INT8]: exactInteger,
  // The driver's own parser makes it midnight of the machine's time zone, which may be another day.
  [pg.types.builtins.DATE]: (text) => text,
}

function getTypeParser(type: number, format?: 'text' | 'binary') {
  return parsers[type] ?? pg.types.getTypeParser(type, format)
}

function exactInteger(text: string): number {
  const value = Number(text)
  if (!Number.isSafeInteger(value)) throw new RangeError('An int8 is beyond 2^53.')
  return value
}
