import { randomBytes } from 'node:crypto'
import { link, mkdir, open, unlink } from 'node:fs/promises'
import { dirname } from 'node:path'
import { TrothError } from '../../errors.ts'

/** One secret of the key file; the last of the file is the one that new data is written with. */
export interface MasterSecret {
  readonly id: string
  /** 32 random bytes. */
  readonly secret: Uint8Array
}

const format = 'troth-keys/1'

/**
 * Reads the key file; undefined where there is none. Throws `keys.exposed` when anyone but its owner may read it and
 * `keys.unreadable` when it is not a key file.
 */
export async function readKeyFile(file: string): Promise<readonly MasterSecret[] | undefined> {
  let handle
  try {
    handle = await open(file, 'r')
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && cause.code === 'ENOENT') return undefined
    throw unreadable(file)
  }
  try {
    const { mode } = await handle.stat()
    if ((mode & 0o077) !== 0) {
      throw new TrothError('keys.exposed', { detail: `Run: chmod 600 ${file}` })
    }
    return parse(await handle.readFile('utf8'), file)
  } finally {
    await handle.close()
  }
}

/**
 * Makes a key file with one fresh secret, mode 0600, whole or not at all. Throws `keys.unreadable` when another was
 * made there meanwhile or the folder cannot be written.
 */
export async function createKeyFile(file: string): Promise<readonly MasterSecret[]> {
  const secret = { id: randomBytes(6).toString('hex'), secret: randomBytes(32) }
  const keys = [{ id: secret.id, secret: secret.secret.toString('base64') }]
  const draft = `${file}.${secret.id}`
  try {
    await mkdir(dirname(file), { recursive: true, mode: 0o700 })
    const handle = await open(draft, 'wx', 0o600)
    await handle.writeFile(`${JSON.stringify({ format, keys }, undefined, 2)}\n`)
    await handle.sync()
    await handle.close()
    // A link, unlike a rename, never replaces a file that is there.
    await link(draft, file)
    await unlink(draft)
    const folder = await open(dirname(file), 'r')
    await folder.sync()
    await folder.close()
  } catch {
    await unlink(draft).catch(() => {})
    throw unreadable(file)
  }
  return [secret]
}

function parse(text: string, file: string): readonly MasterSecret[] {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    throw unreadable(file)
  }
  const keys: unknown = Reflect.get(Object(value), 'keys')
  if (Reflect.get(Object(value), 'format') !== format || !Array.isArray(keys))
    throw unreadable(file)
  const secrets = keys.map((key: unknown) => {
    const id: unknown = Reflect.get(Object(key), 'id')
    const secret: unknown = Reflect.get(Object(key), 'secret')
    if (typeof id !== 'string' || typeof secret !== 'string') throw unreadable(file)
    return { id, secret: Buffer.from(secret, 'base64') }
  })
  const sound = secrets.length > 0 && secrets.every(({ secret }) => secret.length === 32)
  if (!sound || new Set(secrets.map(({ id }) => id)).size < secrets.length) throw unreadable(file)
  return secrets
}

function unreadable(file: string): TrothError {
  return new TrothError('keys.unreadable', { detail: `Put back a whole key file at ${file}` })
}
