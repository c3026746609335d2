import { z } from 'zod'
import { named } from './named.ts'

/** A person's open session. */
export const session = named(
  'Session',
  z.object({
    token: z.string().describe('Sent as `Troth-Session`; shown once'),
    expiresAt: z.iso.datetime(),
  }),
)
