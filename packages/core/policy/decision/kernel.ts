/**
 * The hot path: a decision as a few table look-ups, without a byte allocated. Masks are folded before; here they meet.
 * @module
 */
import { holds, type CompiledPolicy } from '../compile.ts'
import type { SubjectMask } from '../fold.ts'
import { intern } from './intern.ts'
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
  const tables = tablesOf(compiled)
  const { bits, codes, purposeAt, categoryAt } = tables
  const places = bits.length
  const categoryCount = compiled.categories.size

  const decideAt: Kernel['decideAt'] = (purpose, category, subject, record, now) => {
    if (
      !(purpose >= 0 && purpose < places && category >= 0 && category < categoryCount) ||
      subject.controller < 0 ||
      !isFresh(subject.reasonsUntil, now)
    ) {
      return decideOdd(purpose, category, subject, record, now)
    }
    // Without a branch, since which test refuses is what a processor cannot predict: a later code shows where every
    // earlier one is 0, for `(0 - 1) >> 31` is all ones and any other code's is 0.
    const data = codes[category * places + purpose] ?? unknownCategory
    const word = (purpose / 31) | 0
    const collected = ((record[word] ?? 0) >>> (purpose - word * 31)) & 1
    const toRecord = data | ((collected - 1) & notCollectedFor & ((data - 1) >> 31))
    return toRecord | ((subject.reasons[purpose] ?? staleMask) & ((toRecord - 1) >> 31))
  }

  const decideData = (purpose: number, category: number, record: Int32Array) => {
    const bit = bits[purpose] ?? 0
    if (bit === 0) return unknownPurpose
    const data = codes[category * places + purpose] ?? unknownCategory
    if (data !== permitted) return data
    return ((record[(purpose / 31) | 0] ?? 0) & bit) === 0 ? notCollectedFor : permitted
  }

  // Ids that are not declared and masks that are too old, in the order of the tests.
  const decideOdd: Kernel['decideAt'] = (purpose, category, subject, record, now) => {
    if (subject.controller < 0) return unknownController
    const data = decideData(purpose, category, record)
    if (data !== permitted) return data
    const code = subject.reasons[purpose] ?? staleMask
    // The bits may still hold when the reasons do not.
    const isCurrent = isFresh(code === permitted ? subject.until : subject.reasonsUntil, now)
    return isCurrent ? code : staleMask
  }

  return Object.freeze({
    decideAt,
    decide: (purpose, category, subject, record, now) =>
      decideAt(purposeAt(purpose), categoryAt(category), subject, record, now),
    decideMany: (purpose, category, rows, now, out) => {
      const place = purposeAt(purpose)
      const open = codes[categoryAt(category) * places + place] === permitted
      const bit = open ? (bits[place] ?? 0) : 0
      return fill(rows, place < 0 ? 0 : (place / 31) | 0, bit, now.getTime(), out)
    },
    decideData: (purpose, category, record) =>
      decideData(purposeAt(purpose), categoryAt(category), record),
  } satisfies Kernel)
}

/**
 * Integer ids, each position's bit (0 where no declared purpose has it), and by category and position the code of the
 * tests from `unknown-purpose` to `field-not-used`.
 */
function tablesOf(compiled: CompiledPolicy) {
  const { words, purposes, categories, prohibitions } = compiled
  const places = words * 31
  const bits = new Int32Array(places)
  const codes = new Uint8Array(categories.size * places).fill(unknownPurpose)
  for (const purpose of purposes.values()) {
    bits[purpose.position] = purpose.bit
    for (const [category, index] of categories) {
      const isBarred = prohibitions.some(
        (rule) => rule.categories.has(category) && holds(rule.purposes, purpose),
      )
      const isUsed = holds(compiled.fieldMask(category), purpose)
      const code = isBarred ? prohibited : isUsed ? permitted : fieldNotUsed
      codes[index * places + purpose.position] = code
    }
  }
  return {
    bits,
    codes,
    purposeAt: intern(new Map([...purposes].map(([id, { position }]) => [id, position]))),
    categoryAt: intern(categories),
  }
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
    // Numbers, not a condition: as a branch that half the rows take it costs 2.4 ns a row, so it costs 1.1.
    const answer = Number(open !== 0) & Number(now < (until[row] ?? 0))
    out[row] = answer
    count += answer
  }
  return count
}
