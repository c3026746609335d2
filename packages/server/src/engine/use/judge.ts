import { type Decision, type Question, decide, decideMasked } from '@troth/core/policy'
import type { Queryable } from '../../store/database.ts'
import { type RecordOrigin, findOrigin } from '../../store/people/rows.ts'
import type { PolicyInForce } from '../context.ts'
import type { Asked } from './question.ts'
import type { Standings } from './standing.ts'

/** The decision on one field, or on the one category asked about. */
export interface Part {
  readonly field: string
  readonly question: Question
  readonly decision: Decision
}

/**
 * Decides each part of what is asked: by the masks in force now, or by folding the history at a past instant. `origin`
 * says where the record came in; where unsaid, it is looked up.
 */
export async function judge(
  tx: Queryable,
  policy: PolicyInForce,
  standings: Standings,
  asked: Asked,
  now: Date,
  origin?: RecordOrigin,
): Promise<readonly Part[]> {
  const { compiled } = policy
  const { at } = asked
  const subject = standings.mask(asked.subject, asked.controller, now)
  const events = standings.events(asked.subject)
  const record = origin ?? (await originOf(tx, policy, asked))
  return categoriesOf(policy, asked).map(({ field, category }) => {
    const { controller, purpose } = asked
    const question = { controller, purpose, category, record }
    const decision = at
      ? decide(compiled, { question, events, now: at })
      : decideMasked(compiled, { question, subject, now })
    return { field, question, decision }
  })
}

function categoriesOf({ document }: PolicyInForce, { about }: Asked) {
  if ('category' in about) return [{ field: '', category: about.category }]
  const declared = document.datasets[about.dataset]?.fields ?? {}
  return about.fields.map((field) => ({ field, category: declared[field]?.category ?? '' }))
}

async function originOf(
  tx: Queryable,
  policy: PolicyInForce,
  { subject, controller, about }: Asked,
): Promise<RecordOrigin> {
  if ('category' in about) return { channel: about.channel, version: about.version }
  const table = policy.tableOf(about.dataset)
  const found =
    table && (await findOrigin(tx, { table, subject, controller, record: about.record }))
  // Nothing came in on the empty channel, so nothing was collected for any purpose.
  return found || { channel: '', version: policy.version }
}
