import assert from 'node:assert/strict'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'node:test'
import { smallPolicy } from '@troth/core/policy/test/small-policy.ts'
import { dumpSchema, linesOf, renderSchema } from '../../src/store/drift/dump.ts'
import { forEachPostgres } from '../support/postgres.ts'
import { policyDatabase } from './support.ts'

const file = join(import.meta.dirname, '../../sql/schema.sql')

forEachPostgres((server) => {
  const migrated = policyDatabase(server)
  const applied = policyDatabase(server, smallPolicy)

  test('schema.sql is what the migrations make', async () => {
    const { owner, rolePrefix } = await migrated()
    const schema = renderSchema(await dumpSchema(owner, rolePrefix))
    if (process.env['UPDATE'] === '1' && server.major === 15) await writeFile(file, schema)
    assert.equal(schema, await readFile(file, 'utf8'))
  })

  test('a policy changes none of it', async () => {
    const { owner, rolePrefix } = await applied()
    const schema = linesOf(renderSchema(await dumpSchema(owner, rolePrefix)))
    assert.deepEqual(schema, linesOf(await readFile(file, 'utf8')))
  })
})
