/** Bringing a version of a policy into force, or saying what that would take. @module */
import {
  checkPolicy,
  compilePolicy,
  type Finding,
  policyHash,
  type PolicyDocument,
} from '@troth/core/policy'
import { type Applied, applyPolicy } from './store/apply.ts'
import type { Database } from './store/database.ts'
import { sha256 } from './store/leaves.ts'
import { type Plan, planPolicy, type Publication } from './store/plan.ts'
import { readPositions } from './store/versions.ts'

/** A policy and its prose, on their way into force. */
export interface Draft {
  readonly policy: PolicyDocument
  /** Markdown. */
  readonly notice: string
}

/** How publishing ended: not tried, because the policy does not pass its check; or as `applyPolicy` says. */
export type Published =
  | { readonly kind: 'failed-check'; readonly findings: readonly Finding[] }
  | Applied

/** Says what publishing would change in the database, and changes nothing. */
export async function planDraft(
  owner: Database,
  draft: Draft,
  prefix: string,
  now: Date,
): Promise<Plan> {
  return planPolicy(owner, await publicationOf(owner, draft, prefix), now)
}

/**
 * Checks the policy against its prose and the law, then brings it into force: at once for all, with its leaf in the
 * ledger, or not at all (PRE.4, PRE.5).
 */
export async function publish(
  owner: Database,
  draft: Draft,
  prefix: string,
  now: Date,
): Promise<Published> {
  const findings = checkPolicy(draft.policy, draft.notice)
  if (findings.some(({ severity }) => severity === 'error')) {
    return { kind: 'failed-check', findings }
  }
  return applyPolicy(owner, await publicationOf(owner, draft, prefix), now)
}

/** Compiles a draft with the positions that the database has given to purposes. */
export async function publicationOf(
  owner: Database,
  { policy, notice }: Draft,
  rolePrefix: string,
): Promise<Publication> {
  return {
    compiled: compilePolicy(policy, await readPositions(owner)),
    hash: policyHash(policy, sha256),
    notice,
    rolePrefix,
  }
}
