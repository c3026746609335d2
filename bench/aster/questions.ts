import assert from 'node:assert/strict'
import {
  compilePolicy,
  decide,
  foldSubject,
  kernelOf,
  reasonOf,
  type PolicyDocument,
  type SubjectEvent,
} from '@troth/core/policy'
import { aster as policy } from '../../policies/aster/policy.ts'
import type { Competitor } from '../support/measure.ts'
import { seeded } from '../thirty-rules/workload.ts'

const now = new Date('2027-06-01T04:00:00Z')

/** Every purpose x category x controller of Aster's policy, in mixed order, asked of one person for a sign-up's record. */
export function asterQuestions() {
  const document: PolicyDocument = policy
  const compiled = compilePolicy(document)
  const kernel = kernelOf(compiled)
  const record = { channel: 'account', version: document.version }
  const mask = compiled.recordMask(record.channel)
  const events = Object.keys(document.controllers).flatMap((controller, n) =>
    historyWith(document, controller, n),
  )
  const asked = Object.keys(document.controllers).flatMap((controller) => {
    const subject = foldSubject(compiled, events, controller, now)
    return Object.keys(document.purposes).flatMap((purpose) =>
      Object.keys(document.categories).map((category) => ({
        controller,
        purpose,
        category,
        subject,
        place: compiled.positions.get(purpose) ?? -1,
        index: compiled.categories.get(category) ?? -1,
      })),
    )
  })
  const random = seeded(9)
  const questions = asked
    .map((question) => ({ question, order: random() }))
    .toSorted((a, b) => a.order - b.order)
    // Copies, so that they lie in memory in the order in which they are asked.
    .map(({ question }) => ({ ...question }))

  for (const { controller, purpose, category, subject, place, index } of questions) {
    const question = { controller, purpose, category, record }
    const { reason } = decide(compiled, { question, events, now })
    assert.equal(reasonOf(kernel.decide(purpose, category, subject, mask, now)), reason)
    assert.equal(reasonOf(kernel.decideAt(place, index, subject, mask, now)), reason)
  }
  const competitors: readonly Competitor[] = [
    {
      name: "Aster's policy, integer ids",
      operations: questions.length,
      run: () => {
        let count = 0
        for (const { place, index, subject } of questions) {
          if (kernel.decideAt(place, index, subject, mask, now) === 0) count += 1
        }
        return count
      },
    },
    {
      name: "Aster's policy, string ids",
      operations: questions.length,
      run: () => {
        let count = 0
        for (const { purpose, category, subject } of questions) {
          if (kernel.decide(purpose, category, subject, mask, now) === 0) count += 1
        }
        return count
      },
    },
  ]
  return { size: questions.length, competitors }
}

/** A grown-up who uses every channel of the controller and agrees to every purpose, to each second or third of others. */
function historyWith(document: PolicyDocument, controller: string, n: number): SubjectEvent[] {
  const header = { controller, at: new Date('2027-02-01T00:00:00Z'), version: document.version }
  return [
    { ...header, kind: 'born', date: '1980-04-01' },
    { ...header, kind: 'region', country: 'SG' },
    ...Object.keys(document.channels).map((channel): SubjectEvent => ({
      ...header,
      kind: 'conduct',
      channel,
    })),
    ...Object.keys(document.purposes)
      .filter((_, place) => place % (n + 1) === 0)
      .map((purpose): SubjectEvent => ({ ...header, kind: 'consent', purpose, choice: 'given' })),
  ]
}
