import { type PolicyDocument, renderForm } from '@troth/core/policy'
import type { Context } from '../context.ts'
import { textHash } from '../in-force.ts'
import { type Outcome, done } from '../outcome.ts'
import { undeclared } from '../refusals.ts'
import { bodySchema } from './schema.ts'

/** One field as a person meets it. */
export interface FormField {
  readonly field: string
  readonly label: string
  readonly type: string
  readonly required: boolean
  /** What happens without it, where it is compulsory (§2.1.3). */
  readonly ifMissing?: string
  readonly warning?: string
  /** The notice to be given before it is recorded. */
  readonly noticeBefore?: string
  readonly maxLength: number
}

/** Everything needed to show a channel's form and to send what was filled in. */
export interface ChannelForm {
  readonly channel: string
  readonly label: string
  readonly version: number
  readonly person: 'new' | 'known'
  readonly controllers: readonly { readonly controller: string; readonly name: string }[]
  readonly fields: readonly FormField[]
  /** What the data is used for by the act of sending it. */
  readonly purposes: readonly { readonly purpose: string; readonly label: string }[]
  /** Optional purposes, each off until chosen (§2.1.1(a)). */
  readonly choices: readonly {
    readonly purpose: string
    readonly label: string
    readonly default: false
    readonly onWithdrawal: string
  }[]
  /** The words to show; `hash` goes back in the body as `shown`. */
  readonly shown: Shown
  /** JSON Schema of the body. */
  readonly schema: Readonly<Record<string, unknown>>
}

/** A channel's rule, while it is open. */
export function openChannel(policy: PolicyDocument, channel: string) {
  const rule = Object.hasOwn(policy.channels, channel) ? policy.channels[channel] : undefined
  return rule?.open ? rule : undefined
}

/** Ids of the channels that take data in now. */
export function openChannels({ policy }: Context): readonly string[] {
  const { channels } = policy.document
  return Object.keys(channels).filter((channel) => channels[channel]?.open)
}

/** The words shown on a channel and their hash, which `shown` must be. */
export interface Shown {
  readonly text: string
  readonly hash: string
}

const rendered = new WeakMap<PolicyDocument, Map<string, Shown>>()

/** The words shown on a channel that is declared, rendered once for each policy. */
export function shownOn(policy: PolicyDocument, channel: string): Shown {
  const known = rendered.get(policy) ?? new Map<string, Shown>()
  rendered.set(policy, known)
  const found = known.get(channel)
  if (found !== undefined) return found
  const text = renderForm(policy, channel)
  const shown = Object.freeze({ text, hash: textHash(text) })
  known.set(channel, shown)
  return shown
}

/** The hash that `shown` must be on a channel. */
export function shownHash(policy: PolicyDocument, channel: string): string {
  return shownOn(policy, channel).hash
}

/**
 * The form of a channel (§2.1.1).
 *
 * @example
 * const form = channelForm(context, 'account')
 */
export function channelForm({ policy }: Context, channel: string): Outcome<ChannelForm> {
  const { document, version } = policy
  const rule = openChannel(document, channel)
  const dataset = rule && document.datasets[rule.into]
  if (!rule || !dataset) return undeclared(document, 'channel')
  const labelOf = (purpose: string) => document.purposes[purpose]?.label ?? purpose
  return done({
    channel,
    label: rule.label,
    version,
    person: rule.person,
    controllers: rule.controllers.map((controller) => ({
      controller,
      name: document.controllers[controller]?.name ?? controller,
    })),
    fields: Object.entries(rule.fields).flatMap(([field, ask]) => {
      const declared = dataset.fields[field]
      if (!ask || !declared) return []
      return [
        {
          field,
          label: declared.label,
          type: declared.type,
          required: ask.required,
          ...(ask.required && { ifMissing: ask.ifMissing }),
          ...(ask.warning !== undefined && { warning: ask.warning }),
          ...(ask.noticeBefore !== undefined && { noticeBefore: ask.noticeBefore }),
          maxLength: ask.maxLength ?? 200,
        },
      ]
    }),
    purposes: rule.purposes.map((purpose) => ({ purpose, label: labelOf(purpose) })),
    choices: (rule.choices ?? []).map((purpose) => ({
      purpose,
      label: labelOf(purpose),
      default: false,
      onWithdrawal: document.purposes[purpose]?.onWithdrawal ?? '',
    })),
    shown: shownOn(document, channel),
    schema: bodySchema(document, channel),
  })
}
