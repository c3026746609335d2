import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'
import type { Queryable } from './database.ts'
import { newId } from './new-id.ts'

/** A key as the database knows it. */
export interface ApiKey {
  readonly keyId: string
  readonly scopes: readonly string[]
}

const pattern = /^troth_([0-9a-f]{32})_([A-Za-z0-9_-]{43})$/
const hash = (secret: string) => createHash('sha256').update(secret).digest()

/** Makes a key and gives its text, which is shown once: `troth_<id>_<256 random bits>`. */
export async function addApiKey(
  tx: Queryable,
  made: { readonly scopes: readonly string[]; readonly label: string },
  now: Date,
): Promise<{ readonly keyId: string; readonly key: string }> {
  const keyId = newId(now)
  const secret = randomBytes(32).toString('base64url')
  await tx.query(
    'INSERT INTO troth.api_key (key_id, hash, scopes, label, created_at) VALUES ($1, $2, $3, $4, $5)',
    [keyId, hash(secret), made.scopes, made.label, now],
  )
  return { keyId, key: `troth_${keyId.replaceAll('-', '')}_${secret}` }
}

/** The key of this text; undefined for one that is unknown or revoked. */
export async function findApiKey(tx: Queryable, key: string): Promise<ApiKey | undefined> {
  const [, id, secret] = pattern.exec(key) ?? []
  if (id === undefined || secret === undefined) return undefined
  const { rows } = await tx.query<ApiKey & { readonly hash: Uint8Array }>(
    'SELECT key_id AS "keyId", scopes, hash FROM troth.api_key WHERE key_id = $1 AND revoked_at IS NULL',
    [id],
    { name: 'api-key' },
  )
  const [found] = rows
  if (found === undefined || !timingSafeEqual(found.hash, hash(secret))) return undefined
  return { keyId: found.keyId, scopes: found.scopes }
}

/** Revokes a key and tells whether it was in use. */
export async function revokeApiKey(tx: Queryable, keyId: string, now: Date): Promise<boolean> {
  const { count } = await tx.query(
    'UPDATE troth.api_key SET revoked_at = $2 WHERE key_id = $1 AND revoked_at IS NULL',
    [keyId, now],
  )
  return count === 1
}
