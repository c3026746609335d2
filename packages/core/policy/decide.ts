/**
 * One question, one answer: a value that says whether, why and by which clause. Answers are made once for each purpose
 * and reason, frozen, and handed out again.
 * @module
 */
import type { CompiledPolicy } from './compile.ts'
import { kernelOf } from './decision/kernel.ts'
import { reasonOf } from './decision/reason-code.ts'
import { reasonFor, type SubjectMask } from './fold.ts'
import { reasons, type Decision, type Question, type Reason, type SubjectEvent } from './words.ts'

/**
 * Decides from a person's whole history, at any time.
 * @param asked.events in any order; only those of the question's controller, up to `now`, count
 * @example
 * const decision = decide(compiled, { question, events, now })
 * if (!decision.allowed) console.log(decision.reason, decision.clause)
 */
export function decide(
  compiled: CompiledPolicy,
  asked: {
    readonly question: Question
    readonly events: readonly SubjectEvent[]
    readonly now: Date
  },
): Decision {
  const { question, events, now } = asked
  const { controller, purpose, category, record } = question
  if (!compiled.controllers.has(controller)) return answer(compiled, question, 'unknown-controller')
  const mask = compiled.recordMask(record.channel, record.version)
  const data = reasonOf(kernelOf(compiled).decideData(purpose, category, mask))
  if (data !== 'permitted') return answer(compiled, question, data)
  return answer(compiled, question, reasonFor(compiled, events, controller, purpose, now))
}

/**
 * Decides over a mask folded before; `stale-mask` once it no longer holds. The mask must be of the question's person and
 * of the same compiled policy, and folded no later than `now`.
 * @throws {RangeError} when the mask is another controller's, whose consents it would lend
 */
export function decideMasked(
  compiled: CompiledPolicy,
  asked: { readonly question: Question; readonly subject: SubjectMask; readonly now: Date },
): Decision {
  const { question, subject, now } = asked
  const record = compiled.recordMask(question.record.channel, question.record.version)
  const controller = compiled.controllers.get(question.controller)
  if (controller === undefined) return answer(compiled, question, 'unknown-controller')
  if (subject.controller !== controller) {
    throw new RangeError(`the mask is not one of the controller \`${question.controller}\``)
  }
  const { purpose, category } = question
  const code = kernelOf(compiled).decide(purpose, category, subject, record, now)
  return answer(compiled, question, reasonOf(code))
}

interface Answers {
  readonly byUse: ReadonlyMap<Reason, Decision>
  readonly byPurpose: ReadonlyMap<string, ReadonlyMap<Reason, Decision>>
  readonly byProhibition: ReadonlyMap<string, Decision>
}

const kept = new WeakMap<CompiledPolicy, Answers>()

function answer(compiled: CompiledPolicy, question: Question, reason: Reason): Decision {
  const answers = kept.get(compiled) ?? answersOf(compiled)
  kept.set(compiled, answers)
  if (reason === 'prohibited') {
    const prohibition = prohibitionOf(compiled, question)
    const found = prohibition && answers.byProhibition.get(prohibition.id)
    if (found) return found
  }
  const found = answers.byPurpose.get(question.purpose)?.get(reason) ?? answers.byUse.get(reason)
  if (!found) throw new RangeError(`no answer for the reason \`${reason}\``)
  return found
}

/** The first prohibition, as declared, that names both the question's category and its purpose. */
export function prohibitionOf(compiled: CompiledPolicy, { purpose, category }: Question) {
  const { word = 0, bit = 0 } = compiled.purposes.get(purpose) ?? {}
  return compiled.prohibitions.find(
    ({ categories, purposes }) => categories.has(category) && ((purposes[word] ?? 0) & bit) !== 0,
  )
}

function answersOf({ policy, purposes, prohibitions }: CompiledPolicy): Answers {
  const unlisted: readonly Reason[] = ['unknown-controller', 'unknown-purpose', 'unknown-category']
  const byUse = unlisted.map((reason) => [reason, decision(reason, policy.use.clauses)] as const)
  const listed = reasons.filter((reason) => !unlisted.includes(reason) && reason !== 'prohibited')
  const young: readonly Reason[] = ['under-age', 'age-unknown']
  const of = (clause: string) =>
    listed.map(
      (reason) =>
        [
          reason,
          decision(reason, young.includes(reason) ? policy.children.clauses : [clause]),
        ] as const,
    )
  return {
    byUse: new Map(byUse),
    byPurpose: new Map([...purposes].map(([id, { clause }]) => [id, new Map(of(clause))])),
    byProhibition: new Map(
      prohibitions.map(({ id, clause }) => [id, decision('prohibited', [clause])]),
    ),
  }
}

function decision(reason: Reason, clauses: readonly string[]): Decision {
  const [clause = ''] = clauses
  if (reason === 'permitted') return Object.freeze({ allowed: true, reason, clause })
  return Object.freeze({ allowed: false, reason, clause })
}
