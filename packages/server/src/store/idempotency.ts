import { createHash, createHmac, createSecretKey, hkdfSync } from 'node:crypto'
import type { Queryable } from './database.ts'
import type { Keys } from './keys/keys.ts'
import { sealJson, unsealJson } from './keys/seal.ts'

/** A request that may come again: whose it is, the key it was given, and what it says, in one canonical text. */
export interface Claim {
  readonly caller: string
  readonly key: string
  readonly request: string
}

/** What a claim found: nobody was first, the same request was, or another was. */
export type Claimed<Response> =
  | { readonly kind: 'first' }
  | { readonly kind: 'again'; readonly response: Response }
  | { readonly kind: 'conflict' }

const place = ({ caller }: Claim) => `troth.idempotency ${caller}`
const keyHash = ({ key }: Claim) => createHash('sha256').update(key).digest()

/** Claims a key for this transaction; a second claim waits here until the first one's transaction ends. */
export async function claim<Response>(
  tx: Queryable,
  keys: Keys,
  one: Claim,
  now: Date,
): Promise<Claimed<Response>> {
  // Keyed, for a body may be guessed: a plain hash of a birth date says the date.
  const hashes = keys.all.map((key) =>
    createHmac('sha256', key.remember).update(one.request).digest(),
  )
  const { count } = await tx.query(
    `INSERT INTO troth.idempotency (caller, key_hash, request_hash, created_at) VALUES ($1, $2, $3, $4)
     ON CONFLICT DO NOTHING`,
    [one.caller, keyHash(one), hashes[0], now],
  )
  if (count === 1) return { kind: 'first' }
  const { rows } = await tx.query<{ request_hash: Buffer; response: Uint8Array }>(
    'SELECT request_hash, response FROM troth.idempotency WHERE caller = $1 AND key_hash = $2',
    [one.caller, keyHash(one)],
  )
  const [stored] = rows
  const at = hashes.findIndex((hash) => stored?.request_hash.equals(hash))
  const key = keys.all[at]
  if (stored === undefined || key === undefined) return { kind: 'conflict' }
  // What `remember` sealed for the same request, whose text names the verb, is what that verb answers.
  const response = unsealJson<Response>(sealingKey(key, one), place(one), stored.response)
  return { kind: 'again', response }
}

/** Keeps the answer beside the claim, sealed under the idempotency key, which is not kept itself. */
export async function remember(
  tx: Queryable,
  keys: Keys,
  one: Claim,
  response: unknown,
): Promise<void> {
  await tx.query('UPDATE troth.idempotency SET response = $3 WHERE caller = $1 AND key_hash = $2', [
    one.caller,
    keyHash(one),
    sealJson(sealingKey(keys.current, one), place(one), response),
  ])
}

/** Forgets the answers that were given before an instant; their keys count as new from then on. */
export async function forgetAnswers(database: Queryable, before: Date): Promise<number> {
  const { count } = await database.query('DELETE FROM troth.idempotency WHERE created_at < $1', [
    before,
  ])
  return count
}

function sealingKey({ remember: master }: Keys['current'], { key }: Claim) {
  return createSecretKey(
    Buffer.from(hkdfSync('sha256', master.export(), key, 'troth/1 answer', 32)),
  )
}
