import { leafKinds, type Receipt } from '@troth/core/ledger'
import { z } from 'zod'
import { named } from './named.ts'

/** The ledger's signed word that a write is, or will be, in its tree. */
export const receipt: z.ZodType<Receipt> = named(
  'Receipt',
  z.object({
    format: z.literal('troth-receipt/1'),
    origin: z.string(),
    leaf: z.string().regex(/^[0-9a-f]{64}$/),
    kind: z.enum(leafKinds),
    at: z.iso.datetime(),
    version: z.int(),
    signature: z.base64(),
  }),
)
