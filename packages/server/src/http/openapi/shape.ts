import { z } from 'zod'

const operation = z.looseObject({
  operationId: z.string().optional(),
  parameters: z.array(z.looseObject({ in: z.string(), name: z.string() })).optional(),
})

/** An OpenAPI document as far as this server rewrites it. */
export const apiDocument = z.looseObject({
  openapi: z.string(),
  info: z.unknown(),
  paths: z.record(z.string(), z.record(z.string(), operation)),
  components: z.looseObject({ schemas: z.record(z.string(), z.unknown()) }),
})

/** An OpenAPI document as far as this server rewrites it. */
export type ApiDocument = z.infer<typeof apiDocument>
