/**
 * The only place where a fault or a refusal becomes a status: every answer that is not a yes is
 * `application/problem+json` (RFC 9457) with a code of `docs/errors.md`.
 *
 * @module
 */
import { STATUS_CODES } from 'node:http'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Refusal, RefusalCode } from '../engine/outcome.ts'
import { TrothError } from '../errors.ts'

/** Status and title of what only the transport can find wrong, by code. */
export const transportProblems = {
  'not-found': { status: 404, title: 'Nothing lies at this address.' },
  'method-not-allowed': { status: 405, title: 'This address does not take this method.' },
  'address-malformed': { status: 400, title: 'A part of the address cannot be read.' },
  'request-malformed': { status: 400, title: 'This is not an HTTP request.' },
  'media-type': { status: 415, title: 'A body is JSON in UTF-8, not compressed.' },
  'idempotency-key': { status: 400, title: 'The header Idempotency-Key is missing or malformed.' },
  'headers-too-large': { status: 431, title: 'The headers are longer than this server reads.' },
  'request-timeout': { status: 408, title: 'The request took too long to arrive.' },
  'rate-limited': { status: 429, title: 'Too many requests in one minute.' },
  'answer-timeout': { status: 503, title: 'The answer took too long.' },
  internal: { status: 500, title: 'Something went wrong on our side.' },
} as const satisfies Record<string, { status: number; title: string }>

/** A code of `transportProblems`. */
export type TransportCode = keyof typeof transportProblems

/** Status and title of each refusal of the engine. */
export const refusalProblems: Readonly<Record<RefusalCode, { status: number; title: string }>> = {
  malformed: { status: 400, title: 'The body is not what this address takes.' },
  'too-large': { status: 413, title: 'The body is larger than this server reads.' },
  undeclared: { status: 422, title: 'The policy does not declare this.' },
  incomplete: { status: 422, title: 'A compulsory answer is missing.' },
  outdated: { status: 409, title: 'The words shown are not those in force.' },
  'under-age': { status: 403, title: 'A parent or guardian has to decide first.' },
  'age-unknown': { status: 403, title: 'The age has to be known first.' },
  'notice-missing': { status: 409, title: 'A notice has to be given first.' },
  'already-known': { status: 409, title: 'This person has signed up before.' },
  'not-accepted': { status: 422, title: 'This is not accepted.' },
  'not-identified': { status: 401, title: 'No open session of a person was presented.' },
  'not-authenticated': { status: 401, title: 'No valid API key was presented.' },
  'out-of-scope': { status: 403, title: 'The API key was not given this scope.' },
  denied: { status: 403, title: 'The policy denies this.' },
  'idempotency-conflict': {
    status: 409,
    title: 'The Idempotency-Key was used for another request.',
  },
}

/** What a problem says besides its code. */
export interface ProblemDetail {
  readonly detail?: string
  readonly clause?: string
  readonly [extension: string]: unknown
}

const secondsUntilRetry = 1
const challenges: Readonly<Partial<Record<string, string>>> = {
  'not-authenticated': 'Bearer realm="troth"',
  'not-identified': 'Troth-Session realm="troth"',
}

/** Answers with a refusal of the engine. */
export function refuse(reply: FastifyReply, refusal: Refusal): FastifyReply {
  const { code, ...said } = refusal
  const { status, title } = refusalProblems[code]
  // A name in the address that the policy does not declare makes it no address; one in the body is only refused.
  const named = Object.keys(Object(reply.request.params))
  const missing = code === 'undeclared' && named.some((name) => said.reason === `unknown-${name}`)
  const { clause, ...rest } = said
  return send(reply, missing ? 404 : status, code, title, clause === '' ? rest : said)
}

/** Answers with what the transport itself found wrong. */
export function turnAway(
  reply: FastifyReply,
  code: TransportCode,
  detail: ProblemDetail = {},
): FastifyReply {
  const { status, title } = transportProblems[code]
  return send(reply, status, code, title, detail)
}

/** Answers to anything thrown; what is not the caller's doing is logged and told without detail. */
export function fail(error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  if (error instanceof TrothError) {
    if (error.status >= 500) request.log.error({ fault: error }, 'fault')
    const clause = error.clause === undefined ? {} : { clause: error.clause }
    return send(reply, error.status, error.code, error.title, clause)
  }
  const code = transportCode(error)
  if (code === undefined) {
    request.log.error({ fault: error }, 'fault')
    return turnAway(reply, 'internal')
  }
  if (code === 'too-large') {
    return send(reply, 413, code, refusalProblems[code].title, {
      detail: `Send at most ${request.routeOptions.bodyLimit} bytes.`,
    })
  }
  return turnAway(reply, code)
}

/** The bytes of an HTTP/1.1 answer to a caller whose request could not even be parsed. */
export function rawProblem(code: TransportCode): string {
  const { status, title } = transportProblems[code]
  const body = JSON.stringify({ type: typeOf(code), title, status, code })
  return (
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\nContent-Type: application/problem+json\r\n` +
    `Content-Length: ${Buffer.byteLength(body)}\r\nConnection: close\r\n\r\n${body}`
  )
}

function send(
  reply: FastifyReply,
  status: number,
  code: string,
  title: string,
  said: ProblemDetail,
): FastifyReply {
  const challenge = challenges[code]
  if (challenge !== undefined) void reply.header('www-authenticate', challenge)
  if (status === 503) void reply.header('retry-after', secondsUntilRetry)
  const instance = `urn:uuid:${reply.request.id}`
  return (
    reply
      .code(status)
      .header('cache-control', 'no-store')
      // Said here too: an address that cannot be read never comes to the hooks.
      .header('troth-request-id', reply.request.id)
      .serializer(toJson)
      .type('application/problem+json')
      .send({ type: typeOf(code), title, status, code, instance, ...said })
  )
}

function typeOf(code: string): string {
  return `/problems#${code}`
}

// A route's own serializer knows the shape of its yes alone.
function toJson(document: unknown): string {
  return JSON.stringify(document)
}

const byFastifyCode: Readonly<Record<string, TransportCode | 'too-large'>> = {
  FST_ERR_CTP_BODY_TOO_LARGE: 'too-large',
  FST_ERR_CTP_INVALID_MEDIA_TYPE: 'media-type',
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: 'request-malformed',
  FST_ERR_BAD_URL: 'address-malformed',
  FST_ERR_MAX_PARAM_LENGTH: 'address-malformed',
  FST_ERR_VALIDATION: 'address-malformed',
  FST_ERR_HANDLER_TIMEOUT: 'answer-timeout',
  ERR_HTTP_REQUEST_TIMEOUT: 'request-timeout',
}

function transportCode(error: unknown): TransportCode | 'too-large' | undefined {
  if (!(error instanceof Error) || !('code' in error)) return undefined
  const known = typeof error.code === 'string' ? byFastifyCode[error.code] : undefined
  if (known !== undefined) return known
  const status = 'statusCode' in error ? Number(error.statusCode) : 500
  return status >= 400 && status < 500 ? 'request-malformed' : undefined
}
