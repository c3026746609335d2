import { plain } from '../notice/inline.ts'
import type { Block } from '../notice/blocks.ts'
import type { AskRule, ChannelRule, PolicyDocument } from '../rules.ts'
import {
  categoryLabels,
  clauseLinks,
  countryNames,
  purposeLabels,
  type Writing,
} from './wording.ts'

/** Every declared way in, with what it asks and what happens without an answer (§2.1.1, §2.1.3). */
export function channelBlocks(writing: Writing): readonly Block[] {
  const channels = Object.values(writing.policy.channels)
  if (channels.length === 0) return []
  return [
    { kind: 'heading', level: 3, text: 'Where we ask you for data' },
    {
      kind: 'table',
      caption: 'Where we ask you for data, what it serves and what you may choose',
      head: ['Way in', 'It serves', 'Only if you choose it', 'Clauses'],
      rows: channels.map((channel) => [
        plain(channel.label),
        purposeLabels(writing, channel.purposes),
        purposeLabels(writing, channel.choices ?? []) || 'nothing',
        clauseLinks(writing, channel.clauses),
      ]),
    },
    ...channels.flatMap((channel) => fieldBlocks(writing.policy, channel)),
  ]
}

function fieldBlocks(policy: PolicyDocument, channel: ChannelRule): readonly Block[] {
  const rows = Object.entries(channel.fields).flatMap(([name, ask]) => {
    const field = policy.datasets[channel.into]?.fields[name]
    return ask === undefined
      ? []
      : [[plain(field?.label ?? name), needWords(ask), noteWords(policy, ask)]]
  })
  if (rows.length === 0) return []
  return [
    { kind: 'heading', level: 4, text: plain(channel.label) },
    {
      kind: 'table',
      caption: `What we ask: ${plain(channel.label)}`,
      head: ['We ask for', 'Needed or optional', 'Please note'],
      rows,
    },
  ]
}

function needWords(ask: AskRule): string {
  return ask.required ? `needed. ${plain(ask.ifMissing)}` : 'optional'
}

function noteWords({ notices }: PolicyDocument, { warning, noticeBefore }: AskRule): string {
  const before = noticeBefore === undefined ? undefined : notices[noticeBefore]?.text
  return [warning, before].flatMap((words) => (words === undefined ? [] : [plain(words)])).join(' ')
}

/** Every place that data comes from other than the person (§2.2). */
export function sourceBlocks(writing: Writing): readonly Block[] {
  const sources = Object.values(writing.policy.sources)
  if (sources.length === 0) return []
  return [
    { kind: 'heading', level: 3, text: 'Who else gives us data' },
    {
      kind: 'table',
      caption: 'Sources of data other than you',
      head: ['Source', 'Data', 'It serves', 'Countries', 'Clauses'],
      rows: sources.map((source) => [
        plain(source.label),
        categoryLabels(writing, source.categories),
        purposeLabels(writing, source.purposes),
        countryNames(source.countries),
        clauseLinks(writing, source.clauses),
      ]),
    },
  ]
}
