import { type Outcome, done, refused } from './outcome.ts'
import type { BodyLimits } from './context.ts'

/**
 * Reads a body from its bytes: JSON in UTF-8, within the limits. The refusal quotes nothing of the body.
 *
 * @example
 * const body = readBody(bytes, context.limits)
 */
export function readBody(bytes: Uint8Array, limits: BodyLimits): Outcome<unknown> {
  if (bytes.length > limits.bytes) return tooLarge(`Send at most ${limits.bytes} bytes.`)
  let text: string
  try {
    text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    return malformed('encoding', 'Send JSON in UTF-8.')
  }
  let body: unknown
  try {
    body = JSON.parse(text)
  } catch {
    return malformed('not-json', 'Send JSON.')
  }
  const checked = checkBody(body, limits)
  // JSON.parse lets the last of two equal names win, where another reader takes the first.
  if (checked.ok && countNames(text) !== countKeys(body)) {
    return malformed('name-twice', 'Name each member once.')
  }
  return checked
}

/** Members written in a JSON text that parses: its colons outside strings. */
function countNames(text: string): number {
  let names = 0
  let quoted = false
  // By code unit: a regular expression overflows its stack on a long string.
  for (let at = 0; at < text.length; at += 1) {
    const character = text[at]
    if (character === '"') quoted = !quoted
    else if (quoted && character === '\\') at += 1
    else if (!quoted && character === ':') names += 1
  }
  return names
}

function countKeys(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0
  const inner = Object.values(value).reduce<number>((sum, one) => sum + countKeys(one), 0)
  return inner + (Array.isArray(value) ? 0 : Object.keys(value).length)
}

/**
 * Refuses what no verb takes, wherever in the body it is: nesting or size beyond the limits, text that is not
 * well-formed or holds NUL, numbers that JSON's readers disagree on, keys that reach into prototypes.
 */
export function checkBody(body: unknown, limits: BodyLimits): Outcome<unknown> {
  const open: { readonly value: unknown; readonly depth: number }[] = [{ value: body, depth: 1 }]
  let values = 0
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { value, depth } = next
    if (++values > limits.values) return tooLarge(`Send at most ${limits.values} values.`)
    if (typeof value === 'string') {
      if (!value.isWellFormed()) return malformed('encoding', 'Send whole Unicode characters.')
      if (value.includes('\0')) return malformed('encoding', 'Send no NUL character.')
    }
    if (typeof value === 'number' && !isExact(value)) {
      return malformed('number', 'Send whole numbers within 2^53.')
    }
    if (typeof value !== 'object' || value === null) continue
    if (depth > limits.depth) return malformed('too-deep', `Nest at most ${limits.depth} levels.`)
    // Counted before they are walked, so that a flood of keys costs no more than its parsing did.
    const keys = Object.keys(value)
    if (values + open.length + keys.length > limits.values) {
      return tooLarge(`Send at most ${limits.values} values.`)
    }
    for (const key of Array.isArray(value) ? [] : keys) {
      if (!isKey(key)) return malformed('key', 'Send member names of declared things only.')
    }
    for (const inner of Object.values(value)) open.push({ value: inner, depth: depth + 1 })
  }
  return done(body)
}

function isExact(value: number): boolean {
  return Number.isFinite(value) && (!Number.isInteger(value) || Number.isSafeInteger(value))
}

function isKey(key: string): boolean {
  return key !== '__proto__' && key.isWellFormed() && !key.includes('\0') && key.length <= 200
}

function tooLarge(detail: string) {
  return refused({ code: 'too-large', clause: '', reason: 'too-large', detail })
}

function malformed(reason: string, detail: string) {
  return refused({ code: 'malformed', clause: '', reason, detail })
}

/** A body's members, once it is an object that holds the required ones and none but these. */
export function membersOf(
  body: unknown,
  required: readonly string[],
  optional: readonly string[] = [],
): Outcome<ReadonlyMap<string, unknown>> {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) {
    return malformed('not-an-object', 'Send a JSON object.')
  }
  const members = new Map<string, unknown>(Object.entries(body))
  const unknown = [...members.keys()].filter(
    (key) => !required.includes(key) && !optional.includes(key),
  )
  if (unknown.length > 0) {
    // The name is the sender's own text and may be a personal value, so it is counted, not quoted.
    return malformed('unknown-member', `Send only: ${[...required, ...optional].join(', ')}.`)
  }
  const missing = required.filter((key) => members.get(key) === undefined)
  if (missing.length > 0) {
    return refused({
      code: 'malformed',
      clause: '',
      reason: 'missing-member',
      detail: `Send ${missing.join(', ')} too.`,
      problems: missing.map((key) => ({ path: `/${key}`, problem: 'missing' })),
    })
  }
  return done(members)
}

/** A member that must be a text of 1 to 400 characters. */
export function textMember(members: ReadonlyMap<string, unknown>, key: string): Outcome<string> {
  const value = members.get(key)
  if (typeof value === 'string' && value.length > 0 && value.length <= 400) return done(value)
  return wrong(key, 'a text')
}

/** Refuses a member of the body by its name. */
export function wrong(key: string, takes: string) {
  return refused({
    code: 'malformed',
    clause: '',
    reason: 'wrong-type',
    detail: `\`${key}\` takes ${takes}.`,
    problems: [{ path: `/${key}`, problem: `takes ${takes}` }],
  })
}
