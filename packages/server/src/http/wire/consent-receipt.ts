import { z } from 'zod'
import type { ConsentReceipt } from '../../engine/consent-receipt.ts'
import { named } from './named.ts'
import { receipt } from './receipt.ts'

const text = z.string()
const texts = z.array(z.string())

const notice = z.object({
  version: z.int(),
  policy: text.describe('SHA-256 of the policy'),
  notice: text.describe('SHA-256 of the published prose'),
  shown: text.exactOptional().describe('SHA-256 of the words shown'),
  channel: text.exactOptional(),
  language: text,
  address: text,
})

const process = z.object({
  purpose: text,
  label: text,
  dpv: texts,
  legal_basis: text,
  personal_data: z.array(z.object({ category: text, dpv: texts })),
  storage_condition: z.array(
    z.object({ categories: texts, from: text, period: text, action: text }),
  ),
  controller: text,
  recipients: texts,
  withdrawal: text,
  on_withdrawal: text,
  jurisdiction: text,
  rights: texts,
})

const entity = z.object({
  id: text,
  name: text,
  role: z.literal('controller'),
  contact: z.object({ email: text, phone: text.exactOptional() }),
  postal_address: text,
})

const event = z.object({
  type: z.enum(['consent', 'withdrawal']),
  state: z.enum(['ConsentGiven', 'ConsentRefused', 'ConsentWithdrawn']),
  time: text,
  duration: text.exactOptional(),
  entity: text,
})

/** A signed receipt of one choice, in the shape of ISO/IEC TS 27560; whole, since its signature covers all of it. */
export const consentReceipt: z.ZodType<ConsentReceipt> = named(
  'ConsentReceipt',
  z.object({
    receipt: z.object({
      schema_version: z.literal('https://w3id.org/dpv/schema/dpv-27560#receipt'),
      receipt_id: text,
      record_id: text,
      created: text,
    }),
    record: z.object({
      schema_version: z.literal('https://w3id.org/dpv/schema/dpv-27560#record'),
      record_id: text,
      pii_principal_id: text,
      notice,
      process: z.array(process),
      entity: z.array(entity),
      event: z.array(event),
    }),
    ledger: receipt,
    signature: text,
  }),
)
