import { z } from 'zod'
import { named } from './named.ts'
import { receipt } from './receipt.ts'

/** Every answer that is not a yes (RFC 9457). */
export const problem = named(
  'Problem',
  z.object({
    type: z.string().describe('Where the code is explained'),
    title: z.string(),
    status: z.int(),
    code: z.string().describe('Stable; listed at /problems'),
    instance: z.string().describe('The number of this request, as a URN'),
    detail: z.string().optional().describe('What to do next'),
    clause: z.string().optional().describe('The clause of the policy that says no'),
    reason: z.string().optional(),
    problems: z.array(z.object({ path: z.string(), problem: z.string() })).optional(),
    receipt: receipt.optional().describe('Where the refusal was written into the ledger'),
  }),
)

const refusing = {
  description: 'A refusal, with the clause of the policy where one applies',
  content: { 'application/problem+json': { schema: problem } },
}
const failing = {
  description: 'A failure on our side; the same request may be sent again',
  content: { 'application/problem+json': { schema: problem } },
}

/** What every address may answer besides its yes. */
export const problemAnswers = { '4xx': refusing, '5xx': failing } as const
