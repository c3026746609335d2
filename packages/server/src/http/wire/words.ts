import { z } from 'zod'

/** An id that the policy declares. */
export const declared = z.string().min(1).max(400)

/** SHA-256 of the words that a person was shown, hexadecimal. */
export const shown = z
  .string()
  .regex(/^[0-9a-f]{64}$/)
  .describe('Hash of the words the person was shown, as the form or notice gives it')

/** A yes or no for each optional purpose. */
export const choices = z.record(declared, z.boolean())

/** Several declared ids, or all of them. */
export const someOrAll = z.union([z.array(declared).min(1), z.literal('all')])
