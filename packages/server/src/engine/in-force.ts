import { compilePolicy, hashText, parsePolicy } from '@troth/core/policy'
import { TrothError } from '../errors.ts'
import type { Database } from '../store/database.ts'
import { sha256 } from '../store/leaves.ts'
import { listTables, readPositions, readProvenance, readVersionInForce } from '../store/versions.ts'
import type { PolicyInForce } from './context.ts'

/** Hexadecimal SHA-256 of a text. */
export function textHash(text: string): string {
  return hashText(text, sha256)
}

/** Reads and compiles the version in force. Throws `policy.missing` before the first is published. */
export async function policyInForce(database: Database): Promise<PolicyInForce> {
  return database.transaction(
    async (tx) => {
      const row = await readVersionInForce(tx)
      if (row === undefined) throw new TrothError('policy.missing', { detail: 'Run: troth apply' })
      const parsed = parsePolicy(row.policy)
      if (!parsed.ok) {
        const [first] = parsed.problems
        throw new TrothError('policy.missing', {
          detail: `Version ${row.version} is not of this language: ${first?.path} ${first?.message}`,
        })
      }
      const compiled = compilePolicy(parsed.policy, await readPositions(tx))
      const records = new Map(
        (await readProvenance(tx, compiled.words)).map(({ version, channel, words }) => [
          `${version} ${channel}`,
          Int32Array.from(words),
        ]),
      )
      const none = new Int32Array(compiled.words)
      const tables = await listTables(tx)
      return Object.freeze({
        document: parsed.policy,
        // INVARIANT: a record is judged by the version it was collected under, as its row's mask is.
        compiled: Object.freeze({
          ...compiled,
          recordMask: (channel: string, version = row.version) =>
            records.get(`${version} ${channel}`) ?? none,
        }),
        version: row.version,
        hash: row.hash,
        notice: { text: row.notice, hash: textHash(row.notice) },
        tables,
        tableOf: (dataset: string) => {
          const table = dataset.replaceAll('.', '_')
          const declared = Object.hasOwn(parsed.policy.datasets, dataset)
          return declared && tables.includes(table) ? table : undefined
        },
      })
    },
    { isolation: 'repeatable read' },
  )
}
