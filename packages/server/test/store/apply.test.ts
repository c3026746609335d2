import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import type { PolicyDocument } from '@troth/core/policy'
import { smallPolicy } from '@troth/core/policy/test/small-policy.ts'
import { applyPolicy } from '../../src/store/apply.ts'
import { drift } from '../../src/store/drift.ts'
import { issueLogin } from '../../src/store/logins.ts'
import { planPolicy } from '../../src/store/plan.ts'
import { forEachPostgres, type TestDatabase } from '../support/postgres.ts'
import { alter, withField } from './policies.ts'
import { idOf, now, plant, policyDatabase, publicationOf, publish } from './support.ts'

async function sees(database: TestDatabase, purpose: string, sql: string): Promise<unknown[]> {
  const { rows } = await database.superuser.transaction(async (tx) => {
    await tx.query(`SET LOCAL ROLE ${database.rolePrefix}for_${purpose}`)
    return tx.query(sql)
  })
  return [...rows]
}

async function settled(database: TestDatabase, policy: PolicyDocument): Promise<void> {
  const publication = await publicationOf(database, policy)
  assert.deepEqual((await applyPolicy(database.owner, publication, now)).kind, 'unchanged')
  assert.deepEqual(await drift(database.owner, publication, now), [])
}

forEachPostgres((server) => {
  const fresh = () => policyDatabase(server, smallPolicy)
  const empty = policyDatabase(server)
  const grown = fresh()
  const narrowed = fresh()
  const retired = fresh()
  const widened = fresh()
  const refusing = fresh()
  const broken = fresh()
  const judged = fresh()
  const contested = fresh()
  const held = fresh()

  test('a first apply puts the whole policy in force, a second changes nothing', async () => {
    const database = await empty()
    const publication = await publicationOf(database, smallPolicy)
    const planned = await planPolicy(database.owner, publication, now)
    assert.deepEqual(planned.refusals, [])
    const applied = await applyPolicy(database.owner, publication, now)
    assert.deepEqual(applied, { kind: 'applied', changes: planned.changes })
    await settled(database, smallPolicy)
    const { rows } = await database.owner.query(
      'SELECT version, channel, source, record_mask0 FROM troth.provenance',
    )
    assert.deepEqual(rows, [{ version: 1, channel: 'account', source: 'subject', record_mask0: 3 }])
  })

  test('new purposes, fields, datasets and controllers are added, and rows stay', async () => {
    const database = await grown()
    await plant(database, 'accounts', [{ subject: idOf(1), words: [1] }])
    const next = alter(smallPolicy, { version: 2 }, [
      withField('accounts', 'nickname', 'contact.name'),
      (policy) => {
        policy.purposes['survey'] = {
          ...policy.purposes['marketing.email'],
          uses: ['contact.name'],
        }
        policy.channels['account'].choices.push('survey')
        policy.controllers['pacific'] = policy.controllers['singapore']
        policy.datasets['posts'] = {
          ...policy.datasets['accounts'],
          fields: { order: policy.datasets['accounts'].fields.name },
        }
        policy.channels['forum'] = { ...policy.channels['account'], into: 'posts', fields: {} }
      },
    ])
    await publish(database, next)
    await settled(database, next)
    assert.deepEqual(
      await sees(database, 'account', 'SELECT subject_id, nickname FROM for_account.accounts'),
      [{ subject_id: idOf(1), nickname: null }],
    )
    assert.deepEqual(await sees(database, 'survey', 'SELECT name FROM for_survey.accounts'), [])
    assert.deepEqual(await sees(database, 'survey', 'SELECT "order" FROM for_survey.posts'), [])
  })

  test('a purpose that narrows loses its columns, one that has none left loses the dataset', async () => {
    const database = await narrowed()
    await plant(database, 'accounts', [{ subject: idOf(1), words: [7] }])
    const next = alter(smallPolicy, { version: 2 }, [
      (policy) => {
        policy.purposes['account'].uses = ['contact.email']
        policy.purposes['fraud'].uses = ['birth']
      },
    ])
    await publish(database, next)
    await settled(database, next)
    assert.equal(
      (await sees(database, 'account', 'SELECT email FROM for_account.accounts')).length,
      1,
    )
    await assert.rejects(
      sees(database, 'account', 'SELECT name FROM for_account.accounts'),
      /42703/,
    )
    await assert.rejects(sees(database, 'fraud', 'SELECT 1 FROM for_fraud.accounts'), /42P01/)
  })

  test('a purpose left out loses every right, and its position is never given again', async () => {
    const database = await retired()
    const next = alter(smallPolicy, { version: 2 }, [
      (policy) => {
        delete policy.purposes['fraud']
        policy.retention.accounts.purposes = ['account']
      },
    ])
    await publish(database, next)
    await settled(database, next)
    await assert.rejects(
      sees(database, 'fraud', 'SELECT 1 FROM for_fraud.accounts'),
      /3F000|42P01|42501/,
    )
    const later = alter(next, { version: 3 }, [
      (policy) => {
        policy.purposes['insight'] = policy.purposes['marketing.email']
      },
    ])
    const { compiled } = await publish(database, later)
    assert.equal(compiled.positions.get('insight'), 3)
    await settled(database, later)
  })

  test('a 32nd and a 63rd purpose add words, and rows written before deny them', async () => {
    const database = await widened()
    await plant(database, 'accounts', [{ subject: idOf(1), words: [1] }])
    const more = (count: number, version: number) =>
      alter(smallPolicy, { version }, [
        (policy) => {
          for (let at = 3; at < count; at += 1) {
            policy.purposes[`extra.p${at}`] = policy.purposes['account']
          }
        },
      ])
    for (const [count, version] of [
      [31, 2],
      [32, 3],
      [63, 4],
    ] as const) {
      await publish(database, more(count, version))
      await settled(database, more(count, version))
    }
    const { rows } = await database.owner.query('SELECT mask0, mask1, mask2 FROM data.accounts')
    assert.deepEqual(rows, [{ mask0: 1, mask1: 0, mask2: 0 }])
    assert.deepEqual(
      await sees(database, 'extra_p62', 'SELECT email FROM for_extra_p62.accounts'),
      [],
    )
    const reference = await database.owner.query(
      'SELECT count(record_mask2) AS n FROM troth.provenance',
    )
    assert.deepEqual(reference.rows, [{ n: 4 }])
  })

  test('what would lose or reinterpret data is refused, and nothing changes', async () => {
    const database = await refusing()
    const refused = async (
      policy: PolicyDocument,
      why: RegExp,
      positions?: Map<string, number>,
    ) => {
      const publication = await publicationOf(database, policy, positions)
      const applied = await applyPolicy(database.owner, publication, now)
      assert.equal(applied.kind, 'refused', `${why}`)
      if (applied.kind === 'refused') assert.match(JSON.stringify(applied.refusals), why)
    }
    const two = { version: 2 }
    await refused(
      alter(smallPolicy, two, [(policy) => delete policy.datasets['accounts'].fields.name]),
      /column data.accounts.name.*would lose/,
    )
    await refused(
      alter(smallPolicy, two, [
        (policy) => (policy.datasets['accounts'].fields.name.type = 'date'),
      ]),
      /column data.accounts.name.*is text/,
    )
    await refused(
      alter(smallPolicy, two, [
        (policy) => (policy.datasets['accounts'].fields.name.keep = 'sealed'),
      ]),
      /column data.accounts.name.*would lose/,
    )
    await refused(
      alter(smallPolicy, two, [
        (policy) => {
          policy.datasets['people'] = policy.datasets['accounts']
          delete policy.datasets['accounts']
          policy.channels['account'].into = 'people'
        },
      ]),
      /table data.accounts.*would lose/,
    )
    await refused(alter(smallPolicy, { name: 'Other words' }, []), /version 1.*never changed/)
    await refused(
      alter(smallPolicy, two, []),
      /purpose account.*where it is/,
      new Map([['fraud', 0]]),
    )
    await publish(database, alter(smallPolicy, two, []))
    await refused(smallPolicy, /version 2 is in force/)
    await settled(database, alter(smallPolicy, two, []))
  })

  test('a change that fails half way leaves nothing of itself', async () => {
    const database = await broken()
    await database.superuser.query(
      `CREATE VIEW public.watcher AS SELECT name FROM for_account.accounts`,
    )
    const next = alter(smallPolicy, { version: 2 }, [
      withField('accounts', 'nickname', 'contact.name'),
      (policy) => {
        policy.purposes['survey'] = policy.purposes['marketing.email']
      },
    ])
    const publication = await publicationOf(database, next)
    await assert.rejects(applyPolicy(database.owner, publication, now), /2BP01/)
    await settled(database, smallPolicy)
  })

  test('of two applies at once one changes the database and the other finds it done', async () => {
    const database = await contested()
    const publication = await publicationOf(
      database,
      alter(smallPolicy, { version: 2 }, [withField('accounts', 'nickname', 'contact.name')]),
    )
    const both = await Promise.all(
      [1, 2, 3].map(() => applyPolicy(database.owner, publication, now)),
    )
    assert.deepEqual(both.map(({ kind }) => kind).toSorted(), ['applied', 'unchanged', 'unchanged'])
  })

  test('a login that keeps a transaction open is named, and does not hold an apply up for ever', async () => {
    const database = await held()
    const { owner, rolePrefix } = database
    await issueLogin(owner, { actor: 'idle', purpose: 'account', rolePrefix }, now)
    const next = alter(smallPolicy, { version: 2 }, [
      withField('accounts', 'nickname', 'contact.name'),
    ])
    const publication = await publicationOf(database, next)
    await database.as(`${rolePrefix}idle`).transaction(async (reader) => {
      await reader.query('SELECT email FROM for_account.accounts')
      const applied = await applyPolicy(owner, publication, now, 150)
      assert.equal(applied.kind, 'refused')
      assert.match(JSON.stringify(applied), /session \d+ of \w+_idle".*troth login revoke \w+_idle/)
      const soon = applyPolicy(owner, publication, now, 1_000)
      await sleep(200)
      await reader.query('COMMIT')
      await reader.query('BEGIN')
      assert.equal((await soon).kind, 'applied')
    })
  })

  test('a version that judges people otherwise makes rows deny until they are folded again', async () => {
    const database = await judged()
    await plant(database, 'accounts', [{ subject: idOf(1), words: [1] }])
    const email = 'SELECT email FROM for_account.accounts'
    const same = alter(smallPolicy, { version: 2 }, [
      withField('accounts', 'nickname', 'contact.name'),
    ])
    await publish(database, same)
    assert.equal((await sees(database, 'account', email)).length, 1)
    const older = alter(same, { version: 3 }, [(policy) => (policy.children.under = 16)])
    const applied = await applyPolicy(
      database.owner,
      await publicationOf(database, older),
      new Date(),
    )
    assert.ok(applied.kind === 'applied' && applied.changes.some(({ kind }) => kind === 'masks'))
    assert.deepEqual(await sees(database, 'account', email), [])
  })
})
