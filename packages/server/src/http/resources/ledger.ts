import { fromHex } from '@troth/core/ledger'
import type { FastifyInstance, FastifyReply } from 'fastify'
import { z } from 'zod'
import { latestCheckpoint } from '../../engine/ledger/checkpoints.ts'
import { findReceipt } from '../../engine/ledger/receipts.ts'
import { turnAway } from '../problem.ts'
import type { Site } from '../site.ts'
import { addView, nothing } from '../view.ts'
import { named } from '../wire/named.ts'
import { receipt } from '../wire/receipt.ts'

const longestWait = 10
const tag = 'ledger'

const evidence = named(
  'Evidence',
  z.object({
    state: z.literal('proven'),
    receipt,
    leaf: z.string().describe('What was hashed into the tree; it says nothing about anyone'),
    proof: z.string().describe('A .tlog-proof: the way from the leaf to the signed checkpoint'),
  }),
)

/** `/v1/ledger`: what anyone needs to check offline that a write is in the ledger. */
export function addLedger(app: FastifyInstance, site: Site): void {
  addView(app, {
    url: '/v1/ledger/checkpoint',
    operationId: 'checkpoint',
    summary: 'The latest signed checkpoint',
    tag,
    params: nothing,
    query: nothing,
    answers: { 200: text('A C2SP checkpoint') },
    show: async (_asked, reply) => {
      const latest = await latestCheckpoint(site.context().database)
      return latest === undefined
        ? turnAway(reply, 'not-found', { detail: 'Nothing has been written yet.' })
        : sendText(reply, latest.note)
    },
  })
  addView(app, {
    url: '/v1/ledger/key',
    operationId: 'ledgerKey',
    summary: 'The key that checkpoints and receipts are signed with',
    tag,
    params: nothing,
    query: nothing,
    answers: { 200: text('A C2SP verifier key, on one line') },
    show: (_asked, reply) => sendText(reply, `${site.context().ledger.key}\n`),
  })
  addReceipts(app, site)
}

function addReceipts(app: FastifyInstance, site: Site): void {
  addView(app, {
    url: '/v1/ledger/receipts/:leaf',
    operationId: 'receipt',
    summary: 'The receipt of a write, with the proof that it is in the ledger',
    tag,
    params: z.object({ leaf: z.string().regex(/^[0-9a-f]{64}$/) }),
    query: z.object({
      wait: z.coerce
        .number()
        .int()
        .min(0)
        .max(longestWait)
        .default(0)
        .describe('Seconds to wait for the checkpoint'),
    }),
    answers: { 200: evidence, 202: z.object({ state: z.literal('pending') }) },
    show: async ({ params, query }, reply) => {
      const { database, ledger } = site.context()
      const hash = fromHex(params.leaf)
      if (hash === null) return turnAway(reply, 'not-found')
      const found = await findReceipt(database, ledger.signer, hash, { wait: query.wait * 1_000 })
      switch (found.state) {
        case 'proven':
          return reply.header('cache-control', 'no-cache').send(found)
        case 'pending':
          return reply.code(202).header('retry-after', 1).send({ state: 'pending' })
        case 'unknown':
          return turnAway(reply, 'not-found', { detail: 'No leaf has this hash.' })
      }
    },
  })
}

function text(description: string) {
  return { description, content: { 'text/plain': { schema: z.string() } } }
}

function sendText(reply: FastifyReply, said: string): FastifyReply {
  return reply
    .type('text/plain; charset=utf-8')
    .header('cache-control', 'no-cache')
    .serializer(String)
    .send(said)
}
