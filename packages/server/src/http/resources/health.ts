import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { TrothError } from '../../errors.ts'
import { fail } from '../problem.ts'
import type { Site } from '../site.ts'
import { addView, nothing } from '../view.ts'

/** `/healthz`: the process answers. `/readyz`: so does its database, and a version of the policy is in force. */
export function addHealth(app: FastifyInstance, site: Site): void {
  addView(app, {
    url: '/healthz',
    operationId: 'health',
    summary: 'Whether the process answers',
    tag: 'server',
    params: nothing,
    query: nothing,
    answers: { 200: z.object({ status: z.literal('ok') }) },
    show: (_asked, reply) => reply.header('cache-control', 'no-store').send({ status: 'ok' }),
  })
  addView(app, {
    url: '/readyz',
    operationId: 'readiness',
    summary: 'Whether requests can be served: the database answers and a policy is in force',
    tag: 'server',
    params: nothing,
    query: nothing,
    answers: { 200: z.object({ status: z.literal('ready'), version: z.int() }) },
    show: async (_asked, reply, request) => {
      if (!(await site.ready())) return fail(new TrothError('database.unavailable'), request, reply)
      const { version } = site.context().policy
      return reply.header('cache-control', 'no-store').send({ status: 'ready', version })
    },
  })
}
