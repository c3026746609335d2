import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readConfig } from './config.ts'
import { TrothError } from './errors.ts'

test('without settings everything is local', () => {
  const config = readConfig({ PATH: '/bin', TROTH_PORT: '' })
  assert.deepEqual([config.host, config.port, config.databaseUrl], ['127.0.0.1', 7080, undefined])
  assert.ok(config.keyFile.startsWith(config.dataDir))
  assert.ok(Object.isFrozen(config) && Object.isFrozen(config.limits))
})

test('all problems are told at once, and no value', () => {
  const env = {
    TROTH_PORT: '70000',
    TROTH_LOG_LEVEL: 'loud',
    TROTH_ROLE_PREFIX: 'A-',
    TROTH_DATABASE_URL: 'mysql://root:hunter2@db',
    TROTH_LIMIT_BODY_BYTES: '1e9',
    TROTH_PG_BIN: 'bin',
    TROTH_PROT: '8080',
  }
  const expected = [...Object.keys(env), 'TROTH_OWNER_DATABASE_URL']
  assert.throws(
    () => readConfig(env),
    (fault) =>
      fault instanceof TrothError &&
      fault.code === 'config.invalid' &&
      expected.every((key) => fault.message.includes(key)) &&
      !/hunter2|70000|loud/.test(fault.message),
  )
})
