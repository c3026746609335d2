import { roleOf } from '../store/compile/layout.ts'
import { type Database, openDatabase } from '../store/database.ts'
import { issueLogin, revokeLogin } from '../store/logins.ts'
import { quoteName } from '../store/quote.ts'
import type { DemoSite } from './site.ts'

/** How many rows of each dataset one purpose sees in SQL. */
export interface SeenRows {
  readonly purpose: string
  readonly datasets: Readonly<Record<string, number>>
}

const atOnce = 6

/** Counts, with a login of its own for each purpose, the rows it sees through its schema's views. */
export async function countRows(site: DemoSite): Promise<readonly SeenRows[]> {
  const purposes = [...site.context().policy.compiled.purposes.keys()]
  const left = purposes.entries()
  const seen: SeenRows[] = []
  const worker = async () => {
    for (const [index, purpose] of left) seen.push(await countAs(site, purpose, index))
  }
  await Promise.all(Array.from({ length: atOnce }, worker))
  return seen.toSorted((a, b) => purposes.indexOf(a.purpose) - purposes.indexOf(b.purpose))
}

async function countAs(site: DemoSite, purpose: string, index: number): Promise<SeenRows> {
  const { deployment, rolePrefix, clock } = site
  const actor = `demo_${clock().getTime().toString(36)}_${index}`
  const issued = await issueLogin(deployment.owner, { actor, purpose, rolePrefix }, clock())
  if (issued.kind === 'refused') throw new Error(`${issued.refusal.what}: ${issued.refusal.why}`)
  const { login } = issued.event
  const connection = deployment.connectionOf(login, issued.password)
  const database = openDatabase({ connection, connections: 1 })
  try {
    // Schemas belong to one database, so they bear no prefix.
    const schema = roleOf(purpose, '')
    const counts: [string, number][] = []
    for (const dataset of await views(database, schema))
      counts.push([dataset, await count(database, schema, dataset)])
    return { purpose, datasets: Object.fromEntries(counts) }
  } finally {
    await database.close()
    await revokeLogin(deployment.owner, { login, rolePrefix }, clock())
  }
}

async function views(database: Database, schema: string): Promise<readonly string[]> {
  const { rows } = await database.query<{ name: string }>(
    'SELECT viewname AS name FROM pg_views WHERE schemaname = $1 ORDER BY viewname',
    [schema],
  )
  return rows.map(({ name }) => name)
}

async function count(database: Database, schema: string, dataset: string): Promise<number> {
  const { rows } = await database.query<{ seen: number }>(
    `SELECT count(*) AS seen FROM ${quoteName(schema)}.${quoteName(dataset)}`,
  )
  return rows[0]?.seen ?? 0
}
