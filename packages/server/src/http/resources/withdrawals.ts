import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { previewWithdrawal, withdraw } from '../../engine/withdraw.ts'
import { addAction } from '../action.ts'
import type { Site } from '../site.ts'
import { consentReceipt } from '../wire/consent-receipt.ts'
import { named } from '../wire/named.ts'
import { receipt } from '../wire/receipt.ts'
import { someOrAll } from '../wire/words.ts'

const body = named('Withdrawal', z.strictObject({ controllers: someOrAll, purposes: someOrAll }))

const purpose = { purpose: z.string(), label: z.string(), clause: z.string() }

const effects = z.array(
  z.object({
    controller: z.string(),
    stops: z.array(
      z.object({
        ...purpose,
        onWithdrawal: z.string().describe('What the person loses, to be shown'),
        because: z.array(z.string()).describe('What it needs and loses, where not named itself'),
      }),
    ),
    remains: z
      .array(z.object({ ...purpose, basis: z.string() }))
      .describe('Named, and going on all the same: it does not rest on consent'),
  }),
)

const preview = named('WithdrawalPreview', z.object({ controllers: effects }))

const withdrawn = named(
  'Withdrawn',
  z.object({ controllers: effects, at: z.string(), consents: z.array(consentReceipt), receipt }),
)

/** `/v1/withdrawals`: a person takes back what they agreed to, having been shown what follows (§10.2). */
export function addWithdrawals(app: FastifyInstance, site: Site): void {
  addAction(app, site, {
    method: 'POST',
    url: '/v1/withdrawals/preview',
    operationId: 'previewWithdrawal',
    summary: 'What a withdrawal would stop, to be shown before it is made (scope `consent`)',
    tag: 'people',
    body,
    answer: preview,
    status: 200,
    person: true,
    run: (context, asked, now) => previewWithdrawal(context, asked, now),
  })
  addAction(app, site, {
    method: 'POST',
    url: '/v1/withdrawals',
    operationId: 'withdraw',
    summary: 'Withdraw; in force for every later decision once answered (scope `consent`)',
    tag: 'people',
    body,
    answer: withdrawn,
    status: 201,
    person: true,
    idempotent: true,
    run: (context, asked, now) => withdraw(context, asked, now),
  })
}
