import pg from 'pg'
import type { Conversation } from './shell.ts'

// The types that psql sets to the right: integers, decimals, money-like numbers and oids.
const numeric = new Set([20, 21, 23, 26, 700, 701, 1700])

// Every value as PostgreSQL writes it.
type Row = (string | null)[]

/** Answers statements through `pg` in the layout of psql, for machines that have none. */
export async function openAsPsql(command: string): Promise<Conversation> {
  const word = (name: string) => new RegExp(`-${name} (\\S+)`).exec(command)?.[1]
  const client = new pg.Client({
    host: word('h') ?? '',
    port: Number(word('p')),
    user: word('U') ?? '',
    database: word('d') ?? '',
    types: { getTypeParser: () => (text: string) => text },
  })
  // A login that is revoked loses its session, which psql would only notice at the next statement.
  client.on('error', () => {})
  await client.connect()
  return { say: (statement) => answer(client, statement), close: () => client.end() }
}

async function answer(client: pg.Client, statement: string): Promise<string> {
  try {
    const result = await client.query<Row>({ text: statement, rowMode: 'array' })
    return result.fields.length > 0 ? layOut(result) : `${tagOf(result)}\n`
  } catch (fault) {
    if (fault instanceof pg.DatabaseError) return sayError(fault, statement)
    throw fault
  }
}

function tagOf({ command, rowCount }: pg.QueryArrayResult<Row>): string {
  return command === 'COPY' ? `COPY ${rowCount ?? 0}` : command
}

function layOut({ fields, rows }: pg.QueryArrayResult<Row>): string {
  const cells = rows.map((row) => row.map((cell) => cell ?? ''))
  const widths = fields.map(({ name }, column) =>
    Math.max(name.length, ...cells.map((row) => row[column]?.length ?? 0)),
  )
  const head = fields.map(({ name }, column) => {
    const room = (widths[column] ?? 0) - name.length
    return ` ${' '.repeat(Math.floor(room / 2))}${name}${' '.repeat(Math.ceil(room / 2))} `
  })
  const body = cells.map((row) =>
    row
      .map((cell, column) => {
        const width = widths[column] ?? 0
        const right = numeric.has(fields[column]?.dataTypeID ?? 0)
        return ` ${right ? cell.padStart(width) : cell.padEnd(width)} `
      })
      .join('|'),
  )
  const line = widths.map((width) => '-'.repeat(width + 2)).join('+')
  const count = `(${rows.length} row${rows.length === 1 ? '' : 's'})`
  return [head.join('|'), line, ...body, count, '', ''].join('\n')
}

function sayError(fault: pg.DatabaseError, statement: string): string {
  const { severity, message, detail, hint, position } = fault
  const lines = [`${severity ?? 'ERROR'}:  ${message}`]
  if (position !== undefined) {
    const before = statement.slice(0, Number(position) - 1)
    const row = before.split('\n').length
    const label = `LINE ${row}: `
    const column = before.length - (before.lastIndexOf('\n') + 1)
    lines.push(
      `${label}${statement.split('\n')[row - 1] ?? ''}`,
      `${' '.repeat(label.length + column)}^`,
    )
  }
  if (detail !== undefined) lines.push(`DETAIL:  ${detail}`)
  if (hint !== undefined) lines.push(`HINT:  ${hint}`)
  return `${lines.join('\n')}\n`
}
