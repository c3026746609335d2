import { createHmac } from 'node:crypto'
import type { Queryable } from '../database.ts'
import type { Keys, MasterKey } from '../keys/keys.ts'
import { newId } from '../new-id.ts'

/** What a person is found by, in its normal form. */
export interface Identifier {
  readonly controller: string
  readonly kind: 'email' | 'phone'
  readonly value: string
}

function hash(key: MasterKey, { controller, kind, value }: Identifier): Buffer {
  // The controller is hashed too, so that two companies' lists cannot be laid side by side.
  return createHmac('sha256', key.identify).update(`${controller}\n${kind}\n${value}`).digest()
}

/** The person of that identifier at that controller; undefined where there is none. */
export async function findSubject(
  tx: Queryable,
  keys: Keys,
  identifier: Identifier,
): Promise<string | undefined> {
  const { rows } = await tx.query<{ subject_id: string }>(
    `SELECT subject_id FROM troth.identifier
     WHERE hmac = ANY($1::bytea[]) AND controller = $2 AND kind = $3 ORDER BY identifier_id LIMIT 1`,
    [keys.all.map((key) => hash(key, identifier)), identifier.controller, identifier.kind],
  )
  return rows[0]?.subject_id
}

/**
 * Holds off every other sign-up with the same identifier until the transaction ends: no unique index may reach
 * across people, who may lie on different nodes.
 */
export async function lockIdentifier(
  tx: Queryable,
  keys: Keys,
  identifier: Identifier,
): Promise<void> {
  // The oldest key, so that two processes agree while a newer one is being rolled out.
  const key = keys.all.at(-1) ?? keys.current
  const number = hash(key, identifier).readBigInt64BE(0)
  await tx.query('SELECT pg_advisory_xact_lock($1)', [number.toString()])
}

/** Keeps the keyed hash of what a person may be found by. */
export async function addIdentifier(
  tx: Queryable,
  keys: Keys,
  subject: string,
  identifier: Identifier,
  now: Date,
): Promise<void> {
  await tx.query(
    `INSERT INTO troth.identifier (subject_id, identifier_id, controller, kind, hmac, key_id, created_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7)`,
    [
      subject,
      newId(now),
      identifier.controller,
      identifier.kind,
      hash(keys.current, identifier),
      keys.current.id,
      now,
    ],
  )
}
