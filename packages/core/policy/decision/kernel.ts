/**
 * The hot path: a decision as a few table look-ups, without a byte allocated. Masks are folded before; here they meet.
 * @module
 */
import type { CompiledPolicy } from '../compile.ts'
import type { SubjectMask } from '../fold.ts'
import { reasonCode } from './reason-code.ts'

const permitted = reasonCode('permitted')
const unknownController = reasonCode('unknown-controller')
const unknownPurpose = reasonCode('unknown-purpose')
const unknownCategory = reasonCode('unknown-category')
const prohibited = reasonCode('prohibited')
const fieldNotUsed = reasonCode('field-not-used')
const notCollectedFor = reasonCode('not-collected-for')
const staleMask = reasonCode('stale-mask')

/** Masks of many rows, a column each: `subjects[w][row]` is word `w` of the row's subject mask. */
export interface MaskColumns {
  readonly subjects: readonly Int32Array[]
  readonly records: readonly Int32Array[]
  /** Milliseconds since the epoch at which the row's subject mask goes stale; `Infinity` where never. */
  readonly until: Float64Array
}

/** Decides over masks of one compiled policy. Codes are those of `reasonCode`; 0 alone permits. */
export interface Kernel {
  /** By ids as the policy spells them. `record` is a `recordMask` of the compiled policy. */
  decide(
    purpose: string,
    category: string,
    subject: SubjectMask,
    record: Int32Array,
    now: Date,
  ): number
  /** By a purpose's position and a category's integer id, -1 for an id the policy does not have. */
  decideAt(
    purpose: number,
    category: number,
    subject: SubjectMask,
    record: Int32Array,
    now: Date,
  ): number
  /**
   * One purpose and category over many rows: writes 1 for each permitted row and 0 for each other to `out`, and
   * returns how many are permitted.
   * @throws {RangeError} when a column is shorter than `out`
   */
  decideMany(
    purpose: string,
    category: string,
    rows: MaskColumns,
    now: Date,
    out: Uint8Array,
  ): number
  /** The tests that depend on neither person nor time: everything before `unknown-subject`, the controller left out. */
  decideData(purpose: string, category: string, record: Int32Array): number
}

const kernels = new WeakMap<CompiledPolicy, Kernel>()

/** The kernel of a compiled policy, made once. */
export function kernelOf(compiled: CompiledPolicy): Kernel {
  const kernel = kernels.get(compiled) ?? newKernel(compiled)
  kernels.set(compiled, kernel)
  return kernel
}

function newKernel(compiled: CompiledPolicy): Kernel {
  const { words, categories } = compiled
  const tables = tablesOf(compiled)
  const { positions, bits, fields } = tables
  const places = bits.length
  const categoryCount = categories.size

  const decideAt: Kernel['decideAt'] = (purpose, category, subject, record, now) => {
    if (purpose < 0 || purpose >= places || category < 0 || category >= categoryCount) {
      return refusal(purpose, category, subject, record, now)
    }
    const word = (purpose / 31) | 0
    const both = (subject.words[word] ?? 0) & (record[word] ?? 0)
    const open = both & (fields[category * words + word] ?? 0) & (bits[purpose] ?? 0)
    return open !== 0 && isFresh(subject.until, now)
      ? permitted
      : refusal(purpose, category, subject, record, now)
  }

  const data = (purpose: number, category: number, record: Int32Array) => {
    const bit = bits[purpose] ?? 0
    if (bit === 0) return unknownPurpose
    if (!(category >= 0 && category < categoryCount)) return unknownCategory
    const word = (purpose / 31) | 0
    const field = category * words + word
    if (((tables.prohibited[field] ?? 0) & bit) !== 0) return prohibited
    if (((fields[field] ?? 0) & bit) === 0) return fieldNotUsed
    return ((record[word] ?? 0) & bit) === 0 ? notCollectedFor : permitted
  }

  // In the order of the tests; a mask still fresh for its bits may be too old for its reasons.
  const refusal: Kernel['decideAt'] = (purpose, category, subject, record, now) => {
    if (subject.controller < 0) return unknownController
    const code = data(purpose, category, record)
    if (code !== permitted) return code
    if (!isFresh(subject.until, now) || !isFresh(subject.reasonsUntil, now)) return staleMask
    return subject.reasons[purpose] ?? staleMask
  }

  const position = (purpose: string) => positions.get(purpose) ?? -1
  const index = (category: string) => categories.get(category) ?? -1
  return Object.freeze({
    decideAt,
    decide: (purpose, category, subject, record, now) =>
      decideAt(position(purpose), index(category), subject, record, now),
    decideMany: (purpose, category, rows, now, out) => {
      const place = position(purpose)
      const word = place < 0 ? 0 : (place / 31) | 0
      const field = fields[index(category) * words + word] ?? 0
      return fill(rows, word, field & (bits[place] ?? 0), now.getTime(), out)
    },
    decideData: (purpose, category, record) => data(position(purpose), index(category), record),
  } satisfies Kernel)
}

/** Positions of declared purposes, each one's bit (0 where none has the place), and the words of each category in a row. */
function tablesOf(compiled: CompiledPolicy) {
  const { words, purposes, categories, prohibitions } = compiled
  const bits = new Int32Array(words * 31)
  for (const { position, bit } of purposes.values()) bits[position] = bit
  const fields = new Int32Array(categories.size * words)
  const barred = new Int32Array(categories.size * words)
  for (const [category, index] of categories) {
    fields.set(compiled.fieldMask(category), index * words)
    for (const prohibition of prohibitions) {
      if (!prohibition.categories.has(category)) continue
      prohibition.purposes.forEach((word, n) => {
        barred[index * words + n] = (barred[index * words + n] ?? 0) | word
      })
    }
  }
  const positions = new Map([...purposes].map(([id, { position }]) => [id, position]))
  return { positions, bits, fields, prohibited: barred }
}

function isFresh(until: Date | null, now: Date): boolean {
  return until === null || now.getTime() < until.getTime()
}

function fill(rows: MaskColumns, word: number, bit: number, now: number, out: Uint8Array): number {
  const subjects = rows.subjects[word]
  const records = rows.records[word]
  const { until } = rows
  const { length } = out
  if (!subjects || !records || Math.min(subjects.length, records.length, until.length) < length) {
    throw new RangeError(`a column of masks has fewer than ${length} rows`)
  }
  let count = 0
  for (let row = 0; row < length; row += 1) {
    const open = (subjects[row] ?? 0) & (records[row] ?? 0) & bit
    const answer = open !== 0 && now < (until[row] ?? 0) ? 1 : 0
    out[row] = answer
    count += answer
  }
  return count
}
