import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { type Answers, decide } from '../../engine/use/decide.ts'
import { read } from '../../engine/use/read.ts'
import { addAction } from '../action.ts'
import type { Site } from '../site.ts'
import { named } from '../wire/named.ts'
import { receipt } from '../wire/receipt.ts'
import { declared } from '../wire/words.ts'

const fields = z.array(declared).min(1)

const question = named(
  'Question',
  z.strictObject({
    controller: declared,
    purpose: declared.describe('Compulsory: nothing is used without one'),
    subject: z.uuid().optional(),
    session: z.string().optional().describe('In place of `subject`'),
    dataset: declared.optional(),
    fields: fields.optional(),
    record: z.uuid().optional(),
    category: declared.optional().describe('In place of `dataset` and `fields`'),
    channel: declared.optional(),
    version: z.int().min(1).optional(),
    at: z.iso.datetime().optional().describe('A past instant; now where it is left out'),
    explain: z.boolean().optional(),
  }),
)

const questions = named(
  'Questions',
  z.union([question, z.strictObject({ questions: z.array(question).min(1).max(1_000) })]),
)

const verdict = { allowed: z.boolean(), reason: z.string(), clause: z.string() }

const decision = named(
  'Decision',
  z.object({
    ...verdict,
    fields: z.array(z.object({ field: z.string(), ...verdict })).exactOptional(),
    explanation: z.string().exactOptional().describe('Why, and what would change it'),
  }),
)

const decisions: z.ZodType<Answers> = named(
  'Decisions',
  z.union([decision, z.object({ answers: z.array(decision) })]),
)

const wanted = named(
  'Wanted',
  z.strictObject({
    purpose: declared,
    controller: declared,
    dataset: declared,
    fields,
    subject: z.uuid().optional(),
    session: z.string().optional().describe('In place of `subject`'),
  }),
)

const reading = named(
  'Reading',
  z.object({
    records: z.array(
      z.object({
        record: z.string(),
        collectedAt: z.string(),
        values: z.record(z.string(), z.unknown()),
      }),
    ),
    receipt,
  }),
)

/** `/v1/decide` and `/v1/read`: every use names its purpose and is decided (§3.1). */
export function addUses(app: FastifyInstance, site: Site): void {
  addAction(app, site, {
    method: 'POST',
    url: '/v1/decide',
    operationId: 'decide',
    summary: 'Ask whether a purpose may use data of a person (scope `decide`)',
    tag: 'uses',
    body: questions,
    answer: decisions,
    status: 200,
    run: (context, asked, now) => decide(context, asked, now),
  })
  addAction(app, site, {
    method: 'POST',
    url: '/v1/read',
    operationId: 'read',
    summary: 'Read data of a person for a purpose, on the record (scope `read:<purpose>`)',
    tag: 'uses',
    body: wanted,
    answer: reading,
    status: 200,
    run: (context, asked, now) => read(context, asked, now),
  })
}
