import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Ajv2020 } from 'ajv/dist/2020.js'
import fc from 'fast-check'
import type { ChannelForm } from '../../src/engine/collect/form.ts'
import { forEachPostgres } from '../support/postgres.ts'
import { testServer } from '../support/server.ts'

type Schema = Readonly<Record<string, unknown>>
type Operation = {
  readonly operationId: string
  readonly summary: string
  readonly parameters?: readonly {
    readonly name: string
    readonly in: string
    readonly schema: Schema
  }[]
  readonly requestBody?: { readonly content: Readonly<Record<string, { readonly schema: Schema }>> }
  readonly responses: Readonly<
    Record<
      string,
      { readonly description: string; readonly content?: Readonly<Record<string, unknown>> }
    >
  >
  readonly security?: readonly Readonly<Record<string, readonly string[]>>[]
}
type Document = {
  readonly openapi: string
  readonly info: { readonly title: string; readonly version: string }
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>
  readonly components: {
    readonly schemas: Readonly<Record<string, Schema>>
    readonly securitySchemes: Readonly<Record<string, unknown>>
  }
}

const routes = [
  'get /healthz',
  'get /readyz',
  'get /privacy',
  'get /policy/versions',
  'get /policy/versions/{version}',
  'get /policy/versions/{version}/policy.json',
  'get /v1/channels',
  'get /v1/channels/{channel}',
  'post /v1/channels/account',
  'post /v1/channels/product',
  'post /v1/channels/forum',
  'get /v1/notices/{notice}',
  'post /v1/notices',
  'post /v1/sessions',
  'delete /v1/sessions/current',
  'get /v1/choices',
  'post /v1/consents',
  'post /v1/withdrawals/preview',
  'post /v1/withdrawals',
  'post /v1/decide',
  'post /v1/read',
  'get /v1/ledger/checkpoint',
  'get /v1/ledger/key',
  'get /v1/ledger/receipts/{leaf}',
]

forEachPostgres((server) => {
  const troth = testServer(server)

  const document = async () => (await troth().client.get<Document>('/openapi.json')).body
  const operations = ({ paths }: Document) =>
    Object.entries(paths).flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
    )

  test('every address is described, and none besides', async () => {
    const all = operations(await document()).map(({ path, method }) => `${method} ${path}`)
    assert.deepEqual(all.toSorted(), routes.toSorted())
  })

  test('the document has the shape of OpenAPI 3.1', async () => {
    const { openapi, info, ...rest } = await document()
    assert.match(openapi, /^3\.1\.\d+$/)
    assert.ok(info.title && info.version)
    const ids = new Set<string>()
    for (const { path, operation } of operations({ openapi, info, ...rest })) {
      assert.ok(operation.operationId && operation.summary, path)
      assert.ok(!ids.has(operation.operationId), operation.operationId)
      ids.add(operation.operationId)
      const named = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name)
      const inPath = (operation.parameters ?? []).filter((each) => each.in === 'path')
      assert.deepEqual(
        inPath.map(({ name }) => name),
        named,
        path,
      )
      for (const [status, response] of Object.entries(operation.responses)) {
        assert.match(status, /^(\dXX|[2-5]\d\d)$/)
        assert.equal(typeof response.description, 'string')
      }
      assert.ok(operation.responses['4XX']?.content?.['application/problem+json'], path)
      for (const need of operation.security ?? []) {
        for (const scheme of Object.keys(need)) assert.ok(rest.components.securitySchemes[scheme])
      }
    }
  })

  test('every schema that is named is there, is used, and compiles', async () => {
    const whole = await document()
    const names = [...JSON.stringify(whole).matchAll(/"#\/components\/schemas\/([^"]+)"/g)]
    const used = new Set(names.map(([, name]) => name))
    assert.deepEqual(used, new Set(Object.keys(whole.components.schemas)))
    const ajv = new Ajv2020({ strict: false, validateFormats: false })
    ajv.addSchema(whole, 'openapi')
    for (const name of used) assert.ok(ajv.getSchema(`openapi#/components/schemas/${name}`), name)
    for (const { operation } of operations(whole)) {
      const body = operation.requestBody?.content['application/json']?.schema
      if (body?.['$ref'] === undefined && body) assert.ok(ajv.compile(body))
    }
  })

  test("a channel's body schema is that of its form, field by field", async () => {
    const { paths } = await document()
    for (const channel of ['account', 'product', 'forum']) {
      const form = (await troth().client.get<ChannelForm>(`/v1/channels/${channel}`)).body
      const body = paths[`/v1/channels/${channel}`]?.['post']?.requestBody
      const { $schema: _, ...schema } = form.schema
      assert.deepEqual(body?.content['application/json']?.schema, schema)
    }
  })

  test('description and verb agree: what the one refuses the other does not take', async () => {
    const { client } = troth()
    const { session, subject, email } = await client.signUp()
    const whole = await document()
    const ajv = new Ajv2020({ strict: false, validateFormats: false })
    ajv.addSchema(whole, 'openapi')
    const described = (path: string, body: unknown): boolean => {
      const post = whole.paths[path]?.['post']
      const schema = post?.requestBody?.content['application/json']?.schema ?? {}
      const ref = schema['$ref']
      const validate =
        typeof ref === 'string' ? ajv.getSchema(`openapi${ref}`) : ajv.compile(schema)
      return validate?.(body) === true
    }
    const good = await goodBodies({ subject, email })
    for (const [path, body] of good) {
      const { status, text } = await client.post(path, body, { session })
      assert.ok(status < 300, `${path} ${text}`)
      assert.ok(described(path, body), path)
    }
    let refused = 0
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...good),
        fc.nat(),
        oddValue,
        async ([path, body], at, odd) => {
          const changed: unknown = JSON.parse(JSON.stringify(change(body, at, odd)) ?? 'null')
          if (described(path, changed)) return
          refused += 1
          const { status, text } = await client.post(path, JSON.stringify(changed), { session })
          assert.ok(status >= 400 && status < 500, `${path} ${JSON.stringify(changed)} ${text}`)
        },
      ),
      { numRuns: 200 },
    )
    assert.ok(refused > 50, `${refused} refused`)
  })

  async function goodBodies(person: { readonly subject: string; readonly email: string }) {
    const { client } = troth()
    const controller = 'singapore'
    const shown = await client.shown('account')
    const notice = await client.get<{ hash: string }>('/v1/notices/recording')
    const identifier = { kind: 'email', value: person.email }
    const of = { controller, subject: person.subject, dataset: 'accounts', fields: ['email'] }
    const back = { controllers: [controller], purposes: ['ads'] }
    return [
      [
        '/v1/channels/product',
        {
          controller,
          shown: await client.shown('product'),
          data: { product: 'A9', serial: 'S-1', bought_on: '2026-11-20' },
        },
      ],
      ['/v1/notices', { controller, notice: 'recording', shown: notice.body.hash }],
      ['/v1/sessions', { controller, factor: 'account-login', identifier }],
      ['/v1/consents', { controller, channel: 'account', shown, choices: { ads: true } }],
      ['/v1/withdrawals/preview', back],
      ['/v1/withdrawals', { controllers: 'all', purposes: ['ads'] }],
      ['/v1/decide', { ...of, purpose: 'account', explain: true }],
      ['/v1/decide', { questions: [{ ...of, purpose: 'account' }] }],
      ['/v1/read', { ...of, purpose: 'account' }],
    ] as const
  }
})

const oddValue = fc.oneof(
  fc.constantFrom<unknown>('all', 'account', '0'.repeat(63), '', true, null, 0, -1, 1.5, undefined),
  fc.constantFrom<unknown>([], {}, ['ads'], [1], { ads: 'yes' }, { value: 'x' }, [[]]),
  fc.jsonValue({ maxDepth: 2 }),
)

/** Puts an odd value somewhere in a body: over a member, beside the others, or over the whole. */
function change(body: unknown, at: number, odd: unknown): unknown {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) return odd
  const keys = [...Object.keys(body), 'besides']
  const key = keys[at % keys.length] ?? 'besides'
  const inner: unknown = Reflect.get(body, key)
  const deeper = typeof inner === 'object' && inner !== null && !Array.isArray(inner) && at % 3 > 0
  return { ...body, [key]: deeper ? change(inner, Math.floor(at / keys.length), odd) : odd }
}
