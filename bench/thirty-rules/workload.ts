/**
 * Thirty rules and the requests to decide by them, the same each time: 10 purposes of three categories each out of 12,
 * some on consent, some for adults or for children with a guardian, everything else denied.
 * @module
 */

/** Who a rule is open to: a child needs a guardian behind what it does, or may not at all. */
export type Gate = 'any' | 'guarded' | 'adults'

/** One purpose: its three categories make three rules. */
export interface Purpose {
  readonly id: string
  readonly categories: readonly string[]
  readonly onConsent: boolean
  readonly gate: Gate
}

export interface Person {
  readonly adult: boolean
  readonly guardian: boolean
  /** Purposes the person agreed to. */
  readonly consents: ReadonlySet<string>
}

export interface Request {
  /** Index of the person. */
  readonly person: number
  readonly purpose: string
  readonly category: string
}

/** Numbers from 0 to 1 that look random and are the same each time (mulberry32). */
export function seeded(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

const random = seeded(30)
const chance = (share: number) => random() < share
const below = (count: number) => Math.floor(random() * count)

/** Ids as a program's literals are: one string each, known to the engine as a name. */
const named = (ids: readonly string[]) => Object.keys(Object.fromEntries(ids.map((id) => [id, 0])))

export const categories = named(Array.from({ length: 12 }, (_, n) => `category.${n}`))
const purposeIds = named(Array.from({ length: 10 }, (_, n) => `purpose.${n}`))
const gates: readonly Gate[] = ['any', 'guarded', 'adults']

export const purposes: readonly Purpose[] = purposeIds.map((id, n) => ({
  id,
  categories: categories.toSorted(() => random() - 0.5).slice(0, 3),
  onConsent: n % 5 < 3,
  gate: gates[n % 3] ?? 'any',
}))

export const people: readonly Person[] = Array.from({ length: 64 }, () => {
  const adult = chance(0.75)
  return {
    adult,
    guardian: !adult && chance(0.5),
    consents: new Set(purposes.filter(() => chance(0.75)).map(({ id }) => id)),
  }
})

export const requests: readonly Request[] = Array.from({ length: 4096 }, () => {
  const purpose = purposes[below(10)] ?? { id: '', categories: [] }
  const among = chance(0.65) ? purpose.categories : categories
  return {
    person: below(people.length),
    purpose: purpose.id,
    category: among[below(among.length)] ?? '',
  }
})

/** The rules read one by one: what every engine must answer. */
export function reference({ person, purpose, category }: Request): boolean {
  const rule = purposes.find(({ id }) => id === purpose)
  const who = people[person]
  if (!rule || !who || !rule.categories.includes(category)) return false
  if (rule.onConsent && !who.consents.has(purpose)) return false
  return rule.gate === 'any' || who.adult || (rule.gate === 'guarded' && who.guardian)
}
