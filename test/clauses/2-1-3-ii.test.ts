import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, test } from 'node:test'
import type { ChannelForm } from '../../packages/server/src/engine/collect/form.ts'
import type { ProblemBody } from '../../packages/server/test/support/client.ts'
import { aster } from '../../policies/aster/policy.ts'
import { check } from './command.ts'
import { forEachPostgres, testServer } from './support.ts'

type Ask = { readonly required: boolean; readonly ifMissing?: string }
type Channel = { readonly open: boolean; readonly fields: Readonly<Record<string, Ask>> }
const root = join(import.meta.dirname, '../..')
const channels: Readonly<Record<string, Channel>> = aster.channels
const compulsory = Object.entries(channels).flatMap(([channel, { open, fields }]) =>
  Object.entries(fields).flatMap(([field, { required, ifMissing = '' }]) =>
    required ? [{ channel, field, open, ifMissing }] : [],
  ),
)

forEachPostgres((server) => {
  const troth = testServer(server)

  test('§2.1.3.ii says at each compulsory field what happens without it, in the form and in the notice', async () => {
    const { client } = troth()
    const { text } = await client.get('/privacy')
    const open = compulsory.filter((each) => each.open)
    assert.equal(open.length, 8)
    for (const { channel, field, ifMissing } of open) {
      const { body: form } = await client.get<ChannelForm>(`/v1/channels/${channel}`)
      const shown = form.fields.find((each) => each.field === field)
      assert.equal(shown?.ifMissing, ifMissing)
      assert.ok(form.shown.text.includes(`(needed: ${ifMissing})`), `${field} in the words shown`)
    }
    for (const { field, ifMissing } of compulsory) {
      assert.ok(text.includes(ifMissing), `${field} in the notice`)
    }
  })

  test('§2.1.3.ii tells whoever leaves one out what it was needed for, and stores nothing', async () => {
    const { client } = troth()
    const { session } = await client.signUp()
    const whole: Readonly<Record<string, Readonly<Record<string, string>>>> = {
      account: { name: 'Mei Tan', email: 'mei@example.sg', born: '1990-04-01' },
      product: { product: 'Kettle', serial: 'S1', bought_on: '2026-11-02' },
      forum: { forum: 'Kettles', body: 'Hello' },
    }
    for (const { channel, field, ifMissing } of compulsory.filter((each) => each.open)) {
      const { [field]: _, ...data } = whole[channel] ?? {}
      const body = { controller: 'singapore', shown: await client.shown(channel), data }
      const answer = await client.post<ProblemBody>(`/v1/channels/${channel}`, body, { session })
      assert.deepEqual([answer.status, answer.body.code], [422, 'incomplete'], answer.text)
      assert.deepEqual(
        answer.body.problems?.map(({ path }) => path),
        [`/data/${field}`],
      )
      assert.ok(answer.body.problems?.[0]?.problem.includes(ifMissing), answer.text)
    }
  })
})

void describe('at the build', { concurrency: 2 }, () => {
  test('§2.1.3.ii fails for every compulsory field without that text, all at once', async () => {
    const notice = await readFile(join(root, 'policies/aster/notice.md'), 'utf8')
    for (const silenced of [undefined, '', '  ']) {
      const { code, said } = await check(silence(silenced), notice)
      assert.equal(code, 3, said)
      for (const { channel, field } of compulsory) {
        assert.ok(
          said.includes(`/channels/${channel}/fields/${field}`),
          `${channel}.${field}: ${said}`,
        )
      }
    }
  })

  test('§2.1.3.ii does not compile without that text', async () => {
    const said = await compile(`required: true, ifMissing: 'Without it we cannot greet you.'`)
    assert.equal(said, '')
    assert.match(await compile('required: true'), /^[^\n]*error TS[^]*ifMissing/)
  })
})

/** Aster with the text taken away, or replaced, at every compulsory field. */
function silence(text: string | undefined): unknown {
  return {
    ...aster,
    channels: Object.fromEntries(
      Object.entries(channels).map(([id, channel]) => [
        id,
        {
          ...channel,
          fields: Object.fromEntries(
            Object.entries(channel.fields).map(([name, ask]) => {
              if (!ask.required) return [name, ask]
              const { ifMissing: _, ...rest } = ask
              return [name, text === undefined ? rest : { ...rest, ifMissing: text }]
            }),
          ),
        },
      ]),
    ),
  }
}

/** What the compiler says of a channel in Aster's words that asks for a name so. */
async function compile(ask: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'troth-compile-'))
  const imports = [
    `import type { Channels } from '${root}/packages/core/policy/index.ts'`,
    `import { words, type Words } from '${root}/policies/aster/words.ts'`,
  ]
  await writeFile(
    join(folder, 'channel.mts'),
    `${imports.join('\n')}
export const asked = {
  account: {
    clauses: ['2.1.1(a)'], label: 'Open an account', open: true, controllers: words.controllers,
    person: 'new', into: 'accounts', fields: { name: { ${ask} } }, purposes: ['account'],
    ageGate: { from: 'none', reason: 'Nobody is asked.' },
  },
} as const satisfies Channels<Words>
`,
  )
  const settings = { extends: join(root, 'tsconfig.json'), compilerOptions: { types: [] } }
  const config = JSON.stringify({ ...settings, include: ['channel.mts'] })
  await writeFile(join(folder, 'tsconfig.json'), config)
  const words = ['--noEmit', '--pretty', 'false', '-p', folder]
  try {
    return await new Promise((resolve) => {
      execFile(join(root, 'node_modules/.bin/tsc'), words, (_, out, err) => resolve(out + err))
    })
  } finally {
    await rm(folder, { recursive: true })
  }
}
