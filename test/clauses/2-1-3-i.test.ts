import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { ChannelForm } from '../../packages/server/src/engine/collect/form.ts'
import { newEmail } from '../../packages/server/test/support/client.ts'
import { forEachPostgres, testServer } from './support.ts'

let serial = 81_000_000

forEachPostgres((server) => {
  const troth = testServer(server)

  test('§2.1.3.i takes every subset of the optional fields, on every open channel', async () => {
    const { client } = troth()
    const listed = await client.get<{ channels: { channel: string }[] }>('/v1/channels')
    const opened = await client.trySignUp()
    assert.equal(opened.status, 201, opened.text)
    const { token: session = '' } = opened.body.session ?? {}
    const notice = await client.get<{ hash: string }>('/v1/notices/recording')
    const told = await client.post(
      '/v1/notices',
      { controller: 'singapore', notice: 'recording', shown: notice.body.hash },
      { session },
    )
    assert.equal(told.status, 201, told.text)
    let sent = 0
    for (const { channel } of listed.body.channels) {
      const { body: form } = await client.get<ChannelForm>(`/v1/channels/${channel}`)
      const optional = form.fields.filter(({ required }) => !required)
      assert.ok(optional.length > 0, channel)
      const all = Array.from({ length: 2 ** optional.length }, (_, bits) =>
        form.fields.filter((field) => field.required || (bits >> optional.indexOf(field)) & 1),
      )
      for (const fields of all) {
        const data = Object.fromEntries(fields.map((field) => [field.field, valueOf(field)]))
        const body = { controller: 'singapore', shown: form.shown.hash, data }
        const answer = await client.post(`/v1/channels/${channel}`, body, { session })
        assert.equal(
          answer.status,
          201,
          `${channel} with ${Object.keys(data).join()}: ${answer.text}`,
        )
        sent += 1
      }
    }
    assert.equal(sent, 2 ** 4 + 2 ** 6 + 2 ** 1)
  })

  test('§2.1.3.i marks every field as compulsory or optional, to people and to programs', async () => {
    const { client } = troth()
    for (const channel of ['account', 'product', 'forum']) {
      const { body: form } = await client.get<ChannelForm>(`/v1/channels/${channel}`)
      const data = Object(Object(form.schema['properties'])['data'])
      for (const { field, label, required } of form.fields) {
        const line = `- ${label} (${required ? 'needed: ' : 'optional)'}`
        assert.ok(form.shown.text.includes(line), `${line} is not shown`)
        assert.equal((data.required ?? []).includes(field), required, field)
      }
    }
  })
})

function valueOf({ field, type }: ChannelForm['fields'][number]): unknown {
  serial += 1
  if (field === 'email') return newEmail()
  if (field.endsWith('phone')) return `+65${serial}`
  if (type === 'date') return '1990-04-01'
  if (type === 'text[]') return ['tea', 'repair']
  return `Some ${field}`
}
