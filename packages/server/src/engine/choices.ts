import { foldSubject, reasonOf } from '@troth/core/policy'
import type { Caller, Context } from './context.ts'
import { type Outcome, done } from './outcome.ts'
import { openPerson } from './person.ts'
import { notIdentified } from './refusals.ts'
import { resolveSession } from './session.ts'
import { checkScope, holdInForce } from './turn.ts'

/** Where a person stands with one controller on every purpose that rests on a choice. */
export interface Choices {
  readonly controller: string
  readonly choices: readonly {
    readonly purpose: string
    readonly label: string
    readonly given: boolean
    /** `permitted`, or why it is not in force: `no-consent`, `withdrawn`, `under-age` and so on. */
    readonly reason: string
    readonly onWithdrawal: string
  }[]
}

/** The choices of the session's person with the session's controller. */
export async function choices(
  context: Context,
  { caller, session }: { readonly caller: Caller; readonly session?: string | undefined },
  now: Date,
): Promise<Outcome<Choices>> {
  const { policy, database } = context
  const { document, compiled } = policy
  const scope = checkScope(caller, 'consent', document.conduct.clauses[0] ?? '')
  if (!scope.ok) return scope
  return database.transaction(async (tx) => {
    await holdInForce(tx, context)
    const found = await resolveSession(tx, context, session, now)
    if (!found.ok) return found
    const { subject, controller } = found.value
    const person = await openPerson(tx, context, subject, 'share', now)
    if (!person) return notIdentified(document)
    const mask = foldSubject(compiled, person.events, controller, person.at)
    const optional = [...compiled.purposes.values()].filter(({ basis }) => basis === 'express')
    return done({
      controller,
      choices: optional.map(({ id, position }) => {
        const reason = reasonOf(mask.reasons[position] ?? 0)
        return {
          purpose: id,
          label: document.purposes[id]?.label ?? id,
          given: reason === 'permitted',
          reason,
          onWithdrawal: document.purposes[id]?.onWithdrawal ?? '',
        }
      }),
    })
  })
}
