import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { compilePolicy, holds } from '../compile.ts'
import { decide, decideMasked } from '../decide.ts'
import { kernelOf } from '../decision/kernel.ts'
import { reasonOf } from '../decision/reason-code.ts'
import { foldSubject, reasonFor, type SubjectMask } from '../fold.ts'
import { reasons, type Decision, type SubjectEvent } from '../words.ts'
import { earlierPositions, historyOf, instant, policyOf, questionOf, runs } from './arbitraries.ts'
import { everyAnswer } from './every-answer.ts'
import { oracle } from './oracle.ts'

/** A policy, perhaps compiled at positions of an earlier one, a person, a time and some questions. */
const situation = (words: 1 | 2 | 5) =>
  policyOf(words).chain((policy) =>
    fc.record({
      policy: fc.constant(policy),
      positions: fc.option(earlierPositions(policy), { nil: undefined }),
      history: historyOf(policy),
      questions: fc.array(questionOf(policy), { minLength: 1, maxLength: 25 }),
      now: instant,
      later: fc.array(fc.integer({ min: 0, max: 3 * 365 * 86_400 }), { maxLength: 6 }),
    }),
  )

for (const words of [1, 2, 5] as const) {
  const numRuns = runs({ 1: 300, 2: 150, 5: 60 }[words])
  // The oracle asked about every purpose at a dozen instants takes its time.
  const slowRuns = runs({ 1: 120, 2: 20, 5: 3 }[words])

  test(`the decision is the oracle's, reason and clause, in ${words} words`, () => {
    fc.assert(
      fc.property(situation(words), ({ policy, positions, history, questions, now }) => {
        const compiled = compilePolicy(policy, positions)
        for (const question of questions) {
          const expected = oracle(policy, history, question, now)
          assert.deepEqual(decide(compiled, { question, events: history, now }), expected)
          const subject = foldSubject(compiled, history, question.controller, now)
          assert.deepEqual(decideMasked(compiled, { question, subject, now }), expected)
        }
      }),
      { numRuns },
    )
  })

  test(`a kept mask answers as the oracle while it holds, then denies, in ${words} words`, () => {
    fc.assert(
      fc.property(situation(words), ({ policy, positions, history, questions, now, later }) => {
        const compiled = compilePolicy(policy, positions)
        for (const question of questions) {
          const subject = foldSubject(compiled, history, question.controller, now)
          for (const time of moments(subject, now, later)) {
            const kept = decideMasked(compiled, { question, subject, now: time })
            sameWhileFresh(kept, oracle(policy, history, question, time), subject, time)
          }
        }
      }),
      { numRuns },
    )
  })

  test(`until is the first instant at which the oracle changes, in ${words} words`, () => {
    fc.assert(
      fc.property(situation(words), ({ policy, positions, history, now, later }) => {
        const compiled = compilePolicy(policy, positions)
        const subject = foldSubject(compiled, history, 'alpha', now)
        const whole = everyAnswer(policy, 'alpha')
        const at = (time: Date) => whole(history, time)
        const current = at(now)
        for (const [purpose, reason] of current) {
          assert.equal(reasonFor(compiled, history, 'alpha', purpose, now), reason)
        }
        const bits = (answers: ReadonlyMap<string, string>) =>
          [...answers].filter(([, reason]) => reason === 'permitted').map(([purpose]) => purpose)
        const set = [...compiled.purposes.values()].filter((each) => holds(subject.words, each))
        assert.deepEqual(set.map(({ id }) => id).toSorted(), bits(current).toSorted())

        for (const time of [...moments(subject, now, later), ...times(history)]) {
          if (time < now) continue
          if (isBefore(time, subject.until)) assert.deepEqual(bits(at(time)), bits(current))
          if (isBefore(time, subject.reasonsUntil)) assert.deepEqual(at(time), current)
        }
        if (subject.until) assert.notDeepEqual(bits(at(subject.until)), bits(current))
        if (subject.reasonsUntil) assert.notDeepEqual(at(subject.reasonsUntil), current)
      }),
      { numRuns: slowRuns },
    )
  })

  test(`many rows at once are each decided as one, in ${words} words`, () => {
    const people = policyOf(words).chain((policy) =>
      fc.record({
        policy: fc.constant(policy),
        rows: fc.array(fc.tuple(historyOf(policy), questionOf(policy), instant), {
          minLength: 1,
          maxLength: 12,
        }),
        question: questionOf(policy),
        now: instant,
      }),
    )
    fc.assert(
      fc.property(people, ({ policy, rows, question, now }) => {
        const compiled = compilePolicy(policy)
        const kernel = kernelOf(compiled)
        const { purpose, category } = question
        const subjects = rows.map(([events, , at]) => foldSubject(compiled, events, 'alpha', at))
        const records = rows.map(([, { record }]) =>
          compiled.recordMask(record.channel, record.version),
        )
        const columns = {
          masks: Array.from({ length: words }, (_, n) =>
            Int32Array.from(
              subjects,
              (mask, row) => (mask.words[n] ?? 0) & (records[row]?.[n] ?? 0),
            ),
          ),
          until: Float64Array.from(subjects, ({ until }) => until?.getTime() ?? Infinity),
        }
        const out = new Uint8Array(rows.length)
        const count = kernel.decideMany(purpose, category, columns, now, out)
        const one = subjects.map((subject, n) => {
          const mask = records[n] ?? new Int32Array(words)
          return kernel.decide(purpose, category, subject, mask, now) === 0 ? 1 : 0
        })
        assert.deepEqual([...out], one)
        assert.equal(count, one.filter((bit) => bit === 1).length)
      }),
      { numRuns },
    )
  })
}

test('every reason turns up in what is generated', () => {
  const seen = new Set<string>()
  const drawn = fc.sample(situation(1), { numRuns: 400, seed: 1 })
  for (const { policy, history, questions, now } of drawn) {
    const compiled = compilePolicy(policy)
    for (const question of questions) {
      seen.add(decide(compiled, { question, events: history, now }).reason)
      const subject = foldSubject(compiled, history, question.controller, now)
      if (!subject.until) continue
      seen.add(decideMasked(compiled, { question, subject, now: subject.until }).reason)
    }
  }
  assert.deepEqual([...seen].toSorted(), [...reasons].toSorted())
})

function moments({ until, reasonsUntil }: SubjectMask, now: Date, seconds: readonly number[]) {
  const ends = [until, reasonsUntil].flatMap((end) =>
    end ? [new Date(end.getTime() - 1), end, new Date(end.getTime() + 1)] : [],
  )
  const some = seconds.map((later) => new Date(now.getTime() + later * 1000))
  return [now, ...ends, ...some].filter((time) => time >= now)
}

function times(history: readonly SubjectEvent[]): readonly Date[] {
  return history.flatMap((event) =>
    event.kind === 'restriction' && event.until ? [event.at, event.until] : [event.at],
  )
}

function isBefore(time: Date, end: Date | null): boolean {
  return end === null || time < end
}

function sameWhileFresh(kept: Decision, fresh: Decision, subject: SubjectMask, time: Date): void {
  // What the data alone refuses needs no mask.
  const unmasked = ['unknown-', 'prohibited', 'field-not-used', 'not-collected-for']
  const byData =
    fresh.reason !== 'unknown-subject' && unmasked.some((start) => fresh.reason.startsWith(start))
  if (byData || isBefore(time, subject.reasonsUntil)) {
    assert.deepEqual(kept, fresh)
  } else if (isBefore(time, subject.until)) {
    assert.equal(kept.allowed, fresh.allowed)
    if (!kept.allowed) assert.equal(kept.reason, 'stale-mask')
  } else {
    assert.equal(kept.reason, 'stale-mask')
  }
}

test('a reason has one code, and a code no other reason', () => {
  for (const [code, reason] of reasons.entries()) assert.equal(reasonOf(code), reason)
  assert.throws(() => reasonOf(reasons.length), RangeError)
})
