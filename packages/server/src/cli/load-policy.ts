import { access, readFile } from 'node:fs/promises'
import { dirname, extname, join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { type PolicyDocument, parsePolicy } from '@troth/core/policy'
import { TrothError } from '../errors.ts'

/** The policy that commands take where none is named: the reference one of this checkout. */
export const defaultPolicy = join(import.meta.dirname, '../../../../policies/aster/policy.ts')

/** A policy as it lies in files, with the prose beside it. */
export interface LoadedPolicy {
  readonly path: string
  readonly policy: PolicyDocument
  /** Markdown. */
  readonly notice: string
}

/**
 * Reads a policy from a TypeScript or JavaScript module (its default export) or a JSON file, and the notice beside
 * it. Throws `policy.unreadable` or, with every problem at once, `policy.invalid`.
 */
export async function loadPolicy(path: string, noticePath?: string): Promise<LoadedPolicy> {
  const file = resolve(path)
  const parsed = parsePolicy(await readValue(file))
  if (!parsed.ok) {
    const problems = parsed.problems.map((each) => `  ${each.path}: ${each.message}`)
    throw new TrothError('policy.invalid', { detail: `${file}\n${problems.join('\n')}` })
  }
  const prose = resolve(noticePath ?? join(dirname(file), 'notice.md'))
  const notice = await readFile(prose, 'utf8').catch((cause: unknown) => {
    throw new TrothError('policy.unreadable', {
      detail: `${prose} cannot be read; name the prose with --notice`,
      cause,
    })
  })
  return { path: file, policy: parsed.policy, notice }
}

async function readValue(file: string): Promise<unknown> {
  try {
    await access(file)
    if (extname(file) === '.json') return JSON.parse(await readFile(file, 'utf8'))
    const loaded: unknown = await import(pathToFileURL(file).href)
    if (typeof loaded === 'object' && loaded !== null && 'default' in loaded) return loaded.default
  } catch (cause) {
    throw new TrothError('policy.unreadable', {
      detail: `${file}: ${cause instanceof Error ? cause.message : 'unknown'}`,
      cause,
    })
  }
  throw new TrothError('policy.unreadable', { detail: `${file} has no default export` })
}
