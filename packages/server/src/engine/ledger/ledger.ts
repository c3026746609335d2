import {
  formatKey,
  openCheckpoint,
  signMessage,
  signReceipt,
  type LeafKind,
  type NoteSigner,
  type Receipt,
} from '@troth/core/ledger'
import { TrothError } from '../../errors.ts'
import type { Queryable } from '../../store/database.ts'
import { appendLeaf, nobody } from '../../store/leaves.ts'
import { latestCheckpoint } from './checkpoints.ts'
import { createLedgerKey, readLedgerKey } from './keys.ts'
import { primitives } from './primitives.ts'

/** What a verb records. */
export interface LedgerEntry {
  /** Null for what is about nobody. */
  readonly subject: string | null
  readonly kind: LeafKind
  readonly version: number
  /** Canonical bytes of what happened. */
  readonly event: Uint8Array
}

/** The ledger as the verbs know it; made once with its key. */
export interface Ledger {
  readonly signer: NoteSigner
  /** The one-line form in which verifiers are given the public key. */
  readonly key: string
  /**
   * Writes the entry's leaf beside the write it records and gives the signed receipt, which is true once the
   * transaction is committed: hand it out only then.
   */
  append(tx: Queryable, entry: LedgerEntry, at: Date): Promise<Receipt>
  /** Base64 of key id and signature by the ledger's key over the UTF-8 bytes of a text. */
  sign(text: string): string
}

/** The ledger of a signer. */
export function ledgerOf(signer: NoteSigner): Ledger {
  const { sha256 } = primitives
  return Object.freeze({
    signer,
    key: formatKey(signer, sha256),
    async append(tx: Queryable, { subject, kind, version, event }: LedgerEntry, at: Date) {
      const leaf = await appendLeaf(tx, { subjectId: subject ?? nobody, kind, at, version, event })
      return signReceipt(leaf, leaf.hash, signer, sha256)
    },
    sign: (text: string) => signMessage(Buffer.from(text), signer, sha256),
  })
}

/**
 * Opens the ledger of a database with its key file, which is made where neither it nor any checkpoint exists. Throws
 * `keys.missing` when the file is gone, `keys.wrong` when the latest checkpoint bears another key or name,
 * `keys.exposed` or `keys.unreadable`.
 *
 * @example
 * const ledger = await openLedger(database, { file: '.troth/ledger.pem', origin: 'aster.example/ledger' })
 */
export async function openLedger(
  database: Queryable,
  { file, origin }: { readonly file: string; readonly origin: string },
): Promise<Ledger> {
  const latest = await latestCheckpoint(database)
  let signer = await readLedgerKey(file, origin)
  if (latest === undefined) signer ??= await createLedgerKey(file, origin)
  if (signer === undefined) {
    throw new TrothError('keys.missing', {
      detail: `Restore ${file}: the ledger of this database was signed with it`,
    })
  }
  if (latest !== undefined && !openCheckpoint(latest.note, signer, primitives).ok) {
    throw new TrothError('keys.wrong', {
      detail: `${file} or the ledger's name is not what the latest checkpoint was signed with`,
    })
  }
  return ledgerOf(signer)
}
