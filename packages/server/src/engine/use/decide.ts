/**
 * Use (§3.1): whether a purpose may use some fields of a record of a person, with the clause and the reason; now, by the
 * masks in force, or at a past instant, by folding the history.
 * @module
 */
import { type Decision, type Explanation, explain } from '@troth/core/policy'
import type { Queryable } from '../../store/database.ts'
import { checkBody, wrong } from '../body.ts'
import type { Caller, Context } from '../context.ts'
import { type Outcome, done, refused } from '../outcome.ts'
import { assertInForce, checkScope } from '../turn.ts'
import { judge } from './judge.ts'
import { type Asked, readQuestion } from './question.ts'
import { type Standings, readStandings } from './standing.ts'

/** An answer: allowed only if every field asked about is. */
export interface Answer {
  readonly allowed: boolean
  readonly reason: string
  readonly clause: string
  /** One for each field asked about. */
  readonly fields?: readonly {
    readonly field: string
    readonly allowed: boolean
    readonly reason: string
    readonly clause: string
  }[]
  /** Why, and what would change it, in words; where it was asked for. */
  readonly explanation?: string
}

/** One answer, or one for each question in order. */
export type Answers = Answer | { readonly answers: readonly Answer[] }

const most = 1_000

/**
 * Decides one question or up to 1,000.
 *
 * @example
 * await decide(context, { caller, body: { subject, controller: 'singapore', purpose: 'marketing.email',
 *   dataset: 'accounts', fields: ['email'] } }, now)
 */
export async function decide(
  context: Context,
  { caller, body }: { readonly caller: Caller; readonly body: unknown },
  now: Date,
): Promise<Outcome<Answers>> {
  const clause = context.policy.document.use.clauses[0] ?? ''
  const scope = checkScope(caller, 'decide', clause)
  if (!scope.ok) return scope
  const sound = checkBody(body, context.limits)
  if (!sound.ok) return refused({ ...sound.refusal, clause })
  const many: unknown = Reflect.get(Object(body), 'questions')
  if (many !== undefined && !isBatch(body, many)) {
    const refusal = wrong('questions', `a list of 1 to ${most} questions and nothing beside it`)
    return refused({ ...refusal.refusal, clause })
  }
  const questions = Array.isArray(many) ? many : [body]
  const answers = await context.database.transaction(
    (tx) => decideAll(tx, context, questions, now),
    { isolation: 'repeatable read' },
  )
  if (!answers.ok) {
    return refused({ ...answers.refusal, clause: answers.refusal.clause || clause })
  }
  if (many !== undefined) return done({ answers: answers.value })
  const [answer] = answers.value
  return answer === undefined ? wrong('questions', 'a question') : done(answer)
}

function isBatch(body: unknown, many: unknown): boolean {
  const alone = Object.keys(Object(body)).length === 1
  return alone && Array.isArray(many) && many.length > 0 && many.length <= most
}

async function decideAll(
  tx: Queryable,
  context: Context,
  questions: readonly unknown[],
  now: Date,
): Promise<Outcome<readonly Answer[]>> {
  await assertInForce(tx, context)
  const asked: Asked[] = []
  for (const question of questions) {
    const read = await readQuestion(tx, context, question, now)
    if (!read.ok) return read
    asked.push(read.value)
  }
  const subjects = [...new Set(asked.map(({ subject }) => subject))]
  const standings = await readStandings(tx, context, subjects)
  const answers: Answer[] = []
  for (const one of asked) answers.push(await answerOf(tx, context, standings, one, now))
  return done(answers)
}

async function answerOf(
  tx: Queryable,
  { policy }: Context,
  standings: Standings,
  asked: Asked,
  now: Date,
): Promise<Answer> {
  const { compiled } = policy
  const parts = await judge(tx, policy, standings, asked, now)
  // The first field denied speaks for all; without one, the first.
  const told = parts.find(({ decision }) => !decision.allowed) ?? parts[0]
  if (told === undefined) throw new RangeError('a question is about at least one field')
  const events = standings.events(asked.subject)
  return {
    ...told.decision,
    ...('fields' in asked.about && {
      fields: parts.map(({ field, decision }) => ({ field, ...decision })),
    }),
    ...(asked.explain && {
      explanation: inWords(
        told.decision,
        explain(compiled, { question: told.question, events, now: asked.at ?? now }),
      ),
    }),
  }
}

function inWords(decision: Decision, explained: Explanation): string {
  if (explained.decision.reason === decision.reason) return explained.sentence
  return `What is kept about this person's choices is being reckoned anew; until then nothing is permitted (§${decision.clause}).`
}
