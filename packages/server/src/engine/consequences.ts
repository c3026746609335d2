import {
  type CompiledPolicy,
  type CompiledPurpose,
  type SubjectEvent,
  foldSubject,
  holds,
} from '@troth/core/policy'
import type { Person } from './person.ts'

/** What one controller must stop, and what it goes on with. */
export interface Consequences {
  readonly controller: string
  /** In force now and not after: those withdrawn, and those that need them. */
  readonly stops: readonly {
    readonly purpose: string
    readonly label: string
    readonly clause: string
    /** What the person loses (§10.2). */
    readonly onWithdrawal: string
    /** Purposes that it needs and that stop too; empty where it was withdrawn itself. */
    readonly because: readonly string[]
  }[]
  /** Named or covered, and in force all the same, for they do not rest on consent. */
  readonly remains: readonly {
    readonly purpose: string
    readonly label: string
    readonly clause: string
    readonly basis: string
  }[]
}

/** Derives what a withdrawal does by folding the history with and without it. */
export function consequencesOf(
  compiled: CompiledPolicy,
  { events, at }: Person,
  controller: string,
  purposes: readonly string[] | 'all',
): Consequences {
  const { policy, version } = compiled
  const withdrawal: SubjectEvent = { kind: 'withdrawal', purposes, controller, at, version }
  const before = foldSubject(compiled, events, controller, at).words
  const after = foldSubject(compiled, [...events, withdrawal], controller, at).words
  const covered = (id: string) => purposes === 'all' || purposes.includes(id)
  const all = [...compiled.purposes.values()]
  const stopped = all.filter((purpose) => holds(before, purpose) && !holds(after, purpose))
  const direct = stopped.filter(({ id, basis }) => covered(id) && restsOnConsent(basis))
  const describe = ({ id, clause }: CompiledPurpose) => ({
    purpose: id,
    label: policy.purposes[id]?.label ?? id,
    clause,
  })
  return {
    controller,
    stops: stopped.map((purpose) => ({
      ...describe(purpose),
      onWithdrawal: policy.purposes[purpose.id]?.onWithdrawal ?? '',
      because: direct.includes(purpose)
        ? []
        : direct.filter((one) => holds(purpose.needs, one)).map(({ id }) => id),
    })),
    remains: all
      .filter(({ id, basis }) => covered(id) && !restsOnConsent(basis))
      .filter((purpose) => holds(after, purpose))
      .map((purpose) => ({ ...describe(purpose), basis: purpose.basis })),
  }
}

function restsOnConsent(basis: CompiledPurpose['basis']): boolean {
  return basis === 'express' || basis.startsWith('deemed:')
}
