/**
 * Whether the rows of a history are what their leaves committed to: what each verb recorded is spelt again from the rows
 * and must open the leaf written beside them.
 * @module
 */
import type { KeyObject } from 'node:crypto'
import { opens, parseLeaf } from '@troth/core/ledger'
import { canonicalJson } from '@troth/core/policy'
import type { Queryable } from '../store/database.ts'
import { sha256 } from '../store/leaves.ts'
import { placeOf as placeOfSealed, unsealJson } from '../store/keys/seal.ts'
import type { EventRow } from '../store/people/events.ts'

interface LeafRow {
  readonly subject_id: string
  readonly leaf_id: string
  readonly kind: string
  readonly at: Date
  readonly data: Uint8Array
  readonly salt: Uint8Array | null
}

/** What history and ledger do not say alike. */
export interface Unproven {
  /** Added or changed beside the ledger: no leaf says what they say. */
  readonly events: readonly EventRow[]
  /** Leaves whose events are gone. */
  readonly leaves: readonly { readonly subject_id: string; readonly leaf_id: string }[]
}

/**
 * Compares the acts of these people with the leaves that were written beside them. Those of a person whose key was
 * destroyed can no longer be told.
 */
export async function findUnproven(
  tx: Queryable,
  keys: ReadonlyMap<string, KeyObject>,
  history: readonly EventRow[],
): Promise<Unproven> {
  const { rows } = await tx.query<LeafRow>(
    `SELECT subject_id, leaf_id, kind, at, data, salt FROM troth.leaf
     WHERE subject_id = ANY($1::uuid[]) AND kind IN ('consent', 'withdrawal', 'collection', 'notice')`,
    [[...keys.keys()]],
  )
  const written = Map.groupBy(rows, placeOf)
  // No two acts of a person have the same time: see `instantAfter`.
  const acts = Map.groupBy(history.filter(isAct), placeOf)
  const events = [...acts].flatMap(([place, act]) => {
    const key = keys.get(act[0]?.subject_id ?? '')
    if (key === undefined) return []
    const vouched = (written.get(place) ?? []).some((leaf) => vouches(leaf, act, key))
    return vouched ? [] : act
  })
  return { events, leaves: rows.filter((leaf) => !acts.has(placeOf(leaf))) }
}

function placeOf({ subject_id, at }: { readonly subject_id: string; readonly at: Date }): string {
  return `${subject_id} ${at.toISOString()}`
}

function isAct({ kind }: EventRow): boolean {
  return ['conduct', 'consent', 'withdrawal', 'notice'].includes(kind)
}

function vouches({ kind, data, salt }: LeafRow, act: readonly EventRow[], key: KeyObject) {
  const leaf = parseLeaf(data)
  const said = spell(kind, act, key)
  if (leaf?.kind !== kind || salt === null || said === undefined) return false
  return opens(leaf, salt, Buffer.from(canonicalJson(said)), sha256)
}

// As `writeLeaf` was given it by the verb of that kind.
function spell(kind: string, act: readonly EventRow[], key: KeyObject): object | undefined {
  const [first] = act
  if (first === undefined) return undefined
  const { subject_id: subject, actor: caller, controller, channel, version } = first
  const at = first.at.toISOString()
  const all = { subject, caller, version, at }
  const kinds = Object.groupBy(act, (event) => event.kind)
  const { conduct = [], consent = [], withdrawal = [] } = kinds
  const alike = act.every((event) => event.actor === caller && event.version === version)
  if (!alike) return undefined
  const shown = first.shown_hash
  const given = { ...all, controller, channel, shown, choices: choicesOf(consent) }
  const together = act.every((event) => {
    return (
      event.controller === controller && event.channel === channel && event.shown_hash === shown
    )
  })
  switch (kind) {
    case 'consent':
      return together && consent.length === act.length ? { ...given, verb: 'consent' } : undefined
    case 'collection': {
      const stored = conduct[0] && storedOf(conduct[0], key)
      const whole = conduct.length === 1 && consent.length + 1 === act.length
      return together && whole && stored ? { ...given, ...stored, verb: 'collect' } : undefined
    }
    case 'withdrawal': {
      const purposes = first.purposes ?? 'all'
      const same = act.every(
        (event) => canonicalJson(event.purposes ?? 'all') === canonicalJson(purposes),
      )
      if (!same || withdrawal.length < act.length) return undefined
      const controllers = act.map((event) => event.controller).toSorted()
      return { ...all, purposes, controllers, verb: 'withdraw' }
    }
    case 'notice': {
      const { notice } = first
      const alone = first.kind === 'notice' && act.length === 1
      return alone ? { ...all, controller, shown, notice, verb: 'notice' } : undefined
    }
    default:
      return undefined
  }
}

function choicesOf(consents: readonly EventRow[]): Readonly<Record<string, boolean>> {
  return Object.fromEntries(
    consents.map(({ purposes, choice }) => [purposes?.[0] ?? '', choice === 'given']),
  )
}

function storedOf(row: EventRow, key: KeyObject) {
  try {
    if (row.sealed === null) return undefined
    const place = placeOfSealed('troth.event', row.event_id, row.subject_id)
    const { record, fields } = unsealJson<Readonly<Record<string, string>>>(key, place, row.sealed)
    return { record: record ?? '', fields: fields ? fields.split(' ') : [] }
  } catch {
    return undefined
  }
}
