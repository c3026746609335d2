import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { runningServer } from '../../src/store/postgres/lock.ts'
import { startPostgres } from '../../src/store/postgres/start.ts'
import { publishAster } from '../support/aster.ts'
import { postgresBinaries } from '../support/binaries.ts'
import type { Answer, ProblemBody } from '../support/client.ts'
import { createDatabase } from '../support/postgres.ts'
import { boot } from '../support/server.ts'
import type { Collection } from '../../src/engine/collect/collect.ts'

for (const { major, binaries } of await postgresBinaries()) {
  test(`PostgreSQL ${major} killed and restarted under requests: a yes is kept, a no is 503`, async () => {
    const folder = await mkdtemp(join(tmpdir(), 'troth-restart-'))
    await chmod(folder, 0o755)
    const dataDir = join(folder, 'data')
    let postgres = await startPostgres({ dataDir, binaries })
    const { socketDir, port, superuser } = postgres
    const database = await createDatabase({ major, socketDir, port, superuser })
    await publishAster(database)
    const troth = await boot(database)
    const { client } = troth
    try {
      const shown = await client.shown('account')
      const kept = new Map<string, string>()
      let running = true
      const answers: Answer<Collection & ProblemBody>[] = []
      const worker = async () => {
        while (running) {
          const body = {
            controller: 'singapore',
            shown,
            data: { name: 'Mei', email: `${randomUUID()}@example.sg`, born: '1990-04-01' },
          }
          const idempotencyKey = randomUUID()
          const answer = await client.post<Collection & ProblemBody>('/v1/channels/account', body, {
            idempotencyKey,
          })
          answers.push(answer)
          if (answer.status === 201) kept.set(answer.body.subject, idempotencyKey)
        }
      }
      const workers = Array.from({ length: 6 }, worker)
      await sleep(300)
      const before = kept.size
      const { pid } = (await runningServer(postgres.dataDir)) ?? assert.fail('no postmaster')
      process.kill(pid, 'SIGKILL')
      await sleep(100)
      postgres = await startPostgres({ dataDir, binaries })
      await sleep(500)
      running = false
      await Promise.all(workers)
      for (const { status, body, headers } of answers) {
        if (status === 201) continue
        assert.equal(status, 503)
        assert.equal(body.code, 'database.unavailable')
        assert.ok(headers.get('retry-after'))
      }
      assert.ok(kept.size > before, 'the server went on after the restart')
      const { rows } = await database.superuser.query<{ subject_id: string }>(
        'SELECT subject_id FROM troth.subject',
      )
      const there = new Set(rows.map(({ subject_id }) => subject_id))
      for (const subject of kept.keys()) assert.ok(there.has(subject), subject)

      await postgres.stop()
      const gone = await client.get<ProblemBody>('/readyz')
      assert.equal(gone.status, 503)
      assert.equal(gone.body.code, 'database.unavailable')
      assert.ok(gone.headers.get('retry-after'))
      assert.equal((await client.get('/healthz')).status, 200)
      assert.equal((await client.get('/privacy')).status, 200)
      const refused = await client.post<ProblemBody>('/v1/decide', {})
      assert.equal(refused.status, 503)
      assert.equal(refused.body.code, 'database.unavailable')
      assert.equal(refused.body.detail, undefined)
    } finally {
      await troth.close()
      await Promise.all([database.owner.close(), database.superuser.close()])
      await postgres.stop()
      await rm(folder, { recursive: true, force: true })
    }
  })
}
