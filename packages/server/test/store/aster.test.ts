import assert from 'node:assert/strict'
import { join } from 'node:path'
import { test } from 'node:test'
import type { PolicyDocument } from '@troth/core/policy'
import { drift } from '../../src/store/drift.ts'
import { lintCatalog } from '../../src/store/lint-catalog.ts'
import { forEachPostgres } from '../support/postgres.ts'
import { now, policyDatabase, publicationOf, publish } from './support.ts'

const file = join(import.meta.dirname, '../../../../policies/aster/policy.ts')
const { default: aster }: { default: PolicyDocument } = await import(file)

forEachPostgres((server) => {
  const migrated = policyDatabase(server)

  test('the reference policy goes in, shows no drift and keeps every rule of the catalog', async () => {
    const database = await migrated()
    await publish(database, aster)
    assert.deepEqual(await drift(database.owner, await publicationOf(database, aster), now), [])
    assert.deepEqual(await lintCatalog(database.owner), [])
    const { rows } = await database.owner.query<{ name: string }>(
      `SELECT tablename AS name FROM pg_tables WHERE schemaname = 'data' ORDER BY 1`,
    )
    assert.deepEqual(
      rows.map(({ name }) => name),
      ['accounts', 'posts', 'purchases'],
    )
  })
})
