import type { Published } from '../../publish.ts'

type Change = { readonly kind: string }
type Refusal = { readonly what: string; readonly why: string }

/** How publishing ended, in lines for people. */
export function sayPublished(published: Published, version: number): readonly string[] {
  switch (published.kind) {
    case 'applied':
      return [...sayChanges(published.changes), `version ${version} is in force`]
    case 'unchanged':
      return [`version ${version} was in force already; nothing to do`]
    case 'refused':
      return sayRefusals(published.refusals)
    case 'failed-check':
      return ['the policy does not pass its check; see: troth check']
  }
}

/** How many changes of each kind. */
export function sayChanges(changes: readonly Change[]): readonly string[] {
  if (changes.length === 0) return ['nothing to change']
  const counts = new Map<string, number>()
  for (const { kind } of changes) counts.set(kind, (counts.get(kind) ?? 0) + 1)
  return [...counts].map(([kind, count]) => `${String(count).padStart(5)}  ${kind}`)
}

/** What is not done, and why. */
export function sayRefusals(refusals: readonly Refusal[]): readonly string[] {
  return ['refused; nothing was changed:', ...refusals.map(({ what, why }) => `  ${what}: ${why}`)]
}
