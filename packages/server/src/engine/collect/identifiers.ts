import type { Queryable } from '../../store/database.ts'
import { addIdentifier, findSubject, lockIdentifier } from '../../store/people/identifiers.ts'
import type { Caller, Context } from '../context.ts'
import { type Outcome, done, refused } from '../outcome.ts'
import type { Submission } from './submission.ts'

type Found = Submission['identifiers'][number]

/**
 * Takes the identifiers of a submission, or refuses those that another person of the controller has. Only a caller that
 * may identify people is told why: to any other it would tell strangers who is a customer.
 */
export async function takeIdentifiers(
  tx: Queryable,
  { keys, policy }: Context,
  caller: Caller,
  { channel, controller, identifiers }: Submission,
  subject: string,
): Promise<Outcome<readonly Found[]>> {
  const fresh: Found[] = []
  // In one order, so that two sign-ups with the same pair do not wait for each other for ever.
  for (const { kind, value } of identifiers.toSorted((a, b) => (a.kind < b.kind ? -1 : 1))) {
    const identifier = { controller, kind, value }
    await lockIdentifier(tx, keys, identifier)
    const holder = await findSubject(tx, keys, identifier)
    if (holder === undefined) fresh.push({ kind, value })
    else if (holder !== subject) {
      const clause = policy.document.channels[channel]?.clauses[0] ?? ''
      return caller.scopes.includes('identify') ? alreadyKnown(clause) : notAccepted(clause)
    }
  }
  return done(fresh)
}

/** Keeps identifiers that were taken, once their person is there. */
export async function keepIdentifiers(
  tx: Queryable,
  { keys }: Context,
  subject: string,
  controller: string,
  identifiers: readonly Found[],
  now: Date,
): Promise<void> {
  for (const { kind, value } of identifiers) {
    await addIdentifier(tx, keys, subject, { controller, kind, value }, now)
  }
}

function alreadyKnown(clause: string) {
  return refused({
    code: 'already-known',
    clause,
    reason: 'already-known',
    detail: 'A person with this identifier has signed up before; identify them and open a session.',
  })
}

function notAccepted(clause: string) {
  return refused({
    code: 'not-accepted',
    clause,
    reason: 'not-accepted',
    detail:
      'This cannot be taken here; the person may sign in, or write to the data protection officer.',
  })
}
