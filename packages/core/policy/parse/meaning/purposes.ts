import { quoted, type Problem } from '../problem.ts'
import { ruleAt, type Sections } from './sections.ts'

/** Purposes that need each other in a ring could never start; each ring is named once. */
export function needsCycles({ purposes = {} }: Sections): readonly Problem[] {
  const problems: Problem[] = []
  const done = new Set<string>()
  const visit = (id: string, above: readonly string[]): void => {
    const at = above.indexOf(id)
    if (at !== -1) {
      const ring = [...above.slice(at), id].map(quoted).join(' needs ')
      problems.push({
        path: `/purposes/${above.at(-1) ?? id}/needs`,
        message: `${ring}; take one of them out of the ring`,
      })
      return
    }
    if (done.has(id)) return
    for (const need of ruleAt(purposes, id)?.needs ?? []) visit(need, [...above, id])
    done.add(id)
  }
  for (const id of Object.keys(purposes)) visit(id, [])
  return problems
}

/** The database role of a purpose, without the deployment's prefix. */
export function roleOf(purpose: string): string {
  return `for_${purpose.replaceAll('.', '_')}`
}

/** Two purposes may not become one database role. */
export function roleCollisions({ purposes = {} }: Sections): readonly Problem[] {
  const owners = new Map<string, string>()
  const problems: Problem[] = []
  for (const id of Object.keys(purposes)) {
    const role = roleOf(id)
    const owner = owners.get(role)
    if (owner === undefined) owners.set(role, id)
    else {
      problems.push({
        path: `/purposes/${id}`,
        message: `${quoted(id)} and ${quoted(owner)} would both be the role ${quoted(role)}; rename one`,
      })
    }
  }
  return problems
}

/** What a basis requires or rules out. */
export function bases({ purposes = {} }: Sections): readonly Problem[] {
  return Object.entries(purposes).flatMap(([id, { basis, law, consentLasts }]) => {
    const path = `/purposes/${id}`
    const problems: Problem[] = []
    if (basis === 'law' && law === undefined) {
      problems.push({ path, message: 'rests on `law` and lacks `law`; name the statute or order' })
    }
    if (basis !== 'law' && law !== undefined) {
      const message = `rests on ${quoted(basis)}, not on a law; remove this or set \`basis\` to \`law\``
      problems.push({ path: `${path}/law`, message })
    }
    if (basis !== 'express' && consentLasts !== undefined) {
      const message = `rests on ${quoted(basis)}, which is no consent that could lapse; remove this`
      problems.push({ path: `${path}/consentLasts`, message })
    }
    return problems
  })
}
