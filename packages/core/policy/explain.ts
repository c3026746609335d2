/**
 * Why a decision came out as it did, and the next thing that would change it: as data for programs, as a sentence for
 * people.
 * @module
 */
import type { CompiledPolicy } from './compile.ts'
import { decide } from './decide.ts'
import { nextChange, type Change } from './decision/change.ts'
import { changeInWords, reasonInWords } from './decision/in-words.ts'
import type { Decision, Question, SubjectEvent } from './words.ts'

/** An answer with its grounds. */
export interface Explanation {
  readonly decision: Decision
  /** The instant asked about, past or to come. */
  readonly at: Date
  /** The next thing that would change the answer; `null` where it is permitted. Another may stand behind it. */
  readonly change: Change | null
  /** All of it in one or two sentences, without a word about who the person is. */
  readonly sentence: string
}

/**
 * Explains the answer to a question at any instant.
 * @example
 * explain(compiled, { question, events, now: new Date('2027-03-01') }).sentence
 * // `marketing.email` may not use `contact.email`: the person has not consented to it (§3.1.3(e)).
 * // It would take a consent to `marketing.email` given to `singapore`.
 */
export function explain(
  compiled: CompiledPolicy,
  asked: {
    readonly question: Question
    readonly events: readonly SubjectEvent[]
    readonly now: Date
  },
): Explanation {
  const { question, now } = asked
  const decision = decide(compiled, asked)
  const change = nextChange(compiled, asked, decision.reason)
  const verb = decision.allowed ? 'may use' : 'may not use'
  const why = `${reasonInWords[decision.reason]} (§${decision.clause})`
  const answer = `\`${question.purpose}\` ${verb} \`${question.category}\`: ${why}.`
  const sentence = change ? `${answer} ${changeInWords(change)}.` : answer
  return Object.freeze({ decision, at: now, change, sentence })
}
