import type { FastifyInstance, FastifyReply, FastifyRequest, HTTPMethods } from 'fastify'
import { z } from 'zod'
import { readBody } from '../engine/body.ts'
import type { Caller, Context } from '../engine/context.ts'
import type { Outcome } from '../engine/outcome.ts'
import { idempotencyKeyOf, sessionOf } from './caller.ts'
import { refuse, turnAway } from './problem.ts'
import type { Site } from './site.ts'
import { problemAnswers } from './wire/problem.ts'

/** What a verb is asked with, as it came over the wire; only the verb judges it. */
export interface Asked {
  readonly caller: Caller
  readonly body: unknown
  readonly session: string | undefined
  readonly idempotencyKey: string | undefined
  readonly params: Readonly<Record<string, string>>
}

/** One verb of the engine at its address. */
export interface Action<Value> {
  readonly method: HTTPMethods
  readonly url: string
  readonly operationId: string
  readonly summary: string
  readonly tag: string
  /** For the documentation: the verb itself judges the body, since it knows the clause that refuses. */
  readonly body?: z.ZodType
  readonly params?: z.ZodType
  /** Nothing beyond this shape leaves the server. */
  readonly answer: z.ZodType<Value>
  readonly status: 200 | 201
  /** A person's session comes with it. */
  readonly person?: boolean
  /** Takes an `Idempotency-Key`, and answers the same to the same key and body. */
  readonly idempotent?: boolean
  readonly run: (context: Context, asked: Asked, now: Date) => Promise<Outcome<Value>>
}

/** Puts a verb at its address: who calls, the body's bytes, the verb, its answer or refusal. */
export function addAction<Value>(app: FastifyInstance, site: Site, action: Action<Value>): void {
  const { method, url, operationId, summary, tag, body, params, answer, status } = action
  app.route({
    method,
    url,
    config: { needsKey: true },
    schema: {
      operationId,
      summary,
      tags: [tag],
      security: [{ apiKey: [], ...(action.person === true && { session: [] }) }],
      ...(action.idempotent === true && { headers: idempotencyHeader }),
      ...(body && { body }),
      ...(params && { params }),
      response: { [status]: answer, ...problemAnswers },
    },
    handler: (request, reply) => perform(site, action, request, reply),
  })
}

const idempotencyHeader = z.object({
  'idempotency-key': z
    .string()
    .regex(/^[\x21-\x7e]{8,200}$/)
    .describe('Made anew for each write, and sent again when it is tried again'),
})

async function perform<Value>(
  site: Site,
  action: Action<Value>,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const { caller } = request
  if (caller === undefined) throw new Error('A route with a key was reached without one.')
  const context = site.context()
  const idempotencyKey = action.idempotent === true ? idempotencyKeyOf(request) : undefined
  if (action.idempotent === true && idempotencyKey === undefined) {
    return turnAway(reply, 'idempotency-key', {
      detail: 'Send 8 to 200 visible characters of ASCII, made anew for each write.',
    })
  }
  const body = action.body === undefined ? undefined : readBody(bytesOf(request), context.limits)
  if (body?.ok === false) return refuse(reply, body.refusal)
  const asked: Asked = {
    caller,
    body: body?.value,
    session: sessionOf(request),
    idempotencyKey,
    params: paramsOf(request),
  }
  const outcome = await action.run(context, asked, site.now())
  if (!outcome.ok) return refuse(reply, outcome.refusal)
  return reply.code(action.status).header('cache-control', 'no-store').send(outcome.value)
}

function bytesOf({ body }: FastifyRequest): Uint8Array {
  return body instanceof Uint8Array ? body : new Uint8Array()
}

const textParams = z.record(z.string(), z.string())

function paramsOf({ params }: FastifyRequest): Readonly<Record<string, string>> {
  return textParams.parse(params)
}
