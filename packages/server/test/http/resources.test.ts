import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { test } from 'node:test'
import { parseKey, verifyReceipt } from '@troth/core/ledger'
import type { ChannelForm } from '../../src/engine/collect/form.ts'
import type { Collection } from '../../src/engine/collect/collect.ts'
import { primitives } from '../../src/engine/ledger/primitives.ts'
import type { Choices } from '../../src/engine/choices.ts'
import type { Withdrawn } from '../../src/engine/withdraw.ts'
import { forEachPostgres } from '../support/postgres.ts'
import { testServer } from '../support/server.ts'

type Versions = {
  versions: {
    version: number
    hash: string
    notice: string
    policy: string
    published: { leaf: string; salt: string; event: string }
  }[]
}

forEachPostgres((server) => {
  const troth = testServer(server)

  test('the first page, the notice and the codes are whole pages without a script', async () => {
    for (const path of ['/', '/privacy', '/policy/versions/1', '/problems']) {
      const { status, headers, text } = await troth().client.get(path)
      assert.equal(status, 200, path)
      assert.match(headers.get('content-type') ?? '', /^text\/html; charset=utf-8/)
      assert.match(headers.get('content-security-policy') ?? '', /default-src 'none'/)
      assert.doesNotMatch(headers.get('content-security-policy') ?? '', /script-src|unsafe/)
      assert.match(text, /<html lang="en(-SG)?">[^]*<title>[^<]+<\/title>[^]*<main[^>]*>[^]*<h1/)
      assert.doesNotMatch(text, /<script|style="/)
    }
  })

  test('the notice is not sent twice to whoever has it', async () => {
    const first = await troth().client.get('/privacy')
    const tag = first.headers.get('etag') ?? ''
    const again = await troth().client.get('/privacy', { headers: { 'if-none-match': tag } })
    assert.equal(again.status, 304)
    assert.equal(again.text, '')
    const other = await troth().client.get('/privacy', { headers: { 'if-none-match': '"x"' } })
    assert.equal(other.status, 200)
  })

  test('the hash of a version is that of the bytes served', async () => {
    const { client } = troth()
    const [version] = (await client.get<Versions>('/policy/versions')).body.versions
    assert.ok(version)
    const { text } = await client.get(version.policy)
    assert.equal(createHash('sha256').update(text).digest('hex'), version.hash)
    assert.equal((await client.get(version.notice)).text, (await client.get('/privacy')).text)
  })

  test('a publication is in the ledger, and anyone can check what was published', async () => {
    const { client } = troth()
    const [version] = (await client.get<Versions>('/policy/versions')).body.versions
    assert.ok(version)
    const { leaf, salt, event } = version.published
    assert.equal(JSON.parse(event).hash, version.hash)
    const commitment = createHash('sha256')
      .update(Buffer.from(salt, 'hex'))
      .update(event)
      .digest('hex')
    const proven = await client.get<{ leaf: string }>(`/v1/ledger/receipts/${leaf}?wait=5`)
    assert.match(proven.body.leaf, new RegExp(`^troth-leaf/1\nkind version\n[^]*${commitment}\n$`))
  })

  test('each channel says what it asks, and takes what its schema describes', async () => {
    const { client } = troth()
    const list = await client.get<{ channels: { channel: string }[] }>('/v1/channels')
    const channels = list.body.channels.map(({ channel }) => channel)
    assert.deepEqual(channels.toSorted(), ['account', 'forum', 'product'])
    for (const channel of channels) {
      const { status, body } = await client.get<ChannelForm>(`/v1/channels/${channel}`)
      assert.equal(status, 200)
      assert.ok(body.fields.every((field) => !field.required || field.ifMissing))
      assert.ok(body.choices.every((choice) => choice.default === false))
      const hash = createHash('sha256').update(body.shown.text).digest('hex')
      assert.equal(body.shown.hash, hash)
    }
  })

  test('a person signs up, buys, posts, chooses, withdraws; each is decided, proven and told', async () => {
    const { client } = troth()
    const person = await client.signUp({ choices: { 'marketing.email': true, ads: false } })
    const { session } = person
    assert.equal(person.consents.length, 2)

    const bought = await client.post<Collection>(
      '/v1/channels/product',
      {
        controller: 'singapore',
        shown: await client.shown('product'),
        data: {
          product: 'A9',
          serial: 'S-1',
          bought_on: '2026-11-20',
          delivery_address: 'Bedok 1',
        },
      },
      { session },
    )
    assert.equal(bought.status, 201, bought.text)
    const posted = await client.post(
      '/v1/channels/forum',
      {
        controller: 'singapore',
        shown: await client.shown('forum'),
        data: { forum: 'tv', body: 'It works.' },
      },
      { session },
    )
    assert.equal(posted.status, 201, posted.text)

    const allowed = (purpose: string, dataset = 'accounts', fields = ['email']) =>
      client
        .post<{ allowed: boolean; reason: string; clause: string }>('/v1/decide', {
          controller: 'singapore',
          purpose,
          dataset,
          fields,
          subject: person.subject,
        })
        .then(({ body }) => body)
    assert.equal((await allowed('marketing.email')).allowed, true)
    assert.equal((await allowed('ads', 'accounts', ['interests'])).reason, 'refused')
    assert.equal((await allowed('insight', 'posts', ['body'])).reason, 'prohibited')

    const read = await client.post<{ records: { values: Record<string, unknown> }[] }>('/v1/read', {
      controller: 'singapore',
      purpose: 'order',
      dataset: 'purchases',
      fields: ['product', 'delivery_address'],
      subject: person.subject,
    })
    assert.equal(read.status, 200, read.text)
    assert.deepEqual(
      read.body.records.map(({ values }) => values),
      [{ product: 'A9', delivery_address: 'Bedok 1' }],
    )

    const stood = await client.get<Choices>('/v1/choices', { session })
    assert.ok(stood.body.choices.find(({ purpose }) => purpose === 'marketing.email')?.given)
    const asked = { controllers: ['singapore'], purposes: ['marketing.email'] }
    const preview = await client.post<Withdrawn>('/v1/withdrawals/preview', asked, { session })
    assert.equal(preview.status, 200, preview.text)
    const stops = preview.body.controllers.flatMap((each) => each.stops)
    assert.ok(
      stops.some(({ purpose, onWithdrawal }) => purpose === 'marketing.email' && onWithdrawal),
    )
    assert.equal((await allowed('marketing.email')).allowed, true)
    const withdrawn = await client.post<Withdrawn>('/v1/withdrawals', asked, { session })
    assert.equal(withdrawn.status, 201, withdrawn.text)
    assert.equal((await allowed('marketing.email')).reason, 'withdrawn')

    const { text: line } = await client.get('/v1/ledger/key')
    const key = parseKey(line.trim(), primitives.sha256)
    assert.ok(key)
    const { receipt } = withdrawn.body
    const proof = await client.get<{ proof: string; leaf: string }>(
      `/v1/ledger/receipts/${receipt.leaf}?wait=10`,
    )
    assert.equal(proof.status, 200, proof.text)
    const leaf = Buffer.from(proof.body.leaf)
    const verdict = verifyReceipt({ receipt, proof: proof.body.proof, leaf }, key, primitives)
    assert.ok(verdict.ok)
    const checkpoint = await client.get('/v1/ledger/checkpoint')
    assert.match(checkpoint.text, /^troth\.local\/ledger\n\d+\n/)
  })

  test('a recording is taken only once its notice was given', async () => {
    const { client } = troth()
    const { session } = await client.signUp()
    const sale = {
      controller: 'singapore',
      shown: await client.shown('product'),
      data: { product: 'A9', serial: 'S-2', bought_on: '2026-11-20', recording: 'call-77' },
    }
    const before = await client.post<{ code: string }>('/v1/channels/product', sale, { session })
    assert.equal(before.status, 409)
    assert.equal(before.body.code, 'notice-missing')
    const words = await client.get<{ hash: string }>('/v1/notices/recording')
    const given = await client.post(
      '/v1/notices',
      { controller: 'singapore', notice: 'recording', shown: words.body.hash },
      { session },
    )
    assert.equal(given.status, 201, given.text)
    assert.equal((await client.post('/v1/channels/product', sale, { session })).status, 201)
  })

  test('a known person comes back by a session, says yes, and leaves', async () => {
    const { client } = troth()
    const { email } = await client.signUp()
    const session = await client.signIn(email)
    const said = await client.post<{ consents: unknown[] }>(
      '/v1/consents',
      {
        controller: 'singapore',
        channel: 'account',
        shown: await client.shown('account'),
        choices: { personalise: true },
      },
      { session },
    )
    assert.equal(said.status, 201, said.text)
    assert.equal(said.body.consents.length, 1)
    const closed = await client.send('DELETE', '/v1/sessions/current', undefined, { session })
    assert.equal(closed.status, 200)
    assert.equal((await client.get('/v1/choices', { session })).status, 401)
  })

  test('a batch of 1,000 questions is answered in order, 1,001 are too many', async () => {
    const { client } = troth()
    const { subject } = await client.signUp()
    const ask = (purpose: string) => ({
      subject,
      controller: 'singapore',
      purpose,
      category: 'contact.email',
      channel: 'account',
    })
    const questions = Array.from({ length: 1_000 }, (_, at) => ask(at % 2 ? 'account' : 'ads'))
    const answered = await client.post<{ answers: { allowed: boolean }[] }>('/v1/decide', {
      questions,
    })
    assert.equal(answered.status, 200, answered.text)
    assert.equal(answered.body.answers.length, 1_000)
    assert.ok(answered.body.answers.every(({ allowed }, at) => allowed === (at % 2 === 1)))
    const over = await client.post('/v1/decide', { questions: [...questions, ask('account')] })
    assert.equal(over.status, 400)
  })
})
