import { addApiKey, findApiKey, revokeApiKey } from '../store/api-keys.ts'
import type { Database } from '../store/database.ts'
import type { Caller, Scope } from './context.ts'
import { type Outcome, done, refused } from './outcome.ts'

/** Finds who calls by the text of an API key. */
export async function authenticate(
  { database }: { readonly database: Database },
  { key }: { readonly key: string },
): Promise<Outcome<Caller>> {
  const found = await findApiKey(database, key)
  if (found !== undefined) {
    return done({ keyId: found.keyId, scopes: found.scopes.filter(isScope) })
  }
  return refused({
    code: 'not-authenticated',
    clause: '',
    reason: 'not-authenticated',
    detail: 'Send a valid API key.',
  })
}

/** Makes an API key and gives its text, which is kept nowhere. */
export async function issueKey(
  { database }: { readonly database: Database },
  made: { readonly scopes: readonly Scope[]; readonly label: string },
  now: Date,
): Promise<{ readonly keyId: string; readonly key: string }> {
  return addApiKey(database, made, now)
}

/** Revokes an API key from this instant and tells whether it was in use. */
export async function revokeKey(
  { database }: { readonly database: Database },
  { keyId }: { readonly keyId: string },
  now: Date,
): Promise<boolean> {
  return revokeApiKey(database, keyId, now)
}

/** Whether a text is a scope. */
export function isScope(text: string): text is Scope {
  return /^(collect|identify|consent|decide|operate|read:[a-z0-9_.]+)$/.test(text)
}
