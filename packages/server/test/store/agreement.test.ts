/** SQL, through the roles of the purposes, gives the answers of the evaluator that shares nothing with it. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import {
  type CompiledPolicy,
  foldSubject,
  type PolicyDocument,
  type SubjectEvent,
} from '@troth/core/policy'
import {
  controllers,
  historyOf,
  instant,
  policyOf,
  runs,
} from '@troth/core/policy/test/arbitraries.ts'
import { oracle } from '@troth/core/policy/test/oracle.ts'
import { migrate } from '../../src/store/migrate.ts'
import { createDatabase, forEachPostgres, type TestDatabase } from '../support/postgres.ts'
import { idOf, plant, type PlantedRow, publish } from './support.ts'

const people = 8

function scenario(words: 1 | 2 | 5) {
  return policyOf(words).chain((policy) =>
    fc.record({
      policy: fc.constant(policy),
      histories: fc.array(historyOf(policy), { minLength: people, maxLength: people }),
      at: instant,
    }),
  )
}

type Row = PlantedRow & {
  readonly dataset: string
  readonly record: string
  readonly history: readonly SubjectEvent[]
}

forEachPostgres((server) => {
  const seen = { allowed: 0, denied: 0 }

  for (const words of [1, 2, 5] as const) {
    test(`SQL answers as the policy reads, ${words} words`, async () => {
      await fc.assert(
        fc.asyncProperty(scenario(words), async ({ policy, histories, at }) => {
          const database = await createDatabase(server)
          try {
            await migrate(database.owner, { rolePrefix: database.rolePrefix })
            const { compiled } = await publish(database, policy)
            const rows = rowsOf(compiled, histories, at)
            for (const dataset of new Set(rows.map((row) => row.dataset))) {
              await plant(
                database,
                dataset,
                rows.filter((row) => row.dataset === dataset),
              )
            }
            await compareAll(database, policy, rows, at, seen)
          } finally {
            await database.drop()
          }
        }),
        { numRuns: runs({ 1: 3, 2: 2, 5: 1 }[words]), endOnFailure: true },
      )
    })
  }

  test('and the questions had both answers', () => {
    assert.ok(seen.allowed > 0 && seen.denied > 0, JSON.stringify(seen))
  })
})

// Each person, at each controller, with one record from each channel.
function rowsOf(
  compiled: CompiledPolicy,
  histories: readonly (readonly SubjectEvent[])[],
  at: Date,
): readonly Row[] {
  const channels = Object.entries(compiled.policy.channels)
  const counts = new Map<string, number>()
  return histories.flatMap((history, person) =>
    controllers.flatMap((controller) => {
      const mask = foldSubject(compiled, history, controller, at)
      return channels.map(([channel, { into }]): Row => {
        const count = (counts.get(into) ?? 0) + 1
        counts.set(into, count)
        const record = compiled.recordMask(channel)
        return {
          dataset: into,
          record: idOf(count),
          history,
          subject: idOf(person + 1),
          controller,
          channel,
          version: compiled.version,
          words: [...mask.words].map((word, index) => word & (record[index] ?? 0)),
          // The question is asked at an instant of its own, and the database's clock is not ours to set.
          until: mask.until === null ? 'infinity' : '2999-01-01T00:00:00Z',
        }
      })
    }),
  )
}

async function compareAll(
  database: TestDatabase,
  policy: PolicyDocument,
  rows: readonly Row[],
  at: Date,
  seen: { allowed: number; denied: number },
): Promise<void> {
  const engine = database.as(`${database.rolePrefix}troth_engine`)
  const views = await database.owner.query<{ name: string }>(
    `SELECT schemaname || '.' || viewname AS name FROM pg_views WHERE schemaname LIKE 'for\\_%'`,
  )
  const known = new Set(views.rows.map(({ name }) => name))
  for (const purpose of Object.keys(policy.purposes)) {
    const role = `for_${purpose.replaceAll('.', '_')}`
    for (const [dataset, { fields }] of Object.entries(policy.datasets)) {
      const read = known.has(`${role}.${dataset}`)
        ? await engine.transaction(async (tx) => {
            await tx.query(`SET LOCAL ROLE ${database.rolePrefix}${role}`)
            const view = `SELECT record_id, to_jsonb(v) AS columns FROM ${role}.${dataset} v`
            return (await tx.query<{ record_id: string; columns: object }>(view)).rows
          })
        : []
      const visible = new Map(read.map(({ record_id, columns }) => [record_id, columns]))
      for (const row of rows.filter((each) => each.dataset === dataset)) {
        const columns = visible.get(row.record) ?? {}
        for (const [field, { category, keep }] of Object.entries(fields)) {
          const record = { channel: row.channel ?? '', version: policy.version }
          const question = { controller: row.controller ?? '', purpose, category, record }
          const allowed = keep === 'open' && oracle(policy, row.history, question, at).allowed
          assert.equal(Object.hasOwn(columns, field), allowed, JSON.stringify(question))
          seen[allowed ? 'allowed' : 'denied'] += 1
        }
      }
    }
  }
}
