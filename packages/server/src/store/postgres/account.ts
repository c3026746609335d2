import { execFile } from 'node:child_process'
import { readFile, stat } from 'node:fs/promises'
import { dirname } from 'node:path'
import { promisify } from 'node:util'
import { TrothError } from '../../errors.ts'

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

/**
 * Throws `postgres.unreachable` when the account cannot enter a folder, naming the folder in the way: a clone under
 * root's home, closed to everyone else, is the usual case.
 */
export async function assertReachable(path: string, account: Account): Promise<void> {
  if (account.uid === undefined || (await reaches(path, account))) return
  let closed = path
  while (closed !== '/' && !(await reaches(dirname(closed), account))) closed = dirname(closed)
  throw new TrothError('postgres.unreachable', {
    detail: `We are root, PostgreSQL must not be, and user ${account.uid} cannot enter ${closed} on the way to ${path}. Move the files to a folder open to all, such as /srv or /opt, or start as an ordinary user.`,
  })
}

function reaches(path: string, account: Account): Promise<boolean> {
  return run('/bin/sh', ['-c', 'test -x "$0"', path], { ...account, cwd: '/' }).then(
    () => true,
    () => false,
  )
}
