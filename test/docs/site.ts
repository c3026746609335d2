import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmod, cp, mkdtemp, rm, symlink } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const root = join(import.meta.dirname, '../..')

/** A checkout with a Troth that runs in it, as the guide's reader has. */
export interface Site {
  /** Where commands are typed: what the guide names lies here, and what its reader makes. */
  readonly folder: string
  /** `http://127.0.0.1:` and a free port; the guide says 7080. */
  readonly url: string
  readonly env: NodeJS.ProcessEnv
  /** What it printed when it started. */
  readonly started: string
  close(): Promise<void>
}

/** Starts `troth up --no-demo` on a data folder of its own and a free port. */
export async function startSite(): Promise<Site> {
  const folder = await mkdtemp(join(tmpdir(), 'troth-docs-'))
  // PostgreSQL does not run as root, and its own account must be able to enter.
  await chmod(folder, 0o755)
  await symlink(join(root, 'node_modules'), join(folder, 'node_modules'))
  for (const name of ['policies', 'package.json', 'tsconfig.json']) {
    await cp(join(root, name), join(folder, name), { recursive: true })
  }
  const env = {
    ...withoutTroth(process.env),
    PATH: `${join(root, 'node_modules/.bin')}:${process.env['PATH'] ?? ''}`,
    TROTH_DATA_DIR: join(folder, '.troth'),
    TROTH_PORT: '0',
    LC_ALL: 'C.UTF-8',
    PAGER: '',
  }
  const child = spawn(process.execPath, ['packages/server/bin/troth.js', 'up', '--no-demo'], {
    cwd: root,
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const { url, started } = await startOf(child).catch(async (fault: unknown) => {
    await rm(folder, { recursive: true, force: true })
    throw fault
  })
  return {
    folder,
    url,
    env,
    started,
    async close() {
      if (child.exitCode === null) {
        const exited = once(child, 'exit')
        child.kill('SIGTERM')
        await exited
      }
      await rm(folder, { recursive: true, force: true })
    },
  }
}

// A setting of whoever runs the tests must not reach the site.
function withoutTroth(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(env).filter(([name]) => !name.startsWith('TROTH_')))
}

type Start = { readonly url: string; readonly started: string }

function startOf(child: ReturnType<typeof spawn>): Promise<Start> {
  const { promise, resolve, reject } = Promise.withResolvers<Start>()
  let printed = ''
  const take = (chunk: Buffer): void => {
    printed += chunk.toString()
    const found = /listens on (http:\S+?),? /.exec(printed)?.[1]
    if (found !== undefined && printed.includes('Ctrl-C')) resolve({ url: found, started: printed })
  }
  child.stdout?.on('data', take)
  child.stderr?.on('data', take)
  child.once('exit', () => reject(new Error(`Troth did not start: ${printed}`)))
  return promise
}
