/** The demonstration: fictional people meet the policy through the public API, and what came of it is shown. @module */
import { setTimeout as sleep } from 'node:timers/promises'
import { issueKey, revokeKey } from '../engine/authenticate.ts'
import type { Context } from '../engine/context.ts'
import { latestCheckpoint } from '../engine/ledger/checkpoints.ts'
import { verifyLedger } from '../engine/ledger/verify.ts'
import { clientOf } from './client.ts'
import { askEverything } from './decisions.ts'
import { demoPeople } from './people.ts'
import { countRows, type SeenRows } from './rows.ts'
import type { DemoSite } from './site.ts'
import { newTally, type Tally } from './tally.ts'
import { fetchShown, join, leave, type Member } from './walk.ts'

/** What came of it. */
export interface DemoResult {
  readonly people: number
  readonly members: number
  readonly withdrawals: number
  readonly tally: Tally
  readonly rows: readonly SeenRows[]
  readonly ledger: {
    readonly size: number
    readonly checkpoint: string
    readonly verified: boolean
  }
}

/** How many people go at once; their stories do not touch, so the result is the same. */
const atOnce = 8

/** Whether anybody is known already; then the demonstration has been shown, or this is no place for it. */
export async function isInhabited({ database }: Context): Promise<boolean> {
  const { rows } = await database.query<{ some: boolean }>(
    'SELECT EXISTS (SELECT FROM troth.subject_mask) AS some',
  )
  return rows[0]?.some === true
}

/**
 * Walks 300 fictional people through the public API, asks for decisions on all of them, counts the rows that each
 * purpose's login sees, and verifies the ledger.
 */
export async function runDemo(
  site: DemoSite,
  onProgress: (done: number, total: number) => void,
): Promise<DemoResult> {
  const scopes = ['collect', 'consent', 'decide'] as const
  const key = await issueKey(site.context(), { scopes, label: 'demonstration' }, site.clock())
  const client = clientOf(site.url, key.key)
  const tally = newTally()
  const people = demoPeople(site.clock())
  const shown = await fetchShown(client)
  const members: Member[] = []
  let withdrawals = 0
  let done = 0
  await inTurns(people, async (person) => {
    const member = await join(client, shown, person, tally)
    if (member !== undefined) {
      members.push(member)
      if (await leave(client, member)) withdrawals += 1
      await askEverything(client, site.context().policy.compiled, member, tally)
    }
    done += 1
    onProgress(done, people.length)
  })
  const rows = await countRows(site)
  await revokeKey(site.context(), { keyId: key.keyId }, site.clock())
  const ledger = await settle(site.context())
  return { people: people.length, members: members.length, withdrawals, tally, rows, ledger }
}

async function inTurns<Item>(
  items: readonly Item[],
  work: (item: Item) => Promise<void>,
): Promise<void> {
  const left = items.values()
  const worker = async () => {
    for (const item of left) await work(item)
  }
  await Promise.all(Array.from({ length: atOnce }, worker))
}

// The sequencer signs about once a second; the demonstration ends when everything it wrote is under a checkpoint.
async function settle({ database, ledger }: Context): Promise<DemoResult['ledger']> {
  for (;;) {
    const verdict = await verifyLedger(database, ledger.signer)
    if (!verdict.ok) return { size: 0, checkpoint: verdict.problem.message, verified: false }
    const latest = await latestCheckpoint(database)
    if (verdict.pending === 0 && latest?.size === verdict.size) {
      return { size: verdict.size, checkpoint: latest.note, verified: true }
    }
    await sleep(100)
  }
}
