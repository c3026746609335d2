import { createHash } from 'node:crypto'
import { glob, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { loadPolicy } from '../../src/cli/load-policy.ts'
import { publish } from '../../src/publish.ts'
import { migrate } from '../../src/store/migrate.ts'
import type { Template, TestDatabase } from './postgres.ts'

const root = join(import.meta.dirname, '../../../..')
// Whatever decides what the database becomes: a changed copy of the checkout builds a template of its own.
const sources = [
  'packages/server/sql/*.sql',
  'packages/server/src/store/**/*.ts',
  'packages/server/src/publish.ts',
  'packages/core/**/*.ts',
  'policies/aster/**/*',
]

/** The instant at which the tests' policy was published, and at which a test server's clock begins. */
export const beginning = new Date('2026-11-23T02:00:00.000Z')

/** A database that is migrated and holds Aster's policy, to be copied by test files. */
export const asterTemplate: Template = {
  name: `aster${(await sourcesHash()).slice(0, 10)}`,
  build: (database) => publishAster(database),
}

/** Migrates an empty database and publishes Aster's policy in it. */
export async function publishAster({ owner, rolePrefix }: TestDatabase): Promise<void> {
  await migrate(owner, { rolePrefix })
  const draft = await loadPolicy(join(root, 'policies/aster/policy.ts'))
  const published = await publish(owner, draft, rolePrefix, beginning)
  if (published.kind !== 'applied') throw new Error(`Aster: ${JSON.stringify(published)}`)
}

async function sourcesHash(): Promise<string> {
  const files: string[] = []
  for await (const file of glob(sources, { cwd: root, exclude: ['**/*.test.ts'] })) files.push(file)
  const digest = createHash('sha256')
  for (const file of files.sort()) {
    const text = await readFile(join(root, file), 'utf8').catch(() => undefined)
    if (text !== undefined) digest.update(`${file}\n${text}\n`)
  }
  return digest.digest('hex')
}
