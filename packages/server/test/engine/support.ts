/** A context on a database of its own, and people to send through it. @module */
import assert from 'node:assert/strict'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before } from 'node:test'
import { type Collection, collect } from '../../src/engine/collect/collect.ts'
import { shownHash } from '../../src/engine/collect/form.ts'
import type { Caller, Context, Scope } from '../../src/engine/context.ts'
import { policyInForce } from '../../src/engine/in-force.ts'
import { openLedger } from '../../src/engine/ledger/ledger.ts'
import type { Outcome } from '../../src/engine/outcome.ts'
import { roleNames } from '../../src/store/bootstrap.ts'
import type { Database } from '../../src/store/database.ts'
import { openKeys } from '../../src/store/keys/keys.ts'
import { newId } from '../../src/store/new-id.ts'
import { asterTemplate, beginning } from '../support/aster.ts'
import { freshDatabase, type TestDatabase, type TestServer } from '../support/postgres.ts'

export { beginning } from '../support/aster.ts'

/** An engine under test. */
export interface Engine {
  readonly context: Context
  readonly database: TestDatabase
  readonly caller: Caller
  /** A clock that moves a second with every look. */
  now(): Date
  pass(milliseconds: number): void
}

/** Gives the enclosing block an engine on a database in which Aster's policy is in force. */
export function testEngine(server: TestServer): () => Engine {
  const database = freshDatabase(server, asterTemplate)
  let engine: Engine | undefined
  let folder = ''
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'troth-engine-'))
    engine = await openEngine(database(), folder)
  })
  after(() => rm(folder, { recursive: true, force: true }))
  return () => {
    if (engine === undefined) throw new Error('Ask for the engine inside a test.')
    return engine
  }
}

async function openEngine(database: TestDatabase, folder: string): Promise<Engine> {
  const pool = database.as(roleNames(database.rolePrefix).engine)
  let at = beginning.getTime()
  return {
    database,
    context: {
      database: pool,
      policy: await policyInForce(pool),
      keys: await openKeys(pool, join(folder, 'keys.json'), beginning),
      ledger: await openLedger(pool, { file: join(folder, 'ledger.pem'), origin: 'test/ledger' }),
      limits: { bytes: 262_144, depth: 8, values: 5_000 },
      sessionLasts: 30 * 60_000,
    },
    caller: { keyId: newId(beginning), scopes: everyScope },
    now: () => new Date((at += 1_000)),
    pass: (milliseconds) => {
      at += milliseconds
    },
  }
}

const reads = ['order', 'warranty', 'insight', 'account', 'service', 'marketing.email']
const everyScope: readonly Scope[] = [
  'collect',
  'identify',
  'consent',
  'decide',
  ...reads.map((purpose): Scope => `read:${purpose}`),
]

/** The context with another way to its database. */
export function through({ context }: Engine, database: Database): Context {
  return { ...context, database }
}

/** The value of an outcome that must be one. */
export function valueOf<Value>(outcome: Outcome<Value>): Value {
  assert.ok(outcome.ok, JSON.stringify(outcome))
  return outcome.value
}

/** The refusal of an outcome that must be one. */
export function refusalOf(outcome: Outcome<unknown>) {
  assert.ok(!outcome.ok, 'a refusal was expected')
  return outcome.refusal
}

let people = 0

/** What an adult called by a number would type to open an account. */
export function accountData(changes: Readonly<Record<string, unknown>> = {}) {
  people += 1
  return {
    name: `Person ${people}`,
    email: `person.${people}.${process.pid}@example.sg`,
    born: '1990-04-05',
    ...changes,
  }
}

/** A body for a channel, by the words shown there now. */
export function bodyFor(
  { context }: Engine,
  channel: string,
  data: Readonly<Record<string, unknown>>,
  rest: Readonly<Record<string, unknown>> = {},
) {
  const shown = shownHash(context.policy.document, channel)
  return { controller: 'singapore', shown, data, ...rest }
}

/** A person who signed up. */
export interface SignedUp extends Collection {
  readonly token: string
  readonly email: string
}

/** Signs a new adult up. */
export async function signUp(
  engine: Engine,
  choices: Readonly<Record<string, boolean>> = {},
  changes: Readonly<Record<string, unknown>> = {},
): Promise<SignedUp> {
  const data = accountData(changes)
  const body = bodyFor(engine, 'account', data, { choices })
  const request = { caller: engine.caller, channel: 'account', body }
  const collected = valueOf(await collect(engine.context, request, engine.now()))
  return { ...collected, token: collected.session?.token ?? '', email: String(data.email) }
}

/** What someone types to register a product. */
export const purchase = { product: 'Kettle K2', serial: 'K2-0001', bought_on: '2026-11-01' }

/** How many rows each of Troth's tables and datasets holds. */
export async function counts({ database }: Engine): Promise<Readonly<Record<string, number>>> {
  const tables = [
    'troth.subject',
    'troth.subject_mask',
    'troth.subject_key',
    'troth.identifier',
    'troth.event',
    'troth.session',
    'troth.idempotency',
    'troth.leaf',
    'data.accounts',
    'data.purchases',
    'data.posts',
  ]
  const found: Record<string, number> = {}
  for (const table of tables) {
    const { rows } = await database.superuser.query<{ n: number }>(
      `SELECT count(*) AS n FROM ${table}`,
    )
    found[table] = rows[0]?.n ?? 0
  }
  return found
}
