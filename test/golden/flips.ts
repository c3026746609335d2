/**
 * Every way to turn one rule of a policy that a decision rests on, each a policy with that one rule turned.
 * @module
 */
import type { Basis, PolicyDocument, PurposeRule } from '@troth/core/policy'

/** A policy with one rule turned. */
export interface Flip {
  readonly rule: string
  /** The purpose it is about, where it is about one. */
  readonly purpose: string | null
  readonly policy: PolicyDocument
}

/** All of them; what another rule makes without effect (a use that is prohibited, a need needed anyway) is left out. */
export function* flipsOf(policy: PolicyDocument): Generator<Flip> {
  for (const id of Object.keys(policy.purposes)) yield* purposeFlips(policy, id)
  yield* prohibitionFlips(policy)
  yield* channelFlips(policy)
  yield* childrenFlips(policy)
  for (const [id] of Object.entries(policy.controllers)) {
    yield {
      purpose: null,
      rule: `controllers.${id}`,
      policy: { ...policy, controllers: without(policy.controllers, id) },
    }
  }
}

function* purposeFlips(policy: PolicyDocument, id: string): Generator<Flip> {
  const rule = policy.purposes[id]
  if (!rule) return
  const turned = (name: keyof PurposeRule, value: unknown): Flip => ({
    purpose: id,
    rule: `purposes.${id}.${name} = ${JSON.stringify(value) ?? 'none'}`,
    policy: {
      ...policy,
      purposes: {
        ...policy.purposes,
        [id]: {
          ...without(rule, name),
          ...(value !== undefined && { [name]: value }),
        } as PurposeRule,
      },
    },
  })
  for (const basis of otherBases(rule)) yield turned('basis', basis)
  for (const category of rule.uses) {
    if (isProhibited(policy, category, id)) continue
    yield turned(
      'uses',
      rule.uses.filter((each) => each !== category),
    )
  }
  const unused = Object.keys(policy.categories).find(
    (category) => !rule.uses.includes(category) && !isProhibited(policy, category, id),
  )
  if (unused !== undefined) yield turned('uses', [...rule.uses, unused])

  const needs = rule.needs ?? []
  for (const need of needs) {
    const rest = needs.filter((each) => each !== need)
    if (!closure(policy, rest).has(need)) yield turned('needs', rest)
  }
  const further = Object.keys(policy.purposes).find(
    (other) =>
      other !== id && !closure(policy, needs).has(other) && !closure(policy, [other]).has(id),
  )
  if (further !== undefined) yield turned('needs', [...needs, further])

  const closed = policy.children.young.closed.includes(id) ? policy.children.young.until : 0
  const age = Math.max(rule.minimumAge ?? 0, closed, policy.children.under)
  yield turned('minimumAge', age + 1)
  if ((rule.minimumAge ?? 0) > closed) yield turned('minimumAge', undefined)
  const barred = rule.barredRegions ?? []
  for (const country of barred) {
    yield turned(
      'barredRegions',
      barred.filter((each) => each !== country),
    )
  }
  yield turned('barredRegions', [...barred, 'FR'])
  if (rule.basis === 'express') {
    yield turned('consentLasts', 'P37M')
    if (rule.consentLasts !== undefined) yield turned('consentLasts', undefined)
  }
  if (rule.basis.startsWith('exception:')) yield turned('assessment', undefined)
  if (rule.basis === 'law') yield turned('law', undefined)
}

/** One basis of each kind that decides otherwise than the purpose's own. */
function otherBases({ basis, assessment, law }: PurposeRule): readonly Basis[] {
  const kind = (each: Basis) => {
    if (each.startsWith('exception:')) return assessment ? 'stands' : 'does not'
    if (each === 'law') return law === undefined ? 'does not' : 'stands'
    if (each === 'deemed:notification') return 'does not'
    return each === 'express' ? 'consent' : 'conduct'
  }
  const all = [
    'express',
    'deemed:conduct',
    'deemed:notification',
    'exception:research',
    'law',
  ] as const
  return all.filter((each) => kind(each) !== kind(basis))
}

function* prohibitionFlips(policy: PolicyDocument): Generator<Flip> {
  for (const [id, rule] of Object.entries(policy.prohibitions)) {
    const others = { ...policy, prohibitions: without(policy.prohibitions, id) }
    const turned = (name: string, purpose: string, part: Partial<typeof rule>): Flip => ({
      purpose,
      rule: `prohibitions.${id} without ${name}`,
      policy: { ...policy, prohibitions: { ...policy.prohibitions, [id]: { ...rule, ...part } } },
    })
    yield turned('anything', rule.purposes[0] ?? '', { categories: [] })
    for (const category of rule.categories) {
      const freed = rule.purposes.find((purpose) => !isProhibited(others, category, purpose))
      if (freed !== undefined)
        yield turned(category, freed, {
          categories: rule.categories.filter((each) => each !== category),
        })
    }
    for (const purpose of rule.purposes) {
      if (rule.categories.every((category) => isProhibited(others, category, purpose))) continue
      yield turned(purpose, purpose, { purposes: rule.purposes.filter((each) => each !== purpose) })
    }
  }
}

function* channelFlips(policy: PolicyDocument): Generator<Flip> {
  for (const [id, rule] of Object.entries(policy.channels)) {
    const choices = rule.choices ?? []
    const turned = (what: string, purpose: string, part: Partial<typeof rule>): Flip => ({
      purpose,
      rule: `channels.${id}.${what}`,
      policy: {
        ...policy,
        channels: { ...policy.channels, [id]: { ...rule, ...part } as typeof rule },
      },
    })
    for (const purpose of rule.purposes) {
      const rest = rule.purposes.filter((each) => each !== purpose)
      if (!choices.includes(purpose))
        yield turned(`purposes without ${purpose}`, purpose, { purposes: rest })
      const { basis } = policy.purposes[purpose] ?? {}
      if (basis === 'deemed:conduct' || basis === 'deemed:contract') {
        yield turned(`${purpose} as a choice`, purpose, {
          purposes: rest,
          choices: [...choices, purpose],
        })
      }
    }
    for (const purpose of choices) {
      if (rule.purposes.includes(purpose)) continue
      yield turned(`choices without ${purpose}`, purpose, {
        choices: choices.filter((each) => each !== purpose),
      })
    }
    const further = Object.keys(policy.purposes).find(
      (purpose) => !rule.purposes.includes(purpose) && !choices.includes(purpose),
    )
    if (further !== undefined)
      yield turned(`choices and ${further}`, further, { choices: [...choices, further] })
  }
}

function* childrenFlips(policy: PolicyDocument): Generator<Flip> {
  const { children } = policy
  const { young } = children
  const turned = (what: string, part: Partial<typeof children>): Flip => ({
    purpose: null,
    rule: `children.${what}`,
    policy: { ...policy, children: { ...children, ...part } },
  })
  yield turned('under + 1', { under: children.under + 1 })
  yield turned('under - 1', { under: children.under - 1 })
  yield turned('underByRegion', { underByRegion: { ...children.underByRegion, KR: 15 } })
  for (const region of Object.keys(children.underByRegion ?? {})) {
    yield turned(`underByRegion.${region}`, {
      underByRegion: without(children.underByRegion ?? {}, region),
    })
  }
  yield turned('timeZone', { timeZone: 'America/New_York' })
  yield turned('young.until', { young: { ...young, until: young.until + 1 } })
  for (const purpose of young.closed) {
    const closed = young.closed.filter((each) => each !== purpose)
    if ((policy.purposes[purpose]?.minimumAge ?? 0) < young.until) {
      yield turned(`young.closed without ${purpose}`, { young: { ...young, closed } })
    }
  }
  const open = Object.keys(policy.purposes).find((purpose) => !young.closed.includes(purpose))
  if (open !== undefined) {
    yield turned(`young.closed and ${open}`, {
      young: { ...young, closed: [...young.closed, open] },
    })
  }
}

function isProhibited(policy: PolicyDocument, category: string, purpose: string): boolean {
  return Object.values(policy.prohibitions).some(
    (rule) => rule.categories.includes(category) && rule.purposes.includes(purpose),
  )
}

function closure(policy: PolicyDocument, ids: readonly string[]): ReadonlySet<string> {
  const found = new Set(ids)
  for (const id of found) for (const need of policy.purposes[id]?.needs ?? []) found.add(need)
  return found
}

function without<T extends object>(table: T, key: string): T {
  return Object.fromEntries(Object.entries(table).filter(([id]) => id !== key)) as T
}
