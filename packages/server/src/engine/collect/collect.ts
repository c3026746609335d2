/**
 * Collection (§2): one submission on one channel, from the body to the stored row with its provenance, or a refusal that
 * leaves nothing but its leaf.
 * @module
 */
import type { Receipt } from '@troth/core/ledger'
import type { Queryable } from '../../store/database.ts'
import { newId } from '../../store/new-id.ts'
import { addSession } from '../../store/people/sessions.ts'
import { addSubject } from '../../store/people/subjects.ts'
import { addSubjectKey } from '../../store/people/subject-keys.ts'
import { type ConsentReceipt, receiptsOf } from '../consent-receipt.ts'
import type { Context } from '../context.ts'
import { type Outcome, done } from '../outcome.ts'
import { type Draft, type Person, record } from '../person.ts'
import { openSessionPerson } from '../session.ts'
import { type Request, takeTurn, writeLeaf } from '../turn.ts'
import { passAgeGate } from './age.ts'
import { openChannel } from './form.ts'
import { keepIdentifiers, takeIdentifiers } from './identifiers.ts'
import { checkNotices } from './notices.ts'
import { storeRow } from './row.ts'
import { type Submission, readSubmission } from './submission.ts'

/** A submission on a channel. */
export interface CollectRequest extends Request {
  readonly channel: string
}

/** What was collected. */
export interface Collection {
  readonly record: string
  readonly subject: string
  /** The session of a person who signed up. */
  readonly session?: { readonly token: string; readonly expiresAt: string }
  readonly consents: readonly ConsentReceipt[]
  readonly receipt: Receipt
}

/**
 * Collects what a body holds, all of it or nothing: undeclared fields, children, other words than those in force and
 * missing notices are refused before anything is stored.
 *
 * @example
 * const outcome = await collect(context, { caller, channel: 'account', body, idempotencyKey }, now)
 */
export async function collect(
  context: Context,
  request: CollectRequest,
  now: Date,
): Promise<Outcome<Collection>> {
  const { document, compiled } = context.policy
  const rule = openChannel(document, request.channel)
  const turn = {
    verb: 'collect',
    scope: 'collect',
    clause: (rule ?? document.collection).clauses[0] ?? '',
    about: rule ? { channel: request.channel } : {},
  } as const
  return takeTurn(context, turn, request, now, async (tx) => {
    const submission = readSubmission(document, request.channel, request.body)
    if (!submission.ok) return submission
    const known = rule?.person === 'known'
    const visitor = known ? await openSessionPerson(tx, context, request.session, now) : undefined
    if (visitor?.ok === false) return visitor
    const before = visitor?.value.person
    const born = passAgeGate(compiled, submission.value, before, now)
    if (!born.ok) return born
    const noticed = checkNotices(document, submission.value, before)
    if (!noticed.ok) return noticed
    return store(tx, context, request, submission.value, before, born.value, now)
  })
}

async function store(
  tx: Queryable,
  context: Context,
  { caller }: CollectRequest,
  submission: Submission,
  before: Person | undefined,
  born: string | undefined,
  now: Date,
): Promise<Outcome<Collection>> {
  const { controller } = submission
  const subject = before?.subject ?? newId(now)
  const taken = await takeIdentifiers(tx, context, caller, submission, subject)
  if (!taken.ok) return taken
  const person = before ?? (await newPerson(tx, context, subject, now))
  await keepIdentifiers(tx, context, subject, controller, taken.value, now)
  const id = newId(person.at)
  const fields = [...Object.keys(submission.open), ...Object.keys(submission.sealed)]
  // What the leaf says of the row stands in the history too, which outlives the row: `masks verify` opens the leaf with it.
  const stored = { record: id, fields: fields.join(' ') }
  const drafts = draftsOf(submission, caller.keyId, born, stored)
  const { masks, added } = await record(tx, context, person, drafts)
  await storeRow(tx, context, { submission, person, id, collector: caller.keyId, masks })
  const receipt = await writeLeaf(tx, context, 'collection', subject, person.at, {
    verb: 'collect',
    caller: caller.keyId,
    channel: submission.channel,
    controller,
    subject,
    record: id,
    shown: submission.shown,
    fields,
    choices: submission.choices,
  })
  return done({
    record: id,
    subject,
    ...(before === undefined && {
      session: await newSession(tx, context, caller.keyId, subject, controller, now),
    }),
    consents: receiptsOf(context, added, receipt),
    receipt,
  })
}

async function newPerson(
  tx: Queryable,
  { keys }: Context,
  subject: string,
  now: Date,
): Promise<Person> {
  await addSubject(tx, subject, now)
  const key = await addSubjectKey(tx, keys, subject, now)
  return { subject, key, rows: [], events: [], at: now }
}

async function newSession(
  tx: Queryable,
  { sessionLasts }: Context,
  attestedBy: string,
  subject: string,
  controller: string,
  now: Date,
) {
  const expiresAt = new Date(now.getTime() + sessionLasts)
  const session = { subject, controller, factor: 'sign-up', expiresAt, attestedBy }
  const token = await addSession(tx, session, now)
  return { token, expiresAt: expiresAt.toISOString() }
}

function draftsOf(
  submission: Submission,
  actor: string,
  born: string | undefined,
  stored: Readonly<Record<string, string>>,
): Draft[] {
  const { controller, channel, shown: shown_hash } = submission
  const common = { controller, actor, channel, shown_hash }
  return [
    ...(born === undefined ? [] : [{ ...common, kind: 'born' as const, fact: { date: born } }]),
    { ...common, kind: 'conduct', fact: stored },
    ...Object.entries(submission.choices).map(([purpose, chosen]): Draft => ({
      ...common,
      kind: 'consent',
      purposes: [purpose],
      choice: chosen ? 'given' : 'refused',
    })),
  ]
}
