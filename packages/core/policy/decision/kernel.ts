/**
 * The hot path: a decision as a few table look-ups, without a byte allocated. Masks are folded before; here they meet.
 * @module
 */
import { holds, type CompiledPolicy } from '../compile.ts'
import type { SubjectMask } from '../fold.ts'
import { intern, internedAt, type Interned } from './intern.ts'
import { reasonCode } from './reason-code.ts'

const permitted = reasonCode('permitted')
const unknownController = reasonCode('unknown-controller')
const unknownPurpose = reasonCode('unknown-purpose')
const unknownCategory = reasonCode('unknown-category')
const prohibited = reasonCode('prohibited')
const fieldNotUsed = reasonCode('field-not-used')
const notCollectedFor = reasonCode('not-collected-for')
const staleMask = reasonCode('stale-mask')

/** Many rows, a column each, as a dataset's table keeps them. */
export interface MaskColumns {
  /** `masks[w][row]` is word `w` of the row's effective mask: its subject mask AND its record mask. */
  readonly masks: readonly Int32Array[]
  /** Milliseconds since the epoch at which the row's mask goes stale; `Infinity` where never. */
  readonly until: Float64Array
}

/** Decides over masks of one compiled policy. Codes are those of `reasonCode`; 0 alone permits. */
export interface Kernel {
  /**
   * By ids as the policy spells them. `record` is a `recordMask` of the compiled policy.
   * @example
   * const code = kernel.decide('marketing.email', 'contact.email', subject, record, now)
   * if (code !== 0) console.log(reasonOf(code))
   */
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
  const { bits, codes } = tables
  const places = bits.length
  const categoryCount = compiled.categories.size
  // Names of their own, so that each is a constant of the closures below (see `internedAt`).
  const { ids: pIds, integers: pIntegers, shortest: pShortest, others: pOthers } = tables.purposes
  const { first: p1, second: p2, third: p3, multiplier: pBy, shift: pShift } = tables.purposes
  const { ids: cIds, integers: cIntegers, shortest: cShortest, others: cOthers } = tables.categories
  const { first: c1, second: c2, third: c3, multiplier: cBy, shift: cShift } = tables.categories
  const placeOf = (id: string) =>
    internedAt(id, pIds, pIntegers, pShortest, p1, p2, p3, pBy, pShift, pOthers)
  const indexOf = (id: string) =>
    internedAt(id, cIds, cIntegers, cShortest, c1, c2, c3, cBy, cShift, cOthers)

  return Object.freeze({
    // `internedAt` written out twice: this long, the function is never taken inside its caller, where what else the
    // optimiser took in would decide whether its parts still fit (24 or 40 ns, by chance).
    decide: (purpose, category, subject, record, now) => {
      let place = -1
      const purposeLength = purpose.length
      if (purposeLength >= pShortest) {
        let mix = purpose.charCodeAt(p1 < 0 ? purposeLength + p1 : p1) ^ (purposeLength << 21)
        if (p2 !== null) mix ^= purpose.charCodeAt(p2 < 0 ? purposeLength + p2 : p2) << 7
        if (p3 !== null) mix ^= purpose.charCodeAt(p3 < 0 ? purposeLength + p3 : p3) << 14
        const slot = Math.imul(mix, pBy) >>> pShift
        if (pIds[slot] === purpose) place = pIntegers[slot] ?? -1
      } else place = pOthers.get(purpose) ?? -1
      let index = -1
      const categoryLength = category.length
      if (categoryLength >= cShortest) {
        let mix = category.charCodeAt(c1 < 0 ? categoryLength + c1 : c1) ^ (categoryLength << 21)
        if (c2 !== null) mix ^= category.charCodeAt(c2 < 0 ? categoryLength + c2 : c2) << 7
        if (c3 !== null) mix ^= category.charCodeAt(c3 < 0 ? categoryLength + c3 : c3) << 14
        const slot = Math.imul(mix, cBy) >>> cShift
        if (cIds[slot] === category) index = cIntegers[slot] ?? -1
      } else index = cOthers.get(category) ?? -1
      return meet(tables, codes, places, place, index, subject, record, now)
    },
    decideAt: (purpose, category, subject, record, now) =>
      meet(
        tables,
        codes,
        places,
        within(purpose, places),
        within(category, categoryCount),
        subject,
        record,
        now,
      ),
    decideMany: (purpose, category, rows, now, out) => {
      const position = placeOf(purpose)
      const open = fieldCode(tables, position, indexOf(category)) === permitted
      const bit = open ? (bits[position] ?? 0) : 0
      return fill(rows, position < 0 ? 0 : (position / 31) | 0, bit, now.getTime(), out)
    },
    decideData: (purpose, category, record) =>
      dataCode(tables, placeOf(purpose), indexOf(category), record),
  } satisfies Kernel)
}

function within(integer: number, count: number): number {
  return integer >= 0 && integer < count ? integer : -1
}

/** The hot path itself. `codes` and `places` are those of the tables; a purpose or category is in range or -1. */
function meet(
  tables: Tables,
  codes: Uint8Array,
  places: number,
  purpose: number,
  category: number,
  subject: SubjectMask,
  record: Int32Array,
  now: Date,
): number {
  if ((purpose | category) < 0 || !isCurrent(subject, now.getTime())) {
    return meetOdd(tables, purpose, category, subject, record, now)
  }
  // Without a branch, since which test refuses is what a processor cannot predict: a later code shows where every
  // earlier one is 0, for `(0 - 1) >> 31` is all ones and any other code's is 0.
  const data = codes[category * places + purpose] ?? unknownCategory
  const word = (purpose / 31) | 0
  const shift = purpose - word * 31
  const collected = ((record[word] ?? 0) >>> shift) & 1
  const toRecord = data | ((collected - 1) & notCollectedFor & ((data - 1) >> 31))
  // INVARIANT: the bit and the reason must both permit, so that neither widens the other.
  const kept = ((subject.words[word] ?? 0) >>> shift) & 1
  const reason = subject.reasons[purpose] ?? staleMask
  const standing = reason | ((kept - 1) & staleMask & ((reason - 1) >> 31))
  return toRecord | (standing & ((toRecord - 1) >> 31))
}

/** Ids that are not declared and masks that are too old, in the order of the tests. */
function meetOdd(
  tables: Tables,
  purpose: number,
  category: number,
  subject: SubjectMask,
  record: Int32Array,
  now: Date,
): number {
  if (subject.controller < 0) return unknownController
  const data = dataCode(tables, purpose, category, record)
  if (data !== permitted) return data
  const code = subject.reasons[purpose] ?? staleMask
  // The bits may still hold when the reasons do not.
  if (code !== permitted) return isBefore(now.getTime(), subject.reasonsUntil) ? code : staleMask
  const kept = (subject.words[(purpose / 31) | 0] ?? 0) & (tables.bits[purpose] ?? 0)
  return kept !== 0 && isBefore(now.getTime(), subject.until) ? permitted : staleMask
}

function dataCode(tables: Tables, purpose: number, category: number, record: Int32Array): number {
  const code = fieldCode(tables, purpose, category)
  if (code !== permitted) return code
  const collected = (record[(purpose / 31) | 0] ?? 0) & (tables.bits[purpose] ?? 0)
  return collected === 0 ? notCollectedFor : permitted
}

function fieldCode({ bits, codes }: Tables, purpose: number, category: number): number {
  if ((bits[purpose] ?? 0) === 0) return unknownPurpose
  return codes[category * bits.length + purpose] ?? unknownCategory
}

interface Tables {
  readonly purposes: Interned
  readonly categories: Interned
  /** Each position's bit in its word; 0 where no declared purpose has the position. */
  readonly bits: Int32Array
  /** By category and position, the code of the tests from `unknown-purpose` to `field-not-used`. */
  readonly codes: Uint8Array
}

function tablesOf(compiled: CompiledPolicy): Tables {
  const { purposes, categories } = compiled
  const bits = new Int32Array(compiled.words * 31)
  for (const { position, bit } of purposes.values()) bits[position] = bit
  return {
    purposes: intern(new Map([...purposes].map(([id, { position }]) => [id, position]))),
    categories: intern(categories),
    bits,
    codes: fieldCodes(compiled),
  }
}

function fieldCodes(compiled: CompiledPolicy): Uint8Array {
  const { words, purposes, categories, prohibitions } = compiled
  const places = words * 31
  const codes = new Uint8Array(categories.size * places).fill(unknownPurpose)
  for (const purpose of purposes.values()) {
    for (const [category, index] of categories) {
      const isBarred = prohibitions.some(
        (rule) => rule.categories.has(category) && holds(rule.purposes, purpose),
      )
      const isUsed = holds(compiled.fieldMask(category), purpose)
      const code = isBarred ? prohibited : isUsed ? permitted : fieldNotUsed
      codes[index * places + purpose.position] = code
    }
  }
  return codes
}

function isCurrent({ controller, until, reasonsUntil }: SubjectMask, now: number): boolean {
  return controller >= 0 && isBefore(now, until) && isBefore(now, reasonsUntil)
}

/** Also false at an Invalid Date, which is no time at all. */
function isBefore(now: number, until: Date | null): boolean {
  return now < (until === null ? Infinity : until.getTime())
}

function fill(rows: MaskColumns, word: number, bit: number, now: number, out: Uint8Array): number {
  const masks = rows.masks[word]
  const { until } = rows
  const { length } = out
  if (!masks || Math.min(masks.length, until.length) < length) {
    throw new RangeError(`a column of masks has fewer than ${length} rows`)
  }
  let count = 0
  for (let row = 0; row < length; row += 1) {
    // Numbers, not a condition: as a branch that half the rows take it costs twice as much.
    const answer = Number(((masks[row] ?? 0) & bit) !== 0) & Number(now < (until[row] ?? 0))
    out[row] = answer
    count += answer
  }
  return count
}
