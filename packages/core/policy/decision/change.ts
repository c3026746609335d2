/**
 * What would change an answer: the one test that refuses, turned round.
 * @module
 */
import { birthday, dateText } from './calendar.ts'
import type { CompiledPolicy, CompiledPurpose } from '../compile.ts'
import { holds } from '../compile.ts'
import { storyAt } from '../fold.ts'
import { reasonOf } from './reason-code.ts'
import { ageOfConsent, standingOf } from './standing.ts'
import type { Story } from './story.ts'
import type { Question, Reason, SubjectEvent } from '../words.ts'

/** The next thing that would change an answer. */
export type Change =
  /** Nothing would: the policy prohibits it whatever anyone consents to. */
  | { readonly kind: 'nothing' }
  /** Another version of the policy: what it would have to say. */
  | { readonly kind: 'policy'; readonly must: string }
  /** The data collected anew, under this version, through one of these channels. */
  | { readonly kind: 'collection'; readonly channels: readonly string[] }
  /** A consent of the person to the purpose, given to the controller. */
  | { readonly kind: 'consent'; readonly purpose: string; readonly controller: string }
  /** The person using one of these channels of the controller. */
  | {
      readonly kind: 'conduct'
      readonly channels: readonly string[]
      readonly controller: string
    }
  /** Any dealing of the person with the controller. */
  | { readonly kind: 'acquaintance'; readonly controller: string }
  /** A birth date by which the person is of this age or older. */
  | { readonly kind: 'birth-date'; readonly age: number }
  /**
   * The person turning this age. `on` tells the birth date: for who holds the history alone, never for who asks. `at` is
   * the instant; Invalid Date where no date can hold it.
   */
  | { readonly kind: 'birthday'; readonly age: number; readonly on: string; readonly at: Date }
  /** A country of residence, known and none of these. */
  | { readonly kind: 'country'; readonly barred: readonly string[] }
  /** These restrictions lifted, or ended: at `ends` the last of them does, `null` where one has no end. */
  | {
      readonly kind: 'restriction'
      readonly ids: readonly string[]
      readonly ends: Date | null
    }

interface Asked {
  readonly question: Question
  readonly events: readonly SubjectEvent[]
  readonly now: Date
}

/** The next thing that would change the answer `reason`; `null` where it is permitted already. */
export function nextChange(compiled: CompiledPolicy, asked: Asked, reason: Reason): Change | null {
  const { controller, purpose, category, record } = asked.question
  switch (reason) {
    case 'permitted':
      return null
    case 'prohibited':
      return { kind: 'nothing' }
    case 'unknown-controller':
      return { kind: 'policy', must: `declare the controller \`${controller}\`` }
    case 'unknown-purpose':
      return { kind: 'policy', must: `declare the purpose \`${purpose}\`` }
    case 'unknown-category':
      return { kind: 'policy', must: `declare the category \`${category}\`` }
    case 'field-not-used':
      return { kind: 'policy', must: `let \`${purpose}\` use \`${category}\`` }
    case 'not-collected-for': {
      const channels = serving(compiled, purpose, controller, compiled.recordMask)
      if (channels.length > 0) return { kind: 'collection', channels }
      return { kind: 'policy', must: `collect for \`${purpose}\` through \`${record.channel}\`` }
    }
    default: {
      const found = compiled.purposes.get(purpose)
      return found ? personalChange(compiled, asked, found, reason) : null
    }
  }
}

/** Of the tests on the person: what one purpose lacks, or the first that it needs. */
function personalChange(
  compiled: CompiledPolicy,
  asked: Asked,
  purpose: CompiledPurpose,
  reason: Reason,
): Change | null {
  const { events, now, question } = asked
  const { controller } = question
  const { story } = storyAt(compiled, events, controller, now)
  switch (reason) {
    case 'under-age':
      return nextBirthday(compiled, story, purpose)
    case 'age-unknown':
      return {
        kind: 'birth-date',
        age: Math.max(ageOfConsent(compiled, story), purpose.minimumAge ?? 0),
      }
    case 'region-barred':
      return { kind: 'country', barred: [...purpose.barredRegions] }
    case 'restricted':
      return endOfRestrictions(story, purpose, now)
    case 'basis-not-established':
      return { kind: 'policy', must: establishing(purpose) }
    case 'purpose-needs': {
      const { reasons } = standingOf(compiled, story, now.getTime())
      for (const need of compiled.purposes.values()) {
        const its = reasonOf(reasons[need.position] ?? 0)
        if (!holds(purpose.needs, need) || its === 'permitted' || its === 'purpose-needs') continue
        return personalChange(compiled, asked, need, its)
      }
      return null
    }
    default:
      return act(compiled, purpose, controller)
  }
}

function act(compiled: CompiledPolicy, purpose: CompiledPurpose, controller: string): Change {
  switch (purpose.basis) {
    case 'express':
      return { kind: 'consent', purpose: purpose.id, controller }
    case 'deemed:conduct':
    case 'deemed:contract': {
      const channels = serving(compiled, purpose.id, controller, compiled.conductMask)
      if (channels.length > 0) return { kind: 'conduct', channels, controller }
      return {
        kind: 'policy',
        must: `open a channel of \`${controller}\` that serves \`${purpose.id}\``,
      }
    }
    default:
      return { kind: 'acquaintance', controller }
  }
}

/** Open channels of the controller whose mask holds the purpose. */
function serving(
  { purposes, policy }: CompiledPolicy,
  purpose: string,
  controller: string,
  maskOf: (channel: string) => Int32Array,
): readonly string[] {
  const found = purposes.get(purpose)
  return Object.entries(policy.channels)
    .filter(([id, { open, controllers }]) => {
      return open && controllers.includes(controller) && found && holds(maskOf(id), found)
    })
    .map(([id]) => id)
}

function establishing({ id, basis }: CompiledPurpose): string {
  if (basis === 'law') return `name the law that \`${id}\` rests on`
  if (basis === 'deemed:notification') return `rest \`${id}\` on another basis than notification`
  return `record the assessment that \`${id}\` rests on`
}

/** The birthday on which the person is old enough for both the threshold and the purpose. */
function nextBirthday(
  compiled: CompiledPolicy,
  story: Story,
  purpose: CompiledPurpose,
): Change | null {
  if (!story.born) return null
  const age = Math.max(ageOfConsent(compiled, story), purpose.minimumAge ?? 0)
  const day = birthday(story.born, age)
  return { kind: 'birthday', age, on: dateText(day), at: new Date(compiled.calendar.dayStart(day)) }
}

function endOfRestrictions(story: Story, purpose: CompiledPurpose, now: Date): Change {
  const open = [...story.restrictions].filter(
    ([, { words, until }]) => holds(words, purpose) && !(now.getTime() >= until),
  )
  const last = Math.max(...open.map(([, { until }]) => until))
  const ends = Number.isFinite(last) ? new Date(last) : null
  return { kind: 'restriction', ids: open.map(([id]) => id), ends }
}
