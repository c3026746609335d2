import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { authenticate } from '../engine/authenticate.ts'
import type { Caller } from '../engine/context.ts'
import { refuse, turnAway } from './problem.ts'
import type { Site } from './site.ts'

declare module 'fastify' {
  interface FastifyRequest {
    /** Who calls, once the API key was found valid. */
    caller: Caller | undefined
  }
  interface FastifyContextConfig {
    /** The route answers to a valid API key alone. */
    readonly needsKey?: boolean
  }
}

const bearer = /^Bearer ([\x21-\x7e]{1,255})$/i
const token = /^[\x21-\x7e]{1,255}$/
const keyId = /^Bearer troth_([^_]{1,64})_/i
const idempotencyKey = /^[\x21-\x7e]{8,200}$/

/**
 * Finds out who calls before anything else of a request is read, and holds each API key, or each address without one, to
 * its number of requests a minute. A made-up key counts against the address it came from.
 */
export function admitCallers(app: FastifyInstance, site: Site): void {
  const limit = { max: site.requestsPerMinute, timeWindow: 60_000 }
  const byAddress = app.createRateLimit(limit)
  const byKey = app.createRateLimit({
    ...limit,
    keyGenerator: ({ caller }) => `key ${caller?.keyId}`,
  })
  const strangers = strangersOf(site)
  app.decorateRequest('caller', undefined)
  app.addHook('onRequest', async (request, reply) => {
    const shut = strangers.waits(request)
    if (shut > 0) return tooMany(reply, shut)
    const { needsKey } = request.routeOptions.config
    const answer = needsKey === true ? await identifyCaller(request, site) : undefined
    if (answer?.ok) {
      request.caller = answer.value
      strangers.met(answer.value)
    }
    const count = await (request.caller === undefined ? byAddress : byKey)(request)
    if (!count.isAllowed && count.isExceeded) {
      if (request.caller === undefined) strangers.shut(request, count.ttlInSeconds)
      return tooMany(reply, count.ttlInSeconds)
    }
    return answer === undefined || answer.ok ? undefined : refuse(reply, answer.refusal)
  })
}

function tooMany(reply: FastifyReply, seconds: number): FastifyReply {
  return turnAway(reply.header('retry-after', seconds), 'rate-limited', {
    detail: `Wait ${seconds} seconds.`,
  })
}

const mostAddresses = 10_000

// Addresses that have used up their minute: there only a key that was found valid before is looked up, so that made-up
// ones do not reach the database.
function strangersOf({ now }: Site) {
  const shutUntil = new Map<string, number>()
  const known = new Set<string>()
  return {
    met: (caller: Caller) => void known.add(caller.keyId.replaceAll('-', '')),
    shut({ ip }: FastifyRequest, seconds: number): void {
      if (shutUntil.size >= mostAddresses) shutUntil.clear()
      shutUntil.set(ip, now().getTime() + seconds * 1_000)
    },
    /** Seconds that this request must wait; 0 where it need not. */
    waits({ ip, headers, routeOptions }: FastifyRequest): number {
      const left = (shutUntil.get(ip) ?? 0) - now().getTime()
      const id = keyId.exec(headers.authorization ?? '')?.[1]
      const mayBeKnown = routeOptions.config.needsKey === true && id !== undefined
      if (left <= 0 || (mayBeKnown && known.has(id))) return 0
      return Math.ceil(left / 1_000)
    },
  }
}

/** The token of a person's session, where the request carries one that could be. */
export function sessionOf({ headers }: FastifyRequest): string | undefined {
  const given = headers['troth-session']
  return typeof given === 'string' && token.test(given) ? given : undefined
}

/** The request's Idempotency-Key: 8 to 200 visible characters of ASCII; undefined when it is anything else. */
export function idempotencyKeyOf({ headers }: FastifyRequest): string | undefined {
  const given = headers['idempotency-key']
  return typeof given === 'string' && idempotencyKey.test(given) ? given : undefined
}

function identifyCaller({ headers }: FastifyRequest, site: Site) {
  const key = bearer.exec(headers.authorization ?? '')?.[1] ?? ''
  return authenticate(site.context(), { key })
}
