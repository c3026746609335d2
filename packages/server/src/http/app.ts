/**
 * The server's addresses on fastify: who calls, how much, in what form; the rest is the engine's.
 *
 * @module
 */
import { createHash, randomUUID } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import type { Socket } from 'node:net'
import helmet from '@fastify/helmet'
import rateLimit from '@fastify/rate-limit'
import { pageStyle } from '@troth/core/policy'
import { fastify, type FastifyBaseLogger, type FastifyInstance } from 'fastify'
import { serializerCompiler, validatorCompiler } from 'fastify-type-provider-zod'
import type { Logger } from 'pino'
import type { z } from 'zod'
import { admitCallers } from './caller.ts'
import { RequestLog } from './log.ts'
import { refuseOtherMethods } from './method.ts'
import { describeApi } from './openapi/document.ts'
import { fail, rawProblem, turnAway } from './problem.ts'
import { addResources } from './resources.ts'
import type { Site } from './site.ts'

const seconds = 1_000
const mostConnections = 2_000
const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/
const json = /^application\/json *(; *charset="?utf-8"?)?$/i

/** Builds the server for a site; it listens once told to. */
export async function createApp(site: Site, log: Logger): Promise<FastifyInstance> {
  const loggerInstance: FastifyBaseLogger = log
  const app = fastify({
    loggerInstance,
    logController: new RequestLog(),
    bodyLimit: site.context().limits.bytes,
    // Behind a proxy every caller would else choose the address that is counted.
    trustProxy: false,
    genReqId: requestId,
    requestTimeout: 30 * seconds,
    handlerTimeout: 30 * seconds,
    keepAliveTimeout: 5 * seconds,
    // A request without Host is refused below: node would answer it without a problem document.
    http: {
      headersTimeout: 10 * seconds,
      connectionsCheckingInterval: 5 * seconds,
      maxHeaderSize: 16_384,
      requireHostHeader: false,
    },
    forceCloseConnections: 'idle',
    return503OnClosing: false,
    routerOptions: { maxParamLength: 200 },
    clientErrorHandler,
    frameworkErrors: (error, request, reply) => void fail(error, request, reply),
  })
  app.server.maxConnections = mostConnections
  letGoWhenClosing(app)
  app.setErrorHandler(fail)
  app.setNotFoundHandler((_request, reply) => turnAway(reply, 'not-found'))
  app.setSerializerCompiler(serializerCompiler)
  // The engine judges a body, since it knows the clause that refuses; its schema is for the documentation.
  app.setValidatorCompiler<z.ZodType>((route) =>
    route.httpPart === 'body' || route.httpPart === 'headers' ? passes : validatorCompiler(route),
  )
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('application/json', { parseAs: 'buffer' }, (_request, bytes, done) =>
    done(null, bytes),
  )
  await app.register(helmet, helmetOptions)
  await app.register(rateLimit, { global: false })
  app.addHook('onRequest', async (request, reply) => {
    void reply.header('troth-request-id', request.id)
    return request.headers.host === undefined ? turnAway(reply, 'request-malformed') : undefined
  })
  admitCallers(app, site)
  app.addHook('preParsing', async ({ headers }, reply) => {
    const type = headers['content-type']
    const plain = headers['content-encoding'] === undefined
    return plain && (type === undefined || json.test(type))
      ? undefined
      : turnAway(reply, 'media-type')
  })
  app.addHook('onError', async (_request, _reply, error) => {
    if (error.code === 'policy.superseded') await site.renew().catch(() => {})
  })
  const closeMethods = refuseOtherMethods(app)
  await describeApi(app, site.context().limits)
  addResources(app, site)
  closeMethods()
  await app.ready()
  return app
}

// A connection that was busy when closing began would else stay open for as long as it may idle.
function letGoWhenClosing(app: FastifyInstance): void {
  let closing = false
  app.addHook('preClose', async () => {
    closing = true
  })
  app.addHook('onSend', async (_request, reply) => {
    if (closing) void reply.header('connection', 'close')
  })
}

const helmetOptions = {
  contentSecurityPolicy: {
    useDefaults: false,
    directives: {
      defaultSrc: ["'none'"],
      // The notice brings its style along, so that a saved copy looks the same.
      styleSrc: ["'self'", `'sha256-${createHash('sha256').update(pageStyle).digest('base64')}'`],
      baseUri: ["'none'"],
      formAction: ["'none'"],
      frameAncestors: ["'none'"],
    },
  },
  // Troth itself listens on the loopback; whoever puts TLS before it says so for the whole host.
  strictTransportSecurity: false,
} as const

function passes(value: unknown) {
  return { value }
}

// Only a UUID is taken over: anything else a caller writes could end up in a log.
function requestId({ headers }: { readonly headers: IncomingMessage['headers'] }): string {
  const given = headers['troth-request-id']
  return typeof given === 'string' && uuid.test(given) ? given : randomUUID()
}

function clientErrorHandler(error: Error & { readonly code?: string }, socket: Socket): void {
  if (error.code === 'ECONNRESET' || !socket.writable) return void socket.destroy()
  const code =
    error.code === 'HPE_HEADER_OVERFLOW'
      ? 'headers-too-large'
      : error.code === 'ERR_HTTP_REQUEST_TIMEOUT'
        ? 'request-timeout'
        : 'request-malformed'
  socket.end(rawProblem(code))
}
