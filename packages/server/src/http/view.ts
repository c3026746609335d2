import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { problemAnswers } from './wire/problem.ts'

/** What is served in one form of text, such as `text/html`. */
export interface TextAnswer {
  readonly description: string
  readonly content: Readonly<Record<string, { readonly schema: z.ZodType }>>
}

/** Something anyone may look at, at its address. */
export interface View<Params extends z.ZodType, Query extends z.ZodType> {
  readonly url: string
  readonly operationId: string
  readonly summary: string
  readonly tag: string
  readonly params: Params
  readonly query: Query
  readonly answers: Readonly<Record<number, z.ZodType | TextAnswer>>
  readonly show: (
    asked: { readonly params: z.output<Params>; readonly query: z.output<Query> },
    reply: FastifyReply,
    request: FastifyRequest,
  ) => FastifyReply | Promise<FastifyReply>
}

/** For a view whose address has no part that varies, or no query. */
export const nothing = z.object({})

/** Puts a view at its address. */
export function addView<Params extends z.ZodType, Query extends z.ZodType>(
  app: FastifyInstance,
  { url, operationId, summary, tag, params, query, answers, show }: View<Params, Query>,
): void {
  app.get(
    url,
    {
      schema: {
        operationId,
        summary,
        tags: [tag],
        params,
        querystring: query,
        response: { ...answers, ...problemAnswers },
      },
    },
    (request, reply) =>
      show(
        { params: params.parse(request.params), query: query.parse(request.query) },
        reply,
        request,
      ),
  )
}
