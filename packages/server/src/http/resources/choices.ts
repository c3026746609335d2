import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { choices } from '../../engine/choices.ts'
import { addAction } from '../action.ts'
import type { Site } from '../site.ts'
import { named } from '../wire/named.ts'

const answer = named(
  'Choices',
  z.object({
    controller: z.string(),
    choices: z.array(
      z.object({
        purpose: z.string(),
        label: z.string(),
        given: z.boolean(),
        reason: z.string().describe('`permitted`, or why it is not in force'),
        onWithdrawal: z.string().describe('What is lost without it, to be shown to the person'),
      }),
    ),
  }),
)

/** `/v1/choices`: where a person stands on every purpose that is theirs to choose. */
export function addChoices(app: FastifyInstance, site: Site): void {
  addAction(app, site, {
    method: 'GET',
    url: '/v1/choices',
    operationId: 'choices',
    summary: "A person's yes or no to every optional purpose (scope `consent`)",
    tag: 'people',
    answer,
    status: 200,
    person: true,
    run: (context, asked, now) => choices(context, asked, now),
  })
}
