import assert from 'node:assert/strict'
import type { PolicyDocument } from '../rules.ts'
import type { Question, SubjectEvent } from '../words.ts'
import { oracle } from './oracle.ts'

/** The oracle's answer for every purpose, to a question that no category or record can refuse. */
export function everyAnswer(policy: PolicyDocument, controller: string) {
  const purposes = Object.keys(policy.purposes)
  const [first = ''] = Object.keys(policy.channels)
  const channel = policy.channels[first]
  assert.ok(channel)
  const open: PolicyDocument = {
    ...policy,
    prohibitions: {},
    purposes: Object.fromEntries(
      Object.entries(policy.purposes).map(([id, rule]) => [id, { ...rule, uses: ['c0'] }]),
    ),
    // Choices alone: what conduct establishes must not change with it.
    channels: { ...policy.channels, any: { ...channel, purposes: [], choices: purposes } },
  }
  const record = { channel: 'any', version: policy.version }
  return (history: readonly SubjectEvent[], now: Date) =>
    new Map(
      purposes.map((purpose) => {
        const question: Question = { controller, purpose, category: 'c0', record }
        return [purpose, oracle(open, history, question, now).reason]
      }),
    )
}
