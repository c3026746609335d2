/**
 * §8 and the banner: every cookie, beacon and script. One that is not listed fails the checks of our pages (§8.1.i).
 * @module
 */

import type { Single, Trackers } from '@troth/core/policy'
import type { Words } from './words.ts'

const ourPages = ['www.aster.example', 'store.aster.example', 'forum.aster.example'] as const

/** Nothing optional loads before its class is accepted, and a browser's number is personal once linked to someone. */
export const trackerControl = {
  clauses: ['8.1.iii', '8.1.iv', 'FTR.3'],
  gate: 'before-load',
  personalOnceLinked: true,
} as const satisfies Single<Words, 'trackerControl'>

export const trackers = {
  // Necessary: a reviewed list, each with its reason, used for nothing else (FTR.1).
  aster_session: {
    clauses: ['FTR.1', '2.4.1(f)'],
    label: 'Keeps you signed in and safe',
    kind: 'cookie',
    class: 'necessary',
    purpose: 'cookies.necessary',
    setter: 'Aster',
    hosts: ourPages,
    lasts: 'session',
  },
  aster_basket: {
    clauses: ['FTR.1', '2.4.1(a)'],
    label: 'Remembers your basket',
    kind: 'cookie',
    class: 'necessary',
    purpose: 'cookies.necessary',
    setter: 'Aster',
    hosts: ['store.aster.example'],
    lasts: 'P14D',
  },
  aster_choice: {
    clauses: ['FTR.1', 'FTR.3'],
    label: 'Remembers your cookie choices',
    kind: 'cookie',
    class: 'necessary',
    purpose: 'cookies.necessary',
    setter: 'Aster',
    hosts: ourPages,
    lasts: 'P12M',
  },

  // Function, analytics and third party: each its own choice, all off at first (FTR.2).
  aster_language: {
    clauses: ['FTR.2'],
    label: 'Remembers your language',
    kind: 'cookie',
    class: 'function',
    purpose: 'cookies.function',
    setter: 'Aster',
    hosts: ourPages,
    lasts: 'P12M',
  },
  aster_picks: {
    clauses: ['8.1.ii', 'FTR.2'],
    label: 'Fits suggestions to you, if personalisation is on',
    kind: 'cookie',
    class: 'function',
    purpose: 'personalise',
    setter: 'Aster',
    hosts: ourPages,
    lasts: 'P30D',
  },
  aster_visits: {
    clauses: ['8.1.i', 'FTR.2'],
    label: 'Counts visits and pages',
    kind: 'cookie',
    class: 'analytics',
    purpose: 'cookies.analytics',
    setter: 'Aster',
    hosts: ourPages,
    lasts: 'P12M',
  },
  aster_count: {
    clauses: ['8.2'],
    label: 'Counts views',
    kind: 'beacon',
    class: 'analytics',
    purpose: 'cookies.analytics',
    setter: 'Aster',
    hosts: ourPages,
    lasts: 'session',
  },
  aster_open: {
    clauses: ['8.2'],
    label: 'Counts opened newsletters, where that was accepted',
    kind: 'beacon',
    class: 'analytics',
    purpose: 'cookies.analytics',
    setter: 'Aster',
    hosts: ['mail.aster.example'],
    lasts: 'session',
  },
  aster_clicks: {
    clauses: ['8.3.i', '8.3.ii'],
    label: 'Notes which links are used; sees no password, card number or free text',
    kind: 'script',
    class: 'analytics',
    purpose: 'cookies.analytics',
    setter: 'Aster',
    hosts: ourPages,
    lasts: 'session',
  },
  aster_adverts: {
    clauses: ['3.1.3(c).ii', '8.1.ii', 'FTR.2'],
    label: 'Shows our adverts on other sites',
    kind: 'cookie',
    class: 'third',
    purpose: 'ads',
    setter: 'Aster',
    hosts: ourPages,
    lasts: 'P90D',
  },
  reelgarden_player: {
    clauses: ['8.1.v', 'FTR.2'],
    label: 'Plays a partner’s video',
    kind: 'cookie',
    class: 'third',
    purpose: 'cookies.third',
    setter: 'Reelgarden Video Ltd',
    hosts: ['player.reelgarden.example'],
    lasts: 'P90D',
  },
  plumbline_map: {
    clauses: ['8.1.v', 'FTR.2'],
    label: 'Draws a partner’s map',
    kind: 'storage',
    class: 'third',
    purpose: 'cookies.third',
    setter: 'Plumbline Maps K.K.',
    hosts: ['tiles.plumbline.example'],
    lasts: 'P30D',
  },
  commonroom_post: {
    clauses: ['2.3.1', '2.3.1(d)', '8.1.v', 'FTR.2'],
    label: 'Shows a partner’s social post and button, beside a link to the partner’s own rules',
    kind: 'script',
    class: 'third',
    purpose: 'cookies.third',
    setter: 'Commonroom Social, Inc.',
    hosts: ['embed.commonroom.example'],
    lasts: 'P90D',
  },
} as const satisfies Trackers<Words>
