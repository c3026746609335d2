/** The policy as a document: in form, bound to its notice clause by clause, and without a finding. */
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { checkPolicy, parsePolicy, type PolicyDocument } from '@troth/core/policy'
import { aster } from './policy.ts'
import { words } from './words.ts'

type Json = readonly Json[] | { readonly [name: string]: Json } | string | number | boolean | null
type Rule = { readonly at: readonly string[]; readonly clauses: readonly string[] }

const notice = readFileSync(join(import.meta.dirname, 'notice.md'), 'utf8')
const document = JSON.parse(JSON.stringify(aster)) as { readonly [name: string]: Json }

/** Every rule that cites clauses, wherever it stands: found by its shape, not by the checker's own list. */
const rules: readonly Rule[] = Object.entries(document)
  .filter(([section]) => section !== 'clauses')
  .flatMap(([section, value]) => rulesIn(value, [section]))

test('the policy is plain data in form, and survives the way to JSON and back', () => {
  const parsed = parsePolicy(document)
  assert.deepEqual(parsed.ok ? [] : parsed.problems, [])
  assert.deepEqual(parsed.ok && parsed.policy, document)
})

test('it has 128 clauses, in the order of the notice', () => {
  const written = [...notice.matchAll(/^\*\*(\S+)\*\* /gm)].map(([, clause]) => clause)
  assert.equal(aster.clauses.length, 128)
  assert.deepEqual(written, aster.clauses)
})

test('it has 52 purposes, each at the place that its bit has', () => {
  assert.equal(words.purposes.length, 52)
  assert.deepEqual(Object.keys(aster.purposes), words.purposes)
})

test('notice and rules pass every check', () => {
  assert.deepEqual(checkPolicy(aster, notice), [])
})

test('at most three clauses go without a rule', () => {
  assert.ok(Object.keys(aster.narrative).length <= 3)
})

test('a clause that no rule cites any more is named', () => {
  for (const clause of aster.clauses.filter((one) => !Object.hasOwn(aster.narrative, one))) {
    const found = checkPolicy(without(clause), notice)
    assert.ok(
      found.some((one) => one.code === 'B-CLAUSE-UNBOUND' && one.clause === clause),
      `removing every citation of ${clause} goes unnoticed`,
    )
  }
})

test('a clause whose reason is removed is named', () => {
  for (const clause of Object.keys(aster.narrative)) {
    const { [clause]: _, ...narrative } = document['narrative'] as Record<string, Json>
    const found = checkPolicy(asPolicy({ ...document, narrative }), notice)
    assert.deepEqual(
      found.map((one) => [one.code, one.clause]),
      [['B-CLAUSE-UNBOUND', clause]],
    )
  }
})

test('a rule that cites nothing any more is named', () => {
  assert.ok(rules.length > 250, `${rules.length} rules were found`)
  for (const { at } of rules) {
    const found = checkPolicy(asPolicy(replaced(document, [...at, 'clauses'], [])), notice)
    assert.ok(
      found.some((one) => one.code === 'B-RULE-UNBOUND' && one.rule === at.join('.')),
      `${at.join('.')} without a clause goes unnoticed`,
    )
  }
})

test('a rule that cites a clause which is not there is named', () => {
  for (const { at } of rules) {
    const parsed = parsePolicy(replaced(document, [...at, 'clauses'], ['11.9']))
    const path = `/${[...at, 'clauses', '0'].join('/')}`
    assert.ok(
      !parsed.ok && parsed.problems.some((problem) => problem.path === path),
      `${at.join('.')} may cite 11.9`,
    )
  }
})

function rulesIn(value: Json, at: readonly string[]): readonly Rule[] {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return []
  const { clauses, ...rest } = value as { readonly [name: string]: Json }
  const inside = Object.entries(rest).flatMap(([name, one]) => rulesIn(one, [...at, name]))
  return Array.isArray(clauses) ? [{ at, clauses: clauses as string[] }, ...inside] : inside
}

/** The policy in which no rule cites a clause. */
function without(clause: string): PolicyDocument {
  return asPolicy(
    rules
      .filter((rule) => rule.clauses.includes(clause))
      .reduce<Json>((changed, { at, clauses }) => {
        const rest = clauses.filter((one) => one !== clause)
        return replaced(changed, [...at, 'clauses'], rest)
      }, document),
  )
}

function replaced(value: Json, [name, ...deeper]: readonly string[], by: Json): Json {
  if (name === undefined) return by
  const table = value as { readonly [name: string]: Json }
  return { ...table, [name]: replaced(table[name] ?? null, deeper, by) }
}

function asPolicy(value: Json): PolicyDocument {
  return value as unknown as PolicyDocument
}
