import type { PolicyDocument } from '@troth/core/policy'
import { textHash } from '../in-force.ts'
import { type Outcome, done, refused } from '../outcome.ts'
import type { Person } from '../person.ts'
import type { Submission } from './submission.ts'

/**
 * Refuses a field whose notice was not given to this person by this controller, in its present words, before now
 * (§2.1.1(b), §2.4.1(e)).
 */
export function checkNotices(
  policy: PolicyDocument,
  { channel, controller, open, sealed }: Submission,
  person: Person | undefined,
): Outcome<undefined> {
  for (const [name, ask] of Object.entries(policy.channels[channel]?.fields ?? {})) {
    const notice = ask?.noticeBefore
    if (notice === undefined || !(name in open || name in sealed)) continue
    const rule = policy.notices[notice]
    const hash = rule && textHash(rule.text)
    const given = person?.rows.some(
      (row) =>
        row.kind === 'notice' &&
        row.notice === notice &&
        row.controller === controller &&
        row.shown_hash === hash,
    )
    if (given) continue
    return refused({
      code: 'notice-missing',
      clause: rule?.clauses[0] ?? '',
      reason: 'notice-missing',
      detail: `Give the notice \`${notice}\` to the person first, and send \`${name}\` after.`,
      problems: [{ path: `/data/${name}`, problem: `needs the notice ${notice} before` }],
    })
  }
  return done(undefined)
}
