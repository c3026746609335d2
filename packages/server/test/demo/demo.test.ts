import assert from 'node:assert/strict'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'node:test'
import { type DemoResult, isInhabited, runDemo } from '../../src/demo/demo.ts'
import { report } from '../../src/demo/report.ts'
import { forEachPostgres } from '../support/postgres.ts'
import { testServer } from '../support/server.ts'

const golden = join(import.meta.dirname, 'golden.txt')
// People and their doings are the same at every run; a hash and a signature are not.
const varying = /^ {2}(?!troth)\S.*$|^ {2}\u2014.*$/

forEachPostgres((server) => {
  const troth = testServer(server)

  test('300 people get the table that is committed', async () => {
    const result = await show()
    const lines = report(result).filter((line) => !varying.test(line) && !/^ {2}\d+$/.test(line))
    const table = `${lines.join('\n')}\n`
    if (process.env['UPDATE'] === '1') await writeFile(golden, table)
    assert.equal(table, await readFile(golden, 'utf8'))
    assert.ok(result.ledger.verified)
    assertEverythingHappens(result)
  })

  async function show(): Promise<DemoResult> {
    const { url, context, clock, database } = troth()
    assert.equal(await isInhabited(context()), false)
    const shown: number[] = []
    const result = await runDemo(
      {
        url,
        context,
        deployment: { owner: database.owner, connectionOf: (login) => database.connection(login) },
        rolePrefix: database.rolePrefix,
        clock: clock.now,
      },
      (done) => shown.push(done),
    )
    assert.deepEqual(
      shown,
      [...Array(300).keys()].map((index) => index + 1),
    )
    assert.equal(await isInhabited(context()), true)
    return result
  }
})

function assertEverythingHappens({ tally, withdrawals }: DemoResult): void {
  assert.ok(withdrawals > 0)
  assert.deepEqual([...tally.channels.keys()].toSorted(), ['account', 'forum', 'product'])
  for (const [channel, { accepted, refused }] of tally.channels) {
    assert.ok(accepted > 0 && refused.size > 0, `${channel} accepts and refuses`)
  }
  for (const [purpose, { allowed, denied }] of tally.purposes) {
    assert.ok(allowed > 0 && denied > 0, `${purpose} allows ${allowed} and denies ${denied}`)
  }
}
