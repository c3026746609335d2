import { type FastifyReply, type FastifyRequest, LogController } from 'fastify'
import { type DestinationStream, type Logger, type LoggerOptions, pino } from 'pino'
import { TrothError } from '../errors.ts'

// Nothing of a request is handed to the log but its method, route and number; this catches a slip.
const redacted = [
  'headers',
  'body',
  'query',
  'params',
  'url',
  '*.headers',
  '*.body',
  '*.authorization',
]

/**
 * Opens the log: JSON lines without any personal value, so no body, address, query, header or message of a foreign
 * error is ever written.
 */
export function openLog(level: string, stream?: DestinationStream): Logger {
  const options: LoggerOptions = {
    level,
    redact: { paths: redacted, censor: '[withheld]' },
    serializers: { fault: faultLine, err: faultLine, req: requestLine, res: replyLine },
  }
  return stream === undefined ? pino(options) : pino(options, stream)
}

/** Logs one line a request, once it is answered. */
export class RequestLog extends LogController {
  override incomingRequest(): void {}

  override requestCompleted(
    _error: Error | null | undefined,
    request: FastifyRequest,
    reply: FastifyReply,
  ): void {
    const { method, route } = requestLine(request)
    const ms = Math.round(reply.elapsedTime * 10) / 10
    request.log.info({ method, route, status: reply.statusCode, ms }, 'request')
  }

  override routeNotFound(): void {}
}

function requestLine(request: FastifyRequest) {
  // The route's pattern, not the address: an address may hold anything a caller writes into it.
  return { method: request.method, route: request.routeOptions?.url ?? '-' }
}

function replyLine(reply: FastifyReply) {
  return { status: reply.statusCode }
}

// A foreign error's message may quote a value; a TrothError's may not.
function faultLine(error: unknown) {
  if (!(error instanceof Error)) return { name: typeof error }
  const ours = error instanceof TrothError
  const frames = (error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line))
  return {
    name: error.name,
    code: 'code' in error ? String(error.code) : undefined,
    message: ours ? error.message : undefined,
    stack: frames.map((line) => line.trim()),
    cause: error.cause === undefined ? undefined : causeLine(error.cause),
  }
}

// What the store tells of a failed statement: names of the schema alone.
const spoken = ['sqlstate', 'table', 'constraint']

function causeLine(cause: unknown) {
  if (cause instanceof Error) return { name: cause.name }
  return Object.fromEntries(spoken.map((key) => [key, Reflect.get(Object(cause), key)]))
}
