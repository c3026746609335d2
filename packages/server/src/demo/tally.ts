import { type Answer, at, textAt } from './client.ts'

/** What the demonstration counts. */
export interface Tally {
  collected(channel: string, answer: Answer): void
  decided(purpose: string, allowed: boolean): void
  readonly channels: ReadonlyMap<string, ChannelCount>
  readonly purposes: ReadonlyMap<string, { readonly allowed: number; readonly denied: number }>
}

/** Of one channel: how many were accepted, and how many refused by clause and code. */
export interface ChannelCount {
  readonly accepted: number
  readonly refused: ReadonlyMap<string, number>
}

/** An empty tally. Throws when the server answers a submission with a fault, which no input may cause. */
export function newTally(): Tally {
  const channels = new Map<string, { accepted: number; refused: Map<string, number> }>()
  const purposes = new Map<string, { allowed: number; denied: number }>()
  return {
    channels,
    purposes,
    collected(channel, { status, body }) {
      const count = channels.get(channel) ?? { accepted: 0, refused: new Map<string, number>() }
      channels.set(channel, count)
      if (status === 201) {
        count.accepted += 1
        return
      }
      if (status >= 500) throw new Error(`The server failed: ${JSON.stringify(body)}`)
      const why = `§${textAt(body, 'clause')} ${textAt(body, 'code')}`
      count.refused.set(why, (count.refused.get(why) ?? 0) + 1)
    },
    decided(purpose, allowed) {
      const count = purposes.get(purpose) ?? { allowed: 0, denied: 0 }
      purposes.set(purpose, count)
      count[allowed ? 'allowed' : 'denied'] += 1
    },
  }
}

/** The `allowed` of each answer of a batch of decisions, in order. */
export function verdicts(body: unknown): readonly boolean[] {
  const decisions = at(body, 'answers')
  if (!Array.isArray(decisions)) throw new Error(`No decisions came: ${JSON.stringify(body)}`)
  return decisions.map((decision: unknown) => at(decision, 'allowed') === true)
}
