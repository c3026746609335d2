import pg from 'pg'
import { startPostgres } from '../../src/store/postgres/start.ts'

// Run by start.test.ts as a process of its own: starts a server, commits rows one by one, tells each, until killed.
const [dataDir = '', binaries] = process.argv.slice(2)
const postgres = await startPostgres({ dataDir, binaries })
const client = new pg.Client(postgres.connection('postgres', postgres.superuser))
client.on('error', () => {})
await client.connect()
await client.query('CREATE TABLE IF NOT EXISTS kept (n int)')
for (let n = 0; ; n += 1) {
  await client.query('INSERT INTO kept VALUES ($1)', [n])
  process.stdout.write(`${n}\n`)
}
