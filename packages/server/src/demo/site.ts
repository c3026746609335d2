import type { Deployment } from '../deployment.ts'
import type { Context } from '../engine/context.ts'

/** What the demonstration works on: a server that listens, and its database. */
export interface DemoSite {
  readonly url: string
  readonly context: () => Context
  readonly deployment: Pick<Deployment, 'owner' | 'connectionOf'>
  readonly rolePrefix: string
  readonly clock: () => Date
}
