import { TrothError } from '../errors.ts'

/** What a failed statement may tell: names of the schema, never a value of a row. It is the `cause` of the fault. */
export type Failure = {
  /** SQLSTATE, such as `23505`; undefined when the connection failed. */
  readonly sqlstate: string | undefined
  readonly table: string | undefined
  readonly constraint: string | undefined
}

// The messages of these SQLSTATE classes name roles, tables and limits; those of all others may quote a value.
const speakable = new Set(['0A', '25', '26', '28', '3D', '3F', '42', '53', '54', '55', '57'])
const collisions = new Set(['40001', '40P01'])
const absences = new Set(['57P01', '57P02', '57P03'])

// The driver gives these no class and, for some, no code.
const lostConnection =
  /^E[A-Z]{4,}\b|connection terminated|connection error|connection timeout|connect timeout|client was closed/i

/**
 * Turns what the driver threw into a fault without PostgreSQL's DETAIL, which quotes rows: `database.conflict`,
 * `database.unavailable` or `database.refused`. A fault that is one of ours already passes as it is.
 */
export function databaseFault(thrown: unknown): TrothError {
  if (thrown instanceof TrothError) return thrown
  const code = text(thrown, 'code')
  const sqlstate = 'severity' in Object(thrown) ? code : undefined
  if (sqlstate === undefined) {
    const cause: Failure = { sqlstate, table: undefined, constraint: undefined }
    const lost = lostConnection.test(`${code} ${text(thrown, 'message')}`)
    return new TrothError(lost ? 'database.unavailable' : 'database.refused', { cause })
  }
  const table = text(thrown, 'table')
  const constraint = text(thrown, 'constraint')
  const said = speakable.has(sqlstate.slice(0, 2)) ? text(thrown, 'message') : undefined
  const place = constraint ?? table
  const detail = [`SQLSTATE ${sqlstate}`, place && `on ${place}`, said && `: ${said}`]
  return new TrothError(codeOf(sqlstate), {
    detail: detail.filter(Boolean).join(' '),
    cause: { sqlstate, table, constraint } satisfies Failure,
  })
}

/**
 * Reads what a fault of the database told; undefined for any other error.
 *
 * @example
 * if (failureOf(fault)?.constraint === 'api_key_pkey') return taken
 */
export function failureOf(fault: unknown): Failure | undefined {
  if (!(fault instanceof TrothError) || !fault.code.startsWith('database.')) return undefined
  const { cause } = fault
  return {
    sqlstate: text(cause, 'sqlstate'),
    table: text(cause, 'table'),
    constraint: text(cause, 'constraint'),
  }
}

function codeOf(sqlstate: string) {
  if (collisions.has(sqlstate)) return 'database.conflict'
  if (absences.has(sqlstate) || sqlstate.startsWith('08')) return 'database.unavailable'
  return 'database.refused'
}

function text(from: unknown, key: string): string | undefined {
  const value: unknown =
    typeof from === 'object' && from !== null ? Reflect.get(from, key) : undefined
  return typeof value === 'string' ? value : undefined
}
