import type { ApiDocument } from './shape.ts'

const place = '#/components/schemas/'

/** Leaves out the schemas that nothing refers to: each is written once as it comes in and once as it goes out. */
export function onlyReferenced(document: ApiDocument): ApiDocument {
  const { schemas, ...components } = document.components
  const used = new Set<string>()
  const open: unknown[] = [document.paths]
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (typeof next !== 'object' || next === null) continue
    for (const [key, value] of Object.entries(next)) {
      if (key !== '$ref' || typeof value !== 'string') open.push(value)
      else if (value.startsWith(place)) follow(value.slice(place.length))
    }
  }
  return {
    ...document,
    components: {
      ...components,
      schemas: Object.fromEntries(Object.entries(schemas).filter(([id]) => used.has(id))),
    },
  }

  function follow(id: string): void {
    if (used.has(id)) return
    used.add(id)
    open.push(schemas[id])
  }
}
