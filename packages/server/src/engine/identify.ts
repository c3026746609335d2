import { findSubject } from '../store/people/identifiers.ts'
import { addSession, removeSession } from '../store/people/sessions.ts'
import { lockSubject } from '../store/people/subjects.ts'
import { membersOf, textMember, wrong } from './body.ts'
import type { Context } from './context.ts'
import { normalise } from './identifier.ts'
import { type Outcome, done, refused } from './outcome.ts'
import { notIdentified, undeclared } from './refusals.ts'
import { resolveSession } from './session.ts'
import { type Request, takeTurn, writeLeaf } from './turn.ts'

/** A session of a person, for the caller that attested who it is. */
export interface SessionOpened {
  readonly token: string
  readonly controller: string
  readonly expiresAt: string
}

/**
 * Opens a session for a person whom the caller has authenticated by a factor that the policy accepts (§3.1.1(e)). An
 * unknown person and an unacceptable identifier are refused alike, after the same work.
 *
 * @example
 * await openSession(context, { caller, body: { controller: 'singapore', factor: 'account-login',
 *   identifier: { kind: 'email', value: 'mei@example.sg' } } }, now)
 */
export async function openSession(
  context: Context,
  request: Request,
  now: Date,
): Promise<Outcome<SessionOpened>> {
  const { document } = context.policy
  const clause = document.identityFactors.clauses[0] ?? ''
  const turn = { verb: 'identify', scope: 'identify', clause, about: {} } as const
  return takeTurn(context, turn, request, now, async (tx) => {
    const claim = readClaim(context, request.body)
    if (!claim.ok) return claim
    const { controller, factor, kind, value } = claim.value
    const identifier = { controller, kind, value: normalise(kind, value) ?? '' }
    const subject = await findSubject(tx, context.keys, identifier)
    if (subject === undefined || !(await lockSubject(tx, subject, 'share'))) {
      return notIdentified(document)
    }
    const expiresAt = new Date(now.getTime() + context.sessionLasts)
    const attestedBy = request.caller.keyId
    const session = { subject, controller, factor, expiresAt, attestedBy }
    const token = await addSession(tx, session, now)
    await writeLeaf(tx, context, 'session', subject, now, {
      verb: 'identify',
      caller: attestedBy,
      subject,
      controller,
      factor,
    })
    return done({ token, controller, expiresAt: expiresAt.toISOString() })
  })
}

/** Ends the session of a token. */
export async function closeSession(
  context: Context,
  request: Request,
  now: Date,
): Promise<Outcome<{ readonly closed: true }>> {
  const clause = context.policy.document.identityFactors.clauses[0] ?? ''
  const turn = { verb: 'close', scope: 'identify', clause, about: {} } as const
  return takeTurn(context, turn, request, now, async (tx) => {
    const session = await resolveSession(tx, context, request.session, now)
    if (!session.ok) return session
    await removeSession(tx, request.session ?? '')
    const { subject, controller } = session.value
    const caller = request.caller.keyId
    await writeLeaf(tx, context, 'session', subject, now, {
      verb: 'close',
      caller,
      subject,
      controller,
    })
    return done({ closed: true })
  })
}

interface Claim {
  readonly controller: string
  readonly factor: string
  readonly kind: 'email' | 'phone'
  readonly value: string
}

function readClaim({ policy }: Context, body: unknown): Outcome<Claim> {
  const { document } = policy
  const members = membersOf(body, ['controller', 'factor', 'identifier'])
  if (!members.ok) return members
  const controller = textMember(members.value, 'controller')
  if (!controller.ok) return controller
  if (!Object.hasOwn(document.controllers, controller.value)) {
    return undeclared(document, 'controller', '/controller')
  }
  const factor = textMember(members.value, 'factor')
  if (!factor.ok) return factor
  if (!document.identityFactors.accepted.some((accepted) => accepted === factor.value)) {
    return refused({
      code: 'not-identified',
      clause: document.identityFactors.clauses[0] ?? '',
      reason: 'factor-not-accepted',
      detail: `The policy accepts: ${document.identityFactors.accepted.join(', ')}.`,
    })
  }
  const identifier = membersOf(members.value.get('identifier'), ['kind', 'value'])
  if (!identifier.ok) return identifier
  const kind = identifier.value.get('kind')
  if (kind !== 'email' && kind !== 'phone') return wrong('identifier/kind', 'email or phone')
  const value = textMember(identifier.value, 'value')
  if (!value.ok) return value
  return done({ controller: controller.value, factor: factor.value, kind, value: value.value })
}
