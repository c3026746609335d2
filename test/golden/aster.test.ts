import assert from 'node:assert/strict'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import type { PolicyDocument } from '@troth/core/policy'
import { aster } from '../../policies/aster/policy.ts'
import { answersOfData, answersOfPeople, digest } from './digest.ts'
import { flipsOf } from './flips.ts'

const policy: PolicyDocument = aster
const file = join(import.meta.dirname, 'aster.json')

test("Aster's policy decides as it did: where it should not, look at the change; where it should, write the file anew", () => {
  const answers = digest(policy)
  if (process.env['TROTH_GOLDEN'] === 'write') {
    writeFileSync(file, `${JSON.stringify(answers, null, 2)}\n`)
  }
  assert.deepEqual(answers, JSON.parse(readFileSync(file, 'utf8')))
})

test("no rule of Aster's policy that a decision rests on can be turned unseen", () => {
  const data = new Map(Object.keys(policy.purposes).map((id) => [id, answersOfData(policy, id)]))
  const people = [...answersOfPeople(policy)].map((answers) => [...answers].join())
  const unseen: string[] = []
  let count = 0
  for (const { rule, purpose, policy: turned } of flipsOf(policy)) {
    count += 1
    if (purpose !== null && answersOfData(turned, purpose) !== data.get(purpose)) continue
    if (differ(answersOfPeople(turned), people)) continue
    unseen.push(rule)
  }
  assert.deepEqual(unseen, [])
  assert.ok(count > 500, `${count} flips`)
})

test('what is seen names the purpose', () => {
  const before = digest(policy)
  const [flip] = [...flipsOf(policy)].filter(({ rule }) => rule.startsWith('purposes.survey.basis'))
  assert.ok(flip)
  const after = digest(flip.policy)
  const changed = Object.keys(before).filter((id) => before[id] !== after[id])
  assert.deepEqual(changed, ['survey'])
})

/** Whether anyone is answered otherwise; it looks no further than the first. */
function differ(
  answers: Iterable<ReadonlyMap<string, string>>,
  before: readonly string[],
): boolean {
  let person = 0
  for (const each of answers) if ([...each].join() !== before[person++]) return true
  return false
}
