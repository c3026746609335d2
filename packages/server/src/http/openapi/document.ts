import swagger from '@fastify/swagger'
import type { FastifyInstance } from 'fastify'
import {
  createJsonSchemaTransform,
  createJsonSchemaTransformObject,
} from 'fastify-type-provider-zod'
import type { BodyLimits } from '../../engine/context.ts'
import { components } from '../wire/named.ts'

function describe({ bytes, depth, values }: BodyLimits): string {
  return `Data comes in through declared channels, each use is decided, and every turn is written to a ledger that
anyone can check. Every no is \`application/problem+json\` with a code listed at \`/problems\`.

Bodies are JSON in UTF-8 of at most ${bytes} bytes, ${depth} levels and ${values} values. A write takes an
\`Idempotency-Key\`: the same key with the same body gives the same answer, with another body it is refused.`
}

/** Has every route added from now on described in one OpenAPI 3.1 document, as \`app.swagger()\` gives it. */
export async function describeApi(app: FastifyInstance, limits: BodyLimits): Promise<void> {
  await app.register(swagger, {
    convertConstToEnum: false,
    openapi: {
      openapi: '3.1.0',
      info: { title: 'Troth', version: '0.1.0', description: describe(limits) },
      components: {
        securitySchemes: {
          apiKey: { type: 'http', scheme: 'bearer', description: 'An API key, for its scopes' },
          session: {
            type: 'apiKey',
            in: 'header',
            name: 'Troth-Session',
            description: "A person's session, as sign-up or POST /v1/sessions gave it",
          },
        },
      },
    },
    transform: createJsonSchemaTransform({ schemaRegistry: components }),
    transformObject: createJsonSchemaTransformObject({ schemaRegistry: components }),
  })
}
