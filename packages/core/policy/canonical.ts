/** Thrown by `canonicalJson` for a value that JSON cannot hold; `path` is a JSON pointer to it. */
export class NotCanonical extends TypeError {
  readonly path: string
  constructor(path: string, problem: string) {
    super(`${path === '' ? 'the value' : `\`${path}\``} ${problem}`)
    this.name = 'NotCanonical'
    this.path = path
  }
}

/** Deepest nesting accepted, far above any policy and far below the stack. */
const deepest = 256

/**
 * The one JSON text of a value (RFC 8785), so that equal values have equal hashes.
 * Throws {@link NotCanonical} for what JSON cannot hold: undefined, bigint, NaN, lone surrogates, cycles, class instances.
 *
 * @example
 * canonicalJson({ b: 1, a: [1e21, -0] }) // '{"a":[1e+21,0],"b":1}'
 */
export function canonicalJson(value: unknown): string {
  return write(value, '', [])
}

function write(value: unknown, path: string, above: readonly object[]): string {
  if (value === null || typeof value === 'boolean') return String(value)
  if (typeof value === 'number') return number(value, path)
  if (typeof value === 'string') return text(value, path)
  if (typeof value !== 'object')
    throw new NotCanonical(path, `is ${article(typeof value)}, not JSON`)
  if (above.includes(value)) throw new NotCanonical(path, 'contains itself')
  if (above.length >= deepest) {
    throw new NotCanonical(path, `is nested deeper than ${deepest} levels`)
  }
  const within = [...above, value]
  return Array.isArray(value) ? list(value, path, within) : record(value, path, within)
}

function article(kind: string): string {
  return kind === 'undefined' ? kind : `a ${kind}`
}

function number(value: number, path: string): string {
  if (!Number.isFinite(value)) throw new NotCanonical(path, `is ${value}, not a JSON number`)
  // ECMAScript's own spelling of numbers is the one RFC 8785 prescribes; -0 comes out as 0.
  return String(value)
}

function text(value: string, path: string): string {
  if (!value.isWellFormed()) throw new NotCanonical(path, 'has half of a surrogate pair')
  return JSON.stringify(value)
}

function list(value: readonly unknown[], path: string, above: readonly object[]): string {
  // A loop by index sees the holes that `map` would skip.
  const items: string[] = []
  for (let at = 0; at < value.length; at++) items.push(write(value[at], `${path}/${at}`, above))
  return `[${items.join(',')}]`
}

function record(value: object, path: string, above: readonly object[]): string {
  const prototype: unknown = Object.getPrototypeOf(value)
  if (prototype !== null && Object.getPrototypeOf(prototype) !== null) {
    throw new NotCanonical(path, 'is an instance of a class, not plain data')
  }
  // Strings compare by UTF-16 code units, as RFC 8785 section 3.2.3 sorts keys.
  const entries = Object.entries(value).toSorted(([one], [other]) => (one < other ? -1 : 1))
  const members = entries.map(([key, inner]) => {
    const at = `${path}/${pointerPart(key)}`
    return `${text(key, at)}:${write(inner, at, above)}`
  })
  return `{${members.join(',')}}`
}

/** One key as a part of a JSON pointer (RFC 6901). */
export function pointerPart(key: string): string {
  return key.replaceAll('~', '~0').replaceAll('/', '~1')
}
