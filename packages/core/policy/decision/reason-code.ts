import { reasons, type Reason } from '../words.ts'

/** The small integer that stands for a reason on the hot path: its place in `reasons`, 0 for `permitted`. */
export function reasonCode(reason: Reason): number {
  return reasons.indexOf(reason)
}

/**
 * The reason that a code stands for.
 * @throws {RangeError} when there is none
 */
export function reasonOf(code: number): Reason {
  const reason = reasons[code]
  if (reason === undefined) throw new RangeError(`${code} is no reason code`)
  return reason
}
