import { pointerPart } from '../canonical.ts'
import { forms, type Form } from './forms.ts'
import { nearest, quoted, type Problem } from './problem.ts'
import { most, type IdKind, type ListShape, type RecordShape } from './shape.ts'
import type { Shape, TableShape, UnionShape } from './shape.ts'

/** A place where the document uses an id that it must declare somewhere. */
export interface Use {
  readonly of: IdKind
  readonly id: string
  readonly path: string
}

/** What a walk finds: everything wrong with the form, and every id in use. */
export interface Found {
  readonly problems: Problem[]
  readonly uses: Use[]
}

const patterns = new Map<Form, RegExp>()

/** What is wrong with a text in a form; undefined when nothing is. */
export function formProblem(form: Form, value: string): string | undefined {
  const pattern = patterns.get(form) ?? new RegExp(form.pattern, 'u')
  patterns.set(form, pattern)
  // Length first: no pattern runs over a text longer than its form allows.
  const right = isShort(value, form.longest) && pattern.test(value) && (form.holds?.(value) ?? true)
  if (right) return undefined
  return form === forms.prose ? `must be ${form.says}` : `${quoted(value)} is not ${form.says}`
}

/** Whether a text has at most so many characters, counted as PostgreSQL and JSON Schema count them. */
function isShort(value: string, longest: number): boolean {
  if (value.length <= longest) return true
  return value.length <= 2 * longest && [...value].length <= longest
}

/** Compares a value with a shape and notes what it finds. Never descends below what the shape describes. */
export function walk(shape: Shape, value: unknown, path: string, found: Found): void {
  const wrong = (message: string): void => void found.problems.push({ path, message })
  switch (shape.kind) {
    case 'text': {
      if (typeof value !== 'string') return wrong(`must be text, not ${kindOf(value)}`)
      const problem = formProblem(shape.form, value)
      return problem === undefined ? undefined : wrong(problem)
    }
    case 'id': {
      if (typeof value !== 'string') return wrong(`must be the id of a ${shape.of}`)
      found.uses.push({ of: shape.of, id: value, path })
      return undefined
    }
    case 'one-of': {
      if (shape.values.some((allowed) => allowed === value)) return undefined
      return wrong(notAmong(value, shape.values))
    }
    case 'integer': {
      const { least, most: highest } = shape
      const whole = typeof value === 'number' && Number.isSafeInteger(value)
      if (whole && value >= least && value <= highest) return undefined
      return wrong(`must be a whole number from ${least} to ${highest}`)
    }
    case 'flag':
      return typeof value === 'boolean' ? undefined : wrong('must be `true` or `false`')
    case 'list':
      return walkList(shape, value, path, found)
    case 'table':
      return walkTable(shape, value, path, found)
    case 'record':
      return walkRecord(shape, value, path, found)
    case 'union':
      return walkUnion(shape, value, path, found)
  }
}

function kindOf(value: unknown): string {
  if (value === null) return 'null'
  if (Array.isArray(value)) return 'a list'
  if (typeof value === 'undefined') return 'undefined'
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`
}

function notAmong(value: unknown, allowed: readonly unknown[]): string {
  const known = allowed.map(String)
  const meant = typeof value === 'string' ? nearest(value, known) : undefined
  const given = typeof value === 'object' ? kindOf(value) : quoted(value)
  const cure = meant === undefined ? `use ${listed(known)}` : `did you mean ${quoted(meant)}?`
  return `${given} is not accepted here; ${cure}`
}

/** Some words as a message lists them. */
export function listed(words: readonly string[]): string {
  const shown = words.slice(0, 8).map(quoted)
  return shown.join(', ') + (words.length > 8 ? ` or ${words.length - 8} more` : '')
}

/** A plain object: one from `{}`, JSON or `Object.create(null)`, of any realm. */
export function isPlain(value: unknown): value is Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false
  const prototype: unknown = Object.getPrototypeOf(value)
  return prototype === null || Object.getPrototypeOf(prototype) === null
}

function walkList(shape: ListShape, value: unknown, path: string, found: Found): void {
  const wrong = (message: string): void => void found.problems.push({ path, message })
  if (!Array.isArray(value)) return wrong(`must be a list, not ${kindOf(value)}`)
  const items: readonly unknown[] = value
  if (items.length > most) return wrong(`has ${items.length} items; at most ${most} are accepted`)
  if (items.length < shape.least) wrong('is empty; name at least one')
  const seen = new Set<unknown>()
  items.forEach((item, at) => {
    if (typeof item === 'string' && seen.has(item)) {
      found.problems.push({ path: `${path}/${at}`, message: `${quoted(item)} stands here twice` })
    }
    seen.add(item)
    walk(shape.of, item, `${path}/${at}`, found)
  })
}

function walkTable(shape: TableShape, value: unknown, path: string, found: Found): void {
  const wrong = (message: string): void => void found.problems.push({ path, message })
  if (!isPlain(value)) return wrong(`must be an object, not ${kindOf(value)}`)
  const keys = Object.keys(value)
  if (keys.length > most) return wrong(`has ${keys.length} entries; at most ${most} are accepted`)
  if (keys.length < shape.least) wrong('is empty; declare at least one')
  for (const key of keys) {
    const at = `${path}/${pointerPart(key)}`
    if (shape.keys === 'clause') {
      found.uses.push({ of: 'clause', id: key, path: at })
    } else {
      const problem = formProblem(shape.keys === 'field' ? forms.column : shape.keys, key)
      if (problem !== undefined) {
        found.problems.push({ path: at, message: problem })
        continue
      }
    }
    walk(shape.of, value[key], at, found)
  }
}

function walkRecord(shape: RecordShape, value: unknown, path: string, found: Found): void {
  if (!isPlain(value)) {
    found.problems.push({ path, message: `must be an object, not ${kindOf(value)}` })
    return
  }
  const known = [...Object.keys(shape.required), ...Object.keys(shape.optional)]
  for (const [key, member] of Object.entries(shape.required)) {
    if (Object.hasOwn(value, key)) walk(member, value[key], `${path}/${key}`, found)
    else found.problems.push({ path, message: `lacks \`${key}\`; add it` })
  }
  for (const [key, member] of Object.entries(shape.optional)) {
    if (Object.hasOwn(value, key)) walk(member, value[key], `${path}/${key}`, found)
  }
  for (const key of Object.keys(value)) {
    if (known.includes(key)) continue
    // Past the cap nobody reads the hint, and a document of 10^5 wrong names must not cost seconds.
    const meant = found.problems.length < most ? nearest(key, known) : undefined
    const cure = meant === undefined ? 'remove it' : `did you mean ${quoted(meant)}?`
    const at = `${path}/${pointerPart(key)}`
    found.problems.push({ path: at, message: `${quoted(key)} is not known here; ${cure}` })
  }
}

function walkUnion(shape: UnionShape, value: unknown, path: string, found: Found): void {
  if (!isPlain(value)) {
    found.problems.push({ path, message: `must be an object, not ${kindOf(value)}` })
    return
  }
  const tag = Object.hasOwn(value, shape.tag) ? value[shape.tag] : undefined
  const allowed: unknown[] = []
  for (const each of shape.cases) {
    const values = tagValues(each, shape.tag)
    if (values.some((one) => one === tag)) return walkRecord(each, value, path, found)
    allowed.push(...values)
  }
  if (tag === undefined) {
    found.problems.push({
      path,
      message: `lacks \`${shape.tag}\`; use ${listed(allowed.map(String))}`,
    })
  } else {
    found.problems.push({ path: `${path}/${shape.tag}`, message: notAmong(tag, allowed) })
  }
}

function tagValues(shape: RecordShape, tag: string): readonly unknown[] {
  const member = shape.required[tag]
  return member?.kind === 'one-of' ? member.values : []
}
