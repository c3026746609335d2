import type { SubjectMask } from '@troth/core/policy'
import { TrothError } from '../../errors.ts'
import type { Queryable } from '../../store/database.ts'
import { addRow } from '../../store/people/rows.ts'
import { placeOf, sealJson } from '../../store/keys/seal.ts'
import type { Context } from '../context.ts'
import type { Person } from '../person.ts'
import type { Submission } from './submission.ts'

/** Stores the row with its provenance and its effective mask: what the person permits AND what the channel collects for. */
export async function storeRow(
  tx: Queryable,
  { policy }: Context,
  stored: {
    readonly submission: Submission
    readonly person: Person
    readonly id: string
    readonly collector: string
    readonly masks: ReadonlyMap<string, SubjectMask>
  },
): Promise<void> {
  const { submission, person, id, collector, masks } = stored
  const { channel, controller, open, sealed } = submission
  const dataset = policy.document.channels[channel]?.into ?? ''
  const table = policy.tableOf(dataset)
  const mask = masks.get(controller)
  if (table === undefined || mask === undefined || person.key === undefined) {
    throw new TrothError('policy.missing', {
      detail: `Dataset ${dataset} has no table; run: troth apply`,
    })
  }
  const records = policy.compiled.recordMask(channel)
  await addRow(tx, table, {
    subject: person.subject,
    record: id,
    controller,
    channel,
    source: 'subject',
    version: policy.version,
    collectedAt: person.at,
    collector,
    open,
    sealed:
      Object.keys(sealed).length === 0
        ? null
        : sealJson(person.key, placeOf(`data.${table}`, id, person.subject), sealed),
    words: [...mask.words].map((word, at) => word & (records[at] ?? 0)),
    until: mask.until,
  })
}
