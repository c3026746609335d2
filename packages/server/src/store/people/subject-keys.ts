import { createSecretKey, type KeyObject, randomBytes } from 'node:crypto'
import type { Queryable } from '../database.ts'
import type { Keys } from '../keys/keys.ts'
import { placeOf, seal, unseal } from '../keys/seal.ts'

/** Makes and stores a person's key, wrapped by the current master key. */
export async function addSubjectKey(
  tx: Queryable,
  keys: Keys,
  subject: string,
  now: Date,
): Promise<KeyObject> {
  const secret = randomBytes(32)
  const { id, wrap } = keys.current
  await tx.query(
    'INSERT INTO troth.subject_key (subject_id, wrapped, key_id, created_at) VALUES ($1, $2, $3, $4)',
    [subject, seal(wrap, placeOf('troth.subject_key', id, subject), secret), id, now],
  )
  return createSecretKey(secret)
}

/** The keys of these people; one whose key was destroyed is not among them. Throws `keys.missing` or `sealed.broken`. */
export async function readSubjectKeys(
  tx: Queryable,
  keys: Keys,
  subjects: readonly string[],
): Promise<ReadonlyMap<string, KeyObject>> {
  const { rows } = await tx.query<{ subject_id: string; wrapped: Uint8Array; key_id: string }>(
    'SELECT subject_id, wrapped, key_id FROM troth.subject_key WHERE subject_id = ANY($1::uuid[])',
    [subjects],
  )
  return new Map(
    rows.map(({ subject_id, wrapped, key_id }) => {
      const place = placeOf('troth.subject_key', key_id, subject_id)
      return [subject_id, createSecretKey(unseal(keys.get(key_id).wrap, place, wrapped))]
    }),
  )
}
