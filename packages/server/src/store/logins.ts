import { randomBytes } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { canonicalJson } from '@troth/core/policy'
import { TrothError } from '../errors.ts'
import { longestName, quoteName, quoteText } from './quote.ts'
import { roleOf, type Refusal } from './compile/layout.ts'
import { expectMember } from './compile/roles.ts'
import { serverVersionOf } from './catalog/read.ts'
import type { Database, Queryable } from './database.ts'
import { failureOf } from './failure.ts'
import { appendLeaf, nobody } from './leaves.ts'
import { actAs, readLogins } from './logins/expected.ts'
import { passwordVerifier } from './logins/verifier.ts'

export type { Login } from './logins/expected.ts'
export { readLogins } from './logins/expected.ts'

/** What `issueLogin` is told. */
export type LoginRequest = {
  /** Who uses it, a person or a program: small letters, digits and underscores. */
  readonly actor: string
  readonly purpose: string
  /** A strong one is made where none is given. */
  readonly password?: string
  /** Sessions at once; 5 where unsaid. */
  readonly connections?: number
  /** When it ends by itself; it does not where unsaid. */
  readonly validUntil?: Date
  readonly rolePrefix?: string
}

/** What the ledger is to keep of a login issued or taken back. */
export type LoginEvent = {
  readonly kind: 'login-issued' | 'login-revoked'
  readonly login: string
  readonly actor: string
  readonly purpose: string
  readonly at: Date
}

/** How the issue ended; the password is told this once and kept nowhere. */
export type Issued =
  | { readonly kind: 'issued'; readonly password: string; readonly event: LoginEvent }
  | { readonly kind: 'refused'; readonly refusal: Refusal }

/**
 * How the revocation ended; `sessions` is how many were ended. `kept` says where the login left things of its own: its
 * role stays, closed and without its purpose, until they are gone and the login is revoked again.
 */
export type Revoked =
  | {
      readonly kind: 'revoked'
      readonly sessions: number
      readonly kept: readonly string[]
      readonly event: LoginEvent
    }
  | { readonly kind: 'refused'; readonly refusal: Refusal }

/**
 * Makes a login that serves one actor and one purpose: it acts as the purpose's role from its first statement on and
 * has no other. A login is never given a second purpose, and a name that was used is not used again.
 *
 * @example
 * const issued = await issueLogin(owner, { actor: 'newsletter', purpose: 'marketing.email' }, new Date())
 */
export async function issueLogin(
  owner: Database,
  request: LoginRequest,
  now: Date,
): Promise<Issued> {
  const { actor, purpose, connections = 5, validUntil, rolePrefix = '' } = request
  const login = `${rolePrefix}${actor}`
  const refused = refuseRequest(request, login, now)
  if (refused !== undefined) return { kind: 'refused', refusal: refused }
  const password = request.password ?? randomBytes(24).toString('base64url')
  const verifier = await passwordVerifier(password)
  return owner.transaction(async (tx): Promise<Issued> => {
    await takeTurn(tx)
    const role = roleOf(purpose, rolePrefix)
    const refusal = await refuseOn(tx, { login, purpose, role })
    if (refusal !== undefined) return { kind: 'refused', refusal }
    const until = validUntil?.toISOString() ?? 'infinity'
    const { make = '' } = expectMember(role, login, await serverVersionOf(tx))
    await tx.query(
      [
        `CREATE ROLE ${quoteName(login)} LOGIN NOINHERIT CONNECTION LIMIT ${connections}
          VALID UNTIL ${quoteText(until)} PASSWORD ${quoteText(verifier)}`,
        make,
        actAs(login, role),
        `GRANT CONNECT ON DATABASE ${quoteName(await databaseName(tx))} TO ${quoteName(login)}`,
      ].join(';\n'),
    )
    await tx.query(
      `INSERT INTO troth.login (login, actor, purpose, connections, valid_until, issued_at)
      VALUES ($1, $2, $3, $4, $5, $6)`,
      [login, actor, purpose, connections, until, now],
    )
    const event = { kind: 'login-issued', login, actor, purpose, at: now } as const
    await recordLogin(tx, event)
    return { kind: 'issued', password, event }
  })
}

/**
 * Takes a login back: it can no longer start a session, the sessions it has are ended, and its role is dropped unless things
 * elsewhere belong to it. When it returns, nothing that the login began goes on.
 */
export async function revokeLogin(
  owner: Database,
  { login, rolePrefix = '' }: { readonly login: string; readonly rolePrefix?: string },
  now: Date,
): Promise<Revoked> {
  const held = await owner.transaction(async (tx) => {
    await takeTurn(tx)
    const found = (await readLogins(tx)).find((each) => each.login === login)
    if (found === undefined || (found.revokedAt !== null && !(await exists(tx, login)))) return
    await tx.query(`ALTER ROLE ${quoteName(login)} NOLOGIN`)
    const role = roleOf(found.purpose, rolePrefix)
    if (await exists(tx, role)) {
      await tx.query(`REVOKE ${quoteName(role)} FROM ${quoteName(login)}`)
    }
    const { count } = await tx.query(
      'UPDATE troth.login SET revoked_at = $2 WHERE login = $1 AND revoked_at IS NULL',
      [login, now],
    )
    const { actor, purpose } = found
    if (count > 0) {
      await recordLogin(tx, { kind: 'login-revoked', login, actor, purpose, at: now })
    }
    return found
  })
  if (held === undefined) {
    const why = 'there is no such login; list them with: troth login list'
    return { kind: 'refused', refusal: { what: `login ${login}`, why } }
  }
  const sessions = await endSessions(owner, login)
  await owner.transaction(async (tx) => {
    await takeTurn(tx)
    await tx.query(
      `REVOKE CONNECT ON DATABASE ${quoteName(await databaseName(tx))} FROM ${quoteName(login)}`,
    )
  })
  const kept = await dropLogin(owner, login)
  const { actor, purpose } = held
  return {
    kind: 'revoked',
    sessions,
    kept,
    event: { kind: 'login-revoked', login, actor, purpose, at: now },
  }
}

const dependent = '2BP01'

// What a login made in another database, or was given there, can be taken away only from within that one.
async function dropLogin(owner: Database, login: string): Promise<readonly string[]> {
  try {
    await owner.query(`DROP ROLE ${quoteName(login)}`)
    return []
  } catch (fault) {
    if (failureOf(fault)?.sqlstate !== dependent) throw fault
  }
  const { rows } = await owner.query<{ place: string }>(
    `SELECT coalesce('database ' || datname, 'the whole server') || ': ' || count(*) AS place
    FROM pg_shdepend s LEFT JOIN pg_database d ON d.oid = s.dbid
    WHERE refclassid = 'pg_authid'::regclass AND refobjid = (SELECT oid FROM pg_roles WHERE rolname = $1)
    GROUP BY datname ORDER BY datname`,
    [login],
  )
  return rows.map(({ place }) => place)
}

const lockNumber = 7_268_677_107

// PostgreSQL refuses two changes of one catalog row at once, such as the list of who may connect to the database.
async function takeTurn(tx: Queryable): Promise<void> {
  await tx.query('SELECT pg_advisory_xact_lock($1)', [lockNumber])
}

// A login and its leaf are committed together.
async function recordLogin(tx: Queryable, event: LoginEvent): Promise<void> {
  const { rows } = await tx.query<{ version: number | null }>(
    'SELECT max(version) AS version FROM troth.version',
  )
  await appendLeaf(tx, {
    subjectId: nobody,
    kind: 'login',
    at: event.at,
    version: rows[0]?.version ?? 0,
    event: Buffer.from(canonicalJson({ ...event, at: event.at.toISOString() })),
  })
}

function refuseRequest(
  { actor, connections = 1, validUntil, password = 'x' }: LoginRequest,
  login: string,
  now: Date,
): Refusal | undefined {
  const what = `login ${JSON.stringify(login)}`
  const starts = /^(for_|troth_|pg_)/.exec(actor)
  if (!/^[a-z][a-z0-9_]*$/.test(actor))
    return { what, why: 'an actor is named with a-z, 0-9 and _' }
  if (starts !== null) return { what, why: `names that start with ${starts[0]} are taken` }
  if (Buffer.byteLength(login) > longestName) return { what, why: `passes ${longestName} bytes` }
  if (!Number.isInteger(connections) || connections < 1 || connections > 1000) {
    return { what, why: 'takes 1 to 1000 connections' }
  }
  if (validUntil !== undefined && !(validUntil > now))
    return { what, why: 'would have ended before now' }
  if (!/^[\x20-\x7e]{1,200}$/.test(password)) {
    return { what, why: 'a password is 1 to 200 printable ASCII characters' }
  }
  return undefined
}

async function refuseOn(
  tx: Queryable,
  { login, purpose, role }: { login: string; purpose: string; role: string },
): Promise<Refusal | undefined> {
  const what = `login ${login}`
  const { count: known } = await tx.query('SELECT FROM troth.purpose WHERE purpose = $1', [purpose])
  if (known === 0 || !(await exists(tx, role))) {
    return { what, why: `the policy in force has no purpose ${JSON.stringify(purpose)}` }
  }
  const held = (await readLogins(tx)).find((each) => each.login === login)
  if (held !== undefined) {
    const state = held.revokedAt === null ? 'serves' : 'once served'
    return {
      what,
      why: `it ${state} ${held.purpose}, and a login serves one purpose; name another`,
    }
  }
  return (await exists(tx, login)) ? { what, why: 'a role of that name exists' } : undefined
}

async function exists(tx: Queryable, role: string): Promise<boolean> {
  return (await tx.query('SELECT FROM pg_roles WHERE rolname = $1', [role])).count > 0
}

async function databaseName(tx: Queryable): Promise<string> {
  const { rows } = await tx.query<{ name: string }>('SELECT current_database() AS name')
  return rows[0]?.name ?? ''
}

const patience = 5_000

// A session that was being let in as the login was closed shows a moment later, so an empty list is asked for twice.
async function endSessions(owner: Database, login: string): Promise<number> {
  const deadline = performance.now() + patience
  const ended = new Set<number>()
  for (let empty = 0; empty < 2;) {
    const found = await owner.transaction(async (tx) => {
      await takeTurn(tx)
      // Ending a session takes the rights of the role that it logged in as; they last for this transaction only.
      await tx.query(`GRANT ${quoteName(login)} TO CURRENT_USER`)
      const { rows } = await tx.query<{ pid: number }>(
        // In the list and not in WHERE, where it might be called on sessions that the other test leaves out.
        'SELECT pid, pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = $1',
        [login],
      )
      await tx.query(`REVOKE ${quoteName(login)} FROM CURRENT_USER`)
      return rows
    })
    for (const { pid } of found) ended.add(pid)
    empty = found.length === 0 ? empty + 1 : 0
    if (performance.now() > deadline) {
      throw new TrothError('database.conflict', {
        detail: `Sessions of ${login} do not end; try again.`,
      })
    }
    await sleep(50)
  }
  return ended.size
}
