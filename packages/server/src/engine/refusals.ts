import type { PolicyDocument } from '@troth/core/policy'
import { refused } from './outcome.ts'

const first = (clauses: readonly string[]): string => clauses[0] ?? ''

/** Refuses a name that the policy does not declare; the clause is that of the closed list it is not on. */
export function undeclared(
  policy: PolicyDocument,
  what: 'channel' | 'controller' | 'purpose' | 'dataset' | 'notice' | 'field' | 'choice',
  path?: string,
) {
  const list = what === 'purpose' || what === 'dataset' ? policy.use : policy.collection
  return refused({
    code: 'undeclared',
    clause: first(list.clauses),
    reason: `unknown-${what}`,
    detail: `The policy declares no such ${what} here.`,
    ...(path !== undefined && { problems: [{ path, problem: 'is not declared' }] }),
  })
}

/** Refuses words that are not those in force. */
export function outdated(clause: string) {
  return refused({
    code: 'outdated',
    clause,
    reason: 'other-words-shown',
    detail: 'The words shown are not those in force; show the present ones and send their hash.',
  })
}

/** Refuses whoever has no open session. */
export function notIdentified(policy: PolicyDocument) {
  return refused({
    code: 'not-identified',
    clause: first(policy.identityFactors.clauses),
    reason: 'not-identified',
    detail: 'Open a session for the person and send its token.',
  })
}

/** Refuses a child; nothing about them is kept (§4.1). */
export function underAge(policy: PolicyDocument) {
  return refused({
    code: 'under-age',
    clause: first(policy.children.clauses),
    reason: 'under-age',
    detail: 'A parent or guardian must act for the person; nothing was kept.',
  })
}

/** Refuses where the person's age must be known and is not. */
export function ageUnknown(policy: PolicyDocument) {
  return refused({
    code: 'age-unknown',
    clause: first(policy.children.clauses),
    reason: 'age-unknown',
    detail: 'The person must have signed up with a birth date first.',
  })
}
