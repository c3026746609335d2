import type { FastifyInstance, HTTPMethods } from 'fastify'
import { turnAway } from './problem.ts'

/**
 * Makes every address answer 405 with `Allow` to a method it does not take, where fastify would say 404. Call before
 * the routes are added; the handlers come when all of them are known.
 */
export function refuseOtherMethods(app: FastifyInstance): () => void {
  const taken = new Map<string, Set<HTTPMethods>>()
  app.addHook('onRoute', ({ url, method }) => {
    const methods = taken.get(url) ?? new Set()
    for (const each of [method].flat()) methods.add(each)
    taken.set(url, methods)
  })
  return () => {
    for (const [url, methods] of taken) {
      const allow = [...methods].sort().join(', ')
      app.route({
        url,
        method: app.supportedMethods.filter((each) => !methods.has(each)),
        schema: { hide: true },
        handler: (_request, reply) =>
          turnAway(reply.header('allow', allow), 'method-not-allowed', { detail: `Use ${allow}.` }),
      })
    }
  }
}
