import { countries } from './countries.ts'

/** A form that a text must have. `pattern` is a regular expression with the flag `u`, shared with the JSON Schema. */
export interface Form {
  readonly name: string
  readonly pattern: string
  readonly longest: number
  /** What such a text is, as an error says it. */
  readonly says: string
  /** What the pattern alone cannot tell. */
  readonly holds?: (text: string) => boolean
}

const printable = String.raw`[^\s\p{C}*]`

export const forms = {
  prose: {
    name: 'prose',
    // Some visible text; line breaks and tabs, but no other control character and no half of a surrogate pair.
    pattern: String.raw`^(?=[\s\S]*\S)(?:[\t\n]|[^\p{Cc}\p{Cs}])*$`,
    longest: 4000,
    says: 'text of 1 to 4,000 characters without control characters',
  },
  ident: {
    name: 'ident',
    pattern: String.raw`^(?!constructor$)[a-z][a-z0-9_]*(?:\.[a-z][a-z0-9_]*)*$`,
    longest: 48,
    says: 'an id: words of a-z, 0-9 and `_` joined by dots, at most 48 characters, not `constructor`',
  },
  column: {
    name: 'column',
    pattern: String.raw`^(?!constructor$)[a-z][a-z0-9_]*$`,
    longest: 48,
    says: 'a name for the database: a-z, 0-9 and `_`, at most 48 characters, not `constructor`',
  },
  clause: {
    name: 'clause',
    pattern: `^${printable}+$`,
    longest: 32,
    says: 'a clause number: up to 32 printable characters without spaces or `*`, as in `2.1.1(a)`',
  },
  code: {
    name: 'code',
    pattern: '^[A-Z]+(?:-[A-Z0-9]+)+$',
    longest: 48,
    says: 'the code of a finding, as in `W-RECIPIENTS`',
  },
  date: {
    name: 'date',
    pattern: String.raw`^\d{4}-\d{2}-\d{2}$`,
    longest: 10,
    says: 'a date of the calendar, as in `2027-01-31`',
    holds: isDate,
  },
  duration: {
    name: 'duration',
    pattern: String.raw`^P[1-9]\d{0,3}[YMD]$`,
    longest: 6,
    says: 'a whole number of years, months or days, as in `P2Y`, `P18M` or `P30D`',
  },
  lifetime: {
    name: 'lifetime',
    pattern: String.raw`^(?:P[1-9]\d{0,3}[YMD]|session)$`,
    longest: 7,
    says: '`session` or a whole number of years, months or days, as in `P30D`',
  },
  country: {
    name: 'country',
    pattern: `^(?:${[...countries].join('|')})$`,
    longest: 2,
    says: 'an ISO 3166 country code, as in `SG`',
  },
  language: {
    name: 'language',
    pattern: '^[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*$',
    longest: 35,
    says: 'a BCP 47 language tag, as in `en-SG`',
  },
  zone: {
    name: 'zone',
    pattern: String.raw`^[A-Z][A-Za-z_]*(?:/[A-Za-z0-9_+\-]+){0,2}$`,
    longest: 64,
    says: 'a time zone, as in `Asia/Singapore`',
    holds: isZone,
  },
  email: {
    name: 'email',
    pattern: String.raw`^[^\s@\p{C}]+@[^\s@\p{C}]+\.[^\s@\p{C}]+$`,
    longest: 254,
    says: 'an e-mail address',
  },
  host: {
    name: 'host',
    pattern: String.raw`^[a-z0-9](?:[a-z0-9\-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9\-]*[a-z0-9])?)+$`,
    longest: 253,
    says: 'a host name in lower case, as in `www.aster.example`',
  },
  term: {
    name: 'term',
    pattern: '^[a-z][a-z0-9-]*:[A-Za-z][A-Za-z0-9_-]*$',
    longest: 80,
    says: 'a DPV term, as in `pd:EmailAddress`',
  },
  key: {
    name: 'key',
    pattern: String.raw`^[a-z][a-z0-9_]*(?:\.[a-z][a-z0-9_]*)*$`,
    longest: 80,
    says: 'a fideslang key, as in `user.contact.email`',
  },
} as const satisfies Record<string, Form>

function isDate(text: string): boolean {
  const date = new Date(`${text}T00:00:00Z`)
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text)
}

function isZone(text: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: text }).resolvedOptions().timeZone !== ''
  } catch {
    return false
  }
}
