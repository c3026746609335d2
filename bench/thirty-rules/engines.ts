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
 * One engine with the requests made ready for it. `count` decides the first so many and says how many are allowed; each
 * engine has a loop of its own, since one that all shared would be optimised for none.
 */
export interface Engine {
  readonly name: string
  allows(request: number): boolean
  count(requests: number): number
}

/** What every engine is asked, with all that any of them needs to be told. */
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
type Asked = (typeof asked)[number]

function engineOf(
  name: string,
  allows: (request: Asked) => boolean,
  count: (requests: readonly Asked[]) => number,
): Engine {
  const allowed = (n: number) => {
    const request = asked[n]
    return request !== undefined && allows(request)
  }
  const all = asked.length
  const first = new Map<number, readonly Asked[]>([[all, asked]])
  const some = (requested: number) => {
    const cut = first.get(requested) ?? asked.slice(0, requested)
    first.set(requested, cut)
    return cut
  }
  return { name, allows: allowed, count: (requested) => count(some(requested)) }
}

/** Troth by the ids as the policy spells them. */
export function kernelByString(name: string): Engine {
  const kernel = kernelOf(compiled)
  return engineOf(
    name,
    ({ purpose, category, subject }) =>
      kernel.decide(purpose, category, subject, record, now) === 0,
    (list) => {
      let count = 0
      for (const { purpose, category, subject } of list) {
        if (kernel.decide(purpose, category, subject, record, now) === 0) count += 1
      }
      return count
    },
  )
}

/** Troth by ids interned beforehand. */
export function kernelByInteger(name: string): Engine {
  const kernel = kernelOf(compiled)
  return engineOf(
    name,
    ({ place, index, subject }) => kernel.decideAt(place, index, subject, record, now) === 0,
    (list) => {
      let count = 0
      for (const { place, index, subject } of list) {
        if (kernel.decideAt(place, index, subject, record, now) === 0) count += 1
      }
      return count
    },
  )
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
  return engineOf(
    name,
    (request) => ability.can(request.purpose, request),
    (list) => {
      let count = 0
      for (const request of list) if (ability.can(request.purpose, request)) count += 1
      return count
    },
  )
}

/** casbin: one matcher over 30 policy lines, without its asynchronous overhead. */
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
  const allows = ({ purpose, category, consented, adult, vouched }: Asked) =>
    enforcer.enforceSync(purpose, category, consented, adult, vouched)
  return engineOf(name, allows, (list) => list.filter(allows).length)
}

/** The least one could write by hand: a person's bits against a table of purpose by category, integers throughout. */
export function bitset(name: string): Engine {
  const table = new Int32Array(purposes.length * categories.length)
  for (const [n, purpose] of purposes.entries()) {
    for (const category of purpose.categories) {
      table[n * categories.length + categories.indexOf(category)] = 1 << n
    }
  }
  const open = Int32Array.from(people, (person) =>
    purposes.reduce((bits, { id, onConsent, gate }, n) => {
      const agreed = !onConsent || person.consents.has(id)
      const aged = gate === 'any' || person.adult || (gate === 'guarded' && person.guardian)
      return agreed && aged ? bits | (1 << n) : bits
    }, 0),
  )
  const bitsOf = new Map(subjects.map((subject, person) => [subject, open[person] ?? 0]))
  const ready = asked.map(({ place, index, subject }) => ({
    bits: bitsOf.get(subject) ?? 0,
    cell: place * categories.length + index,
  }))
  const allows = (n: number) => ((ready[n]?.bits ?? 0) & (table[ready[n]?.cell ?? 0] ?? 0)) !== 0
  const count = () => {
    let allowed = 0
    for (const { bits, cell } of ready) if ((bits & (table[cell] ?? 0)) !== 0) allowed += 1
    return allowed
  }
  return { name, allows, count }
}

/** Going through the requests and reading one thing of each: what the loop itself costs. */
export function loopAlone(name: string): Engine {
  return engineOf(
    name,
    ({ consented }) => consented,
    (list) => {
      let count = 0
      for (const { consented } of list) if (consented) count += 1
      return count
    },
  )
}
