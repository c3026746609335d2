import type { FastifyInstance } from 'fastify'
import type { Site } from '../site.ts'
import { addChannels } from './channels.ts'
import { addChoices } from './choices.ts'
import { addConsents } from './consents.ts'
import { addHealth } from './health.ts'
import { addHome } from './home.ts'
import { addLedger } from './ledger.ts'
import { addNotices } from './notices.ts'
import { addOpenApi } from './openapi.ts'
import { addPrivacy } from './privacy.ts'
import { addSessions } from './sessions.ts'
import { addUses } from './uses.ts'
import { addWithdrawals } from './withdrawals.ts'

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
