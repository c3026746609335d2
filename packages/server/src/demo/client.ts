/** What a server answered: the status and the body, parsed. */
export interface Answer {
  readonly status: number
  readonly body: unknown
}

/** How one request differs from the plain one. */
export interface Sent {
  /** The token of a person's session. */
  readonly session?: string
  readonly idempotencyKey?: string
}

/** A program that calls the public API with its key, as a company's own site does. */
export interface Client {
  get(path: string): Promise<Answer>
  post(path: string, body: unknown, sent?: Sent): Promise<Answer>
}

/** Makes a client of the API at an address. */
export function clientOf(url: string, key: string): Client {
  const send = async (path: string, init: RequestInit): Promise<Answer> => {
    const response = await fetch(`${url}${path}`, init)
    const text = await response.text()
    const json = response.headers.get('content-type')?.includes('json') === true
    return { status: response.status, body: json ? JSON.parse(text) : text }
  }
  return {
    get: (path) => send(path, {}),
    post: (path, body, { session, idempotencyKey } = {}) =>
      send(path, {
        method: 'POST',
        body: JSON.stringify(body),
        headers: {
          authorization: `Bearer ${key}`,
          'content-type': 'application/json',
          ...(session !== undefined && { 'troth-session': session }),
          ...(idempotencyKey !== undefined && { 'idempotency-key': idempotencyKey }),
        },
      }),
  }
}

/** Walks into a parsed body: `at(body, 'session', 'token')`; undefined where a step is missing. */
export function at(value: unknown, ...steps: readonly string[]): unknown {
  let here = value
  for (const step of steps) {
    if (typeof here !== 'object' || here === null) return undefined
    here = Reflect.get(here, step)
  }
  return here
}

/** As {@link at}, for a text; empty where there is none. */
export function textAt(value: unknown, ...steps: readonly string[]): string {
  const found = at(value, ...steps)
  return typeof found === 'string' ? found : ''
}
