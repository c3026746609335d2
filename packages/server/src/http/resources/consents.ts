import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { consent } from '../../engine/consent.ts'
import { addAction } from '../action.ts'
import type { Site } from '../site.ts'
import { consentReceipt } from '../wire/consent-receipt.ts'
import { named } from '../wire/named.ts'
import { receipt } from '../wire/receipt.ts'
import { choices, declared, shown } from '../wire/words.ts'

const body = named(
  'Consent',
  z.strictObject({ controller: declared, channel: declared, shown, choices }),
)

const answer = named('Consented', z.object({ consents: z.array(consentReceipt), receipt }))

/** `/v1/consents`: a person says yes or no, now and for themselves alone (§2.1.1(a)). */
export function addConsents(app: FastifyInstance, site: Site): void {
  addAction(app, site, {
    method: 'POST',
    url: '/v1/consents',
    operationId: 'consent',
    summary: "Record a person's yes or no to optional purposes (scope `consent`)",
    tag: 'people',
    body,
    answer,
    status: 201,
    person: true,
    idempotent: true,
    run: (context, asked, now) => consent(context, asked, now),
  })
}
