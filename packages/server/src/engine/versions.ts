import { type PolicyDocument, canonicalJson, parsePolicy } from '@troth/core/policy'
import { TrothError } from '../errors.ts'
import { listPublications, publicationLeaves, readPublication } from '../store/versions.ts'
import type { Context } from './context.ts'
import { textHash } from './in-force.ts'

/** One published version of the policy. */
export interface PublishedVersion {
  readonly version: number
  /** SHA-256 of the policy's canonical JSON, hexadecimal. */
  readonly hash: string
  /** ISO 8601, UTC. */
  readonly effective: string
  /**
   * What its publication left in the ledger: the leaf's hash, and salt (hexadecimal) and event (text) that open its
   * commitment.
   */
  readonly published?: { readonly leaf: string; readonly salt: string; readonly event: string }
}

/** The text of one version. */
export interface VersionText {
  readonly version: number
  readonly document: PolicyDocument
  /** What `hash` is the SHA-256 of. */
  readonly canonical: string
  readonly hash: string
  /** The published prose, Markdown. */
  readonly notice: string
}

/** Every version of the policy, the newest first (PRE.5). */
export async function listVersions({ database }: Context): Promise<readonly PublishedVersion[]> {
  const leaves = await publicationLeaves(database)
  return (await listPublications(database)).map(({ version, hash, effectiveAt, notice }) => {
    const leaf = leaves.get(version)
    const event = canonicalJson({ version, hash, notice: textHash(notice) })
    return {
      version,
      hash,
      effective: effectiveAt.toISOString(),
      ...(leaf && { published: { ...leaf, event } }),
    }
  })
}

/** One version's text, past or present; undefined for one that was never published. */
export async function readVersion(
  { database }: Context,
  version: number,
): Promise<VersionText | undefined> {
  const found = await readPublication(database, version)
  if (found === undefined) return undefined
  const parsed = parsePolicy(found.policy)
  if (!parsed.ok)
    throw new TrothError('policy.missing', { detail: `Version ${version} is unread.` })
  const { hash, notice, policy } = found
  return { version, document: parsed.policy, canonical: canonicalJson(policy), hash, notice }
}
