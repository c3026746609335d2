import { createHash } from 'node:crypto'
import { canonicalJson, renderNotice } from '@troth/core/policy'
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
const aPage = { description: 'A page', content: { 'text/html': { schema: z.string() } } }
const heading = 'policy'

/** `/privacy` and `/policy/versions`: every version of the notice and of the rules behind it, for good (PRE.2, PRE.5). */
export function addPrivacy(app: FastifyInstance, site: Site): void {
  const versionText = versionsOnce(site)
  addView(app, {
    url: '/privacy',
    operationId: 'privacy',
    summary: 'The privacy notice in force',
    tag: heading,
    params: nothing,
    query: nothing,
    answers: { 200: aPage },
    show: async (_asked, reply, request) => {
      const found = await versionText(site.context().policy.version)
      return found === undefined ? unknown(reply) : sendNotice(request, reply, found)
    },
  })
  addView(app, {
    url: '/policy/versions',
    operationId: 'versions',
    summary: 'Every version of the policy, the newest first',
    tag: heading,
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
  addVersion(app, versionText)
}

/** One version as it is sent. */
type Sendable = Pick<VersionText, 'hash' | 'canonical'> & {
  readonly page: string
  readonly tag: string
}
type ReadSendable = (version: number) => Promise<Sendable | undefined>

const mostKept = 16

// A version never changes, and to read and render one takes a twentieth of a second, which anyone may ask for.
function versionsOnce(site: Site): ReadSendable {
  const kept = new Map<number, Sendable>()
  return async (version) => {
    const known = kept.get(version)
    if (known !== undefined) return known
    const found = inForce(site, version) ?? (await readVersion(site.context(), version))
    if (found === undefined) return undefined
    const { document, notice, hash, canonical } = found
    const page = renderNotice(document, notice).html
    const tag = createHash('sha256').update(page).digest('base64url')
    const sendable = { page, tag, hash, canonical }
    kept.set(version, sendable)
    const [oldest] = kept.keys()
    if (kept.size > mostKept && oldest !== undefined) kept.delete(oldest)
    return sendable
  }
}

// The version in force is at hand, so its notice is shown even while the database is away.
function inForce(site: Site, version: number): VersionText | undefined {
  const { document, hash, notice, version: current } = site.context().policy
  if (version !== current) return undefined
  return { version, document, hash, notice: notice.text, canonical: canonicalJson(document) }
}

function addVersion(app: FastifyInstance, versionText: ReadSendable): void {
  addView(app, {
    url: '/policy/versions/:version',
    operationId: 'version',
    summary: 'The privacy notice of one version',
    tag: heading,
    params: numbered,
    query: nothing,
    answers: { 200: aPage },
    show: async ({ params }, reply, request) => {
      const found = await versionText(Number(params.version))
      return found === undefined ? unknown(reply) : sendNotice(request, reply, found)
    },
  })
  addView(app, {
    url: '/policy/versions/:version/policy.json',
    operationId: 'versionPolicy',
    summary: 'The rules of one version, as the bytes that its hash is taken of',
    tag: heading,
    params: numbered,
    query: nothing,
    answers: { 200: z.unknown() },
    show: async ({ params }, reply, request) => {
      const found = await versionText(Number(params.version))
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
  { page, tag }: Sendable,
): FastifyReply {
  return isCurrent(request, reply, tag) ? reply.code(304).send() : sendPage(reply, page)
}

function isCurrent(request: FastifyRequest, reply: FastifyReply, value: string): boolean {
  const tag = `"${value}"`
  void reply.header('etag', tag).header('cache-control', 'no-cache')
  return request.headers['if-none-match']?.includes(tag) === true
}
