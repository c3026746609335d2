import type { Block } from '../notice/blocks.ts'
import { link, plain } from '../notice/inline.ts'
import {
  basisWords,
  categoryLabels,
  clauseLinks,
  countryNames,
  lengthOf,
  purposeLabels,
  type Writing,
} from './wording.ts'

/** Who decides why data is used, and how to reach them (PRE.1, §10.1). */
export function controllerBlocks(writing: Writing): readonly Block[] {
  return [
    { kind: 'heading', level: 3, text: 'Who is responsible' },
    {
      kind: 'table',
      caption: 'Companies responsible for your data and their data protection officers',
      head: ['Company', 'Country', 'Data protection officer', 'Clauses'],
      rows: Object.values(writing.policy.controllers).map(({ name, country, officer, clauses }) => [
        plain(name),
        countryNames([country]),
        [
          link(officer.email, `mailto:${officer.email}`),
          plain(officer.post),
          plain(officer.phone ?? ''),
        ]
          .filter((words) => words !== '')
          .join('; '),
        clauseLinks(writing, clauses),
      ]),
    },
  ]
}

/** Every purpose, why it is lawful and what a person loses without it (§3.1, §10.2). */
export function purposeBlocks(writing: Writing): readonly Block[] {
  const { policy } = writing
  return [
    { kind: 'heading', level: 3, text: 'What we use data for' },
    {
      kind: 'table',
      caption: 'Purposes, why each is lawful, and what happens if you say no or stop',
      head: ['Purpose', 'Why it is lawful', 'Data', 'If you say no or stop', 'Clauses'],
      rows: Object.values(policy.purposes).map((purpose) => [
        plain(purpose.label),
        plain(basisWords(purpose)),
        categoryLabels(writing, purpose.uses),
        plain(purpose.onWithdrawal),
        clauseLinks(writing, purpose.clauses),
      ]),
    },
    ...prohibitionBlocks(writing),
  ]
}

function prohibitionBlocks(writing: Writing): readonly Block[] {
  const prohibitions = Object.values(writing.policy.prohibitions)
  if (prohibitions.length === 0) return []
  return [
    { kind: 'heading', level: 3, text: 'What we never do, whatever anyone agrees to' },
    {
      kind: 'table',
      caption: 'Data that some purposes never get',
      head: ['Data', 'Never used to', 'Why', 'Clauses'],
      rows: prohibitions.map(({ categories, purposes, reason, clauses }) => [
        categoryLabels(writing, categories),
        purposeLabels(writing, purposes),
        plain(reason),
        clauseLinks(writing, clauses),
      ]),
    },
  ]
}

/** How long data is kept (§5.1). */
export function retentionBlocks(writing: Writing): readonly Block[] {
  const rules = Object.values(writing.policy.retention)
  if (rules.length === 0) return []
  return [
    { kind: 'heading', level: 3, text: 'How long we keep data' },
    {
      kind: 'table',
      caption: 'Keeping times',
      head: ['Records', 'Data', 'Kept', 'Then', 'Why', 'Clauses'],
      rows: rules.map((rule) => {
        const { statutory } = rule
        const longer =
          statutory === undefined
            ? ''
            : `; ${lengthOf(statutory.period)} where ${plain(statutory.law)} requires it`
        return [
          plain(rule.label),
          categoryLabels(writing, rule.categories),
          `${lengthOf(rule.period)} from: ${plain(rule.from)}${longer}`,
          rule.action === 'erase' ? 'erased' : 'cut loose from you',
          plain(rule.reason),
          clauseLinks(writing, rule.clauses),
        ]
      }),
    },
  ]
}
