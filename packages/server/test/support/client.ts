import { randomUUID } from 'node:crypto'
import type { ChannelForm } from '../../src/engine/collect/form.ts'
import type { Collection } from '../../src/engine/collect/collect.ts'
import type { SessionOpened } from '../../src/engine/identify.ts'

/** What a server answered. */
export type Answer<Body = unknown> = {
  readonly status: number
  readonly headers: Headers
  /** Parsed where it is JSON, else the text. */
  readonly body: Body
  readonly text: string
}

/** A problem as it comes over the wire. */
export type ProblemBody = {
  readonly type: string
  readonly title: string
  readonly status: number
  readonly code: string
  readonly instance: string
  readonly detail?: string
  readonly clause?: string
  readonly reason?: string
  readonly problems?: readonly { readonly path: string; readonly problem: string }[]
  readonly receipt?: { readonly leaf: string }
}

/** How one request differs from the plain one; a header of `undefined` is left out. */
export type Sent = {
  readonly session?: string
  readonly idempotencyKey?: string
  readonly key?: string
  readonly headers?: Readonly<Record<string, string | undefined>>
}

/** What a person gives at sign-up, where it is not the usual. */
export type SignUp = {
  readonly controller?: string
  readonly data?: Readonly<Record<string, unknown>>
  readonly choices?: Readonly<Record<string, boolean>>
}

/** A program that calls the public API with its key, as a company's own site does. */
export type TestClient = ReturnType<typeof clientOf>

/**
 * Makes a client of the API at an address. Bodies that are bytes or text go as they are, all others as JSON; each
 * write gets an idempotency key of its own unless told one.
 */
export function clientOf(url: string, key: string) {
  const send = async <Body = unknown>(
    method: string,
    path: string,
    body?: unknown,
    { session, idempotencyKey, key: other, headers = {} }: Sent = {},
  ): Promise<Answer<Body>> => {
    const writes = method !== 'GET' && method !== 'HEAD'
    const all: Record<string, string | undefined> = {
      authorization: `Bearer ${other ?? key}`,
      'content-type': body === undefined ? undefined : 'application/json',
      'idempotency-key': writes ? (idempotencyKey ?? randomUUID()) : undefined,
      'troth-session': session,
      ...headers,
    }
    const given = Object.entries(all).filter(([, value]) => value !== undefined)
    const response = await fetch(`${url}${path}`, {
      method,
      headers: given as [string, string][],
      ...(body !== undefined && { body: raw(body) }),
    })
    const text = await response.text()
    const json = response.headers.get('content-type')?.includes('json') === true
    const parsed = (json && text !== '' ? JSON.parse(text) : text) as Body
    return { status: response.status, headers: response.headers, body: parsed, text }
  }

  const get = <Body = unknown>(path: string, sent?: Sent) =>
    send<Body>('GET', path, undefined, sent)
  const post = <Body = unknown>(path: string, body: unknown, sent?: Sent) =>
    send<Body>('POST', path, body, sent)

  /** The hash of the words a channel shows now. */
  const shown = async (channel: string): Promise<string> =>
    (await get<ChannelForm>(`/v1/channels/${channel}`)).body.shown.hash

  /** Opens an account by the account channel, and gives the whole answer. */
  const trySignUp = async <Body = Collection>(person: SignUp = {}, sent?: Sent) =>
    post<Body>(
      '/v1/channels/account',
      {
        controller: person.controller ?? 'singapore',
        shown: await shown('account'),
        data: { name: 'Mei Tan', email: newEmail(), born: '1990-04-01', ...person.data },
        ...(person.choices && { choices: person.choices }),
      },
      sent,
    )

  return {
    send,
    get,
    post,
    shown,
    trySignUp,
    /** Opens an account; throws unless it is opened. */
    async signUp(person: SignUp = {}) {
      const email = newEmail()
      const answer = await trySignUp({ ...person, data: { email, ...person.data } })
      const { session } = answer.body
      if (answer.status !== 201 || session === undefined) throw new Error(answer.text)
      return { ...answer.body, email, session: session.token }
    },
    /** Opens a session for a person who is known. */
    async signIn(email: string, controller = 'singapore'): Promise<string> {
      const answer = await post<SessionOpened>('/v1/sessions', {
        controller,
        factor: 'account-login',
        identifier: { kind: 'email', value: email },
      })
      if (answer.status !== 201) throw new Error(answer.text)
      return answer.body.token
    },
  }
}

/** An address that nobody else in the tests has. */
export function newEmail(): string {
  return `${randomUUID()}@example.sg`
}

function raw(body: unknown): string | Uint8Array<ArrayBuffer> {
  if (typeof body === 'string') return body
  return body instanceof Uint8Array ? new Uint8Array(body) : JSON.stringify(body)
}
