import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { makeDeployment } from './deployment.ts'
import { type Acknowledged, startWriter, type Writer } from './writer.ts'

const rounds = 20
const clients = 8
// On a machine that has nothing else to do.
const readyWithin = 2_000
const deployment = await makeDeployment()
const writers: Writer[] = []
after(async () => {
  for (const writer of writers) writer.abandon()
  await deployment.remove()
})

test('kill -9 of server and database, 20 times under 8 writers, loses nothing that was acknowledged', async () => {
  const share = shareOfProcessor()
  const cold = await deployment.start()
  const key = await issueKey()
  const shown = await shownHash()
  for (let one = 0; one < clients; one += 1) writers.push(startWriter(deployment.url, key, shown))
  const ready: number[] = []
  for (let round = 0; round < rounds; round += 1) {
    await sleep(50 + Math.random() * 900)
    await deployment.kill(Math.random() < 0.5 ? 'server' : 'database', Math.random() * 30)
    const before = settled()
    ready.push(await deployment.start())
    await assertInForce(key, before)
  }
  await sleep(500)
  await Promise.all(writers.map((writer) => writer.stop()))
  const people = writers.flatMap(({ acknowledged }) => acknowledged)
  const retries = writers.reduce((sum, writer) => sum + writer.retries, 0)
  assert.ok(people.length > rounds && retries > rounds, 'the kills met no writes')
  await assertInForce(key, people)
  await assertStored(people)

  const masks = await deployment.run('masks', 'verify')
  assert.equal(masks.code, 0, JSON.stringify(masks.printed))
  const ledger = await deployment.run('verify')
  assert.equal(ledger.code, 0, JSON.stringify(ledger.printed))
  assert.equal(await deployment.stop(), 0)
  assert.equal(await deployment.isDatabaseRunning(), false, 'a postmaster is left')

  const sorted = ready.toSorted((a, b) => a - b)
  const median = sorted[rounds / 2] ?? Infinity
  console.log(
    `${people.length} people, ${writes(people)} acknowledged writes, ${retries} repeated; first start ` +
      `${Math.round(cold)} ms; ready after a kill in ${Math.round(median)} ms (median), ` +
      `${Math.round(sorted.at(-1) ?? 0)} ms at most, with ${Math.round(share * 100)} % of a processor to have`,
  )
  assert.ok(median <= readyWithin / share, `ready only after ${Math.round(median)} ms`)
})

/** How much of one processor this machine gives to whoever asks for it, from 0 to 1: other work takes the rest. */
function shareOfProcessor(): number {
  const [begun, used] = [performance.now(), process.cpuUsage()]
  while (performance.now() - begun < 400);
  const { user, system } = process.cpuUsage(used)
  return Math.min(1, (user + system) / 1_000 / (performance.now() - begun))
}

/** What was acknowledged by now, as it stood: the writers go on. */
function settled(): readonly Acknowledged[] {
  return writers.flatMap(({ acknowledged }) => acknowledged.slice(0, -1)).slice(-900)
}

/** Whether the decision on marketing e-mail is what each person's last acknowledged word says. */
async function assertInForce(key: string, people: readonly Acknowledged[]): Promise<void> {
  for (let first = 0; first < people.length; first += 900) {
    const asked = people.slice(first, first + 900)
    const questions = asked.map(({ subject }) => ({
      subject,
      controller: 'singapore',
      purpose: 'marketing.email',
      dataset: 'accounts',
      fields: ['email'],
    }))
    const { answers } = await decide(key, questions)
    for (const [at, { choices, withdrawals }] of asked.entries()) {
      const expected =
        choices === 0 ? 'no-consent' : choices > withdrawals ? 'permitted' : 'withdrawn'
      assert.equal(answers[at]?.reason, expected, `${choices} yes, ${withdrawals} no`)
    }
  }
}

async function decide(
  key: string,
  questions: readonly object[],
): Promise<{ answers: readonly { reason: string }[] }> {
  const response = await fetch(`${deployment.url}/v1/decide`, {
    method: 'POST',
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
    body: JSON.stringify({ questions }),
  })
  const text = await response.text()
  assert.equal(response.status, 200, text)
  return JSON.parse(text)
}

/** Whether every acknowledged write is in the database once, and every promised leaf in the tree. */
async function assertStored(people: readonly Acknowledged[]): Promise<void> {
  const database = await deployment.superuser()
  try {
    const { rows } = await database.query<Record<string, string | number>>(
      `SELECT record_id AS record, subject_id AS subject, email,
        (SELECT count(*) FROM troth.event e WHERE e.subject_id = a.subject_id AND kind = 'consent') AS choices,
        (SELECT count(*) FROM troth.event e WHERE e.subject_id = a.subject_id AND kind = 'withdrawal') AS withdrawals
       FROM data.accounts a`,
    )
    const stored = new Map(rows.map((row) => [row['record'], row]))
    assert.equal(stored.size, people.length, 'a repeated request was carried out twice, or lost')
    for (const { leaves: _, ...person } of people) {
      assert.deepEqual(stored.get(person.record), { ...person })
    }
    const promised = people.flatMap(({ leaves }) => leaves)
    const missing = () =>
      database.query(
        `SELECT FROM unnest($1::text[]) AS leaf
         WHERE NOT EXISTS (SELECT FROM troth.tree WHERE leaf_hash = decode(leaf, 'hex'))`,
        [promised],
      )
    for (let turn = 0; turn < 100 && (await missing()).count > 0; turn += 1) await sleep(100)
    assert.equal((await missing()).count, 0, 'leaves that were promised and are not in the tree')
  } finally {
    await database.close()
  }
}

function writes(people: readonly Acknowledged[]): number {
  return people.reduce((sum, { leaves }) => sum + leaves.length, 0)
}

async function issueKey(): Promise<string> {
  const { code, printed } = await deployment.run(
    'key',
    'issue',
    'crash',
    '--scopes',
    'collect,consent,decide',
  )
  assert.equal(code, 0, String(printed))
  return (printed as { key: string }).key
}

async function shownHash(): Promise<string> {
  const response = await fetch(`${deployment.url}/v1/channels/account`)
  const form = (await response.json()) as { shown: { hash: string } }
  return form.shown.hash
}
