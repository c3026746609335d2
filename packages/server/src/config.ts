/** The deployment, read from the environment: one key for each setting, all problems told at once. @module */
import { isAbsolute, join, resolve } from 'node:path'
import { TrothError } from './errors.ts'

const logLevels = ['silent', 'fatal', 'error', 'warn', 'info', 'debug', 'trace'] as const

/** How much is written to the log. */
export type LogLevel = (typeof logLevels)[number]

/** What a deployment may set; every key has a default that is safe on one machine. */
export interface Config {
  /** Absolute path; holds the managed database and the keys. `TROTH_DATA_DIR`, default `.troth`. */
  readonly dataDir: string
  /** `TROTH_HOST`, default the loopback address. */
  readonly host: string
  /** `TROTH_PORT`, default 7080; 0 takes any free port. */
  readonly port: number
  /** The company's own PostgreSQL as the engine's login, `TROTH_DATABASE_URL`; without it Troth starts one. */
  readonly databaseUrl: string | undefined
  /** The same database as the owner, for migrations: `TROTH_OWNER_DATABASE_URL`. */
  readonly ownerDatabaseUrl: string | undefined
  /** `TROTH_ROLE_PREFIX`, goes before the name of every role. */
  readonly rolePrefix: string
  /** Folder with the PostgreSQL programs, `TROTH_PG_BIN`. */
  readonly pgBin: string | undefined
  /** File with the key-encryption keys, outside the database. `TROTH_KEY_FILE`, default `keys.json` in the data folder. */
  readonly keyFile: string
  /** File with the key that signs the ledger, outside the database. `TROTH_LEDGER_KEY_FILE`, default `ledger.pem` in the data folder. */
  readonly ledgerKeyFile: string
  /** What the ledger signs as, for good: `TROTH_LEDGER_NAME`, default `troth.local/ledger`. */
  readonly ledgerName: string
  /** `TROTH_LOG_LEVEL`, default `warn`; requests are told from `info` on. */
  readonly logLevel: LogLevel
  readonly limits: {
    /** Bytes of one request's body: `TROTH_LIMIT_BODY_BYTES`, default 256 KiB. */
    readonly bytes: number
    /** Levels of nesting in a body: `TROTH_LIMIT_BODY_DEPTH`, default 8. */
    readonly depth: number
    /** Values in one body: `TROTH_LIMIT_BODY_VALUES`, default 20,000, room for 1,000 questions. */
    readonly values: number
    /** Requests a minute for one API key or address: `TROTH_LIMIT_REQUESTS_PER_MINUTE`, default 6,000. */
    readonly requestsPerMinute: number
    /** Database connections: `TROTH_LIMIT_CONNECTIONS`, default 10. */
    readonly connections: number
  }
  /** Minutes that a person's session lasts: `TROTH_SESSION_MINUTES`, default 30. */
  readonly sessionMinutes: number
}

const known = new Set([
  'TROTH_DATA_DIR',
  'TROTH_HOST',
  'TROTH_PORT',
  'TROTH_DATABASE_URL',
  'TROTH_OWNER_DATABASE_URL',
  'TROTH_ROLE_PREFIX',
  'TROTH_PG_BIN',
  'TROTH_KEY_FILE',
  'TROTH_LEDGER_KEY_FILE',
  'TROTH_LEDGER_NAME',
  'TROTH_LOG_LEVEL',
  'TROTH_LIMIT_BODY_BYTES',
  'TROTH_LIMIT_BODY_DEPTH',
  'TROTH_LIMIT_BODY_VALUES',
  'TROTH_LIMIT_REQUESTS_PER_MINUTE',
  'TROTH_LIMIT_CONNECTIONS',
  'TROTH_SESSION_MINUTES',
  // Set by our own test runner and benches.
  'TROTH_TEST_PG',
])

type Environment = Readonly<Record<string, string | undefined>>

/**
 * Reads the deployment from its environment. Throws `config.invalid`, which names every wrong key at once and quotes no
 * value, since a database address may hold a password.
 *
 * @example
 * const { port } = readConfig({ TROTH_PORT: '8080' })
 */
export function readConfig(env: Environment): Config {
  const problems = Object.keys(env)
    .filter((key) => key.startsWith('TROTH_') && !known.has(key))
    .map((key) => `${key}: is not a setting`)
  const read = reader(env, problems)
  const dataDir = resolve(read.text('TROTH_DATA_DIR') ?? '.troth')
  const databaseUrl = read.address('TROTH_DATABASE_URL')
  const ownerDatabaseUrl = read.address('TROTH_OWNER_DATABASE_URL')
  if ((databaseUrl === undefined) !== (ownerDatabaseUrl === undefined)) {
    problems.push(
      'TROTH_DATABASE_URL, TROTH_OWNER_DATABASE_URL: set both (the engine and the owner log in apart) or neither',
    )
  }
  const config: Config = {
    dataDir,
    host: read.text('TROTH_HOST') ?? '127.0.0.1',
    port: read.whole('TROTH_PORT', 7080, 0, 65_535),
    databaseUrl,
    ownerDatabaseUrl,
    rolePrefix: read.matching(
      'TROTH_ROLE_PREFIX',
      /^[a-z0-9_]{0,24}$/,
      'up to 24 of a-z, 0-9 and _',
    ),
    pgBin: read.folder('TROTH_PG_BIN'),
    keyFile: resolve(read.text('TROTH_KEY_FILE') ?? join(dataDir, 'keys.json')),
    ledgerKeyFile: resolve(read.text('TROTH_LEDGER_KEY_FILE') ?? join(dataDir, 'ledger.pem')),
    ledgerName: read.matching(
      'TROTH_LEDGER_NAME',
      /^[a-z0-9./-]{1,200}$/,
      'up to 200 of a-z, 0-9, dot, slash and hyphen',
      'troth.local/ledger',
    ),
    logLevel: read.oneOf('TROTH_LOG_LEVEL', logLevels, 'warn'),
    limits: Object.freeze({
      bytes: read.whole('TROTH_LIMIT_BODY_BYTES', 262_144, 1_024, 16_777_216),
      depth: read.whole('TROTH_LIMIT_BODY_DEPTH', 8, 4, 64),
      values: read.whole('TROTH_LIMIT_BODY_VALUES', 20_000, 64, 100_000),
      requestsPerMinute: read.whole('TROTH_LIMIT_REQUESTS_PER_MINUTE', 6_000, 1, 10_000_000),
      connections: read.whole('TROTH_LIMIT_CONNECTIONS', 10, 2, 500),
    }),
    sessionMinutes: read.whole('TROTH_SESSION_MINUTES', 30, 1, 1_440),
  }
  if (problems.length > 0)
    throw new TrothError('config.invalid', { detail: `${problems.join('; ')}.` })
  return Object.freeze(config)
}

function reader(env: Environment, problems: string[]) {
  const text = (key: string): string | undefined => env[key] || undefined
  return {
    text,
    whole(key: string, fallback: number, least: number, most: number): number {
      const given = text(key)
      if (given === undefined) return fallback
      const value = /^\d{1,9}$/.test(given) ? Number(given) : Number.NaN
      if (value >= least && value <= most) return value
      problems.push(`${key}: takes a whole number from ${least} to ${most}`)
      return fallback
    },
    matching(key: string, pattern: RegExp, meaning: string, fallback = ''): string {
      const given = text(key) ?? fallback
      if (!pattern.test(given)) problems.push(`${key}: takes ${meaning}`)
      return given
    },
    oneOf<Choice extends string>(
      key: string,
      choices: readonly Choice[],
      fallback: Choice,
    ): Choice {
      const given = text(key)
      if (given === undefined) return fallback
      const choice = choices.find((one) => one === given)
      if (choice === undefined) problems.push(`${key}: takes one of ${choices.join(', ')}`)
      return choice ?? fallback
    },
    folder(key: string): string | undefined {
      const given = text(key)
      if (given !== undefined && !isAbsolute(given)) problems.push(`${key}: takes an absolute path`)
      return given
    },
    address(key: string): string | undefined {
      const given = text(key)
      if (given === undefined) return undefined
      const protocol = URL.canParse(given) ? new URL(given).protocol : ''
      if (!/^postgres(ql)?:$/.test(protocol)) problems.push(`${key}: takes a postgres:// address`)
      return given
    },
  }
}
