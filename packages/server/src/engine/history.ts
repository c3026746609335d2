import type { KeyObject } from 'node:crypto'
import type { SubjectEvent } from '@troth/core/policy'
import type { EventRow } from '../store/people/events.ts'
import { placeOf, unsealJson } from '../store/keys/seal.ts'

/**
 * Histories as the fold takes them. A birth date or a country whose key was destroyed is left out: age and region are
 * then not known, which opens nothing.
 */
export function eventsOf(
  rows: readonly EventRow[],
  keys: ReadonlyMap<string, KeyObject>,
): readonly SubjectEvent[] {
  return rows.flatMap((row) => eventOf(row, keys.get(row.subject_id)) ?? [])
}

function eventOf(row: EventRow, key: KeyObject | undefined): SubjectEvent | undefined {
  const common = { controller: row.controller, at: row.at, version: row.version }
  switch (row.kind) {
    case 'born': {
      const date = factOf(row, key, 'date')
      return date === undefined ? undefined : { ...common, kind: 'born', date }
    }
    case 'region': {
      const country = factOf(row, key, 'country')
      return country === undefined ? undefined : { ...common, kind: 'region', country }
    }
    case 'conduct':
      return { ...common, kind: 'conduct', channel: row.channel ?? '' }
    case 'consent': {
      const [purpose = ''] = row.purposes ?? []
      return { ...common, kind: 'consent', purpose, choice: row.choice ?? 'refused' }
    }
    case 'withdrawal':
      return { ...common, kind: 'withdrawal', purposes: row.purposes ?? 'all' }
    case 'restriction':
      return {
        ...common,
        kind: 'restriction',
        id: row.restriction ?? '',
        purposes: row.purposes ?? 'all',
        ...(row.until && { until: row.until }),
      }
    case 'restriction-lifted':
      return { ...common, kind: 'restriction-lifted', id: row.restriction ?? '' }
    case 'notice':
      return undefined
  }
}

function factOf(row: EventRow, key: KeyObject | undefined, name: string): string | undefined {
  if (key === undefined || row.sealed === null) return undefined
  const place = placeOf('troth.event', row.event_id, row.subject_id)
  const fact: unknown = Reflect.get(Object(unsealJson(key, place, row.sealed)), name)
  return typeof fact === 'string' ? fact : undefined
}
