import type { AskRule, ChannelRule, PolicyDocument } from '../rules.ts'

/**
 * The words shown on a channel: whom the data goes to, each field with what happens without it, what it serves, and the
 * choices, all off. A consent is bound to the hash of this text, so it changes when any of these words does.
 * Throws a RangeError for a channel that the policy does not declare.
 *
 * @example
 * hashText(renderForm(policy, 'account'), sha256)
 */
export function renderForm(policy: PolicyDocument, channel: string): string {
  const rule = Object.hasOwn(policy.channels, channel) ? policy.channels[channel] : undefined
  if (rule === undefined) throw new RangeError('no such channel is declared')
  const labels = (ids: readonly string[]): readonly string[] =>
    ids.map((id) => policy.purposes[id]?.label ?? id)
  const choices = (rule.choices ?? []).map((id) => {
    const purpose = policy.purposes[id]
    return `${purpose?.label ?? id} (off). If you stop later: ${purpose?.onWithdrawal ?? ''}`
  })
  const parts: readonly (readonly [title: string, lines: readonly string[]])[] = [
    ['For', rule.controllers.map((id) => policy.controllers[id]?.name ?? id)],
    [
      'We ask for',
      Object.entries(rule.fields).flatMap(([name, ask]) => fieldLines(policy, rule, name, ask)),
    ],
    ['We use it to', labels(rule.purposes)],
    ['Only if you choose', choices],
    ['About another person', rule.othersData === undefined ? [] : [rule.othersData.text]],
  ]
  const shown = parts.filter(([, lines]) => lines.length > 0)
  return [
    rule.label,
    ...shown.map(([title, lines]) =>
      [title, ...lines.map((line) => `- ${oneLine(line)}`)].join('\n'),
    ),
  ].join('\n\n')
}

function fieldLines(
  { datasets, notices }: PolicyDocument,
  channel: ChannelRule,
  name: string,
  ask: AskRule | undefined,
): readonly string[] {
  if (ask === undefined) return []
  const label = datasets[channel.into]?.fields[name]?.label ?? name
  const need = ask.required ? `needed: ${ask.ifMissing}` : 'optional'
  const before = ask.noticeBefore === undefined ? undefined : notices[ask.noticeBefore]?.text
  const notes = [ask.warning, before].filter((words) => words !== undefined)
  return [[`${label} (${need})`, ...notes].join(' ')]
}

/** Words on one line, so that nobody's text can pass for another line of the form. */
function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim()
}
