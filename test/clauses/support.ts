/**
 * What the tests of clauses share: people, the matrix of decisions, logins for SQL, and a look at all that is stored.
 * @module
 */
import { randomBytes } from 'node:crypto'
import type { Answer as Decided } from '../../packages/server/src/engine/use/decide.ts'
import { issueLogin, revokeLogin } from '../../packages/server/src/store/logins.ts'
import type { Database } from '../../packages/server/src/store/database.ts'
import type { Booted } from '../../packages/server/test/support/server.ts'
import type { TestDatabase } from '../../packages/server/test/support/postgres.ts'
import { aster } from '../../policies/aster/policy.ts'

export { forEachPostgres } from '../../packages/server/test/support/postgres.ts'
export { testServer, type Booted } from '../../packages/server/test/support/server.ts'

/** Aster's purposes, in their order. */
export const purposes = Object.keys(aster.purposes)

/** Every purpose that sells, by its rule and not by its name. */
export const marketing = Object.entries(aster.purposes)
  .filter(([, rule]) => 'marketing' in rule)
  .map(([id]) => id)

/** What the account channel offers as choices. */
export const choices: readonly string[] = aster.channels['account']?.choices ?? []

/** The same answer to every choice of the account channel. */
export function choose(yes: boolean): Readonly<Record<string, boolean>> {
  return Object.fromEntries(choices.map((purpose) => [purpose, yes]))
}

/** A question about a category, or about fields of a dataset. */
export type Question = {
  readonly subject: string
  readonly purpose: string
  readonly controller?: string
} & (
  | { readonly category: string; readonly channel: string }
  | { readonly dataset: string; readonly fields: readonly string[]; readonly record?: string }
)

/** Decides any number of questions through the API, in order. */
export async function decideAll(
  { client }: Booted,
  questions: readonly Question[],
): Promise<readonly Decided[]> {
  const answers: Decided[] = []
  for (let first = 0; first < questions.length; first += 1_000) {
    const batch = questions
      .slice(first, first + 1_000)
      .map((question) => ({ controller: 'singapore', ...question }))
    const { status, body, text } = await client.post<{ answers: Decided[] }>('/v1/decide', {
      questions: batch,
    })
    if (status !== 200) throw new Error(text)
    answers.push(...body.answers)
  }
  return answers
}

/** Decides one question through the API. */
export async function decide(troth: Booted, question: Question): Promise<Decided> {
  const [answer] = await decideAll(troth, [question])
  if (answer === undefined) throw new Error('no answer')
  return answer
}

/** Purposes that may use some category of what came in on a channel, each asked by a category of its own. */
export async function allowedPurposes(
  troth: Booted,
  subject: string,
  controller: string,
  channel: string,
): Promise<readonly string[]> {
  const asked = Object.entries(aster.purposes).flatMap(([purpose, { uses }]) => {
    const [category] = uses
    return category === undefined ? [] : [{ subject, controller, purpose, category, channel }]
  })
  const answers = await decideAll(troth, asked)
  return asked.filter((_, at) => answers[at]?.allowed).map(({ purpose }) => purpose)
}

/** A body for the account channel. */
export async function accountBody(
  { client }: Booted,
  data: Readonly<Record<string, unknown>>,
  rest: Readonly<Record<string, unknown>> = {},
): Promise<Record<string, unknown>> {
  return { controller: 'singapore', shown: await client.shown('account'), data, ...rest }
}

/** Buys something as the person of a session. */
export async function buy(
  { client }: Booted,
  session: string,
  data: Readonly<Record<string, unknown>> = {},
  controller = 'singapore',
) {
  const needed = { product: 'Kettle K2', serial: 'SN-778', bought_on: '2026-11-02' }
  return client.post<{ record: string; code?: string; clause?: string }>(
    '/v1/channels/product',
    { controller, shown: await client.shown('product'), data: { ...needed, ...data } },
    { session },
  )
}

/** Posts in a forum as the person of a session. */
export async function post({ client }: Booted, session: string, body: string) {
  return client.post<{ record: string; subject: string }>(
    '/v1/channels/forum',
    {
      controller: 'singapore',
      shown: await client.shown('forum'),
      data: { forum: 'Kettles', title: 'On descaling', body },
    },
    { session },
  )
}

/** Runs work in SQL as a login that was issued for one purpose, and takes the login back. */
export async function asPurpose<Value>(
  { database }: Booted,
  purpose: string,
  work: (sql: Database) => Promise<Value>,
): Promise<Value> {
  const { owner, rolePrefix } = database
  const actor = `c${randomBytes(5).toString('hex')}`
  const issued = await issueLogin(owner, { actor, purpose, rolePrefix }, new Date())
  if (issued.kind === 'refused') throw new Error(issued.refusal.why)
  const { login } = issued.event
  const sql = database.as(login)
  try {
    return await work(sql)
  } finally {
    await revokeLogin(owner, { login, rolePrefix }, new Date())
  }
}

/** The schema of a purpose's views. */
export function schemaOf(purpose: string): string {
  return `for_${purpose.replaceAll('.', '_')}`
}

/**
 * Every place in the database where one of the values stands, in any column of any table, as text or as bytes: the
 * planner's samples of columns are tables too.
 */
export async function placesOf(
  { superuser }: TestDatabase,
  ...values: readonly string[]
): Promise<readonly string[]> {
  const { rows } = await superuser.query<{ name: string }>(
    `SELECT quote_ident(nspname) || '.' || quote_ident(relname) AS name
     FROM pg_class JOIN pg_namespace n ON n.oid = relnamespace
     WHERE relkind IN ('r', 'm') AND nspname <> 'information_schema' ORDER BY 1`,
  )
  const forms = values.flatMap((value) => [value, Buffer.from(value).toString('hex')])
  const found: string[] = []
  for (const { name } of rows) {
    const { count } = await superuser.query(
      `SELECT FROM (SELECT r::text AS line FROM ${name} AS r) AS lines
       WHERE EXISTS (SELECT FROM unnest($1::text[]) AS form WHERE position(form in line) > 0)`,
      [forms],
    )
    if (count > 0) found.push(name)
  }
  return found
}

/** The number of rows of every table of ours. */
export async function rowCounts({ superuser }: TestDatabase): Promise<Record<string, number>> {
  const { rows } = await superuser.query<{ name: string }>(
    `SELECT quote_ident(nspname) || '.' || quote_ident(relname) AS name
     FROM pg_class JOIN pg_namespace n ON n.oid = relnamespace
     WHERE relkind = 'r' AND nspname IN ('troth', 'data') ORDER BY 1`,
  )
  const counts: Record<string, number> = {}
  for (const { name } of rows) {
    const counted = await superuser.query<{ n: number }>(`SELECT count(*) AS n FROM ${name}`)
    counts[name] = counted.rows[0]?.n ?? -1
  }
  return counts
}
