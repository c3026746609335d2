/**
 * Sequences a database in small batches until it is killed: `node sequencing-process.ts CONNECTION`.
 * @module
 */
import { sequenceBatch } from '../../src/engine/ledger/sequencer.ts'
import { openDatabase } from '../../src/store/database.ts'
import { noon, signer } from './support.ts'

const [connection = '{}'] = process.argv.slice(2)
const database = openDatabase({ connection: JSON.parse(connection) as object, connections: 1 })
process.stdout.write('ready\n')
for (;;) await sequenceBatch(database, signer, noon, { batch: 7, interval: 0 })
