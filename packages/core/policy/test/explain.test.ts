import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { compilePolicy } from '../compile.ts'
import { explain } from '../explain.ts'
import type { Change } from '../decision/change.ts'
import type { PolicyDocument } from '../rules.ts'
import type { Question, SubjectEvent } from '../words.ts'
import { historyOf, instant, policyOf, questionOf, runs } from './arbitraries.ts'
import { everyAnswer } from './every-answer.ts'
import { oracle } from './oracle.ts'

interface Asked {
  readonly question: Question
  readonly events: readonly SubjectEvent[]
  readonly now: Date
}

const situation = fc.oneof(policyOf(1), policyOf(2)).chain((policy) =>
  fc.record({
    policy: fc.constant(policy),
    question: questionOf(policy),
    events: historyOf(policy),
    now: instant,
  }),
)

test('what explain suggests, done, moves the answer on until it is permitted or nothing helps', () => {
  const kinds = new Set<string>()
  fc.assert(
    fc.property(situation, ({ policy, ...start }) => {
      const compiled = compilePolicy(policy)
      // What has not happened yet may change anything, and nobody can know it.
      const known = start.events.filter(({ at }) => at <= start.now)
      let asked: Asked = { ...start, events: known }
      for (let step = 0; step < 200; step += 1) {
        const { decision, change } = explain(compiled, asked)
        assert.deepEqual(decision, oracle(policy, asked.events, asked.question, asked.now))
        if (!change) {
          assert.equal(decision.allowed, true)
          return
        }
        kinds.add(change.kind)
        const next = apply(change, asked, policy)
        if (!next) return
        const before = grounds(policy, asked)
        assert.notDeepEqual(grounds(policy, next), before, change.kind)
        asked = next
      }
      assert.fail('200 changes led nowhere')
    }),
    { numRuns: runs(400) },
  )
  assert.deepEqual([...kinds].toSorted(), [
    'acquaintance',
    'birth-date',
    'birthday',
    'collection',
    'conduct',
    'consent',
    'country',
    'nothing',
    'policy',
    'restriction',
  ])
})

/** The oracle's answers that the question rests on: its own and, behind `purpose-needs`, those of what it needs. */
function grounds(policy: PolicyDocument, { question, events, now }: Asked) {
  const own = oracle(policy, events, question, now).reason
  return own === 'purpose-needs' ? everyAnswer(policy, question.controller)(events, now) : own
}

/** Does what is suggested; `null` where nobody but the policy's author can. */
function apply(change: Change, asked: Asked, { version }: PolicyDocument): Asked | null {
  const { question, events, now } = asked
  const header = { controller: question.controller, at: now, version }
  const and = (...more: SubjectEvent[]): Asked => ({ ...asked, events: [...events, ...more] })
  switch (change.kind) {
    case 'nothing':
    case 'policy':
      return null
    case 'collection': {
      const [channel = ''] = change.channels
      return { ...asked, question: { ...question, record: { channel, version } } }
    }
    case 'consent':
      return and({ ...header, kind: 'consent', purpose: change.purpose, choice: 'given' })
    case 'conduct':
      return and({ ...header, kind: 'conduct', channel: change.channels.at(-1) ?? '' })
    case 'acquaintance':
      return and({ ...header, kind: 'conduct', channel: 'somewhere' })
    case 'birth-date':
      return and({
        ...header,
        kind: 'born',
        date: `${now.getUTCFullYear() - change.age - 1}-01-01`,
      })
    case 'birthday':
      return { ...asked, now: change.at }
    case 'country':
      assert.ok(!change.barred.includes('NZ'))
      return and({ ...header, kind: 'region', country: 'NZ' })
    case 'restriction':
      if (change.ends) return { ...asked, now: change.ends }
      return and(
        ...change.ids.map((id) => ({ ...header, kind: 'restriction-lifted' as const, id })),
      )
  }
}
