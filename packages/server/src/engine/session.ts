import type { Queryable } from '../store/database.ts'
import { type Session, findSession } from '../store/people/sessions.ts'
import type { Context } from './context.ts'
import { type Outcome, done } from './outcome.ts'
import { type Person, openPerson } from './person.ts'
import { notIdentified } from './refusals.ts'

/** The session of a token, while it lasts. */
export async function resolveSession(
  tx: Queryable,
  { policy }: Context,
  token: string | undefined,
  now: Date,
): Promise<Outcome<Session>> {
  const session = token === undefined ? undefined : await findSession(tx, token, now)
  return session === undefined ? notIdentified(policy.document) : done(session)
}

/** The person of a session, locked for what is to be recorded; one whose key was destroyed is no longer known. */
export async function openSessionPerson(
  tx: Queryable,
  context: Context,
  token: string | undefined,
  now: Date,
): Promise<Outcome<{ readonly session: Session; readonly person: Person }>> {
  const session = await resolveSession(tx, context, token, now)
  if (!session.ok) return session
  const person = await openPerson(tx, context, session.value.subject, 'update', now)
  if (person?.key === undefined) return notIdentified(context.policy.document)
  return done({ session: session.value, person })
}
