import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { type ChannelForm, channelForm, openChannels } from '../../engine/collect/form.ts'
import { collect } from '../../engine/collect/collect.ts'
import { addAction } from '../action.ts'
import { refuse } from '../problem.ts'
import type { Site } from '../site.ts'
import { addView, nothing } from '../view.ts'
import { consentReceipt } from '../wire/consent-receipt.ts'
import { named } from '../wire/named.ts'
import { receipt } from '../wire/receipt.ts'
import { session } from '../wire/session.ts'
import { choices, declared, shown } from '../wire/words.ts'

const purpose = z.object({ purpose: z.string(), label: z.string() })

const channelList = z.object({
  channels: z.array(z.object({ channel: z.string(), label: z.string() })),
})

const form: z.ZodType<ChannelForm> = named(
  'ChannelForm',
  z.object({
    channel: z.string(),
    label: z.string(),
    version: z.int(),
    person: z.enum(['new', 'known']),
    controllers: z.array(z.object({ controller: z.string(), name: z.string() })),
    fields: z.array(
      z.object({
        field: z.string(),
        label: z.string(),
        type: z.string(),
        required: z.boolean(),
        ifMissing: z.string().exactOptional().describe('What happens without it'),
        warning: z.string().exactOptional(),
        noticeBefore: z
          .string()
          .exactOptional()
          .describe('The notice to give before it is recorded'),
        maxLength: z.int(),
      }),
    ),
    purposes: z.array(purpose),
    choices: z.array(purpose.extend({ default: z.literal(false), onWithdrawal: z.string() })),
    shown: z.object({ text: z.string(), hash: z.string() }),
    schema: z.record(z.string(), z.unknown()).describe('JSON Schema of the body'),
  }),
)

const collected = named(
  'Collected',
  z.object({
    record: z.uuid(),
    subject: z.uuid(),
    session: session.exactOptional().describe('Of a person who has just signed up'),
    consents: z.array(consentReceipt),
    receipt,
  }),
)

/** `/v1/channels`: the declared ways in; there is no other (§2.1.1). */
export function addChannels(app: FastifyInstance, site: Site): void {
  const tag = 'channels'
  addView(app, {
    url: '/v1/channels',
    operationId: 'channels',
    summary: 'The channels that take data in now',
    tag,
    params: nothing,
    query: nothing,
    answers: { 200: channelList },
    show: (_asked, reply) => reply.send({ channels: listChannels(site) }),
  })
  addView(app, {
    url: '/v1/channels/:channel',
    operationId: 'channel',
    summary: 'What a channel asks, why, and the words to show with it',
    tag,
    params: z.object({ channel: declared }),
    query: nothing,
    answers: { 200: form },
    show: ({ params }, reply) => {
      const found = channelForm(site.context(), params.channel)
      return found.ok ? reply.send(found.value) : refuse(reply, found.refusal)
    },
  })
  addAction(app, site, {
    method: 'POST',
    url: '/v1/channels/:channel',
    operationId: 'collect',
    summary: 'Send in what a person gave on a channel (scope `collect`)',
    tag,
    params: z.object({ channel: declared }),
    body: z.strictObject({
      controller: declared,
      shown,
      data: z.record(z.string(), z.unknown()),
      choices: choices.optional(),
    }),
    answer: collected,
    status: 201,
    idempotent: true,
    run: (context, asked, now) =>
      collect(context, { ...asked, channel: asked.params['channel'] ?? '' }, now),
  })
}

function listChannels(site: Site) {
  const context = site.context()
  return openChannels(context).map((channel) => ({
    channel,
    label: context.policy.document.channels[channel]?.label ?? channel,
  }))
}
