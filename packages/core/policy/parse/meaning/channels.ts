import type { ChannelRule, FieldRule } from '../../rules.ts'
import { nearest, quoted, type Problem } from '../problem.ts'
import { ruleAt, type Sections } from './sections.ts'

type Look = (channel: ChannelRule, sections: Sections) => readonly Problem[]

/** Text longer than this invites more than was asked for, so it carries a warning (§2.1.2). */
const shortText = 200

/** Everything that must hold between a channel and what it names; paths are under the channel. */
const looks: readonly Look[] = [askedFields, warnings, ageGates, choicesAreChoices]

/** What is wrong between channels and the datasets, categories and purposes they name. */
export function channelRules(sections: Sections): readonly Problem[] {
  return Object.entries(sections.channels ?? {}).flatMap(([id, channel]) =>
    looks
      .flatMap((look) => look(channel, sections))
      .map(({ path, message }) => ({ path: `/channels/${id}${path}`, message })),
  )
}

function fieldsOf(channel: ChannelRule, { datasets }: Sections) {
  return ruleAt(datasets, channel.into)?.fields
}

function askedFields(channel: ChannelRule, sections: Sections): readonly Problem[] {
  const fields = fieldsOf(channel, sections)
  if (fields === undefined) return []
  return Object.keys(channel.fields)
    .filter((name) => !Object.hasOwn(fields, name))
    .map((name) => {
      const meant = nearest(name, Object.keys(fields))
      const cure =
        meant === undefined ? 'declare it there or remove it' : `did you mean ${quoted(meant)}?`
      return {
        path: `/fields/${name}`,
        message: `${quoted(name)} is not a field of ${quoted(channel.into)}; ${cure}`,
      }
    })
}

function warnings(channel: ChannelRule, sections: Sections): readonly Problem[] {
  return Object.entries(channel.fields).flatMap(([name, ask]) => {
    const field = ruleAt(fieldsOf(channel, sections), name)
    if (field === undefined || ask === undefined || ask.warning !== undefined) return []
    const long = (ask.maxLength ?? shortText) > shortText
    if (!isWritten(field) || !(long || isFreeform(field, sections))) return []
    const message =
      'people may write here whatever they like; add `warning`, the words that ask for care'
    return [{ path: `/fields/${name}`, message }]
  })
}

function isWritten({ type }: FieldRule): boolean {
  return type === 'text' || type === 'text[]'
}

function isFreeform({ category }: FieldRule, { categories }: Sections): boolean {
  return ruleAt(categories, category)?.freeform === true
}

function ageGates(channel: ChannelRule, sections: Sections): readonly Problem[] {
  const { ageGate, person } = channel
  if (ageGate.from === 'sign-up' && person === 'new') {
    const message =
      "a new person has not signed up before; ask the birth date here (`from: 'field'`)"
    return [{ path: '/ageGate/from', message }]
  }
  if (ageGate.from !== 'field') return []
  const path = '/ageGate/field'
  const ask = ruleAt(channel.fields, ageGate.field)
  if (ask === undefined) {
    return [{ path, message: `${quoted(ageGate.field)} is not asked here; add it to \`fields\`` }]
  }
  const problems: Problem[] = []
  if (!ask.required) {
    const message = `${quoted(ageGate.field)} may be left out, and then no age is known; make it required`
    problems.push({ path, message })
  }
  const field = ruleAt(fieldsOf(channel, sections), ageGate.field)
  if (field !== undefined && field.type !== 'date') {
    problems.push({ path, message: `${quoted(ageGate.field)} is not a date; name a birth date` })
  }
  return problems
}

function choicesAreChoices(channel: ChannelRule, { purposes }: Sections): readonly Problem[] {
  const choices = (channel.choices ?? []).flatMap((id, at) => {
    const basis = ruleAt(purposes, id)?.basis
    if (basis === undefined || basis === 'express') return []
    const message = `${quoted(id)} rests on ${quoted(basis)}, so there is nothing to choose; list it under \`purposes\``
    return [{ path: `/choices/${at}`, message }]
  })
  const evident = channel.purposes.flatMap((id, at) => {
    if (ruleAt(purposes, id)?.basis !== 'express') return []
    const message = `${quoted(id)} rests on express consent, which no act implies; list it under \`choices\``
    return [{ path: `/purposes/${at}`, message }]
  })
  return [...choices, ...evident]
}
