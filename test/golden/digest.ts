import { createHash } from 'node:crypto'
import { compilePolicy, foldSubject, kernelOf, type PolicyDocument } from '@troth/core/policy'
import { everyone, now } from './people.ts'

/** For each purpose a digest of its answers; two policies that decide alike for everyone have the same. */
export function digest(policy: PolicyDocument): Readonly<Record<string, string>> {
  const people = [...answersOfPeople(policy)]
  return Object.fromEntries(
    Object.keys(policy.purposes).map((id) => {
      const hash = createHash('sha256').update(answersOfData(policy, id))
      for (const answers of people) hash.update(`${answers.get(id)}\n`)
      return [id, hash.digest('hex').slice(0, 16)]
    }),
  )
}

/** One purpose's answers that turn on data alone: every category, through every channel. */
export function answersOfData(policy: PolicyDocument, purpose: string): string {
  const compiled = compilePolicy(policy)
  const kernel = kernelOf(compiled)
  const records = Object.keys(policy.channels).map((channel) => compiled.recordMask(channel))
  const rows = Object.keys(policy.categories).map((category) => {
    const codes = records.map((record) => kernel.decideData(purpose, category, record))
    return `${category} ${codes.join(' ')}`
  })
  return rows.join('\n')
}

/** Person by person, each purpose's answer, for some of them with every change in the years to come. */
export function* answersOfPeople(
  policy: PolicyDocument,
): Generator<ReadonlyMap<string, string>, void> {
  const compiled = compilePolicy(policy)
  for (const { name, events, controller, followed } of everyone(policy)) {
    const stories = new Map([...compiled.purposes.keys()].map((id) => [id, [name]]))
    for (let at: Date | null = now; at;) {
      const { reasons, reasonsUntil } = foldSubject(compiled, events, controller, at)
      for (const { id, position } of compiled.purposes.values()) {
        const reason = String(reasons[position])
        const story = stories.get(id)
        if (story?.at(-1) !== reason) story?.push(String(at.getTime()), reason)
      }
      at = followed ? reasonsUntil : null
    }
    yield new Map([...stories].map(([id, story]) => [id, story.join(' ')]))
  }
}
