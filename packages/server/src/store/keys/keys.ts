/**
 * The keys that lie outside the database, and what they do: wrap a key for each person, and hash what a person is found
 * by. The database holds a proof of each, so that a lost or foreign key file is told before anything is written.
 * @module
 */
import { createHmac, createSecretKey, hkdfSync, type KeyObject, timingSafeEqual } from 'node:crypto'
import { TrothError } from '../../errors.ts'
import type { Database, Queryable } from '../database.ts'
import { createKeyFile, type MasterSecret, readKeyFile } from './key-file.ts'

/** The secrets derived from one entry of the key file, one for each use. */
export interface MasterKey {
  readonly id: string
  /** Wraps the keys of people. */
  readonly wrap: KeyObject
  /** Hashes identifiers. */
  readonly identify: KeyObject
  /** Hashes requests and seals answers that are kept for idempotency. */
  readonly remember: KeyObject
}

/** All keys at hand. */
export interface Keys {
  /** The one that new data is written with. */
  readonly current: MasterKey
  /** Every one, the current first. */
  readonly all: readonly MasterKey[]
  /** The key of that id; throws `keys.missing`. */
  get(id: string): MasterKey
}

/**
 * Opens the key file of a database, and makes one where neither file nor any proof of an earlier one exists. Throws
 * `keys.missing`, `keys.wrong`, `keys.exposed` or `keys.unreadable`; each says what to do.
 *
 * @example
 * const keys = await openKeys(database, config.keyFile, new Date())
 */
export async function openKeys(database: Database, file: string, now: Date): Promise<Keys> {
  const proofs = await readProofs(database)
  const secrets = (await readKeyFile(file)) ?? (await firstKeyFile(file, proofs))
  const found = new Map(secrets.map((secret) => [secret.id, secret]))
  for (const [id, proof] of proofs) {
    const secret = found.get(id)
    if (secret === undefined || !timingSafeEqual(proofOf(secret), proof)) {
      throw new TrothError('keys.wrong', {
        detail: `Key ${id} of the database is not in ${file}; put back the file that holds it`,
      })
    }
  }
  for (const secret of secrets.filter(({ id }) => !proofs.has(id))) {
    await database.query(
      'INSERT INTO troth.master_key (key_id, proof, created_at) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING',
      [secret.id, proofOf(secret), now],
    )
  }
  return keysOf(secrets)
}

async function readProofs(database: Queryable): Promise<ReadonlyMap<string, Uint8Array>> {
  const { rows } = await database.query<{ key_id: string; proof: Uint8Array }>(
    'SELECT key_id, proof FROM troth.master_key',
  )
  return new Map(rows.map(({ key_id, proof }) => [key_id, proof]))
}

async function firstKeyFile(file: string, proofs: ReadonlyMap<string, Uint8Array>) {
  if (proofs.size === 0) return createKeyFile(file)
  throw new TrothError('keys.missing', {
    detail: `Restore ${file} from where it was copied; without it sealed values and sign-ins are lost`,
  })
}

function keysOf(secrets: readonly MasterSecret[]): Keys {
  const all = secrets.map(masterKey).toReversed()
  const byId = new Map(all.map((key) => [key.id, key]))
  const [current] = all
  if (current === undefined) throw new TrothError('keys.missing')
  return Object.freeze({
    current,
    all,
    get(id: string) {
      const key = byId.get(id)
      if (key === undefined) throw new TrothError('keys.missing', { detail: `It lacks key ${id}` })
      return key
    },
  })
}

function masterKey(secret: MasterSecret): MasterKey {
  return Object.freeze({
    id: secret.id,
    wrap: derive(secret, 'wrap'),
    identify: derive(secret, 'identify'),
    remember: derive(secret, 'remember'),
  })
}

function derive({ secret }: MasterSecret, use: string): KeyObject {
  return createSecretKey(Buffer.from(hkdfSync('sha256', secret, '', `troth/1 ${use}`, 32)))
}

function proofOf(secret: MasterSecret): Uint8Array {
  return createHmac('sha256', derive(secret, 'proof')).update(secret.id).digest()
}
