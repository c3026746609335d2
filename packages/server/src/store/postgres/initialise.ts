import { execFile } from 'node:child_process'
import { chown, mkdir, mkdtemp, rename, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { TrothError } from '../../errors.ts'
import { type Account, serverEnvironment } from './account.ts'
import { type Binaries, exists } from './binaries.ts'

const run = promisify(execFile)

/** Makes a data directory: whole, or not at all, even when killed halfway; of two that make it at once, one does. */
export async function initialise(plan: {
  readonly binaries: Binaries
  readonly dataDir: string
  readonly superuser: string
  readonly account: Account
}): Promise<void> {
  const { binaries, dataDir, superuser, account } = plan
  await mkdir(dirname(dataDir), { recursive: true })
  const draft = await mkdtemp(`${dataDir}.new-`)
  if (account.uid !== undefined && account.gid !== undefined) {
    await chown(draft, account.uid, account.gid)
  }
  const words = ['-D', draft, '-U', superuser, '--auth=trust', '--encoding=UTF8']
  try {
    await run(join(binaries.bin, 'initdb'), [...words, '--locale=C.UTF-8'], {
      ...account,
      cwd: '/',
      env: serverEnvironment,
    })
    await rename(draft, dataDir)
  } catch (cause) {
    await rm(draft, { recursive: true, force: true })
    if (await exists(join(dataDir, 'PG_VERSION'))) return
    const lines = cause instanceof Error && 'stderr' in cause ? String(cause.stderr) : ''
    throw new TrothError('postgres.failed', {
      detail: `initdb could not make ${dataDir}. Its last words: ${lines.trim()}`,
      cause,
    })
  }
}
