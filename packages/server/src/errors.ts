/**
 * The one table of faults. A refusal is a value and never comes through here; a fault is thrown as a
 * `TrothError` by the engine and the store, and only `http/problem.ts` turns one into a status.
 *
 * @module
 */
export const faults = {
  'config.invalid': { status: 500, message: 'The settings in the environment are wrong.' },
  'file.unreadable': { status: 500, message: 'A file cannot be read.' },
  'keys.missing': { status: 500, message: 'The key file is missing.' },
  'keys.wrong': { status: 500, message: 'The key file is not the one of this database.' },
  'keys.exposed': { status: 500, message: 'The key file can be read by others.' },
  'keys.unreadable': { status: 500, message: 'The key file cannot be read.' },
  'sealed.broken': { status: 500, message: 'A sealed value does not open.' },
  'policy.unreadable': { status: 500, message: 'The policy cannot be read.' },
  'policy.invalid': { status: 500, message: 'The policy is not one.' },
  'policy.refused': { status: 500, message: 'The policy was not brought into force.' },
  'policy.missing': { status: 503, message: 'No version of a policy is in force.' },
  'policy.superseded': { status: 503, message: 'Another version of the policy is in force.' },
  'ledger.damaged': { status: 500, message: 'The stored ledger does not verify.' },
  'database.unsafe': { status: 500, message: 'The database must not be used like this.' },
  'database.unavailable': { status: 503, message: 'The database cannot be reached.' },
  'database.conflict': { status: 503, message: 'Concurrent changes kept colliding.' },
  'database.refused': { status: 500, message: 'The database refused a statement.' },
  'migration.changed': { status: 500, message: 'A migration changed after it was applied.' },
  'migration.newer': { status: 500, message: 'The database is newer than this program.' },
  'migration.failed': { status: 500, message: 'A migration failed and was rolled back.' },
  'postgres.missing': { status: 500, message: 'No PostgreSQL 15 or newer was found.' },
  'postgres.major': {
    status: 500,
    message: 'The data directory is of another PostgreSQL version.',
  },
  'postgres.unreachable': { status: 500, message: 'PostgreSQL cannot reach its files.' },
  'postgres.in-use': { status: 500, message: 'Another PostgreSQL is using the data directory.' },
  'postgres.failed': { status: 500, message: 'PostgreSQL did not start.' },
  'address.in-use': { status: 500, message: 'Another program listens at this address.' },
  'address.unusable': { status: 500, message: 'The address cannot be listened at.' },
} as const satisfies Record<string, { status: number; message: string }>

/** A code of the table of faults. */
export type FaultCode = keyof typeof faults

/** What a fault carries besides its code; `detail` says what to do next and holds no personal value. */
export type FaultOptions = {
  readonly detail?: string
  readonly clause?: string
  readonly cause?: unknown
}

/** The one class of fault: its code decides status and message. */
export class TrothError extends Error {
  override readonly name = 'TrothError'
  readonly code: FaultCode
  readonly status: number
  /** The table's sentence for the code, without the detail. */
  readonly title: string
  readonly clause: string | undefined

  constructor(code: FaultCode, options: FaultOptions = {}) {
    const { status, message } = faults[code]
    super(options.detail === undefined ? message : `${message} ${options.detail}`, {
      cause: options.cause,
    })
    this.code = code
    this.status = status
    this.title = message
    this.clause = options.clause
  }
}
