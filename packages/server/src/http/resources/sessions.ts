import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { closeSession, openSession } from '../../engine/identify.ts'
import { addAction } from '../action.ts'
import type { Site } from '../site.ts'
import { named } from '../wire/named.ts'
import { session } from '../wire/session.ts'

const identification = named(
  'Identification',
  z.strictObject({
    controller: z.string(),
    identifier: z.strictObject({ kind: z.enum(['email', 'phone']), value: z.string() }),
    factor: z.string().describe('How you made sure who it is; one that the policy accepts'),
  }),
)

/** `/v1/sessions`: a person, once known to be that person, acts through a session. */
export function addSessions(app: FastifyInstance, site: Site): void {
  addAction(app, site, {
    method: 'POST',
    url: '/v1/sessions',
    operationId: 'openSession',
    summary: 'Open a session for a person whose identity you have made sure of (scope `identify`)',
    tag: 'people',
    body: identification,
    answer: session.extend({ controller: z.string() }),
    status: 201,
    run: (context, asked, now) => openSession(context, asked, now),
  })
  addAction(app, site, {
    method: 'DELETE',
    url: '/v1/sessions/current',
    operationId: 'closeSession',
    summary: "End the person's session",
    tag: 'people',
    answer: z.object({ closed: z.literal(true) }),
    status: 200,
    person: true,
    run: (context, asked, now) => closeSession(context, asked, now),
  })
}
