import type { Receipt } from '@troth/core/ledger'

/** Every way in which a verb says no, without a transport's status. */
export const refusalCodes = [
  /** The body is not what this verb takes: shape, size, depth, encoding, type. */
  'malformed',
  'too-large',
  /** It names a field, purpose, channel, controller or dataset that the policy does not declare. */
  'undeclared',
  /** A compulsory field is missing (§2.1.3). */
  'incomplete',
  /** The words shown are not those in force now. */
  'outdated',
  /** The person is a child (§4.1); nothing about them was kept. */
  'under-age',
  'age-unknown',
  /** A notice had to be given first (§2.1.1(b)). */
  'notice-missing',
  /** A person with this identifier has signed up before; said to callers that may identify. */
  'already-known',
  'not-accepted',
  /** No open session of a person was presented. */
  'not-identified',
  /** No valid API key was presented. */
  'not-authenticated',
  /** The API key lacks the scope. */
  'out-of-scope',
  /** The policy denies this use; `reason` is that of the decision. */
  'denied',
  /** The idempotency key was used with another body. */
  'idempotency-conflict',
] as const
export type RefusalCode = (typeof refusalCodes)[number]

/** One thing wrong with a body: where, as a JSON pointer made of declared names alone, and what. */
export interface Problem {
  readonly path: string
  readonly problem: string
}

/** A no, with the clause that says it; it never holds a personal value. */
export interface Refusal {
  readonly code: RefusalCode
  readonly clause: string
  /** A stable word or two: `unknown-purpose`, `too-deep`. */
  readonly reason: string
  /** One sentence that says what to do next. */
  readonly detail: string
  readonly problems?: readonly Problem[]
  /** The ledger's word that the refusal was written down, where it was. */
  readonly receipt?: Receipt
}

/** What a verb gives back: its value, or a refusal. */
export type Outcome<Value> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly refusal: Refusal }

/** Wraps the value of a verb that was carried out. */
export function done<Value>(value: Value): Outcome<Value> {
  return { ok: true, value }
}

/** Wraps a no. */
export function refused(refusal: Refusal): { readonly ok: false; readonly refusal: Refusal } {
  return { ok: false, refusal }
}
