import { createHash } from 'node:crypto'
import { renderNotice } from '@troth/core/policy'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { type VersionText, listVersions, readVersion } from '../../engine/versions.ts'
import { sendPage } from '../page/page.ts'
import { turnAway } from '../problem.ts'
import type { Site } from '../site.ts'
import { addView, nothing } from '../view.ts'
import { named } from '../wire/named.ts'

const versions = named(
  'Versions',
  z.object({
    versions: z.array(
      z.object({
        version: z.int(),
        hash: z.string().describe('SHA-256 of policy.json'),
        effective: z.iso.datetime(),
        published: z
          .object({ leaf: z.string(), salt: z.string(), event: z.string() })
          .optional()
          .describe('Its leaf in the ledger, with what opens its commitment'),
        notice: z.string(),
        policy: z.string(),
      }),
    ),
  }),
)

const numbered = z.object({ version: z.string().regex(/^[1-9][0-9]{0,8}$/) })
const page = { description: 'A page', content: { 'text/html': { schema: z.string() } } }
const tag = 'policy'

/** `/privacy` and `/policy/versions`: every version of the notice and of the rules behind it, for good (PRE.2, PRE.5). */
export function addPrivacy(app: FastifyInstance, site: Site): void {
  const pages: Pages = new Map()
  addView(app, {
    url: '/privacy',
    operationId: 'privacy',
    summary: 'The privacy notice in force',
    tag,
    params: nothing,
    query: nothing,
    answers: { 200: page },
    show: (_asked, reply, request) => {
      const { version, document, notice } = site.context().policy
      return sendNotice(request, reply, pages, { version, document, notice: notice.text })
    },
  })
  addView(app, {
    url: '/policy/versions',
    operationId: 'versions',
    summary: 'Every version of the policy, the newest first',
    tag,
    params: nothing,
    query: nothing,
    answers: { 200: versions },
    show: async (_asked, reply) => {
      const all = (await listVersions(site.context())).map((each) => ({
        ...each,
        notice: `/policy/versions/${each.version}`,
        policy: `/policy/versions/${each.version}/policy.json`,
      }))
      return reply.header('cache-control', 'no-cache').send({ versions: all })
    },
  })
  addVersion(app, site, pages)
}

/** Pages by version. */
type Pages = Map<number, string>

function addVersion(app: FastifyInstance, site: Site, pages: Pages): void {
  addView(app, {
    url: '/policy/versions/:version',
    operationId: 'version',
    summary: 'The privacy notice of one version',
    tag,
    params: numbered,
    query: nothing,
    answers: { 200: page },
    show: async ({ params }, reply, request) => {
      const found = await readVersion(site.context(), Number(params.version))
      return found === undefined ? unknown(reply) : sendNotice(request, reply, pages, found)
    },
  })
  addView(app, {
    url: '/policy/versions/:version/policy.json',
    operationId: 'versionPolicy',
    summary: 'The rules of one version, as the bytes that its hash is taken of',
    tag,
    params: numbered,
    query: nothing,
    answers: { 200: z.unknown() },
    show: async ({ params }, reply, request) => {
      const found = await readVersion(site.context(), Number(params.version))
      if (found === undefined) return unknown(reply)
      if (isCurrent(request, reply, found.hash)) return reply.code(304).send()
      return reply.type('application/json; charset=utf-8').serializer(String).send(found.canonical)
    },
  })
}

function unknown(reply: FastifyReply): FastifyReply {
  return turnAway(reply, 'not-found', { detail: 'No such version was published.' })
}

function sendNotice(
  request: FastifyRequest,
  reply: FastifyReply,
  pages: Pages,
  { version, document, notice }: Pick<VersionText, 'version' | 'document' | 'notice'>,
): FastifyReply {
  // A version never changes, and its page takes a tenth of a second to write, which anyone may ask for.
  const known = pages.get(version)
  const text = known ?? renderNotice(document, notice).html
  if (known === undefined) pages.set(version, text)
  const entity = createHash('sha256').update(text).digest('base64url')
  return isCurrent(request, reply, entity) ? reply.code(304).send() : sendPage(reply, text)
}

function isCurrent(request: FastifyRequest, reply: FastifyReply, value: string): boolean {
  const tag = `"${value}"`
  void reply.header('etag', tag).header('cache-control', 'no-cache')
  return request.headers['if-none-match']?.includes(tag) === true
}
