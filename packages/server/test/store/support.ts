import { createHash } from 'node:crypto'
import { compilePolicy, type PolicyDocument, policyHash } from '@troth/core/policy'
import { applyPolicy } from '../../src/store/apply.ts'
import { migrate } from '../../src/store/migrate.ts'
import type { Publication } from '../../src/store/plan.ts'
import { readPositions } from '../../src/store/versions.ts'
import { freshDatabase, type TestDatabase, type TestServer } from '../support/postgres.ts'

export const now = new Date('2027-03-01T00:00:00.000Z')

/** A version of a policy, compiled with the positions that the database has given. */
export async function publicationOf(
  database: TestDatabase,
  policy: PolicyDocument,
  positions?: ReadonlyMap<string, number>,
): Promise<Publication> {
  return {
    compiled: compilePolicy(policy, positions ?? (await readPositions(database.owner))),
    hash: policyHash(policy, (bytes) => createHash('sha256').update(bytes).digest()),
    notice: 'What we promise.',
    rolePrefix: database.rolePrefix,
  }
}

/** Applies a policy, which must be taken. */
export async function publish(
  database: TestDatabase,
  policy: PolicyDocument,
): Promise<Publication> {
  const publication = await publicationOf(database, policy)
  const applied = await applyPolicy(database.owner, publication, now)
  if (applied.kind === 'refused') throw new Error(JSON.stringify(applied.refusals))
  return publication
}

/** A database of the enclosing block that has been migrated and, unless told otherwise, has a policy applied. */
export function policyDatabase(
  server: TestServer,
  policy?: PolicyDocument,
): () => Promise<TestDatabase> {
  const database = freshDatabase(server)
  let ready: Promise<TestDatabase> | undefined
  const prepare = async () => {
    await migrate(database().owner, { rolePrefix: database().rolePrefix })
    if (policy !== undefined) await publish(database(), policy)
    return database()
  }
  return () => (ready ??= prepare())
}

/** A row of a dataset to plant; what is unsaid is an account of the first controller that everything permits. */
export type PlantedRow = {
  readonly subject: string
  readonly controller?: string
  readonly channel?: string
  readonly version?: number
  readonly words: readonly number[]
  readonly until?: string
  readonly fields?: Readonly<Record<string, unknown>>
}

/** An id that a number stands for. */
export function idOf(number: number): string {
  return `00000000-0000-7000-8000-${number.toString(16).padStart(12, '0')}`
}

/** Puts rows into a dataset as they would be after their collection. */
export async function plant(
  database: TestDatabase,
  dataset: string,
  rows: readonly PlantedRow[],
): Promise<void> {
  for (const [at, row] of rows.entries()) {
    const values = {
      subject_id: row.subject,
      record_id: idOf(at + 1),
      controller: row.controller ?? 'singapore',
      channel: row.channel ?? 'account',
      source: 'subject',
      version: row.version ?? 1,
      collected_at: now,
      collector: 'test',
      ...row.fields,
      ...Object.fromEntries(row.words.map((word, index) => [`mask${index}`, word])),
      mask_until: row.until ?? 'infinity',
    }
    const names = Object.keys(values)
    await database.owner.query(
      'INSERT INTO troth.subject (subject_id, created_at) VALUES ($1, $2) ON CONFLICT DO NOTHING',
      [row.subject, now],
    )
    await database.owner.query(
      `INSERT INTO data.${dataset} (${names.join(', ')})
      VALUES (${names.map((_, index) => `$${index + 1}`).join(', ')})`,
      Object.values(values),
    )
  }
}
