/**
 * Withdrawal (§10.2): what would stop is derived from the policy by folding the person's history as if the withdrawal
 * had been made, shown before, done in one transaction with every mask, and given with the receipt after.
 * @module
 */
import type { Receipt } from '@troth/core/ledger'
import { type ConsentReceipt, consentReceipt } from './consent-receipt.ts'
import type { Context } from './context.ts'
import { type Consequences, consequencesOf } from './consequences.ts'
import { membersOf } from './body.ts'
import { type Outcome, done, refused } from './outcome.ts'
import { type Person, record } from './person.ts'
import { undeclared } from './refusals.ts'
import { openSessionPerson } from './session.ts'
import { type Request, type Turn, checkScope, holdInForce, takeTurn, writeLeaf } from './turn.ts'

/** What a withdrawal would stop, for each controller it reaches. */
export interface WithdrawalPreview {
  readonly controllers: readonly Consequences[]
}

/** A withdrawal that is in force. */
export interface Withdrawn extends WithdrawalPreview {
  readonly at: string
  /** One for each controller. */
  readonly consents: readonly ConsentReceipt[]
  readonly receipt: Receipt
}

/** What is withdrawn; `all` purposes, also those never chosen. */
interface Withdrawal {
  readonly purposes: readonly string[] | 'all'
  readonly controllers: readonly string[] | 'all'
}

/**
 * Tells what a withdrawal would stop and what it would leave, in words to show before it is made (§10.2).
 *
 * @example
 * await previewWithdrawal(context, { caller, session, body: { purposes: ['account'], controllers: 'all' } }, now)
 */
export async function previewWithdrawal(
  context: Context,
  request: Request,
  now: Date,
): Promise<Outcome<WithdrawalPreview>> {
  const turn = turnOf(context)
  const scope = checkScope(request.caller, turn.scope, turn.clause)
  if (!scope.ok) return scope
  return context.database.transaction(async (tx) => {
    await holdInForce(tx, context)
    const asked = readWithdrawal(context, request.body)
    if (!asked.ok) return asked
    const visitor = await openSessionPerson(tx, context, request.session, now)
    if (!visitor.ok) return visitor
    return done({ controllers: consequences(context, visitor.value.person, asked.value) })
  })
}

/**
 * Withdraws for the session's own person: in force, in every decision and every SQL connection, once this returns.
 *
 * @example
 * await withdraw(context, { caller, session, idempotencyKey,
 *   body: { purposes: ['marketing.email'], controllers: ['singapore'] } }, now)
 */
export async function withdraw(
  context: Context,
  request: Request,
  now: Date,
): Promise<Outcome<Withdrawn>> {
  return takeTurn(context, turnOf(context), request, now, async (tx) => {
    const asked = readWithdrawal(context, request.body)
    if (!asked.ok) return asked
    const visitor = await openSessionPerson(tx, context, request.session, now)
    if (!visitor.ok) return visitor
    const { person } = visitor.value
    const effects = consequences(context, person, asked.value)
    const purposes = asked.value.purposes === 'all' ? null : asked.value.purposes
    const actor = request.caller.keyId
    const { added } = await record(
      tx,
      context,
      person,
      effects.map(({ controller }) => ({ controller, kind: 'withdrawal', actor, purposes })),
    )
    const receipt = await writeLeaf(tx, context, 'withdrawal', person.subject, person.at, {
      verb: 'withdraw',
      caller: actor,
      subject: person.subject,
      purposes: asked.value.purposes,
      // What stopped follows from this and the history; the rows of the history must open the leaf again.
      controllers: effects.map(({ controller }) => controller).toSorted(),
    })
    const consents = added
      .filter(({ kind }) => kind === 'withdrawal')
      .map((event) =>
        consentReceipt(
          context,
          {
            record: event.event_id,
            subject: person.subject,
            controller: event.controller,
            purposes: purposes ?? withdrawable(context),
            state: 'ConsentWithdrawn',
            at: person.at,
          },
          receipt,
        ),
      )
    return done({ controllers: effects, at: person.at.toISOString(), consents, receipt })
  })
}

function turnOf({ policy }: Context): Turn & { readonly scope: 'consent' } {
  const rights = Object.values(policy.document.rights)
  const right = rights.find(({ kind }) => kind === 'withdrawal') ?? policy.document.conduct
  return { verb: 'withdraw', scope: 'consent', clause: right.clauses[0] ?? '', about: {} }
}

function withdrawable({ policy }: Context): readonly string[] {
  return [...policy.compiled.purposes.values()]
    .filter(({ basis }) => basis === 'express' || basis.startsWith('deemed:'))
    .map(({ id }) => id)
}

function consequences(
  { policy }: Context,
  person: Person,
  { purposes, controllers }: Withdrawal,
): readonly Consequences[] {
  const reached =
    controllers === 'all'
      ? [...new Set(person.events.map(({ controller }) => controller))]
      : controllers
  return reached.map((controller) => consequencesOf(policy.compiled, person, controller, purposes))
}

function readWithdrawal({ policy }: Context, body: unknown): Outcome<Withdrawal> {
  const { document } = policy
  const members = membersOf(body, ['purposes', 'controllers'])
  if (!members.ok) return members
  const purposes = readList(members.value.get('purposes'), 'purposes')
  if (!purposes.ok) return purposes
  const controllers = readList(members.value.get('controllers'), 'controllers')
  if (!controllers.ok) return controllers
  const isDeclared = (table: object, ids: readonly string[] | 'all') =>
    ids === 'all' || ids.every((id) => Object.hasOwn(table, id))
  if (!isDeclared(document.purposes, purposes.value)) {
    return undeclared(document, 'purpose', '/purposes')
  }
  if (!isDeclared(document.controllers, controllers.value)) {
    return undeclared(document, 'controller', '/controllers')
  }
  return done({ purposes: purposes.value, controllers: controllers.value })
}

function readList(value: unknown, key: string): Outcome<readonly string[] | 'all'> {
  if (value === 'all') return done(value)
  const ids = Array.isArray(value) ? value.filter((id) => typeof id === 'string') : []
  if (Array.isArray(value) && ids.length > 0 && ids.length === value.length) {
    return done([...new Set(ids)])
  }
  return refused({
    code: 'malformed',
    clause: '',
    reason: 'wrong-type',
    detail: `\`${key}\` takes a list of ids, or "all".`,
    problems: [{ path: `/${key}`, problem: 'takes a list of ids, or "all"' }],
  })
}
