/**
 * Words that a person is given before something happens; without them it does not happen (§2.1.1(b), §2.4.1(e)).
 * @module
 */

import type { Notices } from '@troth/core/policy'
import type { Words } from '../words.ts'

export const notices = {
  recording: {
    clauses: ['2.1.1(b)', '3.1.2(a)'],
    text: 'We would like to record this call or chat, to settle what was agreed and to train our staff. The recording is erased after 90 days. Say so if you do not want it, and we go on without.',
  },
  conversation: {
    clauses: ['2.4.1(e)'],
    text: 'A colleague may listen in, and we may keep a note or a recording of this conversation for 90 days. If you do not want that, tell us now and we go on without.',
  },
  'credit.check': {
    clauses: ['2.2.1(a)'],
    text: 'Because you want to pay later, we ask a credit bureau about fraud and your ability to pay. We keep only a result band, for six months at most. If it goes against you, a person reviews it when you ask.',
  },
  'checkout.capture': {
    clauses: ['3.1.1(f).i'],
    text: 'If you stop before you pay, we can email you to ask whether something went wrong. The email offers help and nothing else. Turn the switch off and nothing is sent from this box until you pay.',
  },
  // A purpose told to one person exists for that person alone, and ends when we say that it has ended.
  'additional.purpose': {
    clauses: ['3.1.5(c).i', '3.1.5(c).ii'],
    text: 'We would like to use your data for one purpose that our notice does not list. Here is what it is, why, and for how long. Until you have been told, nothing happens; when we tell you that it has ended, it stops.',
  },
  'transfer.summary': {
    clauses: ['6.2.iii'],
    text: 'Here is how the country we would send your data to protects it, compared with Singapore. You can refuse, and you lose no service that does not need the transfer.',
  },
  'cookie.banner': {
    clauses: ['FTR.1', 'FTR.2', 'FTR.3', 'FTR.4'],
    text: 'Necessary cookies are on. Function, analytics and third party cookies are off until you accept each class. Accepting and refusing take one click, and the exact notice you are choosing about is linked here.',
  },
  'guardian.needed': {
    clauses: ['4.1.ii'],
    text: 'You are not yet 13, so we have stored nothing about you. Please ask a parent or guardian to come here with you. We check that they are, and they decide with us what you can use.',
  },
  'young.people': {
    clauses: ['4.1.i'],
    text: 'You are 13 or older, so you decide. We keep what you tell us to run what you use, and for nothing you did not say yes to. Until you are 18 we show you no advertisements made for you, do not call or text you to sell, and teach no machine from you. Ask us, or a grown-up you trust, if anything is unclear.',
  },
  'ai.training': {
    clauses: ['3.1.5(f).i'],
    text: 'With your agreement we teach an assistant to answer questions like yours, from support cases with names taken out. Refusing changes nothing in the help you get, and you can change your mind at any time.',
  },
} as const satisfies Notices<Words>
