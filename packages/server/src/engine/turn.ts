/**
 * The one way in which a verb writes: the body judged, the idempotency key claimed, the work, its leaf and its answer,
 * all in one transaction; a refusal undoes all but its own leaf.
 * @module
 */
import type { LeafKind, Receipt } from '@troth/core/ledger'
import { canonicalJson } from '@troth/core/policy'
import { TrothError } from '../errors.ts'
import type { Queryable } from '../store/database.ts'
import { type Claim, claim, remember } from '../store/idempotency.ts'
import { holdVersion, versionInForce } from '../store/people/subjects.ts'
import { checkBody } from './body.ts'
import type { Caller, Context, Scope } from './context.ts'
import { type Outcome, type Refusal, refused } from './outcome.ts'

/** What every verb that writes is given. */
export interface Request {
  readonly caller: Caller
  readonly body: unknown
  /** The token of the person's session. */
  readonly session?: string | undefined
  readonly idempotencyKey?: string | undefined
}

/** How a verb presents itself. */
export interface Turn {
  readonly verb: string
  /** Unsaid only where the work refuses whoever calls. */
  readonly scope?: Scope
  /** The clause that a refusal cites where it has none of its own. */
  readonly clause: string
  /** What the refusal's leaf and the idempotency key are about, in declared ids alone. */
  readonly about: Readonly<Record<string, string>>
}

/** Carries out a verb's work in one transaction; `Value` must come back from JSON as it went in. */
export async function takeTurn<Value>(
  context: Context,
  turn: Turn,
  request: Request,
  now: Date,
  work: (tx: Queryable) => Promise<Outcome<Value>>,
): Promise<Outcome<Value>> {
  const { caller, idempotencyKey } = request
  const allowed = checkCaller(turn, request, context)
  return context.database.transaction(
    async (tx) => {
      await holdInForce(tx, context)
      await tx.query('SAVEPOINT work')
      const outcome = allowed.ok
        ? await once(tx, context, claimOf(turn, request), now, work)
        : allowed
      if (outcome.ok) return outcome
      await tx.query('ROLLBACK TO SAVEPOINT work')
      const { refusal } = outcome
      const clause = refusal.clause || turn.clause
      const receipt = await writeLeaf(tx, context, 'refusal', null, now, {
        verb: turn.verb,
        ...turn.about,
        caller: caller.keyId,
        code: refusal.code,
        reason: refusal.reason,
        clause,
      })
      return refused({ ...refusal, clause, receipt })
    },
    // Without a key, work whose outcome is unknown may have been done: then it is for the caller to find out.
    { retry: idempotencyKey !== undefined },
  )
}

/** Writes a leaf beside the write it records and gives its receipt. */
export async function writeLeaf(
  tx: Queryable,
  { ledger, policy }: Context,
  kind: LeafKind,
  subject: string | null,
  at: Date,
  event: Readonly<Record<string, unknown>>,
): Promise<Receipt> {
  const text = canonicalJson({ ...event, version: policy.version, at: at.toISOString() })
  return ledger.append(tx, { subject, kind, version: policy.version, event: Buffer.from(text) }, at)
}

/** `assertInForce`, and nothing else comes into force before the transaction ends; for whoever writes masks. */
export async function holdInForce(tx: Queryable, context: Context): Promise<void> {
  await holdVersion(tx)
  await assertInForce(tx, context)
}

/** Throws `policy.superseded` when the context is of another version than the database. */
export async function assertInForce(tx: Queryable, { policy }: Context): Promise<void> {
  if ((await versionInForce(tx)) !== policy.version) {
    throw new TrothError('policy.superseded', { detail: 'Try again.' })
  }
}

/** Refuses a caller whose key lacks the scope. */
export function checkScope(
  { scopes }: Caller,
  scope: Scope,
  clause: string,
): { readonly ok: true } | { readonly ok: false; readonly refusal: Refusal } {
  if (scopes.includes(scope)) return { ok: true }
  return refused({
    code: 'out-of-scope',
    clause,
    reason: 'out-of-scope',
    detail: `Use an API key with the scope \`${scope}\`.`,
  })
}

function checkCaller(turn: Turn, { caller, body, idempotencyKey }: Request, context: Context) {
  const scope = turn.scope && checkScope(caller, turn.scope, turn.clause)
  if (scope?.ok === false) return scope
  if (idempotencyKey !== undefined && !/^[\x21-\x7e]{8,200}$/.test(idempotencyKey)) {
    return refused({
      code: 'malformed',
      clause: turn.clause,
      reason: 'idempotency-key',
      detail: 'Send an idempotency key of 8 to 200 visible ASCII characters.',
    })
  }
  return checkBody(body, context.limits)
}

function claimOf(
  turn: Turn,
  { caller, body, session, idempotencyKey }: Request,
): Claim | undefined {
  if (idempotencyKey === undefined) return undefined
  const request = canonicalJson({
    verb: turn.verb,
    about: turn.about,
    body: body ?? null,
    session: session ?? null,
  })
  return { caller: caller.keyId, key: idempotencyKey, request }
}

async function once<Value>(
  tx: Queryable,
  { keys }: Context,
  one: Claim | undefined,
  now: Date,
  work: (tx: Queryable) => Promise<Outcome<Value>>,
): Promise<Outcome<Value>> {
  if (one === undefined) return work(tx)
  const claimed = await claim<Value>(tx, keys, one, now)
  if (claimed.kind === 'again') return { ok: true, value: claimed.response }
  if (claimed.kind === 'conflict') {
    return refused({
      code: 'idempotency-conflict',
      clause: '',
      reason: 'idempotency-conflict',
      detail: 'This idempotency key was used for another request; send a new one.',
    })
  }
  const outcome = await work(tx)
  if (outcome.ok) await remember(tx, keys, one, outcome.value)
  return outcome
}
