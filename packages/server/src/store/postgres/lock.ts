import { existsSync } from 'node:fs'
import { readFile, readdir, readlink, realpath, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { TrothError } from '../../errors.ts'

// Milliseconds: for a guard to notice that its parent is gone, and for a server to write its last checkpoint.
const noticePatience = 1000
const stopPatience = 30_000

/** A server that runs on a data directory, as its lock file tells it. */
export type RunningServer = {
  readonly pid: number
  readonly port: number
  readonly socketDir: string
  readonly stopping: boolean
}

/** Finds the server that runs on a data directory; a lock left behind by a killed one does not count. */
export async function runningServer(dataDir: string): Promise<RunningServer | undefined> {
  const lines = (await readLock(dataDir))?.split('\n') ?? []
  const pid = Number.parseInt(lines[0] ?? '', 10)
  if (!(pid > 0)) return undefined
  // A postmaster's working directory is its data directory; a process number alone may belong to anything by now.
  const works = await readlink(`/proc/${pid}/cwd`).catch(() => undefined)
  if (works !== (await realpath(dataDir))) return undefined
  return {
    pid,
    port: Number(lines[3]),
    socketDir: lines[4] ?? '',
    stopping: lines[7]?.startsWith('stopping') ?? false,
  }
}

/**
 * Waits for a server that is going down to let go of the data directory, as after a kill -9 of its parent. Throws
 * `postgres.in-use` when the server there means to stay.
 */
export async function freeDataDirectory(dataDir: string): Promise<void> {
  const begun = performance.now()
  for (;;) {
    const running = await runningServer(dataDir)
    if (running === undefined) return removeForeignLock(dataDir)
    const patience = running.stopping ? stopPatience : noticePatience
    if (performance.now() - begun > patience) {
      throw new TrothError('postgres.in-use', {
        detail: `Process ${running.pid} runs on ${dataDir}. Stop that Troth first, or choose another data directory.`,
      })
    }
    await sleep(20)
  }
}

// PostgreSQL itself discards the lock of a process that is gone, but not when the number was given to another one, as
// it is in a restarted container.
async function removeForeignLock(dataDir: string): Promise<void> {
  const pid = Number.parseInt((await readLock(dataDir)) ?? '', 10)
  if (!(pid > 0) || !existsSync(`/proc/${pid}`)) return
  const sockets = (await readdir(dataDir)).filter((name) => name.startsWith('.s.PGSQL.'))
  const stale = ['postmaster.pid', ...sockets]
  await Promise.all(stale.map((name) => rm(join(dataDir, name), { force: true })))
}

function readLock(dataDir: string): Promise<string | undefined> {
  return readFile(lockPath(dataDir), 'utf8').catch(() => undefined)
}

function lockPath(dataDir: string): string {
  return join(dataDir, 'postmaster.pid')
}
