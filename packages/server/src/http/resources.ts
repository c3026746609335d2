import type { FastifyInstance } from 'fastify'
import type { Site } from './site.ts'
import { addChannels } from './resources/channels.ts'
import { addChoices } from './resources/choices.ts'
import { addConsents } from './resources/consents.ts'
import { addHealth } from './resources/health.ts'
import { addHome } from './resources/home.ts'
import { addLedger } from './resources/ledger.ts'
import { addNotices } from './resources/notices.ts'
import { addOpenApi } from './resources/openapi.ts'
import { addPrivacy } from './resources/privacy.ts'
import { addSessions } from './resources/sessions.ts'
import { addUses } from './resources/uses.ts'
import { addWithdrawals } from './resources/withdrawals.ts'

/** Puts every resource at its address. */
export function addResources(app: FastifyInstance, site: Site): void {
  const all = [
    addHome,
    addHealth,
    addOpenApi,
    addPrivacy,
    addChannels,
    addNotices,
    addSessions,
    addChoices,
    addConsents,
    addWithdrawals,
    addUses,
    addLedger,
  ]
  for (const add of all) add(app, site)
}
