import { z } from 'zod'

/** The schemas that OpenAPI lists as components, each under its id. */
export const components = z.registry<{ id: string }>()

/** Gives a schema the name it has in OpenAPI. */
export function named<Schema extends z.ZodType>(id: string, schema: Schema): Schema {
  components.add(schema, { id })
  return schema
}
