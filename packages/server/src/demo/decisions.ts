import type { CompiledPolicy } from '@troth/core/policy'
import type { Client } from './client.ts'
import { type Tally, verdicts } from './tally.ts'
import type { Member } from './walk.ts'

/**
 * Asks, for every record of a person and every purpose that its channel serves or offers, whether the purpose may use
 * the record: once for the company the person dealt with, and once for another of the group, which has no leave.
 */
export async function askEverything(
  client: Client,
  compiled: CompiledPolicy,
  member: Member,
  tally: Tally,
): Promise<void> {
  const { policy } = compiled
  const asked = Object.entries(member.records).flatMap(([channel, record]) => {
    const rule = policy.channels[channel]
    if (rule === undefined) return []
    const fields = Object.entries(policy.datasets[rule.into]?.fields ?? {})
    return [...rule.purposes, ...(rule.choices ?? [])].flatMap((purpose) => {
      const used = fields.find(([, { category }]) => uses(compiled, purpose, category))
      if (used === undefined) return []
      return controllersFor(compiled, member).map((controller) => ({
        purpose,
        controller,
        subject: member.subject,
        dataset: rule.into,
        fields: [used[0]],
        record,
      }))
    })
  })
  const answered = await client.post('/v1/decide', { questions: asked })
  for (const [index, allowed] of verdicts(answered.body).entries()) {
    tally.decided(asked[index]?.purpose ?? '', allowed)
  }
}

function uses({ policy }: CompiledPolicy, purpose: string, category: string): boolean {
  return policy.purposes[purpose]?.uses.includes(category) === true
}

function controllersFor({ policy }: CompiledPolicy, { person }: Member): readonly string[] {
  const other = Object.keys(policy.controllers).find((id) => id !== person.controller)
  return other === undefined ? [person.controller] : [person.controller, other]
}
