import type { PolicyDocument } from '@troth/core/policy'
import { membersOf, textMember, wrong } from '../body.ts'
import { normalise } from '../identifier.ts'
import { type Outcome, type Problem, done, refused } from '../outcome.ts'
import { outdated, undeclared } from '../refusals.ts'
import { openChannel, shownHash } from './form.ts'
import { readValue } from './values.ts'

/** What a body says, once every part of it is declared and well-formed. */
export interface Submission {
  readonly channel: string
  readonly controller: string
  readonly shown: string
  /** Values of the declared fields that were given. */
  readonly open: Readonly<Record<string, unknown>>
  readonly sealed: Readonly<Record<string, unknown>>
  readonly choices: Readonly<Record<string, boolean>>
  readonly identifiers: readonly { readonly kind: 'email' | 'phone'; readonly value: string }[]
}

/** Reads a body sent on a channel; the order of the tests is from the closed lists to the values. */
export function readSubmission(
  policy: PolicyDocument,
  channel: string,
  body: unknown,
): Outcome<Submission> {
  const rule = openChannel(policy, channel)
  if (!rule) return undeclared(policy, 'channel')
  const members = membersOf(body, ['controller', 'shown', 'data'], ['choices'])
  if (!members.ok) return members
  const controller = textMember(members.value, 'controller')
  if (!controller.ok) return controller
  if (!rule.controllers.includes(controller.value)) {
    return undeclared(policy, 'controller', '/controller')
  }
  const shown = readShown(policy, channel, members.value)
  if (!shown.ok) return shown
  const choices = readChoices(policy, rule.choices ?? [], members.value.get('choices'))
  if (!choices.ok) return choices
  const data = readData(policy, channel, members.value.get('data'))
  if (!data.ok) return data
  return done({
    channel,
    controller: controller.value,
    shown: shown.value,
    choices: choices.value,
    ...data.value,
  })
}

/** The hash of the words shown on a channel, once it is that of the present ones. */
export function readShown(
  policy: PolicyDocument,
  channel: string,
  members: ReadonlyMap<string, unknown>,
): Outcome<string> {
  const shown = textMember(members, 'shown')
  if (!shown.ok) return shown
  const present = shownHash(policy, channel)
  return shown.value === present ? shown : outdated(policy.channels[channel]?.clauses[0] ?? '')
}

/** Choices by purpose, once each is offered and is a plain yes or no. */
export function readChoices(
  policy: PolicyDocument,
  offered: readonly string[],
  value: unknown,
): Outcome<Readonly<Record<string, boolean>>> {
  if (value === undefined) return done({})
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return wrong('choices', 'an object of purposes')
  }
  const choices: Record<string, boolean> = {}
  for (const [purpose, choice] of Object.entries(value)) {
    if (!offered.includes(purpose)) return undeclared(policy, 'choice', '/choices')
    if (typeof choice !== 'boolean') return wrong(`choices/${purpose}`, 'true or false')
    choices[purpose] = choice
  }
  return done(choices)
}

type Data = Pick<Submission, 'open' | 'sealed' | 'identifiers'>

function readData(policy: PolicyDocument, channel: string, value: unknown): Outcome<Data> {
  const rule = policy.channels[channel]
  const declared = rule && policy.datasets[rule.into]?.fields
  if (!rule || !declared) return undeclared(policy, 'channel')
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return wrong('data', 'an object of fields')
  }
  const given = new Map<string, unknown>(Object.entries(value))
  if ([...given.keys()].some((name) => !Object.hasOwn(rule.fields, name))) {
    return undeclared(policy, 'field', '/data')
  }
  const open: Record<string, unknown> = {}
  const sealed: Record<string, unknown> = {}
  const identifiers: Submission['identifiers'][number][] = []
  const problems: Problem[] = []
  for (const [name, ask] of Object.entries(rule.fields)) {
    const field = declared[name]
    if (!ask || !field) continue
    const path = `/data/${name}`
    if (!given.has(name)) {
      if (ask.required) problems.push({ path, problem: `is missing: ${ask.ifMissing}` })
      continue
    }
    const read = readValue(field, ask.maxLength ?? 200, given.get(name))
    if ('problem' in read) {
      problems.push({ path, problem: read.problem })
      continue
    }
    if (field.keep === 'open') open[name] = read.value
    else sealed[name] = read.value
    const kind = field.identifies
    const found = kind && typeof read.value === 'string' ? normalise(kind, read.value) : undefined
    if (kind && found !== undefined) identifiers.push({ kind, value: found })
  }
  if (problems.length > 0) return unfit(rule.clauses[0] ?? '', problems)
  return done({ open, sealed, identifiers })
}

function unfit(clause: string, problems: readonly Problem[]) {
  const missing = problems.some(({ problem }) => problem.startsWith('is missing'))
  return refused({
    code: missing ? 'incomplete' : 'malformed',
    clause,
    reason: missing ? 'field-missing' : 'field-wrong',
    detail: 'Some fields are missing or not what the form asks for.',
    problems,
  })
}
