import { openNote, signNote, type NoteKey, type NoteProblem, type NoteSigner } from './note.ts'
import type { Primitives, Sha256 } from './primitives.ts'
import { fromBase64, toBase64 } from './text/base64.ts'
import { fromDecimal } from './text/decimal.ts'
import { hashLength } from './tree/hashes.ts'
import { checkSize } from './tree/range.ts'
import type { TreeHead } from './tree/verify-consistency.ts'

/** A tree head signed by its ledger (https://c2sp.org/tlog-checkpoint). */
export interface Checkpoint extends TreeHead {
  /** Name of the ledger, which is the name of its key. */
  readonly origin: string
}

/** Why a checkpoint was not accepted. */
export type CheckpointProblem = NoteProblem | 'origin'

/**
 * The checkpoint as a signed note; its origin is the signer's name. Throws RangeError on a size that
 * is no whole number below 2^53 or a root that is not 32 bytes long.
 *
 * For example:
 *
 * aster.example/ledger
 * 3
 * rra8/idLcKFPsGel5VeCZNsPqbUa9eC6FZFY8yngbnc=
 *
 * — aster.example/ledger pCcs0owVIdVsWT6CXkfoHX7qeUU931K9Z4PtoJXL0aPYmxtYQxwBzBV7IvleO4M6o0Vp78b9Y3sRZnOaP0OCRonr3wI=
 */
export function signCheckpoint(head: TreeHead, signer: NoteSigner, sha256: Sha256): string {
  checkSize(head.size)
  if (head.root.length !== hashLength) throw new RangeError('a root is 32 bytes long')
  return signNote(`${signer.name}\n${head.size}\n${toBase64(head.root)}\n`, signer, sha256)
}

/**
 * The checkpoint in a note, once its signature by the key is verified. Stricter than the
 * specification: extension lines, which this ledger never writes, are refused.
 */
export function openCheckpoint(
  note: string,
  key: NoteKey,
  primitives: Primitives,
):
  | { readonly ok: true; readonly checkpoint: Checkpoint }
  | { readonly ok: false; readonly problem: CheckpointProblem } {
  const opened = openNote(note, key, primitives)
  if (!opened.ok) return opened
  const [origin = '', decimal = '', base64 = '', ...rest] = opened.text.split('\n')
  const size = fromDecimal(decimal)
  const root = fromBase64(base64)
  if (size === null || root?.length !== hashLength || rest.join('\n') !== '') {
    return { ok: false, problem: 'malformed' }
  }
  if (origin !== key.name) return { ok: false, problem: 'origin' }
  return { ok: true, checkpoint: { origin, size, root } }
}
