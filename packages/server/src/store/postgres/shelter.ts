import { createHash } from 'node:crypto'
import { cp, mkdir, readFile, rename, rm } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { TrothError } from '../../errors.ts'
import { type Account, reaches } from './account.ts'
import type { Binaries } from './binaries.ts'

const shelter = '/var/lib/troth'

/**
 * Tells where a data directory really lies. Root's own folders are closed to everyone else, and PostgreSQL must not run
 * as root: under such a folder the data lies in `/var/lib/troth` instead, always in the same place.
 */
export async function placeData(dataDir: string, account: Account): Promise<string> {
  if (account.uid === undefined) return dataDir
  const parent = dirname(dataDir)
  await mkdir(parent, { recursive: true })
  return (await reaches(parent, account)) ? dataDir : sheltered(dataDir, account, dataDir)
}

/** Tells which programs to run: the given ones, or a copy in `/var/lib/troth` when the account cannot reach them. */
export async function placeBinaries(binaries: Binaries, account: Account): Promise<Binaries> {
  if (account.uid === undefined || (await reaches(binaries.bin, account))) return binaries
  const home = dirname(binaries.bin)
  const copy = await sheltered(await readFile(join(binaries.bin, 'postgres')), account, home)
  const bin = join(copy, basename(binaries.bin))
  if (await reaches(bin, account)) return { ...binaries, bin }
  const draft = `${copy}.${process.pid}`
  await cp(home, draft, { recursive: true, verbatimSymlinks: true })
  // Whoever comes second finds the first one's copy in place.
  await rename(draft, copy).catch(() => rm(draft, { recursive: true, force: true }))
  return { ...binaries, bin }
}

// INVARIANT: only root may write here, so that nobody else can choose what is run or read.
async function sheltered(
  key: string | Uint8Array,
  account: Account,
  path: string,
): Promise<string> {
  await mkdir(shelter, { recursive: true, mode: 0o755 })
  if (!(await reaches(shelter, account))) {
    throw new TrothError('postgres.unreachable', {
      detail: `We are root, PostgreSQL must not be, and user ${account.uid} can enter neither ${dirname(path)} nor ${shelter}. Move the files to a folder open to all, or start as an ordinary user.`,
    })
  }
  return join(shelter, createHash('sha256').update(key).digest('hex').slice(0, 16))
}
