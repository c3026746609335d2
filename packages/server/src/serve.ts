/**
 * Boots the server: database, keys, ledger and the version in force become one context, and the context gets addresses.
 * Here and in `cli.ts` alone is the clock read; everything below is told the time.
 *
 * @module
 */
import type { AddressInfo } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import type { FastifyInstance } from 'fastify'
import type { ClientConfig } from 'pg'
import type { Logger } from 'pino'
import type { Config } from './config.ts'
import type { Context } from './engine/context.ts'
import { policyInForce } from './engine/in-force.ts'
import { openLedger } from './engine/ledger/ledger.ts'
import { startSequencer } from './engine/ledger/sequencer.ts'
import { refoldStale } from './engine/masks.ts'
import { TrothError } from './errors.ts'
import { createApp } from './http/app.ts'
import { openLog } from './http/log.ts'
import { type Database, openDatabase } from './store/database.ts'
import { forgetAnswers } from './store/idempotency.ts'
import { openKeys } from './store/keys/keys.ts'
import { versionInForce } from './store/people/subjects.ts'

/** What a server is started with. */
export interface ServerOptions {
  readonly config: Config
  /** How the engine's login reaches the database, which is migrated and has a policy. */
  readonly connection: ClientConfig
  readonly clock?: () => Date
  readonly log?: Logger
}

/** A server that listens. */
export interface RunningServer {
  /** Where it listens: `http://127.0.0.1:7080`. */
  readonly url: string
  /** What its verbs work with now. */
  context(): Context
  /** Answers what is under way, takes nothing more, and lets go of the database. */
  close(): Promise<void>
}

const second = 1_000
const minute = 60 * second
const hour = 60 * minute
// How long an idempotency key stands for its first answer.
const week = 7 * 24 * hour
const refoldEvery = 10 * second
const patienceOfProbe = second

/**
 * Starts the server. Throws `policy.missing` before a policy is published, `keys.*` for a wrong key file, and
 * `address.in-use` or `address.unusable` where it cannot listen.
 *
 * @example
 * const server = await startServer({ config, connection })
 * await server.close()
 */
export async function startServer(options: ServerOptions): Promise<RunningServer> {
  const { config, connection, clock = () => new Date(), log = openLog(config.logLevel) } = options
  const database = openDatabase({ connection, connections: config.limits.connections })
  const closing: (() => Promise<void>)[] = [() => database.close()]
  const close = async () => {
    for (const step of closing.splice(0).reverse()) await step()
  }
  const onFault = (fault: unknown) => log.error({ fault }, 'background work failed')
  try {
    const current = await contextOf(config, database, clock)
    const app = await createApp(siteOf(config, database, clock, current), log)
    closing.push(
      startSequencer(database, current.context.ledger.signer, { clock, onFault }).stop,
      repeat(second, () => current.renew(), onFault),
      repeat(refoldEvery, () => refoldStale(current.context, clock()), onFault),
      repeat(hour, () => forgetAnswers(database, new Date(clock().getTime() - week)), onFault),
      () => app.close(),
    )
    return { url: await listen(app, config), context: () => current.context, close }
  } catch (fault) {
    await close()
    throw fault
  }
}

/** The context, and how another version of the policy comes into it. */
interface Current {
  readonly context: Context
  renew(): Promise<void>
}

async function contextOf(config: Config, database: Database, clock: () => Date): Promise<Current> {
  const { ledgerKeyFile: file, ledgerName: origin } = config
  let context: Context = Object.freeze({
    database,
    policy: await policyInForce(database),
    keys: await openKeys(database, config.keyFile, clock()),
    ledger: await openLedger(database, { file, origin }),
    limits: config.limits,
    sessionLasts: config.sessionMinutes * minute,
  })
  return {
    get context() {
      return context
    },
    async renew() {
      if ((await versionInForce(database)) === context.policy.version) return
      context = Object.freeze({ ...context, policy: await policyInForce(database) })
    },
  }
}

function siteOf(config: Config, database: Database, now: () => Date, current: Current) {
  return {
    now,
    context: () => current.context,
    renew: () => current.renew(),
    requestsPerMinute: config.limits.requestsPerMinute,
    ready: () =>
      Promise.race([
        database.query('SELECT 1').then(
          () => true,
          () => false,
        ),
        sleep(patienceOfProbe, false, { ref: false }),
      ]),
  }
}

// Runs the work again and again with a rest between; what is given back ends it.
function repeat(
  rest: number,
  work: () => Promise<unknown>,
  onFault: (fault: unknown) => void,
): () => Promise<void> {
  const stopping = new AbortController()
  const { signal } = stopping
  const loop = async () => {
    while (!signal.aborted) {
      await work().catch(onFault)
      await sleep(rest, undefined, { signal }).catch(() => {})
    }
  }
  const ended = loop()
  return async () => {
    stopping.abort()
    await ended
  }
}

async function listen(app: FastifyInstance, { host, port }: Config): Promise<string> {
  try {
    await app.listen({ host, port })
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? cause.code : undefined
    throw code === 'EADDRINUSE'
      ? new TrothError('address.in-use', {
          detail: `Stop what listens on ${host}:${port}, or set TROTH_PORT to another port.`,
          cause,
        })
      : new TrothError('address.unusable', {
          detail: `Set TROTH_HOST and TROTH_PORT to an address of this machine; ${host}:${port} failed with ${String(code)}.`,
          cause,
        })
  }
  const address: AddressInfo | string | null = app.server.address()
  const bound = typeof address === 'object' && address !== null ? address.port : port
  return `http://${host.includes(':') ? `[${host}]` : host}:${bound}`
}
