import type { CompiledPolicy, PolicyDocument } from '@troth/core/policy'
import type { Database } from '../store/database.ts'
import type { Keys } from '../store/keys/keys.ts'
import type { Ledger } from './ledger/ledger.ts'

/** The version of the policy that every verb answers by. */
export interface PolicyInForce {
  readonly document: PolicyDocument
  /** Its `recordMask` knows the versions before this one too. */
  readonly compiled: CompiledPolicy
  readonly version: number
  /** SHA-256 of the policy's canonical JSON, hexadecimal. */
  readonly hash: string
  /** The published prose, Markdown, and its SHA-256, hexadecimal. */
  readonly notice: { readonly text: string; readonly hash: string }
  /** The datasets' tables in schema `data`. */
  readonly tables: readonly string[]
  /** The table of a dataset; undefined for one that is not declared, or that no channel has fed yet. */
  tableOf(dataset: string): string | undefined
}

/** The most that a body may hold. */
export interface BodyLimits {
  readonly bytes: number
  readonly depth: number
  /** Values of all kinds in one body: members, items and the body itself. */
  readonly values: number
}

/** Everything a verb works with; made once by `serve.ts`, anew when a version comes into force. */
export interface Context {
  readonly database: Database
  readonly policy: PolicyInForce
  readonly keys: Keys
  readonly ledger: Ledger
  readonly limits: BodyLimits
  /** Milliseconds that a session of a person lasts. */
  readonly sessionLasts: number
}

/** What an API key may be used for; `read:<purpose>` reads for that purpose. */
export type Scope = 'collect' | 'identify' | 'consent' | 'decide' | 'operate' | `read:${string}`

/** Who calls: the API key, never the person. */
export interface Caller {
  readonly keyId: string
  readonly scopes: readonly Scope[]
}
