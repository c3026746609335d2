import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { giveNotice, noticeText } from '../../engine/notice.ts'
import { addAction } from '../action.ts'
import { refuse } from '../problem.ts'
import type { Site } from '../site.ts'
import { addView, nothing } from '../view.ts'
import { named } from '../wire/named.ts'
import { receipt } from '../wire/receipt.ts'
import { declared, shown } from '../wire/words.ts'

const words = named(
  'Notice',
  z.object({ notice: z.string(), text: z.string(), hash: z.string(), version: z.int() }),
)

const recorded = named(
  'NoticeRecorded',
  z.object({ notice: z.string(), controller: z.string(), at: z.string(), receipt }),
)

/** `/v1/notices`: words that must have been given to a person before something happens (§2.1.1(b)). */
export function addNotices(app: FastifyInstance, site: Site): void {
  addView(app, {
    url: '/v1/notices/:notice',
    operationId: 'notice',
    summary: 'The words of a notice, to be shown as they are',
    tag: 'people',
    params: z.object({ notice: declared }),
    query: nothing,
    answers: { 200: words },
    show: ({ params }, reply) => {
      const found = noticeText(site.context(), params.notice)
      return found.ok ? reply.send(found.value) : refuse(reply, found.refusal)
    },
  })
  addAction(app, site, {
    method: 'POST',
    url: '/v1/notices',
    operationId: 'giveNotice',
    summary: 'Record that a person was given a notice (scope `consent`)',
    tag: 'people',
    body: named('NoticeGiven', z.strictObject({ controller: declared, notice: declared, shown })),
    answer: recorded,
    status: 201,
    person: true,
    run: (context, asked, now) => giveNotice(context, asked, now),
  })
}
