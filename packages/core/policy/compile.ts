/**
 * A policy as tables for the decision: stable bit positions, masks of 31-bit words and the facts of each purpose
 * (docs/decision.md, "Masks"). Masks are shared, never copied: whoever receives one must not write to it.
 * @module
 */
import {
  parseDuration,
  zoneCalendar,
  type Duration,
  type ZoneCalendar,
} from './decision/calendar.ts'
import type { Basis, PolicyDocument, PurposeRule } from './rules.ts'

/** What a decision must know of one purpose. */
export interface CompiledPurpose {
  readonly id: string
  /** Bit position, stable over versions; also the integer id on the hot path. */
  readonly position: number
  /** Index of the word that holds its bit. */
  readonly word: number
  /** Its bit within that word. */
  readonly bit: number
  readonly basis: Basis
  /** The clause a refusal cites. */
  readonly clause: string
  /** Every purpose it needs, itself left out, directly or through others. */
  readonly needs: Int32Array
  /** Years of age from which it is open, of its own or as one closed to the young; `null` where any age will do. */
  readonly minimumAge: number | null
  /** Empty where no country is barred. */
  readonly barredRegions: ReadonlySet<string>
  readonly consentLasts: Duration | null
  /** The policy itself establishes the basis: an exception with its assessment, a law that is named. */
  readonly established: boolean
}

/** Data that some purposes never get; a category and a purpose both named are refused with this clause. */
export interface CompiledProhibition {
  readonly id: string
  readonly clause: string
  readonly reason: string
  readonly categories: ReadonlySet<string>
  readonly purposes: Int32Array
}

/** One version of a policy, ready to decide. */
export interface CompiledPolicy {
  readonly policy: PolicyDocument
  readonly version: number
  /** Words in every mask: at least one. */
  readonly words: number
  /** Position of each purpose ever declared, retired ones too: what the next version must be compiled with. */
  readonly positions: ReadonlyMap<string, number>
  /** Declared purposes in order of position. */
  readonly purposes: ReadonlyMap<string, CompiledPurpose>
  /** Integer ids in order of declaration. */
  readonly categories: ReadonlyMap<string, number>
  readonly controllers: ReadonlyMap<string, number>
  readonly channels: ReadonlyMap<string, number>
  readonly prohibitions: readonly CompiledProhibition[]
  readonly calendar: ZoneCalendar
  /** Purposes that may use the category: those whose `uses` hold it, less the prohibitions. All zero where undeclared. */
  fieldMask(category: string): Int32Array
  /** Purposes a record may serve that this version's channel collected. All zero for an undeclared channel or another version. */
  recordMask(channel: string, version?: number): Int32Array
  /** Purposes evident from using the channel, its choices left out: what an act of conduct there establishes. */
  conductMask(channel: string): Int32Array
  /** Names of the dataset's open fields that the purpose may use: its column grants. Empty where either is undeclared. */
  fieldsFor(purpose: string, dataset: string): readonly string[]
}

/**
 * Compiles a policy.
 * @param positions positions given to purposes by earlier versions; they are kept and new purposes are appended
 * @param words words a mask has at least, where tables already have more than this version needs
 * @throws {RangeError} when purposes need each other in a circle, two share a position, an id within a rule is not
 *   declared, or a duration or time zone is malformed: what the parser refuses earlier
 * @example
 * const compiled = compilePolicy(policy)
 * compiled.fieldMask('contact.email') // purposes that may use e-mail addresses
 */
export function compilePolicy(
  policy: PolicyDocument,
  positions: ReadonlyMap<string, number> = new Map(),
  words = 1,
): CompiledPolicy {
  const assigned = assignPositions(Object.keys(policy.purposes), positions)
  const size = Math.max(words, 1, Math.ceil((Math.max(-1, ...assigned.values()) + 1) / 31))
  const mask: MaskOf = (purposes, rule) => maskOf(purposes, policy.purposes, assigned, size, rule)
  const none = new Int32Array(size)
  const prohibitions = compileProhibitions(policy, mask)
  const purposes = compilePurposes(policy, assigned, mask)
  const fields = compileFields(policy, prohibitions, mask)
  const channels = Object.entries(policy.channels)
  const records = new Map(
    channels.map(([id, rule]) => [
      id,
      mask([...rule.purposes, ...(rule.choices ?? [])], `channels.${id}`),
    ]),
  )
  const conduct = new Map(channels.map(([id, rule]) => [id, mask(rule.purposes, `channels.${id}`)]))
  const fieldMask = (category: string) => fields.get(category) ?? none

  return Object.freeze({
    policy,
    version: policy.version,
    words: size,
    positions: assigned,
    purposes,
    categories: indexed(Object.keys(policy.categories)),
    controllers: indexed(Object.keys(policy.controllers)),
    channels: indexed(channels.map(([id]) => id)),
    prohibitions,
    calendar: zoneCalendar(policy.children.timeZone),
    fieldMask,
    recordMask: (channel: string, version = policy.version) =>
      (version === policy.version ? records.get(channel) : undefined) ?? none,
    conductMask: (channel: string) => conduct.get(channel) ?? none,
    fieldsFor: (purpose: string, dataset: string) => {
      const compiled = purposes.get(purpose)
      if (!compiled || !Object.hasOwn(policy.datasets, dataset)) return []
      return Object.entries(policy.datasets[dataset]?.fields ?? {})
        .filter(([, field]) => field.keep === 'open' && holds(fieldMask(field.category), compiled))
        .map(([name]) => name)
    },
  })
}

/** Whether a mask holds the purpose's bit. */
export function holds(mask: Int32Array, purpose: Pick<CompiledPurpose, 'word' | 'bit'>): boolean {
  return ((mask[purpose.word] ?? 0) & purpose.bit) !== 0
}

type MaskOf = (purposes: Iterable<string>, rule: string) => Int32Array

function compileProhibitions(policy: PolicyDocument, mask: MaskOf): readonly CompiledProhibition[] {
  return Object.entries(policy.prohibitions).map(([id, rule]) =>
    Object.freeze({
      id,
      clause: firstClause(rule.clauses, `prohibitions.${id}`),
      reason: rule.reason,
      categories: new Set(rule.categories),
      purposes: mask(rule.purposes, `prohibitions.${id}.purposes`),
    }),
  )
}

function compileFields(
  policy: PolicyDocument,
  prohibitions: readonly CompiledProhibition[],
  mask: MaskOf,
): ReadonlyMap<string, Int32Array> {
  const usedBy = new Map(Object.keys(policy.categories).map((id): [string, string[]] => [id, []]))
  for (const [id, { uses }] of Object.entries(policy.purposes)) {
    for (const category of uses) {
      const users = usedBy.get(category)
      if (!users)
        throw new RangeError(`purpose \`${id}\` uses \`${category}\`, which is not declared`)
      users.push(id)
    }
  }
  return new Map(
    [...usedBy].map(([category, users]) => {
      const barred = prohibitions.filter(({ categories }) => categories.has(category))
      const closed = (n: number) =>
        barred.reduce((word, { purposes }) => word | (purposes[n] ?? 0), 0)
      return [category, mask(users, `categories.${category}`).map((word, n) => word & ~closed(n))]
    }),
  )
}

function compilePurposes(
  policy: PolicyDocument,
  assigned: ReadonlyMap<string, number>,
  mask: MaskOf,
): ReadonlyMap<string, CompiledPurpose> {
  const closed = new Set(policy.children.young.closed)
  const entries = Object.entries(policy.purposes).map(([id, rule]): [string, CompiledPurpose] => {
    const position = assigned.get(id) ?? 0
    const ages = [rule.minimumAge, closed.has(id) ? policy.children.young.until : undefined]
    const known = ages.filter((age) => age !== undefined)
    return [
      id,
      Object.freeze({
        id,
        position,
        word: Math.floor(position / 31),
        bit: 1 << (position % 31),
        basis: rule.basis,
        clause: firstClause(rule.clauses, `purposes.${id}`),
        needs: mask(needsOf(id, policy.purposes), `purposes.${id}.needs`),
        minimumAge: known.length === 0 ? null : Math.max(...known),
        barredRegions: new Set(rule.barredRegions),
        consentLasts: rule.consentLasts === undefined ? null : parseDuration(rule.consentLasts),
        established: isEstablished(rule),
      }),
    ]
  })
  return new Map(entries.toSorted(([, a], [, b]) => a.position - b.position))
}

function isEstablished(rule: PurposeRule): boolean {
  if (rule.basis.startsWith('exception:')) return rule.assessment !== undefined
  return rule.basis === 'law' && rule.law !== undefined
}

// INVARIANT: a position once given is never given to another purpose, so a mask written years ago keeps its meaning.
function assignPositions(ids: readonly string[], given: ReadonlyMap<string, number>) {
  const assigned = new Map<string, number>()
  const taken = new Map<number, string>()
  for (const [id, position] of given) {
    if (!Number.isSafeInteger(position) || position < 0) {
      throw new RangeError(
        `purpose \`${id}\` has the position ${position}, which is not a whole number from 0`,
      )
    }
    const holder = taken.get(position)
    if (holder !== undefined) {
      throw new RangeError(`purposes \`${holder}\` and \`${id}\` share the position ${position}`)
    }
    taken.set(position, id)
    assigned.set(id, position)
  }
  let next = Math.max(-1, ...taken.keys()) + 1
  for (const id of ids) {
    if (!assigned.has(id)) assigned.set(id, next++)
  }
  return assigned
}

function maskOf(
  purposes: Iterable<string>,
  declared: PolicyDocument['purposes'],
  assigned: ReadonlyMap<string, number>,
  words: number,
  rule: string,
): Int32Array {
  const mask = new Int32Array(words)
  for (const purpose of purposes) {
    const position = Object.hasOwn(declared, purpose) ? assigned.get(purpose) : undefined
    if (position === undefined) {
      throw new RangeError(`\`${rule}\` names the purpose \`${purpose}\`, which is not declared`)
    }
    const word = Math.floor(position / 31)
    mask[word] = (mask[word] ?? 0) | (1 << (position % 31))
  }
  return mask
}

/** Every purpose that `start` needs, however far; walks on a stack of its own, so depth costs no call frames. */
function needsOf(start: string, purposes: PolicyDocument['purposes']): ReadonlySet<string> {
  const found = new Set<string>()
  const open = [start]
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    const rule = Object.hasOwn(purposes, id) ? purposes[id] : undefined
    if (!rule) throw new RangeError(`purpose \`${start}\` needs \`${id}\`, which is not declared`)
    for (const need of rule.needs ?? []) {
      if (need === start)
        throw new RangeError(`purpose \`${start}\` needs itself, through \`${id}\``)
      if (found.has(need)) continue
      found.add(need)
      open.push(need)
    }
  }
  return found
}

function firstClause(clauses: readonly string[], rule: string): string {
  const [first] = clauses
  if (first === undefined) throw new RangeError(`\`${rule}\` cites no clause`)
  return first
}

function indexed(ids: readonly string[]): ReadonlyMap<string, number> {
  return new Map(ids.map((id, n) => [id, n]))
}
