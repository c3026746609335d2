/**
 * A client that writes through every crash: it repeats what it does not know the outcome of with the same idempotency
 * key, and notes what was acknowledged.
 * @module
 */
import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'

/** What the server acknowledged of one person. */
export type Acknowledged = {
  readonly email: string
  readonly subject: string
  readonly record: string
  /** Consents to marketing e-mail, then withdrawals of it, in turn. */
  choices: number
  withdrawals: number
  /** Leaves of the ledger that the answers promised. */
  readonly leaves: string[]
}

/** Writes until told to stop; `retries` counts the answers that never came or were no answer. */
export type Writer = {
  readonly acknowledged: Acknowledged[]
  retries: number
  /** Ends after the request under way, whose outcome is found out first. */
  stop(): Promise<void>
  /** Ends at once. */
  abandon(): void
}

type Answered = {
  readonly subject: string
  readonly record: string
  readonly session: { readonly token: string }
  readonly receipt: { readonly leaf: string }
}

/** Signs people up, and lets each choose and withdraw, one request after the other. */
export function startWriter(url: string, key: string, shown: string): Writer {
  const acknowledged: Acknowledged[] = []
  let stopping = false
  let abandoned = false
  const send = async (path: string, body: unknown, session?: string): Promise<Answered> => {
    const headers = {
      authorization: `Bearer ${key}`,
      'content-type': 'application/json',
      'idempotency-key': randomUUID(),
      ...(session !== undefined && { 'troth-session': session }),
    }
    const request = { method: 'POST', headers, body: JSON.stringify(body) }
    for (;;) {
      const answer = await fetch(`${url}${path}`, request)
        .then(async (each) => ({ status: each.status, text: await each.text() }))
        .catch(() => ({ status: 0, text: '' }))
      if (answer.status === 201) return JSON.parse(answer.text)
      // What is not a crash is a fault of the server, and may not be retried away.
      if (answer.status > 0 && answer.status < 500) throw new Error(`${path}: ${answer.text}`)
      if (abandoned) throw new Error('abandoned')
      writer.retries += 1
      await sleep(100)
    }
  }
  const work = async () => {
    while (!stopping) {
      const email = `${randomUUID()}@example.sg`
      const data = { name: 'Mei Tan', email, born: '1990-04-01' }
      const opened = await send('/v1/channels/account', { controller: 'singapore', shown, data })
      const { subject, record, session, receipt } = opened
      const person: Acknowledged = {
        email,
        subject,
        record,
        choices: 0,
        withdrawals: 0,
        leaves: [receipt.leaf],
      }
      acknowledged.push(person)
      for (let turn = 0; turn < 3 && !stopping; turn += 1) {
        const yes = { controller: 'singapore', channel: 'account', shown }
        const choices = { 'marketing.email': true }
        const chosen = await send('/v1/consents', { ...yes, choices }, session.token)
        person.choices += 1
        person.leaves.push(chosen.receipt.leaf)
        if (stopping) break
        const no = { purposes: ['marketing.email'], controllers: ['singapore'] }
        const withdrawn = await send('/v1/withdrawals', no, session.token)
        person.withdrawals += 1
        person.leaves.push(withdrawn.receipt.leaf)
      }
    }
  }
  const writer: Writer = {
    acknowledged,
    retries: 0,
    async stop() {
      stopping = true
      await done
    },
    abandon() {
      stopping = true
      abandoned = true
    },
  }
  const done = work()
  // A fault is told when the writer is stopped.
  done.catch(() => {})
  return writer
}
