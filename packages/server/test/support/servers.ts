import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startPostgres } from '../../src/store/postgres/start.ts'
import { postgresBinaries } from './binaries.ts'

/** A PostgreSQL that tests share, as `TROTH_TEST_PG` tells it. */
export type TestServer = {
  readonly major: 15 | 18
  readonly socketDir: string
  readonly port: number
  readonly superuser: string
}

// The kernel outlives every kill in a test, so what a test must see again after one is there without fsync.
const settings = {
  fsync: 'off',
  full_page_writes: 'off',
  max_connections: '200',
  max_locks_per_transaction: '256',
}

/** Starts one PostgreSQL of each major version in throw-away directories; `stop` ends them and leaves nothing. */
export async function startTestServers(): Promise<{
  readonly servers: readonly TestServer[]
  stop(): Promise<void>
}> {
  const folder = await mkdtemp(join(tmpdir(), 'troth-test-'))
  await chmod(folder, 0o755)
  const started = await Promise.all(
    (await postgresBinaries()).map(async ({ major, binaries }) => {
      const dataDir = join(folder, `${major}`)
      return { ...(await startPostgres({ dataDir, binaries, settings })), major }
    }),
  )
  return {
    servers: started.map(({ major, socketDir, port, superuser }) => ({
      major,
      socketDir,
      port,
      superuser,
    })),
    async stop() {
      await Promise.all(started.map((postgres) => postgres.stop()))
      const folders = [folder, ...started.map(({ dataDir }) => dataDir)]
      await Promise.all(folders.map((path) => rm(path, { recursive: true, force: true })))
    },
  }
}
