/**
 * Dates as a decision counts them: periods that end on a calendar day, birthdays in a zone (docs/decision.md).
 * Instants are milliseconds since the epoch.
 * @module
 */

const day = 86_400_000
const latest = 8.64e15

/** A period in whole months (years are twelve) and days. */
export interface Duration {
  readonly months: number
  readonly days: number
}

/** The calendar of one time zone. */
export interface ZoneCalendar {
  readonly timeZone: string
  /** First instant at which the zone's calendar shows this day or a later one. */
  dayStart(date: CalendarDate): number
}

/** A day of the Gregorian calendar; months count from 1. */
export interface CalendarDate {
  readonly year: number
  readonly month: number
  readonly day: number
}

/**
 * Reads an ISO 8601 duration of years, months and days.
 * @throws {RangeError} when it is anything else: weeks, hours, fractions
 * @example
 * parseDuration('P18M') // { months: 18, days: 0 }
 */
export function parseDuration(text: string): Duration {
  const parts = /^P(?=\d)(?:(\d{1,6})Y)?(?:(\d{1,6})M)?(?:(\d{1,6})D)?$/.exec(text)
  if (!parts) throw new RangeError(`\`${text}\` is not a duration in whole years, months or days`)
  const [years, months, days] = parts.slice(1).map((digits) => Number(digits ?? 0))
  return { months: (years ?? 0) * 12 + (months ?? 0), days: days ?? 0 }
}

/**
 * The instant a period after `start`, on the calendar of UTC: months first, a day that the month lacks becoming its
 * last, then days. `Infinity` where it is past every date.
 */
export function addDuration(start: number, { months, days }: Duration): number {
  const date = new Date(start)
  const month = date.getUTCMonth() + months
  const dayOfMonth = Math.min(date.getUTCDate(), daysInMonth(date.getUTCFullYear(), month + 1))
  date.setUTCFullYear(date.getUTCFullYear(), month, dayOfMonth)
  const end = date.getTime() + days * day
  return end <= latest ? end : Infinity
}

/** Reads `YYYY-MM-DD`; `null` where it is no day of the calendar. */
export function parseDate(text: string): CalendarDate | null {
  const parts = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text)
  if (!parts) return null
  const [year, month, dayOfMonth] = parts.slice(1).map(Number)
  if (year === undefined || month === undefined || dayOfMonth === undefined) return null
  const exists =
    month >= 1 && month <= 12 && dayOfMonth >= 1 && dayOfMonth <= daysInMonth(year, month)
  return exists ? { year, month, day: dayOfMonth } : null
}

/** The day on which someone born on `born` turns `years`: 1 March for 29 February in a common year. */
export function birthday(born: CalendarDate, years: number): CalendarDate {
  const year = born.year + years
  if (born.month === 2 && born.day > daysInMonth(year, 2)) return { year, month: 3, day: 1 }
  return { ...born, year }
}

/** Writes a day as `YYYY-MM-DD`. */
export function dateText({ year, month, day: dayOfMonth }: CalendarDate): string {
  const pad = (value: number, width: number) => String(value).padStart(width, '0')
  return `${pad(year, 4)}-${pad(month, 2)}-${pad(dayOfMonth, 2)}`
}

/** Milliseconds since the epoch of a day's start in UTC. */
export function utcMidnight(date: CalendarDate): number {
  // Date.UTC reads the years 0 to 99 as 1900 to 1999.
  return new Date(0).setUTCFullYear(date.year, date.month - 1, date.day)
}

const calendars = new Map<string, ZoneCalendar>()

/**
 * The calendar of an IANA time zone, made once: a formatter costs some 50 us.
 * @throws {RangeError} when the zone is unknown
 */
export function zoneCalendar(timeZone: string): ZoneCalendar {
  const known = calendars.get(timeZone)
  if (known) return known
  const format = new Intl.DateTimeFormat('en-US', { timeZone, timeZoneName: 'longOffset' })
  const offset = (at: number) => readOffset(format.formatToParts(at))
  const calendar = {
    timeZone,
    dayStart: (date: CalendarDate) => {
      const midnight = utcMidnight(date)
      if (!(Math.abs(midnight) <= latest - 2 * day)) return midnight
      const before = offset(midnight - 2 * day)
      if (before === offset(midnight + 2 * day)) return midnight - before
      return firstShowing(midnight, offset)
    },
  }
  calendars.set(timeZone, calendar)
  return calendar
}

/**
 * Around a change of clocks: the change lies within two days, so offsets are read at every quarter of an hour from
 * where the day cannot have begun, and the quarter in which it begins is halved down to the millisecond.
 */
function firstShowing(midnight: number, offset: (at: number) => number): number {
  const quarter = 900_000
  const shows = (at: number) => at + offset(at) >= midnight
  let high = midnight - day
  while (!shows(high)) high += quarter
  let low = high - quarter
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2)
    if (shows(middle)) high = middle
    else low = middle
  }
  return high
}

/** Milliseconds that the zone is ahead of UTC, from `GMT`, `GMT+08:00` or `GMT-00:01:15`. */
function readOffset(parts: readonly Intl.DateTimeFormatPart[]): number {
  const name = parts.find(({ type }) => type === 'timeZoneName')?.value ?? 'GMT'
  const found = /([+-])(\d+):(\d+)(?::(\d+))?/.exec(name)
  if (!found) return 0
  const [sign, hours, minutes, seconds] = found.slice(1)
  const ahead = (Number(hours) * 60 + Number(minutes)) * 60 + Number(seconds ?? 0)
  return (sign === '-' ? -ahead : ahead) * 1000
}

function daysInMonth(year: number, month: number): number {
  // The zeroth day of the next month; setUTCFullYear, since Date.UTC misreads the years 0 to 99.
  return new Date(new Date(0).setUTCFullYear(year, month, 0)).getUTCDate()
}
