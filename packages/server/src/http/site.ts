import type { Context } from '../engine/context.ts'

/** What the server hands to its addresses: the engine's context, the clock, and how many may call. */
export interface Site {
  /** What the verbs work with now; another one once another version is in force. */
  context(): Context
  now(): Date
  /** Takes up another version of the policy at once. */
  renew(): Promise<void>
  /** Whether the database answers. */
  ready(): Promise<boolean>
  /** Requests a minute for one API key, or for one address without a key. */
  readonly requestsPerMinute: number
}
