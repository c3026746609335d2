import type { PolicyDocument } from '@troth/core/policy'
import type { Queryable } from '../../store/database.ts'
import { isId } from '../../store/new-id.ts'
import { membersOf, textMember, wrong } from '../body.ts'
import type { Context } from '../context.ts'
import { type Outcome, done, refused } from '../outcome.ts'
import { undeclared } from '../refusals.ts'
import { resolveSession } from '../session.ts'

/** What is asked of a use, with everything in it declared or left to the decision to refuse. */
export interface Asked {
  readonly subject: string
  readonly controller: string
  readonly purpose: string
  /** Of a dataset's fields, or of a category on a channel. */
  readonly about:
    | { readonly dataset: string; readonly fields: readonly string[]; readonly record?: string }
    | { readonly category: string; readonly channel: string; readonly version: number }
  /** An instant in the past; the present where unsaid. */
  readonly at?: Date
  readonly explain: boolean
}

/** A use without a purpose is refused whatever else it says (§3.1). */
export function readPurpose(policy: PolicyDocument, body: unknown): Outcome<string> {
  const purpose: unknown = Reflect.get(Object(body), 'purpose')
  if (typeof purpose === 'string' && purpose !== '' && purpose.length <= 400) return done(purpose)
  return refused({
    code: 'malformed',
    clause: policy.use.clauses[0] ?? '',
    reason: 'purpose-missing',
    detail: 'Say for what purpose; nothing is used without one.',
    problems: [{ path: '/purpose', problem: 'missing' }],
  })
}

/** The person that a body names, by id or by the token of a session. */
export async function readSubject(
  tx: Queryable,
  context: Context,
  members: ReadonlyMap<string, unknown>,
  now: Date,
): Promise<Outcome<string>> {
  const subject = members.get('subject')
  const token = members.get('session')
  if ((subject === undefined) === (token === undefined)) {
    return wrong('subject', 'an id, or give `session` instead')
  }
  if (token === undefined) return isId(subject) ? done(subject) : wrong('subject', 'a UUID')
  if (typeof token !== 'string') return wrong('session', 'a text')
  const session = await resolveSession(tx, context, token, now)
  return session.ok ? done(session.value.subject) : session
}

/** A dataset and some of its fields, once they are declared. */
export function readFields(
  policy: PolicyDocument,
  members: ReadonlyMap<string, unknown>,
): Outcome<{ readonly dataset: string; readonly fields: readonly string[] }> {
  const dataset = textMember(members, 'dataset')
  if (!dataset.ok) return dataset
  const declared = Object.hasOwn(policy.datasets, dataset.value)
    ? policy.datasets[dataset.value]?.fields
    : undefined
  if (!declared) return undeclared(policy, 'dataset', '/dataset')
  const given = members.get('fields')
  if (!Array.isArray(given) || given.length === 0) return wrong('fields', 'a list of fields')
  const fields = given.filter(
    (field) => typeof field === 'string' && Object.hasOwn(declared, field),
  )
  if (fields.length < given.length) return undeclared(policy, 'field', '/fields')
  return done({ dataset: dataset.value, fields: [...new Set<string>(fields)] })
}

const required = ['controller', 'purpose']
const optional = [
  'subject',
  'session',
  'dataset',
  'fields',
  'record',
  'category',
  'channel',
  'version',
  'at',
  'explain',
]

/** Reads one question. */
export async function readQuestion(
  tx: Queryable,
  context: Context,
  body: unknown,
  now: Date,
): Promise<Outcome<Asked>> {
  const { document } = context.policy
  const purpose = readPurpose(document, body)
  if (!purpose.ok) return purpose
  const members = membersOf(body, required, optional)
  if (!members.ok) return members
  const controller = textMember(members.value, 'controller')
  if (!controller.ok) return controller
  const about = readAbout(context, members.value)
  if (!about.ok) return about
  const at = members.value.get('at')
  const instant = at === undefined ? undefined : readPast(at, now)
  if (at !== undefined && instant === undefined) {
    return wrong('at', 'a past instant, YYYY-MM-DDThh:mm:ssZ')
  }
  const explain = members.value.has('explain') ? members.value.get('explain') : false
  if (typeof explain !== 'boolean') return wrong('explain', 'true or false')
  const subject = await readSubject(tx, context, members.value, now)
  if (!subject.ok) return subject
  return done({
    subject: subject.value,
    controller: controller.value,
    purpose: purpose.value,
    about: about.value,
    ...(instant && { at: instant }),
    explain,
  })
}

function readAbout(
  { policy }: Context,
  members: ReadonlyMap<string, unknown>,
): Outcome<Asked['about']> {
  const has = (key: string) => members.get(key) !== undefined
  if (has('category')) {
    if (has('dataset') || has('fields') || has('record')) {
      return wrong('category', 'no dataset beside it')
    }
    const category = textMember(members, 'category')
    if (!category.ok) return category
    const channel = textMember(members, 'channel')
    if (!channel.ok) return channel
    const version = members.has('version') ? members.get('version') : policy.version
    if (typeof version !== 'number' || !Number.isSafeInteger(version) || version < 1) {
      return wrong('version', 'the number of a version')
    }
    return done({ category: category.value, channel: channel.value, version })
  }
  if (has('channel') || has('version')) return wrong('channel', 'a category beside it')
  const fields = readFields(policy.document, members)
  if (!fields.ok) return fields
  const record = members.get('record')
  if (record === undefined) return fields
  return isId(record) ? done({ ...fields.value, record }) : wrong('record', 'a UUID')
}

function readPast(value: unknown, now: Date): Date | undefined {
  if (typeof value !== 'string') return undefined
  if (!/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,3})?Z$/.test(value)) return undefined
  const at = new Date(value)
  return at.getTime() <= now.getTime() ? at : undefined
}
