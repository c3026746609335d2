import type { Receipt } from '@troth/core/ledger'
import type { Queryable } from '../../store/database.ts'
import { type ReadRow, readRows } from '../../store/people/rows.ts'
import { placeOf, unsealJson } from '../../store/keys/seal.ts'
import { readSubjectKeys } from '../../store/people/subject-keys.ts'
import { lockSubject } from '../../store/people/subjects.ts'
import { membersOf, textMember } from '../body.ts'
import type { Context } from '../context.ts'
import { type Outcome, done, refused } from '../outcome.ts'
import { undeclared } from '../refusals.ts'
import { type Request, takeTurn, writeLeaf } from '../turn.ts'
import { type Part, judge } from './judge.ts'
import { readFields, readPurpose, readSubject } from './question.ts'
import { readStandings } from './standing.ts'

/** One record, with the fields asked for that it has. */
export interface RecordRead {
  readonly record: string
  readonly collectedAt: string
  readonly values: Readonly<Record<string, unknown>>
}

/** What was read, and the ledger's word that it was. */
export interface Reading {
  readonly records: readonly RecordRead[]
  readonly receipt: Receipt
}

interface Wanted {
  readonly subject: string
  readonly controller: string
  readonly purpose: string
  readonly dataset: string
  readonly fields: readonly string[]
}

/**
 * Reads fields of one person for one purpose: open and sealed, of permitted records alone, and ledgered under the
 * person. Asking for a field that the purpose may not use is refused as a whole, and ledgered too (§3.1).
 *
 * @example
 * await read(context, { caller, body: { subject, controller: 'singapore', purpose: 'order',
 *   dataset: 'purchases', fields: ['delivery_address'] } }, now)
 */
export async function read(
  context: Context,
  request: Request,
  now: Date,
): Promise<Outcome<Reading>> {
  const { document } = context.policy
  const purpose = readPurpose(document, request.body)
  const declared = purpose.ok && Object.hasOwn(document.purposes, purpose.value)
  const turn = {
    verb: 'read',
    clause: document.use.clauses[0] ?? '',
    about: declared ? { purpose: purpose.value } : {},
    // An undeclared purpose is the caller's text, which no answer repeats.
    ...(declared && { scope: `read:${purpose.value}` as const }),
  }
  return takeTurn(context, turn, request, now, async (tx) => {
    if (!purpose.ok) return purpose
    if (!declared) return undeclared(document, 'purpose', '/purpose')
    const wanted = await readWanted(tx, context, purpose.value, request.body, now)
    if (!wanted.ok) return wanted
    const { subject, controller, dataset, fields } = wanted.value
    // A withdrawal waits until this reading is committed, or this reading sees it.
    await lockSubject(tx, subject, 'share')
    const rows = await permittedRows(tx, context, wanted.value, now)
    const denied = await denial(tx, context, wanted.value, rows[0], now)
    if (denied !== undefined) return refuse(denied)
    const records = await open(tx, context, wanted.value, rows)
    const receipt = await writeLeaf(tx, context, 'read', subject, now, {
      verb: 'read',
      caller: request.caller.keyId,
      subject,
      purpose: purpose.value,
      controller,
      dataset,
      fields,
      records: records.map(({ record }) => record),
    })
    return done({ records, receipt })
  })
}

async function readWanted(
  tx: Queryable,
  context: Context,
  purpose: string,
  body: unknown,
  now: Date,
): Promise<Outcome<Wanted>> {
  const members = membersOf(
    body,
    ['purpose', 'controller', 'dataset', 'fields'],
    ['subject', 'session'],
  )
  if (!members.ok) return members
  const controller = textMember(members.value, 'controller')
  if (!controller.ok) return controller
  const fields = readFields(context.policy.document, members.value)
  if (!fields.ok) return fields
  const subject = await readSubject(tx, context, members.value, now)
  if (!subject.ok) return subject
  return done({
    subject: subject.value,
    controller: controller.value,
    purpose,
    ...fields.value,
  })
}

async function permittedRows(
  tx: Queryable,
  { policy }: Context,
  { subject, controller, purpose, dataset, fields }: Wanted,
  now: Date,
): Promise<readonly ReadRow[]> {
  const table = policy.tableOf(dataset)
  const reader = policy.compiled.purposes.get(purpose)
  if (table === undefined || reader === undefined) return []
  const declared = policy.document.datasets[dataset]?.fields ?? {}
  const open = fields.filter((field) => declared[field]?.keep === 'open')
  const { word, bit } = reader
  const sealed = open.length < fields.length
  return readRows(tx, { table, subject, controller, fields: open, sealed, word, bit, now })
}

// Judged on a record that the purpose may see, where there is one: another channel's record is no reason to refuse.
async function denial(
  tx: Queryable,
  context: Context,
  wanted: Wanted,
  row: ReadRow | undefined,
  now: Date,
): Promise<Part | undefined> {
  const { subject, controller, purpose, dataset, fields } = wanted
  const standings = await readStandings(tx, context, [subject])
  const asked = { subject, controller, purpose, about: { dataset, fields }, explain: false }
  const origin = row && { channel: row.channel, version: row.version }
  const parts = await judge(tx, context.policy, standings, asked, now, origin)
  return parts.find(({ decision }) => !decision.allowed)
}

function refuse({ field, decision: { clause, reason } }: Part) {
  return refused({
    code: 'denied',
    clause,
    reason,
    detail: 'The policy does not allow this purpose to use what was asked for.',
    problems: [{ path: '/fields', problem: `${field}: ${reason}` }],
  })
}

async function open(
  tx: Queryable,
  { keys, policy }: Context,
  { subject, dataset, fields }: Wanted,
  rows: readonly ReadRow[],
): Promise<readonly RecordRead[]> {
  const key = (await readSubjectKeys(tx, keys, [subject])).get(subject)
  const table = policy.tableOf(dataset) ?? ''
  return rows.map((row) => {
    const place = placeOf(`data.${table}`, row.record_id, subject)
    const sealed = row.sealed && key ? unsealJson<object>(key, place, row.sealed) : {}
    const values = new Map(Object.entries({ ...row, ...sealed }))
    const asked = fields
      .map((field) => [field, values.get(field) ?? null] as const)
      .filter(([, value]) => value !== null)
      .map(([field, value]) => [field, value instanceof Date ? value.toISOString() : value])
    return {
      record: row.record_id,
      collectedAt: row.collected_at.toISOString(),
      values: Object.fromEntries(asked),
    }
  })
}
