import { createPrivateKey, createPublicKey, randomUUID, sign } from 'node:crypto'
import type { LeafKind, NoteSigner } from '@troth/core/ledger'
import { ledgerOf, type Ledger } from '../../src/engine/ledger/ledger.ts'
import { roleNames } from '../../src/store/bootstrap.ts'
import type { Database } from '../../src/store/database.ts'
import { appendLeaf, type WrittenLeaf } from '../../src/store/leaves.ts'
import { migrate } from '../../src/store/migrate.ts'
import type { TestDatabase } from '../support/postgres.ts'

// What stands before the 32 bytes of a private Ed25519 key in DER.
const pkcs8 = Buffer.from('302e020100300506032b657004220420', 'hex')

/** A signer whose private key is 32 times the byte `seed`. */
export function testSigner(name: string, seed = 7): NoteSigner {
  const der = Buffer.concat([pkcs8, Buffer.alloc(32, seed)])
  const key = createPrivateKey({ key: der, format: 'der', type: 'pkcs8' })
  const publicKey = createPublicKey(key).export({ format: 'der', type: 'spki' }).subarray(-32)
  return { name, publicKey, sign: (message) => sign(null, message, key) }
}

export const signer = testSigner('aster.example/ledger')
export const ledger: Ledger = ledgerOf(signer)
export const noon = new Date('2026-11-23T12:00:00.000Z')
export const later = (milliseconds: number) => new Date(noon.getTime() + milliseconds)

/** Migrates a fresh database and opens a pool as the role that serves. */
export async function serve(fresh: TestDatabase): Promise<Database> {
  const { owner, rolePrefix } = fresh
  await migrate(owner, { rolePrefix })
  return fresh.as(roleNames(rolePrefix).engine)
}

/** Writes one leaf in a transaction of its own. */
export async function write(
  database: Database,
  event: string = randomUUID(),
  kind: LeafKind = 'consent',
): Promise<WrittenLeaf> {
  const input = { subjectId: randomUUID(), kind, at: noon, version: 1, event: Buffer.from(event) }
  return database.transaction((tx) => appendLeaf(tx, input))
}

/** Writes several, one after another. */
export async function writeSeveral(database: Database, count: number): Promise<WrittenLeaf[]> {
  const leaves: WrittenLeaf[] = []
  while (leaves.length < count) leaves.push(await write(database))
  return leaves
}

/** The tree as it is stored, by position. */
export async function readTree(database: Database) {
  const { rows } = await database.query<{ position: number; hash: string }>(
    `SELECT position, encode(leaf_hash, 'hex') AS hash FROM troth.tree ORDER BY position`,
  )
  return rows
}

export const hexOf = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex')
