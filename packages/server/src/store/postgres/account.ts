import { execFile } from 'node:child_process'
import { readFile, stat } from 'node:fs/promises'
import { promisify } from 'node:util'

/** The operating-system account PostgreSQL runs under, in the form `spawn` takes; empty means our own. */
export type Account = { readonly uid?: number; readonly gid?: number }

/** The whole environment of PostgreSQL's programs: nothing of ours, which may hold secrets, and one time zone. */
export const serverEnvironment = { PATH: '/usr/local/bin:/usr/bin:/bin', TZ: 'UTC' } as const

const run = promisify(execFile)

/**
 * Chooses the account for PostgreSQL, which refuses to run as root: the owner of an existing data directory, else
 * `postgres`, else `nobody`; our own account when we are not root.
 */
export async function chooseAccount(dataDir: string): Promise<Account> {
  if (process.getuid?.() !== 0) return {}
  const owner = await stat(dataDir).catch(() => undefined)
  if (owner !== undefined && owner.uid !== 0) return { uid: owner.uid, gid: owner.gid }
  const users = (await readFile('/etc/passwd', 'utf8')).split('\n').map((line) => line.split(':'))
  for (const name of ['postgres', 'nobody']) {
    const user = users.find((fields) => fields[0] === name)
    if (user !== undefined) return { uid: Number(user[2]), gid: Number(user[3]) }
  }
  return { uid: 65534, gid: 65534 }
}

/** Tells whether the account can enter a folder, with every folder on the way to it. */
export function reaches(folder: string, account: Account): Promise<boolean> {
  return run('/bin/sh', ['-c', 'test -x "$0"', folder], { ...account, cwd: '/' }).then(
    () => true,
    () => false,
  )
}
