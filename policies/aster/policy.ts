/**
 * Aster Electronics’ privacy policy, beside the notice that it keeps (notice.md): a folder or a file a section,
 * numbered as the notice is. Every rule names the clauses it keeps, and every clause has its rule.
 * @module
 */

import { definePolicy } from '@troth/core/policy'
import { accountChannels } from './2-collection/channels-of-accounts.ts'
import { communityChannels } from './2-collection/channels-of-community.ts'
import { observedChannels } from './2-collection/channels-observed.ts'
import { recordChannels } from './2-collection/channels-of-record.ts'
import { notices } from './2-collection/notices.ts'
import { sources } from './2-collection/sources.ts'
import { dutiesAndCookies } from './3-use/duties-and-cookies.ts'
import { improving, statistics } from './3-use/improving.ts'
import { marketing } from './3-use/marketing.ts'
import { otherUses } from './3-use/other-uses.ts'
import { prohibitions } from './3-use/prohibitions.ts'
import { safetyAndLaw } from './3-use/safety-and-law.ts'
import { servingYou } from './3-use/serving-you.ts'
import { toolsAndIntake } from './3-use/tools-and-intake.ts'
import { tools } from './3-use/tools.ts'
import { children } from './4-children.ts'
import { communityRetention } from './5-retention/community.ts'
import { customerRetention } from './5-retention/customers.ts'
import { recordRetention } from './5-retention/records.ts'
import { groupAndHelpers } from './6-disclosure/group-and-helpers.ts'
import { helpersOnline } from './6-disclosure/helpers-online.ts'
import { otherRecipients, transfers } from './6-disclosure/others.ts'
import { measures } from './7-protection.ts'
import { trackerControl, trackers } from './8-trackers.ts'
import { clocks, identityFactors, rights } from './9-rights.ts'
import { amendment, collection, conduct, controllers, narrative, use } from './before-you-begin.ts'
import { categories } from './categories.ts'
import { words } from './words.ts'

export const aster = definePolicy({
  troth: 1,
  name: 'Aster Electronics',
  version: 1,
  effective: '2026-07-01',
  jurisdiction: 'SG',
  language: 'en-SG',
  clauses: words.clauses,
  narrative,
  waivers: {},

  // Before you begin: who we are, and what happens where nothing is said
  controllers,
  conduct,
  amendment,
  identityFactors,

  // 1 and 2: which data, where it lies, and how it comes in
  categories,
  datasets: words.datasets,
  collection,
  channels: {
    ...accountChannels,
    ...communityChannels,
    ...observedChannels,
    ...recordChannels,
  },
  sources,
  notices,

  // 3: for what, and never for what; the order of purposes is that of words.ts
  use,
  purposes: {
    ...servingYou,
    ...improving,
    ...marketing,
    ...safetyAndLaw,
    ...otherUses,
    ...dutiesAndCookies,
    ...toolsAndIntake,
  },
  prohibitions,
  statistics,
  tools,
  determinations: {},

  // 4 to 8: children, keeping, giving, guarding, watching
  children,
  retention: { ...customerRetention, ...communityRetention, ...recordRetention },
  recipients: { ...groupAndHelpers, ...helpersOnline, ...otherRecipients },
  transfers,
  measures,
  trackers,
  trackerControl,

  // 9 and 10: your rights, and our clocks
  rights,
  clocks,
})

export default aster
