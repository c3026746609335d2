import type { PolicyDocument, PurposeRule } from '@troth/core/policy'

/** A policy in which one rule was turned round. */
export type Flip = { readonly flip: string; readonly policy: PolicyDocument }

/** Every policy that differs from this one in a single fact on which a decision rests. */
export function flipsOf(policy: PolicyDocument): readonly Flip[] {
  return [
    ...purposeFlips(policy),
    ...channelFlips(policy),
    ...prohibitionFlips(policy),
    ...childFlips(policy),
  ]
}

function purposeFlips(policy: PolicyDocument): readonly Flip[] {
  const categories = Object.keys(policy.categories)
  return Object.entries(policy.purposes).flatMap(([id, rule]) => {
    const changed = (flip: string, change: Partial<PurposeRule>): Flip => ({
      flip: `${id} ${flip}`,
      policy: { ...policy, purposes: { ...policy.purposes, [id]: { ...rule, ...change } } },
    })
    const open: Partial<PurposeRule> =
      rule.basis === 'express' ? { basis: 'law', law: 'a law' } : { basis: 'express' }
    return [
      { flip: `${id} is removed`, policy: { ...policy, ...pruned(policy, id) } },
      changed('rests on something else', open),
      changed('is decided by another clause', { clauses: ['5.1.i', ...rule.clauses] }),
      ...without(rule.uses).map(([uses, used]) => changed(`no longer uses ${used}`, { uses })),
      ...categories
        .filter((category) => !rule.uses.includes(category) && !isForbidden(policy, id, category))
        .slice(0, 2)
        .map((category) => changed(`also uses ${category}`, { uses: [...rule.uses, category] })),
      ...without(rule.needs ?? []).map(([needs, one]) =>
        changed(`no longer needs ${one}`, { needs }),
      ),
      ...without(rule.barredRegions ?? []).map(([barredRegions, one]) =>
        changed(`is no longer barred in ${one}`, { barredRegions }),
      ),
      ...(rule.consentLasts === undefined
        ? []
        : [changed('lasts longer', { consentLasts: 'P60M' })]),
    ]
  })
}

function channelFlips(policy: PolicyDocument): readonly Flip[] {
  return Object.entries(policy.channels).flatMap(([id, rule]) => {
    const changed = (flip: string, change: Partial<typeof rule>): Flip => ({
      flip: `${id} ${flip}`,
      policy: { ...policy, channels: { ...policy.channels, [id]: { ...rule, ...change } } },
    })
    const { choices = [] } = rule
    return [
      ...without(rule.purposes).map(([purposes, one]) =>
        changed(`no longer serves ${one}`, { purposes }),
      ),
      ...without(choices).map(([rest, one]) =>
        changed(`no longer offers ${one}`, { choices: rest }),
      ),
      ...choices.map((one) =>
        changed(`takes ${one} for granted`, {
          purposes: [...rule.purposes, one],
          choices: choices.filter((each) => each !== one),
        }),
      ),
    ]
  })
}

function prohibitionFlips(policy: PolicyDocument): readonly Flip[] {
  return Object.entries(policy.prohibitions).flatMap(([id, rule]) => {
    const changed = (flip: string, change: Partial<typeof rule>): Flip => ({
      flip: `${id} ${flip}`,
      policy: { ...policy, prohibitions: { ...policy.prohibitions, [id]: { ...rule, ...change } } },
    })
    return [
      ...without(rule.categories).map(([categories, one]) =>
        changed(`allows ${one}`, { categories }),
      ),
      ...without(rule.purposes).map(([purposes, one]) => changed(`allows ${one}`, { purposes })),
    ]
  })
}

function childFlips(policy: PolicyDocument): readonly Flip[] {
  const { children } = policy
  const { young } = children
  const changed = (flip: string, change: Partial<typeof children>): Flip => ({
    flip,
    policy: { ...policy, children: { ...children, ...change } },
  })
  return [
    changed('a child is under 12', { under: children.under - 1 }),
    changed('a child is under 14', { under: children.under + 1 }),
    changed('the young are under 17', { young: { ...young, until: young.until - 1 } }),
    changed('the young are under 19', { young: { ...young, until: young.until + 1 } }),
    ...without(young.closed).map(([closed, one]) =>
      changed(`the young may have ${one}`, { young: { ...young, closed } }),
    ),
  ]
}

/** The policy's other sections without a purpose, where compiling would stumble over its name. */
function pruned(policy: PolicyDocument, id: string): Partial<PolicyDocument> {
  const less = (list: readonly string[]) => list.filter((each) => each !== id)
  const { children } = policy
  const { [id]: _, ...others } = policy.purposes
  return {
    purposes: mapped(others, (rule) => ({ ...rule, needs: less(rule.needs ?? []) })),
    conduct: { ...policy.conduct, covers: less(policy.conduct.covers) },
    channels: mapped(policy.channels, (rule) => ({
      ...rule,
      purposes: less(rule.purposes),
      choices: less(rule.choices ?? []),
    })),
    prohibitions: mapped(policy.prohibitions, (rule) => ({
      ...rule,
      purposes: less(rule.purposes),
    })),
    children: { ...children, young: { ...children.young, closed: less(children.young.closed) } },
  }
}

function mapped<Rule>(
  table: Readonly<Record<string, Rule>>,
  change: (rule: Rule) => Rule,
): Readonly<Record<string, Rule>> {
  return Object.fromEntries(Object.entries(table).map(([id, rule]) => [id, change(rule)]))
}

function isForbidden(policy: PolicyDocument, purpose: string, category: string): boolean {
  return Object.values(policy.prohibitions).some(
    (rule) => rule.categories.includes(category) && rule.purposes.includes(purpose),
  )
}

/** Each list that lacks one item, with the item. */
function without<Item>(list: readonly Item[]): readonly (readonly [readonly Item[], Item])[] {
  return list.map((item, at) => [list.toSpliced(at, 1), item])
}
