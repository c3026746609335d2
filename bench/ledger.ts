/**
 * What the ledger costs: leaves hashed, sequenced and verified a second, a write with its leaf and receipt against the
 * same write without, and the time to find a proof. On a PostgreSQL of its own that syncs every commit.
 *
 * @module
 */
import { generateKeyPairSync, randomBytes, randomUUID, sign } from 'node:crypto'
import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { append, emptyFrontier, leafHash, type NoteSigner } from '@troth/core/ledger'
import { ledgerOf } from '../packages/server/src/engine/ledger/ledger.ts'
import { findReceipt } from '../packages/server/src/engine/ledger/receipts.ts'
import { sequenceAll } from '../packages/server/src/engine/ledger/sequencer.ts'
import { verifyLedger } from '../packages/server/src/engine/ledger/verify.ts'
import { bootstrap, roleNames } from '../packages/server/src/store/bootstrap.ts'
import {
  openDatabase,
  type Database,
  type Queryable,
} from '../packages/server/src/store/database.ts'
import {
  insertLeaves,
  prepareLeaf,
  sha256,
  type LeafInput,
} from '../packages/server/src/store/leaves.ts'
import { migrate } from '../packages/server/src/store/migrate.ts'
import { startPostgres } from '../packages/server/src/store/postgres/start.ts'
import { median } from './support/measure.ts'
import { report } from './support/report.ts'

const hashed = 200_000
const sequenced = 40_000
const rounds = 7
const writes = 600
const event = Buffer.from(JSON.stringify({ purposes: ['marketing.email'], shown: 'a'.repeat(64) }))

const { privateKey, publicKey } = generateKeyPairSync('ed25519')
const signer: NoteSigner = {
  name: 'aster.example/ledger',
  publicKey: publicKey.export({ format: 'der', type: 'spki' }).subarray(-32),
  sign: (message) => sign(null, message, privateKey),
}
const ledger = ledgerOf(signer)
const people = Array.from({ length: 20_000 }, () => randomUUID())
const input = (): LeafInput => {
  return { subjectId: randomUUID(), kind: 'consent', at: new Date(), version: 1, event }
}

/** Milliseconds that the work took. */
async function time(work: () => unknown): Promise<number> {
  const start = performance.now()
  await work()
  return performance.now() - start
}

/** Leaves a second of CPU time, on however busy a machine. */
function hashRate(data: readonly Uint8Array[]): number {
  const before = process.cpuUsage()
  const hashes = data.map((bytes) => leafHash(bytes, sha256))
  append(emptyFrontier, hashes, sha256)
  const { user, system } = process.cpuUsage(before)
  return (data.length / (user + system)) * 1e6
}

/** A write of three rows, such as a consent is: lock the person, add to the history, change what is permitted. */
async function plainWrite(tx: Queryable): Promise<void> {
  const person = people[Math.floor(Math.random() * people.length)]
  await tx.query('SELECT FROM act.person WHERE person = $1 FOR UPDATE', [person], { name: 'lock' })
  await tx.query(
    'INSERT INTO act.history VALUES ($1, $2, $3, $4, $5)',
    [person, randomUUID(), 'consent', new Date(), 'marketing.email'],
    { name: 'history' },
  )
  await tx.query('UPDATE act.person SET mask = mask # 1 WHERE person = $1', [person], {
    name: 'mask',
  })
}

async function writeWithLeaf(tx: Queryable): Promise<void> {
  await plainWrite(tx)
  await ledger.append(tx, { subject: randomUUID(), kind: 'consent', version: 1, event }, new Date())
}

/** Milliseconds of one write without and one with its leaf, in turn, so that whatever else runs slows both alike. */
async function writing(database: Database): Promise<{ plain: number[]; withLeaf: number[] }> {
  const plain: number[] = []
  const withLeaf: number[] = []
  for (let n = 0; n < writes; n++) {
    plain.push(await time(() => database.transaction(plainWrite)))
    withLeaf.push(await time(() => database.transaction(writeWithLeaf)))
  }
  return { plain, withLeaf }
}

async function fill(database: Database, count: number): Promise<void> {
  for (let done = 0; done < count; done += 2_000) {
    await insertLeaves(
      database,
      Array.from({ length: 2_000 }, () => prepareLeaf(input())),
    )
  }
}

async function measure(database: Database): Promise<void> {
  const data = Array.from({ length: hashed }, () => randomBytes(130))
  const hashing: number[] = []
  const sequencing: number[] = []
  await writing(database)
  const { plain, withLeaf } = await writing(database)
  await sequenceAll(database, signer, new Date())
  for (let round = 0; round < rounds; round++) {
    hashing.push(hashRate(data))
    await fill(database, sequenced)
    const took = await time(() => sequenceAll(database, signer, new Date()))
    sequencing.push((sequenced / took) * 1000)
  }
  const { rows } = await database.query<{ hash: Uint8Array }>(
    'SELECT leaf_hash AS hash FROM troth.tree ORDER BY leaf_hash LIMIT 300',
  )
  const proving: number[] = []
  for (const { hash } of rows) proving.push(await time(() => findReceipt(database, signer, hash)))
  let size = 0
  const verifying = await time(async () => {
    const verdict = await verifyLedger(database, signer)
    if (!verdict.ok) throw new Error(verdict.problem.message)
    size = verdict.size
  })
  const ratio = median(withLeaf) / median(plain)
  report(
    'ledger',
    'What does the ledger cost?',
    [
      { name: 'hash and append', median: median(hashing), unit: 'leaves/s of CPU', ratio: null },
      { name: 'sequence, committed', median: median(sequencing), unit: 'leaves/s', ratio: null },
      {
        name: `verify ${size} leaves`,
        median: (size / verifying) * 1000,
        unit: 'leaves/s',
        ratio: null,
      },
      { name: 'write without a leaf', median: median(plain), unit: 'ms', ratio: 1 },
      { name: 'write with leaf and receipt', median: median(withLeaf), unit: 'ms', ratio },
      { name: 'find a receipt with its proof', median: median(proving), unit: 'ms', ratio: null },
    ],
    [
      { text: 'at least 300,000 leaves/s hashed', met: median(hashing) >= 300_000 },
      { text: 'at least 20,000 leaves/s committed', met: median(sequencing) >= 20_000 },
      { text: 'a write with its leaf at most 1.2x', met: ratio <= 1.2 },
      { text: 'a proof in less than 1 ms', met: median(proving) < 1 },
    ],
  )
}

const folder = await mkdtemp(join(tmpdir(), 'troth-bench-'))
await chmod(folder, 0o755)
const postgres = await startPostgres({ dataDir: join(folder, 'data') })
const connect = (database: string, user: string) =>
  openDatabase({
    connection: { host: postgres.socketDir, port: postgres.port, database, user },
    connections: 2,
  })
try {
  const admin = connect('postgres', postgres.superuser)
  await bootstrap(admin, { database: 'bench' })
  await admin.close()
  const roles = roleNames()
  const owner = connect('bench', roles.owner)
  await migrate(owner)
  await owner.query(`
    CREATE SCHEMA act;
    CREATE TABLE act.person (person uuid PRIMARY KEY, mask integer NOT NULL DEFAULT 0);
    CREATE TABLE act.history (person uuid NOT NULL REFERENCES act.person, id uuid NOT NULL, kind text NOT NULL,
      at timestamptz NOT NULL, purpose text NOT NULL, PRIMARY KEY (person, id));
    GRANT USAGE ON SCHEMA act TO ${roles.engine};
    GRANT INSERT, SELECT, UPDATE ON act.person, act.history TO ${roles.engine}`)
  await owner.query('INSERT INTO act.person SELECT unnest($1::uuid[])', [people])
  await owner.close()
  const database = connect('bench', roles.engine)
  await measure(database)
  await database.close()
} finally {
  await postgres.stop()
  await rm(folder, { recursive: true, force: true })
}
