import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  addDuration,
  birthday,
  dateText,
  parseDate,
  parseDuration,
  zoneCalendar,
} from './calendar.ts'

const after = (start: string, period: string) =>
  new Date(addDuration(Date.parse(start), parseDuration(period))).toISOString()

test('a period ends on the calendar of UTC, a day that the month lacks becoming its last', () => {
  assert.equal(after('2027-01-31T09:30:00.250Z', 'P1M'), '2027-02-28T09:30:00.250Z')
  assert.equal(after('2028-01-31T00:00:00Z', 'P1M'), '2028-02-29T00:00:00.000Z')
  assert.equal(after('2028-02-29T23:59:59Z', 'P1Y'), '2029-02-28T23:59:59.000Z')
  assert.equal(after('2028-02-29T00:00:00Z', 'P4Y'), '2032-02-29T00:00:00.000Z')
  assert.equal(after('2026-08-31T00:00:00Z', 'P18M'), '2028-02-29T00:00:00.000Z')
  assert.equal(after('2027-03-14T05:00:00Z', 'P30D'), '2027-04-13T05:00:00.000Z')
  assert.equal(after('2027-01-31T00:00:00Z', 'P1M1D'), '2027-03-01T00:00:00.000Z')
  assert.equal(after('2027-12-31T00:00:00Z', 'P1Y2M'), '2029-02-28T00:00:00.000Z')
})

test('an end that no date can hold never comes', () => {
  assert.equal(addDuration(Date.parse('2027-01-01'), parseDuration('P999999Y')), Infinity)
  assert.equal(addDuration(8.64e15, parseDuration('P1D')), Infinity)
})

test('only years, months and days make a duration', () => {
  for (const text of ['', 'P', 'P1W', 'PT1H', 'P1.5Y', 'P-1Y', 'P1D1M', '1Y', 'P1Y ', 'p1y']) {
    assert.throws(() => parseDuration(text), RangeError, text)
  }
  assert.deepEqual(parseDuration('P2Y3M4D'), { months: 27, days: 4 })
})

test('a date is a day that the calendar has', () => {
  assert.deepEqual(parseDate('2028-02-29'), { year: 2028, month: 2, day: 29 })
  assert.deepEqual(parseDate('0000-12-31'), { year: 0, month: 12, day: 31 })
  for (const text of [
    '2027-02-29',
    '1900-02-29',
    '2027-13-01',
    '2027-00-10',
    '2027-01-32',
    '27-1-1',
  ]) {
    assert.equal(parseDate(text), null, text)
  }
})

test('a birthday on 29 February is 1 March in common years', () => {
  const born = { year: 2012, month: 2, day: 29 }
  assert.equal(dateText(birthday(born, 13)), '2025-03-01')
  assert.equal(dateText(birthday(born, 16)), '2028-02-29')
  assert.equal(dateText(birthday(born, 88)), '2100-03-01')
  assert.equal(dateText(birthday({ year: 2012, month: 2, day: 28 }, 13)), '2025-02-28')
})

test('a day starts at the first instant that the zone shows it or a later one', () => {
  const start = (zone: string, text: string) => {
    const date = parseDate(text)
    assert.ok(date)
    return new Date(zoneCalendar(zone).dayStart(date)).toISOString()
  }
  assert.equal(start('Asia/Singapore', '2027-03-01'), '2027-02-28T16:00:00.000Z')
  assert.equal(start('UTC', '0033-01-01'), '0033-01-01T00:00:00.000Z')
  // Midnight is skipped: clocks go from 24:00 to 01:00.
  assert.equal(start('America/Sao_Paulo', '2018-11-04'), '2018-11-04T03:00:00.000Z')
  // The whole day is skipped: the zone changes sides of the date line.
  assert.equal(start('Pacific/Apia', '2011-12-30'), '2011-12-30T10:00:00.000Z')
  assert.equal(start('Pacific/Apia', '2011-12-31'), '2011-12-30T10:00:00.000Z')
  // Midnight comes twice, a minute before the clocks go back: the first counts.
  assert.equal(start('America/St_Johns', '2009-11-01'), '2009-11-01T02:30:00.000Z')
  // Seconds from before standard time.
  assert.equal(start('Asia/Singapore', '1900-01-01'), '1899-12-31T17:04:35.000Z')
  assert.throws(() => zoneCalendar('Mars/Olympus'), RangeError)
})
