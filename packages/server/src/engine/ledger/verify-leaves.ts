import { parseLeaf } from '@troth/core/ledger'
import type { Queryable } from '../../store/database.ts'
import { nobody } from '../../store/leaves.ts'
import type { LedgerProblem } from './problem.ts'

type LeafRow = {
  readonly subject_id: string
  readonly leaf_id: string
  readonly kind: string
  readonly at: Date
  /** `at` has no microseconds, which a Date would hide. */
  readonly exact: boolean
  readonly data: Uint8Array
  readonly position: number | null
  /** The tree holds the same data at that position; null where it holds nothing. */
  readonly same: boolean | null
}

/** Compares each leaf row with the tree and with itself; rows that were erased are not missed. */
export async function verifyLeafRows(
  tx: Queryable,
  batch: number,
): Promise<
  | { readonly ok: true; readonly pending: number }
  | { readonly ok: false; readonly problem: LedgerProblem }
> {
  let pending = 0
  let after: Pick<LeafRow, 'subject_id' | 'leaf_id'> = { subject_id: nobody, leaf_id: nobody }
  for (;;) {
    const { rows } = await tx.query<LeafRow>(
      `SELECT subject_id, leaf_id, kind, at, at = date_trunc('milliseconds', at) AS exact, data, position,
         (SELECT tree.data = leaf.data FROM troth.tree WHERE tree.position = leaf.position) AS same
       FROM troth.leaf WHERE (subject_id, leaf_id) > ($1, $2)
       ORDER BY subject_id, leaf_id LIMIT $3`,
      [after.subject_id, after.leaf_id, batch],
    )
    const wrong = rows.find((row) => !isSound(row))
    if (wrong !== undefined) {
      // The row is told by its place alone: its subject is nobody's business.
      const where = wrong.position === null ? 'that waits for its place' : `at ${wrong.position}`
      const message = `the leaf row ${where} was changed`
      return { ok: false, problem: { table: 'leaf', position: wrong.position ?? -1, message } }
    }
    pending += rows.filter(({ position }) => position === null).length
    const last = rows.at(-1)
    if (last === undefined) return { ok: true, pending }
    after = last
  }
}

function isSound({ kind, at, exact, data, position, same }: LeafRow): boolean {
  const leaf = parseLeaf(data)
  if (leaf?.kind !== kind || leaf.at.getTime() !== at.getTime() || !exact) return false
  return position === null || same === true
}
