import assert from 'node:assert/strict'
import { readFileSync, writeFileSync } from 'node:fs'
import { test } from 'node:test'
import { Ajv2020 } from 'ajv/dist/2020.js'
import fc from 'fast-check'
import { policySchema } from './json-schema.ts'
import { parsePolicy } from './parse/parse.ts'
import { policyShape } from './parse/policy-shape.ts'
import { walk, type Found } from './parse/walk.ts'
import { smallPolicy } from './test/small-policy.ts'

const file = new URL('../../../docs/policy.schema.json', import.meta.url)
const validate = new Ajv2020({ allErrors: false, strict: true, strictRequired: false }).compile(
  policySchema(),
)

test('is published in docs as it is; UPDATE=1 writes it anew', () => {
  const text = `${JSON.stringify(policySchema(), null, 2)}\n`
  if (process.env['UPDATE'] === '1') writeFileSync(file, text)
  assert.equal(readFileSync(file, 'utf8'), text)
})

test('accepts the small policy', () => {
  assert.ok(validate(smallPolicy), JSON.stringify(validate.errors))
})

/** Every place in a document, as the keys that lead to it. */
function places(value: unknown, path: readonly string[] = []): (readonly string[])[] {
  if (typeof value !== 'object' || value === null) return [path]
  return [path, ...Object.entries(value).flatMap(([key, inner]) => places(inner, [...path, key]))]
}

function withValue(path: readonly string[], value: unknown): unknown {
  const [first, ...rest] = path
  if (first === undefined) return value
  const copy: unknown = structuredClone(smallPolicy)
  let at = copy as Record<string, unknown>
  const last = rest.pop() ?? first
  if (path.length > 1) for (const key of [first, ...rest]) at = at[key] as Record<string, unknown>
  Object.defineProperty(at, last, { value, enumerable: true, configurable: true })
  return copy
}

const values = fc.oneof(
  fc.constantFrom(
    ...'P1Y,P0D,SG,UK,x,,2027-01-31,express,contact.email,constructor,a b'.split(','),
  ),
  fc.constantFrom(0, 1, -1, 1.5, 2 ** 53, true, false, null, '\u0000', 'x\ud800', 'x'.repeat(5000)),
  fc.jsonValue({ maxDepth: 2 }),
)

test('refuses nothing the parser accepts, and accepts nothing the parser finds out of form', () => {
  const everywhere = places(smallPolicy)
  const seen = { accepted: 0, refused: 0 }
  fc.assert(
    fc.property(
      fc.constantFrom(...everywhere),
      fc.oneof(fc.constant(undefined), fc.string({ maxLength: 8 })),
      values,
      (place, key, value) => {
        const document = withValue(key === undefined ? place : [...place.slice(0, -1), key], value)
        const found: Found = { problems: [], uses: [] }
        walk(policyShape, document, '', found)
        if (validate(document)) {
          seen.accepted++
          // The schema knows a date by its digits and a zone by its letters; the parser asks the calendar.
          const form = found.problems.filter(
            ({ message }) => !/not a (?:date|time zone)/.test(message),
          )
          assert.deepEqual(form, [])
        } else {
          seen.refused++
          assert.equal(parsePolicy(document).ok, false, JSON.stringify(validate.errors))
        }
      },
    ),
    { numRuns: 800 },
  )
  assert.ok(seen.accepted > 20 && seen.refused > 20, JSON.stringify(seen))
})
