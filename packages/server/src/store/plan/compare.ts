import type { Expected, Fact, Found } from '../compile/catalog-object.ts'

/** How a database differs from what it should have. */
export type Comparison = {
  readonly missing: readonly Expected[]
  readonly different: readonly { readonly expected: Expected; readonly found: Found }[]
  readonly extra: readonly Found[]
}

/** Compares what the policy calls for with what the database has. */
export function compare(expected: readonly Expected[], found: readonly Found[]): Comparison {
  const here = new Map(found.map((fact) => [keyOf(fact), fact]))
  const missing: Expected[] = []
  const different: { expected: Expected; found: Found }[] = []
  for (const each of expected) {
    const key = keyOf(each)
    const live = here.get(key)
    here.delete(key)
    if (live === undefined) missing.push(each)
    else if (plain(live.value) !== plain(each.value))
      different.push({ expected: each, found: live })
  }
  return { missing, different, extra: [...here.values()] }
}

function keyOf({ kind, name }: Fact): string {
  return `${kind} ${plain(name)}`
}

// PostgreSQL quotes a name that is also a keyword; ours need no quotes to be told apart.
function plain(text: string): string {
  return text.replaceAll(/"([a-z][a-z0-9_]*)"/g, '$1')
}
