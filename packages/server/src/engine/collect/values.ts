import type { FieldRule } from '@troth/core/policy'
import { normalise } from '../identifier.ts'

/** A value as it may be stored, or what is wrong with it. */
export type Read = { readonly value: unknown } | { readonly problem: string }

const mostItems = 100

/**
 * Reads one field's value by its declared type. Text keeps what was typed, less the space around it; a value that must
 * be left out rather than sent empty is a problem, and no problem quotes the value.
 */
export function readValue(field: FieldRule, maxLength: number, value: unknown): Read {
  switch (field.type) {
    case 'text':
      return readText(field, maxLength, value)
    case 'date':
      return isDay(value) ? { value } : { problem: 'takes a day, YYYY-MM-DD, from 1800 to 2200' }
    case 'timestamp':
      return isInstant(value) ? { value } : { problem: 'takes an instant, YYYY-MM-DDThh:mm:ssZ' }
    case 'integer':
      return Number.isSafeInteger(value) ? { value } : { problem: 'takes a whole number' }
    case 'boolean':
      return typeof value === 'boolean' ? { value } : { problem: 'takes true or false' }
    case 'text[]':
      return readTexts(field, maxLength, value)
  }
}

function readText(field: FieldRule, maxLength: number, value: unknown): Read {
  if (typeof value !== 'string') return { problem: 'takes a text' }
  const text = value.trim()
  if (text === '') return { problem: 'is empty; leave it out instead' }
  if ([...text].length > maxLength) return { problem: `takes at most ${maxLength} characters` }
  // Line breaks and tabs are text; other control characters only ever hide something.
  if (/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/.test(text)) {
    return { problem: 'holds a control character' }
  }
  if (field.identifies !== undefined && normalise(field.identifies, text) === undefined) {
    return {
      problem:
        field.identifies === 'email' ? 'takes an e-mail address' : 'takes a telephone number',
    }
  }
  return { value: text }
}

function readTexts(field: FieldRule, maxLength: number, value: unknown): Read {
  if (!Array.isArray(value)) return { problem: 'takes a list of texts' }
  if (value.length > mostItems) return { problem: `takes at most ${mostItems} texts` }
  const items: unknown[] = []
  for (const item of value) {
    const read = readText(field, maxLength, item)
    if ('problem' in read) return read
    items.push(read.value)
  }
  return { value: items }
}

/** Whether a value is a day of the calendar as `YYYY-MM-DD`, within what anyone alive may mean. */
export function isDay(value: unknown): value is string {
  if (typeof value !== 'string' || !/^\d{4}-\d{2}-\d{2}$/.test(value)) return false
  const day = new Date(`${value}T00:00:00Z`)
  const year = day.getUTCFullYear()
  return (
    !Number.isNaN(day.getTime()) &&
    day.toISOString().startsWith(value) &&
    year >= 1800 &&
    year <= 2200
  )
}

function isInstant(value: unknown): value is string {
  if (typeof value !== 'string') return false
  const parts = /^(\d{4}-\d{2}-\d{2})T\d{2}:\d{2}:\d{2}(\.\d{1,3})?Z$/.exec(value)
  return isDay(parts?.[1]) && !Number.isNaN(new Date(value).getTime())
}
