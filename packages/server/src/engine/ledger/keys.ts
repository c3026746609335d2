import {
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  randomBytes,
  sign,
} from 'node:crypto'
import { link, mkdir, open, unlink } from 'node:fs/promises'
import { dirname } from 'node:path'
import { isKeyName, type NoteSigner } from '@troth/core/ledger'
import { TrothError } from '../../errors.ts'

/**
 * Reads the ledger's Ed25519 key (PEM, PKCS #8) under the ledger's name; undefined where there is no file. Throws
 * `keys.exposed` when anyone but its owner may read it and `keys.unreadable` when it is not such a key.
 */
export async function readLedgerKey(file: string, origin: string): Promise<NoteSigner | undefined> {
  let handle
  try {
    handle = await open(file, 'r')
  } catch (fault) {
    if (codeOf(fault) === 'ENOENT') return undefined
    throw unreadable(file)
  }
  try {
    const { mode } = await handle.stat()
    if ((mode & 0o077) !== 0) {
      throw new TrothError('keys.exposed', { detail: `Run: chmod 600 ${file}` })
    }
    const pem = await handle.readFile().catch(() => {
      throw unreadable(file)
    })
    return signerOf(pem, file, origin)
  } finally {
    await handle.close()
  }
}

/**
 * Makes the ledger's key file where there is none, mode 0600, whole or not at all; of several processes that try, one
 * succeeds and all get its key. Throws as `readLedgerKey` does.
 */
export async function createLedgerKey(file: string, origin: string): Promise<NoteSigner> {
  const draft = `${file}.${randomBytes(6).toString('hex')}`
  const { privateKey } = generateKeyPairSync('ed25519')
  try {
    await mkdir(dirname(file), { recursive: true, mode: 0o700 })
    const handle = await open(draft, 'wx', 0o600)
    try {
      await handle.writeFile(privateKey.export({ format: 'pem', type: 'pkcs8' }))
      await handle.sync()
    } finally {
      await handle.close()
    }
    // A link, unlike a rename, never replaces a file that is there.
    await link(draft, file).catch((fault: unknown) => {
      if (codeOf(fault) !== 'EEXIST') throw fault
    })
    const folder = await open(dirname(file), 'r')
    await folder.sync()
    await folder.close()
  } catch {
    throw unreadable(file)
  } finally {
    await unlink(draft).catch(() => {})
  }
  const signer = await readLedgerKey(file, origin)
  if (signer === undefined) throw unreadable(file)
  return signer
}

function signerOf(pem: Buffer, file: string, origin: string): NoteSigner {
  if (!isKeyName(origin)) throw new RangeError('a ledger name is visible ASCII without plus')
  let key
  try {
    key = createPrivateKey(pem)
  } catch {
    throw unreadable(file)
  }
  if (key.asymmetricKeyType !== 'ed25519') throw unreadable(file)
  const spki = createPublicKey(key).export({ format: 'der', type: 'spki' })
  const publicKey = Uint8Array.from(spki.subarray(-32))
  return Object.freeze({
    name: origin,
    publicKey,
    sign: (message: Uint8Array) => sign(null, message, key),
  })
}

function codeOf(fault: unknown): unknown {
  return fault instanceof Error && 'code' in fault ? fault.code : undefined
}

function unreadable(file: string): TrothError {
  return new TrothError('keys.unreadable', { detail: `Put back the ledger's key at ${file}` })
}
