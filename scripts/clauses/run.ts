import { join, relative } from 'node:path'
import { run } from 'node:test'

/** What the tests of one clause said; a clause passes when every test that names it passes. */
export interface ClauseResult {
  readonly passed: boolean
  readonly file: string
  readonly title: string
  /** True when a test failed by an assertion, and not only because the program could not run. */
  readonly asserted: boolean
}

/**
 * Runs clause tests and sorts their results by the clause that opens each title (`§2.1.1(a) …`).
 * @param root the checkout they run in
 * @param files paths of test files relative to `root`
 */
export async function runClauseTests(
  root: string,
  files: readonly string[],
): Promise<Map<string, ClauseResult>> {
  const results = new Map<string, ClauseResult>()
  const stream = run({
    cwd: root,
    files: files.map((file) => join(root, file)),
    concurrency: 2,
  })
  for await (const event of stream) {
    if (event.type !== 'test:pass' && event.type !== 'test:fail') continue
    const { name, file, details } = event.data
    const clause = /^§(\S+)/.exec(name)?.[1]
    if (clause === undefined || file === undefined) continue
    if (event.type === 'test:pass' && event.data.skip !== undefined) continue
    const before = results.get(clause)
    const failed = event.type === 'test:fail'
    results.set(clause, {
      passed: !failed && (before?.passed ?? true),
      file: relative(root, file),
      title: before?.title ?? name.slice(clause.length + 2),
      asserted: (before?.asserted ?? false) || (failed && isAssertion(details)),
    })
  }
  return results
}

function isAssertion(details: object): boolean {
  const error: unknown = Reflect.get(details, 'error')
  const cause: unknown = error instanceof Error ? error.cause : undefined
  return cause instanceof Error && Reflect.get(cause, 'code') === 'ERR_ASSERTION'
}
