import type { FastifyInstance } from 'fastify'
import { describeChannels } from '../openapi/channels.ts'
import { onlyReferenced } from '../openapi/components.ts'
import { apiDocument } from '../openapi/shape.ts'
import type { Site } from '../site.ts'

/** `/openapi.json`: every address, and each channel of the policy in force with its own fields. */
export function addOpenApi(app: FastifyInstance, site: Site): void {
  // One document for each version of the policy, written when it is first asked for.
  let written = { hash: '', text: '' }
  app.get('/openapi.json', { schema: { hide: true } }, (_request, reply) => {
    const { policy } = site.context()
    if (written.hash !== policy.hash) {
      const document = onlyReferenced(
        describeChannels(apiDocument.parse(app.swagger()), policy.document),
      )
      written = { hash: policy.hash, text: JSON.stringify(document) }
    }
    return reply.type('application/json; charset=utf-8').serializer(String).send(written.text)
  })
}
