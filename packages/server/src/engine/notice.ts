import type { Receipt } from '@troth/core/ledger'
import { membersOf, textMember } from './body.ts'
import type { Context } from './context.ts'
import { textHash } from './in-force.ts'
import { type Outcome, done } from './outcome.ts'
import { record } from './person.ts'
import { outdated, undeclared } from './refusals.ts'
import { openSessionPerson } from './session.ts'
import { type Request, takeTurn, writeLeaf } from './turn.ts'

/** Words that a person must be given before something happens. */
export interface NoticeText {
  readonly notice: string
  readonly text: string
  /** Goes back as `shown` when they were given. */
  readonly hash: string
  readonly version: number
}

/** That a notice was given. */
export interface NoticeGiven {
  readonly notice: string
  readonly controller: string
  readonly at: string
  readonly receipt: Receipt
}

/** The present words of a notice. */
export function noticeText({ policy }: Context, notice: string): Outcome<NoticeText> {
  const { notices } = policy.document
  const rule = Object.hasOwn(notices, notice) ? notices[notice] : undefined
  if (!rule) return undeclared(policy.document, 'notice')
  return done({ notice, text: rule.text, hash: textHash(rule.text), version: policy.version })
}

/**
 * Records that the words of a notice were given to the session's person, for what is recorded about them after
 * (§2.1.1(b)).
 *
 * @example
 * await giveNotice(context, { caller, session, body: { controller, notice: 'recording', shown } }, now)
 */
export async function giveNotice(
  context: Context,
  request: Request,
  now: Date,
): Promise<Outcome<NoticeGiven>> {
  const { document } = context.policy
  const clause = document.collection.clauses[0] ?? ''
  const turn = { verb: 'notice', scope: 'consent', clause, about: {} } as const
  return takeTurn(context, turn, request, now, async (tx) => {
    const members = membersOf(request.body, ['controller', 'notice', 'shown'])
    if (!members.ok) return members
    const controller = textMember(members.value, 'controller')
    if (!controller.ok) return controller
    if (!Object.hasOwn(document.controllers, controller.value)) {
      return undeclared(document, 'controller', '/controller')
    }
    const notice = textMember(members.value, 'notice')
    if (!notice.ok) return notice
    const words = noticeText(context, notice.value)
    if (!words.ok) return words
    if (members.value.get('shown') !== words.value.hash) {
      return outdated(document.notices[notice.value]?.clauses[0] ?? '')
    }
    const visitor = await openSessionPerson(tx, context, request.session, now)
    if (!visitor.ok) return visitor
    const { person } = visitor.value
    const actor = request.caller.keyId
    const given = { notice: notice.value, controller: controller.value }
    await record(tx, context, person, [
      { ...given, kind: 'notice', actor, shown_hash: words.value.hash },
    ])
    const receipt = await writeLeaf(tx, context, 'notice', person.subject, person.at, {
      verb: 'notice',
      caller: actor,
      subject: person.subject,
      shown: words.value.hash,
      ...given,
    })
    return done({ ...given, at: person.at.toISOString(), receipt })
  })
}
