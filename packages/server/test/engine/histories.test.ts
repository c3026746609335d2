/** Random lives: whatever people do, in whatever order, masks and rows are what their histories say. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { holds } from '@troth/core/policy'
import { oracle } from '@troth/core/policy/test/oracle.ts'
import { collect } from '../../src/engine/collect/collect.ts'
import { shownHash } from '../../src/engine/collect/form.ts'
import { consent } from '../../src/engine/consent.ts'
import { eventsOf } from '../../src/engine/history.ts'
import { refoldStale, verifyMasks } from '../../src/engine/masks.ts'
import { withdraw } from '../../src/engine/withdraw.ts'
import { readEvents } from '../../src/store/people/events.ts'
import { readMasks } from '../../src/store/people/masks.ts'
import { readSubjectKeys } from '../../src/store/people/subject-keys.ts'
import { forEachPostgres } from '../support/postgres.ts'
import {
  accountData,
  bodyFor,
  type Engine,
  purchase,
  refusalOf,
  type SignedUp,
  signUp,
  testEngine,
  valueOf,
} from './support.ts'

const controllers = ['singapore', 'international', 'asia_pacific'] as const
const optional = [
  'marketing.email',
  'marketing.sms',
  'ads',
  'personalise',
  'checkout.help',
] as const
const controller = fc.constantFrom(...controllers)
const some = fc.uniqueArray(fc.constantFrom(...optional, 'account', 'order', 'security'), {
  minLength: 1,
  maxLength: 3,
})

const act = fc.oneof(
  fc.record({ kind: fc.constant('buy' as const), controller }),
  fc.record({ kind: fc.constant('post' as const), controller }),
  fc.record({
    kind: fc.constant('choose' as const),
    controller,
    choices: fc.dictionary(fc.constantFrom(...optional), fc.boolean(), { minKeys: 1 }),
  }),
  fc.record({
    kind: fc.constant('withdraw' as const),
    purposes: fc.oneof(fc.constant('all' as const), some),
    controllers: fc.oneof(
      fc.constant('all' as const),
      fc.uniqueArray(controller, { minLength: 1 }),
    ),
  }),
  fc.record({ kind: fc.constant('wait' as const), days: fc.integer({ min: 1, max: 500 }) }),
)
type Act = typeof act extends fc.Arbitrary<infer One> ? One : never

const life = fc.record({
  born: fc.constantFrom('1990-04-05', '2009-02-28', '2012-02-29', '2013-11-20'),
  choices: fc.dictionary(fc.constantFrom(...optional), fc.boolean()),
  acts: fc.array(act, { maxLength: 10 }),
})

async function perform(one: Engine, person: SignedUp, what: Act): Promise<void> {
  const { context, caller } = one
  const shown = shownHash(context.policy.document, 'account')
  const common = { caller, session: person.token }
  switch (what.kind) {
    case 'buy': {
      const body = { ...bodyFor(one, 'product', purchase), controller: what.controller }
      valueOf(await collect(context, { ...common, channel: 'product', body }, one.now()))
      return
    }
    case 'post': {
      const post = { forum: 'kettles', body: 'Vinegar works' }
      const body = { ...bodyFor(one, 'forum', post), controller: what.controller }
      valueOf(await collect(context, { ...common, channel: 'forum', body }, one.now()))
      return
    }
    case 'choose': {
      const body = { controller: what.controller, channel: 'account', shown, choices: what.choices }
      valueOf(await consent(context, { ...common, body }, one.now()))
      return
    }
    case 'withdraw': {
      const body = { purposes: what.purposes, controllers: what.controllers }
      valueOf(await withdraw(context, { ...common, body }, one.now()))
      return
    }
    case 'wait':
      one.pass(what.days * 86_400_000)
  }
}

forEachPostgres((server) => {
  const engine = testEngine(server)
  const patient = () => ({ ...engine(), context: { ...engine().context, sessionLasts: 1e13 } })

  test('after any life the masks verify, and agree with the oracle', async () => {
    const one = patient()
    const { compiled } = one.context.policy
    await fc.assert(
      fc.asyncProperty(life, async ({ born, choices, acts }) => {
        const person = await signUp(one, choices, { born })
        for (const what of acts) await perform(one, person, what)
        await refoldStale(one.context, one.now())
        const now = one.now()
        const { database, keys } = one.context
        const rows = await readEvents(database, [person.subject])
        const events = eventsOf(rows, await readSubjectKeys(database, keys, [person.subject]))
        for (const mask of await readMasks(database, compiled.words, [person.subject])) {
          for (const purpose of compiled.purposes.values()) {
            const category = compiled.policy.purposes[purpose.id]?.uses[0] ?? ''
            const channels = Object.entries(compiled.policy.channels)
            const channel = channels.find(([, rule]) =>
              [...rule.purposes, ...(rule.choices ?? [])].includes(purpose.id),
            )?.[0]
            if (channel === undefined) continue
            const record = { channel, version: compiled.version }
            const question = { controller: mask.controller, purpose: purpose.id, category, record }
            const expected = oracle(compiled.policy, events, question, now)
            if (['prohibited', 'field-not-used'].includes(expected.reason)) continue
            assert.equal(
              holds(Int32Array.from(mask.words), purpose),
              expected.allowed,
              `${purpose.id}: ${expected.reason}`,
            )
          }
        }
      }),
      { numRuns: 25 },
    )
    const { differences, people, rows } = await verifyMasks(one.context, { batch: 7 }, one.now())
    assert.ok(people >= 25 && rows >= 25)
    assert.deepEqual(differences, [])
  })

  test('§2.1.3.i on every form any subset of the optional fields is taken', async () => {
    const one = patient()
    const { document } = one.context.policy
    const values: Readonly<Record<string, unknown>> = {
      name: 'A',
      phone: undefined,
      title: 'T',
      body: 'B',
      forum: 'kettles',
      delivery_phone: '91234567',
      ...purchase,
    }
    const { token: session } = await signUp(one)
    for (const [channel, rule] of Object.entries(document.channels)) {
      if (!rule.open) continue
      const types = document.datasets[rule.into]?.fields ?? {}
      const value = (field: string) =>
        types[field]?.type === 'text[]' ? ['x'] : (values[field] ?? 'x')
      // A notice before a field is another matter; see collect.test.ts.
      const asked = Object.entries(rule.fields).filter(([, ask]) => ask && !ask.noticeBefore)
      const free = asked.filter(([, ask]) => !ask?.required).map(([field]) => field)
      const compulsory = asked.filter(([, ask]) => ask?.required).map(([field]) => field)
      await fc.assert(
        fc.asyncProperty(fc.subarray(free), async (chosen) => {
          const fresh = channel === 'account' ? accountData() : {}
          const phone = `9${String(Math.random()).slice(2, 9)}`
          const given = [...compulsory, ...chosen].map((field) => [
            field,
            field === 'phone' ? phone : value(field),
          ])
          const data = { ...Object.fromEntries(given), ...fresh }
          const request = {
            caller: one.caller,
            channel,
            body: bodyFor(one, channel, data),
            session,
          }
          valueOf(await collect(one.context, request, one.now()))
        }),
        { numRuns: 8 },
      )
      for (const field of compulsory) {
        const fresh: Record<string, unknown> = channel === 'account' ? accountData() : {}
        const all = Object.fromEntries(compulsory.map((name) => [name, value(name)]))
        const data = { ...all, ...fresh, [field]: undefined }
        const { [field]: _, ...rest } = data
        const request = { caller: one.caller, channel, body: bodyFor(one, channel, rest), session }
        const refusal = refusalOf(await collect(one.context, request, one.now()))
        assert.equal(refusal.code, 'incomplete', `${channel}.${field}`)
        const ask = rule.fields[field]
        assert.ok(ask?.required && refusal.problems?.[0]?.problem.includes(ask.ifMissing))
      }
    }
  })
})
