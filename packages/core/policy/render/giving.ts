import type { Block } from '../notice/blocks.ts'
import { plain } from '../notice/inline.ts'
import type { RecipientRule } from '../rules.ts'
import {
  categoryLabels,
  clauseLinks,
  countryNames,
  instrumentWords,
  lengthOf,
  purposeLabels,
  type Writing,
} from './wording.ts'

/** Who receives data, by name and country, and what protects it there (§6). */
export function recipientBlocks(writing: Writing): readonly Block[] {
  const recipients = Object.values(writing.policy.recipients)
  if (recipients.length === 0) return []
  return [
    { kind: 'heading', level: 3, text: 'Who receives data' },
    {
      kind: 'table',
      caption: 'Kinds of receivers, and what each gets for what',
      head: ['Receiver', 'For', 'Data', 'By name', 'Clauses'],
      rows: recipients.map((recipient) => [
        plain(recipient.label),
        purposeLabels(writing, recipient.purposes),
        categoryLabels(writing, recipient.categories),
        recipient.parties.map(({ name }) => plain(name)).join('; ') || whenNamed(recipient),
        clauseLinks(writing, recipient.clauses),
      ]),
    },
    ...partyBlocks(recipients),
  ]
}

function whenNamed({ role, namedPerCase }: RecipientRule): string {
  if (namedPerCase !== undefined) return plain(namedPerCase)
  if (role === 'chosen-by-subject') return 'whoever you name'
  return role === 'authority' ? 'entered in our register for each case' : 'nobody at present'
}

function partyBlocks(recipients: readonly RecipientRule[]): readonly Block[] {
  const parties = recipients.flatMap((recipient) => recipient.parties)
  if (parties.length === 0) return []
  return [
    { kind: 'heading', level: 4, text: 'Receivers by name' },
    {
      kind: 'table',
      caption: 'Receivers by name, where they are and what protects your data there',
      head: ['Name', 'Countries', 'Safeguard for countries abroad'],
      rows: parties.map(({ name, countries, instruments }) => [
        plain(name),
        countryNames(countries),
        instruments.map((each) => plain(instrumentWords(each))).join('; ') || 'none needed',
      ]),
    },
  ]
}

/** Cookies, beacons and scripts (§8). */
export function trackerBlocks(writing: Writing): readonly Block[] {
  const trackers = Object.values(writing.policy.trackers)
  if (trackers.length === 0) return []
  const classes = {
    necessary: 'necessary',
    function: 'function',
    analytics: 'analytics',
    third: 'third party',
  }
  return [
    { kind: 'heading', level: 3, text: 'Cookies, beacons and scripts' },
    {
      kind: 'table',
      caption: 'What our pages store or load in your browser',
      head: ['Name', 'Kind', 'Class', 'Set by', 'Hosts', 'Lasts', 'For', 'Clauses'],
      rows: trackers.map((tracker) => [
        plain(tracker.label),
        tracker.kind,
        classes[tracker.class],
        plain(tracker.setter),
        tracker.hosts.map(plain).join('; '),
        lengthOf(tracker.lasts),
        purposeLabels(writing, [tracker.purpose]),
        clauseLinks(writing, tracker.clauses),
      ]),
    },
  ]
}

/** What a person may ask, and by when we answer (§9, §10). */
export function rightBlocks(writing: Writing): readonly Block[] {
  const { rights, clocks } = writing.policy
  const days = (count: number, counted: string): string =>
    `${count} ${counted} day${count === 1 ? '' : 's'}`
  const tables: Block[] = []
  if (Object.keys(rights).length > 0) {
    tables.push({
      kind: 'table',
      caption: 'Your rights and the time we have',
      head: ['Right', 'We answer within', 'Clauses'],
      rows: Object.values(rights).map(({ label, clock, clauses }) => {
        const rule = clocks[clock]
        const within = rule === undefined ? plain(clock) : days(rule.days, rule.counted)
        return [plain(label), within, clauseLinks(writing, clauses)]
      }),
    })
  }
  if (Object.keys(clocks).length > 0) {
    tables.push({
      kind: 'table',
      caption: 'Time limits we keep',
      head: ['Limit', 'Time', 'Whose rule', 'Clauses'],
      rows: Object.values(clocks).map(({ label, days: count, counted, authority, clauses }) => [
        plain(label),
        days(count, counted),
        { statute: 'the law', guidance: 'the regulator', company: 'our own' }[authority],
        clauseLinks(writing, clauses),
      ]),
    })
  }
  if (tables.length === 0) return []
  return [{ kind: 'heading', level: 3, text: 'Your rights and our time limits' }, ...tables]
}
