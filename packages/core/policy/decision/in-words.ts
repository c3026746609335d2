import type { Change } from './change.ts'
import type { Reason } from '../words.ts'

/** Each reason as it stands after a colon. */
export const reasonInWords: Readonly<Record<Reason, string>> = {
  permitted: 'every test is passed',
  'unknown-purpose': 'the policy declares no such purpose',
  'unknown-category': 'the policy declares no such category',
  'unknown-controller': 'the policy declares no such controller',
  'unknown-subject': 'the controller has had no dealing with the person',
  prohibited: 'the policy prohibits it, whatever anyone consents to',
  'field-not-used': 'the purpose does not use this category',
  'not-collected-for': 'the record was not collected for this purpose',
  'under-age': 'the person is too young',
  'age-unknown': "the person's age is not known",
  'region-barred': 'it is closed where the person lives, or that is not known',
  restricted: 'the person has had it restricted',
  'no-consent': 'the person has not consented to it',
  refused: 'the person has refused it',
  withdrawn: 'the person has withdrawn from it',
  'consent-lapsed': "the person's consent has lapsed",
  'no-conduct': 'the person has done nothing that it follows from',
  'basis-not-established': 'the basis it rests on is not established',
  'purpose-needs': 'a purpose that it needs is closed',
  'stale-mask': 'what was known of the person is out of date',
}

/** A change as a sentence, its full stop left out. */
export function changeInWords(change: Change): string {
  switch (change.kind) {
    case 'nothing':
      return 'Nothing would change that'
    case 'policy':
      return `A new version of the policy would have to ${change.must}`
    case 'collection':
      return `It would take the data collected anew through ${oneOf(change.channels)}`
    case 'consent':
      return `It would take a consent to \`${change.purpose}\` given to \`${change.controller}\``
    case 'conduct':
      return `It would take the person using ${oneOf(change.channels)} of \`${change.controller}\``
    case 'acquaintance':
      return `It would take a dealing of the person with \`${change.controller}\``
    case 'birth-date':
      return `It would take a birth date by which the person is ${change.age} or older`
    case 'birthday':
      // Not when: the day would tell the birth date to whoever may only ask.
      return `It would take the person turning ${change.age}`
    case 'country':
      return `It would take a known country of residence other than ${oneOf(change.barred)}`
    case 'restriction': {
      const end = change.ends ? `, or their end on ${change.ends.toISOString()}` : ''
      return `It would take lifting ${allOf(change.ids)}${end}`
    }
  }
}

function oneOf(ids: readonly string[]): string {
  return ids.map((id) => `\`${id}\``).join(' or ')
}

function allOf(ids: readonly string[]): string {
  return ids.map((id) => `\`${id}\``).join(' and ')
}
