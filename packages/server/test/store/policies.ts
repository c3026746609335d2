import type { PolicyDocument } from '@troth/core/policy'

/* A test changes what production may only read. */
// oxlint-disable-next-line typescript/no-explicit-any
type Writable = any
type Edit = (policy: Writable) => unknown

/** A copy of a policy with some of its parts replaced, then edited. */
export function alter(
  policy: PolicyDocument,
  parts: Partial<PolicyDocument>,
  edits: readonly Edit[],
): PolicyDocument {
  const copy = structuredClone({ ...policy, ...parts })
  // Rules are often spread into one another, and an edit of one must not show in the other.
  const apart: PolicyDocument = JSON.parse(JSON.stringify(copy))
  for (const edit of edits) edit(apart)
  return JSON.parse(JSON.stringify(apart))
}

/** Adds an open text field to a dataset. */
export function withField(dataset: string, name: string, category: string): Edit {
  return (policy) => {
    policy.datasets[dataset].fields[name] = { label: name, category, type: 'text', keep: 'open' }
  }
}
