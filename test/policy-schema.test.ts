/** The published JSON Schema, as somebody who writes policies in JSON or YAML uses it. */
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { aster } from '../policies/aster/policy.ts'

const schema = JSON.parse(
  readFileSync(new URL('../docs/policy.schema.json', import.meta.url), 'utf8'),
) as object
const validate = new Ajv2020({ strict: true, strictRequired: false }).compile(schema)

test('the published schema accepts the reference policy', () => {
  assert.ok(validate(aster), JSON.stringify(validate.errors))
})

test('the published schema refuses what no policy has', () => {
  for (const wrong of [{}, { ...aster, troth: 2 }, { ...aster, cookies: {} }]) {
    assert.equal(validate(wrong), false)
  }
})
