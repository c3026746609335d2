/**
 * The same thirty rules in other engines, each in the form that suits it best, with all it is handed made beforehand.
 * @module
 */
import { createMongoAbility } from '@casl/ability'
import { newEnforcer, newModelFromString, StringAdapter } from 'casbin'
import { compiled, now, record, subjects } from './as-policy.ts'
import { kernelOf } from '@troth/core/policy'
import { categories, people, purposes, requests, type Gate } from './workload.ts'

/**
 * One engine with its requests made ready, each cut down to what the engine needs. `count` decides the first `operations`
 * of them and says how many are allowed; each engine has a loop of its own, since one that all shared would be optimised
 * for none.
 */
export interface Engine {
  readonly name: string
  readonly operations: number
  allows(request: number): boolean
  count(): number
}

/** Everything that an engine may need to be told of a request. */
const asked = requests.map(({ person, purpose, category }) => {
  const who = people[person]
  const subject = subjects[person]
  if (!who || !subject) throw new RangeError(`there is no person ${person}`)
  return {
    purpose,
    category,
    subject,
    place: compiled.positions.get(purpose) ?? -1,
    index: compiled.categories.get(category) ?? -1,
    consented: who.consents.has(purpose),
    adult: who.adult,
    vouched: who.adult || who.guardian,
  }
})

/** Troth by the ids as the policy spells them. */
export function kernelByString(name: string): Engine {
  const kernel = kernelOf(compiled)
  const ready = asked.map(({ purpose, category, subject }) => ({ purpose, category, subject }))
  return {
    name,
    operations: ready.length,
    allows: (n) => {
      const { purpose, category, subject } = at(ready, n)
      return kernel.decide(purpose, category, subject, record, now) === 0
    },
    count: () => {
      let count = 0
      for (const { purpose, category, subject } of ready) {
        if (kernel.decide(purpose, category, subject, record, now) === 0) count += 1
      }
      return count
    },
  }
}

/** Troth by ids interned beforehand. */
export function kernelByInteger(name: string): Engine {
  const kernel = kernelOf(compiled)
  const ready = asked.map(({ place, index, subject }) => ({ place, index, subject }))
  return {
    name,
    operations: ready.length,
    allows: (n) => {
      const { place, index, subject } = at(ready, n)
      return kernel.decideAt(place, index, subject, record, now) === 0
    },
    count: () => {
      let count = 0
      for (const { place, index, subject } of ready) {
        if (kernel.decideAt(place, index, subject, record, now) === 0) count += 1
      }
      return count
    },
  }
}

/** CASL: one ability of 30 rules with equality conditions, the fastest that it has. */
export function casl(name: string): Engine {
  const wanted: Readonly<Record<Gate, object>> = {
    any: {},
    guarded: { vouched: true },
    adults: { adult: true },
  }
  const ability = createMongoAbility(
    purposes.flatMap(({ id, categories: used, onConsent, gate }) =>
      used.map((category) => ({
        action: id,
        subject: category,
        conditions: { ...(onConsent && { consented: true }), ...wanted[gate] },
      })),
    ),
    { detectSubjectType: (item: { readonly category: string }) => item.category },
  )
  const ready = asked.map(told)
  return {
    name,
    operations: ready.length,
    allows: (n) => ability.can(at(ready, n).purpose, at(ready, n)),
    count: () => {
      let count = 0
      for (const request of ready) if (ability.can(request.purpose, request)) count += 1
      return count
    },
  }
}

/** casbin: one matcher over 30 policy lines, without its asynchronous overhead; it is slow, so a part is enough. */
export async function casbin(name: string): Promise<Engine> {
  const model = newModelFromString(`
[request_definition]
r = purpose, category, consented, adult, vouched
[policy_definition]
p = purpose, category, consent, gate
[policy_effect]
e = some(where (p.eft == allow))
[matchers]
m = r.purpose == p.purpose && r.category == p.category && (p.consent == "no" || r.consented) && (p.gate == "any" || r.adult || (p.gate == "guarded" && r.vouched))
`)
  const lines = purposes.flatMap(({ id, categories: used, onConsent, gate }) =>
    used.map((category) => `p, ${id}, ${category}, ${onConsent ? 'yes' : 'no'}, ${gate}`),
  )
  const enforcer = await newEnforcer(model, new StringAdapter(lines.join('\n')))
  const ready = asked.map(told)
  const part = ready.slice(0, 256)
  const allows = ({ purpose, category, consented, adult, vouched }: (typeof ready)[number]) =>
    enforcer.enforceSync(purpose, category, consented, adult, vouched)
  return {
    name,
    operations: part.length,
    allows: (n) => allows(at(ready, n)),
    count: () => part.filter(allows).length,
  }
}

/** The least one could write by hand: a person's bits against a table of purpose by category, integers throughout. */
export function bitset(name: string): Engine {
  const { table, bitsOf } = bits()
  const ready = asked.map(({ place, index, subject }) => ({
    bits: bitsOf.get(subject) ?? 0,
    cell: place * categories.length + index,
  }))
  return {
    name,
    operations: ready.length,
    allows: (n) => (at(ready, n).bits & (table[at(ready, n).cell] ?? 0)) !== 0,
    count: () => {
      let count = 0
      for (const { bits: open, cell } of ready) if ((open & (table[cell] ?? 0)) !== 0) count += 1
      return count
    },
  }
}

/** The same by string ids, each looked up in a Map: no reasons, no record, no time at which it goes stale. */
export function bitsetByString(name: string): Engine {
  const { table, bitsOf } = bits()
  const { positions, categories: indexes } = compiled
  const ready = asked.map(({ purpose, category, subject }) => ({
    purpose,
    category,
    bits: bitsOf.get(subject) ?? 0,
  }))
  const cellOf = (purpose: string, category: string) =>
    (positions.get(purpose) ?? -1) * 12 + (indexes.get(category) ?? -1)
  return {
    name,
    operations: ready.length,
    allows: (n) => {
      const { purpose, category, bits: open } = at(ready, n)
      return (open & (table[cellOf(purpose, category)] ?? 0)) !== 0
    },
    count: () => {
      let count = 0
      for (const { purpose, category, bits: open } of ready) {
        if ((open & (table[cellOf(purpose, category)] ?? 0)) !== 0) count += 1
      }
      return count
    },
  }
}

/** A bit for each purpose: where a category is used, and who is open to it. */
function bits() {
  const table = new Int32Array(purposes.length * categories.length)
  for (const [n, purpose] of purposes.entries()) {
    for (const category of purpose.categories) {
      table[n * categories.length + categories.indexOf(category)] = 1 << n
    }
  }
  const open = people.map((person) =>
    purposes.reduce((set, { id, onConsent, gate }, n) => {
      const agreed = !onConsent || person.consents.has(id)
      const aged = gate === 'any' || person.adult || (gate === 'guarded' && person.guardian)
      return agreed && aged ? set | (1 << n) : set
    }, 0),
  )
  const bitsOf = new Map(subjects.map((subject, person) => [subject, open[person] ?? 0]))
  return { table, bitsOf }
}

/** Going through the requests and reading one thing of each: what the loop itself costs. */
export function loopAlone(name: string): Engine {
  const ready = asked.map(({ consented }) => ({ consented }))
  return {
    name,
    operations: ready.length,
    allows: (n) => at(ready, n).consented,
    count: () => {
      let count = 0
      for (const { consented } of ready) if (consented) count += 1
      return count
    },
  }
}

/** What the engines that know nothing of people's history are told. */
function told({ purpose, category, consented, adult, vouched }: (typeof asked)[number]) {
  return { purpose, category, consented, adult, vouched }
}

function at<T>(list: readonly T[], n: number): T {
  const item = list[n]
  if (item === undefined) throw new RangeError(`there is no request ${n}`)
  return item
}
