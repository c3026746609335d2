/** What the sections of the policy owe each other: nothing asked, used, given or kept without a reason. */
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import type { PolicyDocument } from '@troth/core/policy'
import { aster } from './policy.ts'

const policy: PolicyDocument = aster
const purposes = Object.entries(policy.purposes)

/** Kinds of data that we make ourselves; all others come in by a channel or a source. */
const made = ['account', 'segment', 'statistics', 'identity.check', 'consent.record']

/** Every way in, with the kinds of data it brings and the purposes it may serve. */
const waysIn = [
  ...Object.entries(policy.channels).map(([id, channel]) => ({
    id,
    asked: Object.keys(channel.fields).map((field) => categoryOf(channel.into, field)),
    holds: Object.keys(policy.datasets[channel.into]?.fields ?? {}).map((field) =>
      categoryOf(channel.into, field),
    ),
    serves: [...channel.purposes, ...(channel.choices ?? [])],
  })),
  ...Object.entries(policy.sources).map(([id, source]) => ({
    id,
    asked: source.categories,
    holds: source.categories,
    serves: source.purposes,
  })),
]

test('each way in asks only for what one of its purposes uses (§2.1.1)', () => {
  const idle = waysIn.flatMap(({ id, asked, serves }) =>
    asked
      .filter((category) => !serves.some((one) => one !== 'rights' && uses(one, category)))
      .map((category) => `${id} asks for ${category}`),
  )
  assert.deepEqual(idle, [])
})

test('each way in serves only purposes that use what it brings (§2.1.1)', () => {
  const idle = waysIn.flatMap(({ id, holds, serves }) =>
    serves
      .filter((one) => !holds.some((category) => uses(one, category)))
      .map((one) => `${id} serves ${one}`),
  )
  assert.deepEqual(idle, [])
})

test('what a purpose uses reaches it by some way in (§3.1)', () => {
  const unreached = purposes.flatMap(([id, purpose]) =>
    purpose.uses
      .filter((category) => !made.includes(category))
      .filter(
        (category) =>
          !waysIn.some((way) => way.serves.includes(id) && way.holds.includes(category)),
      )
      .map((category) => `${id} uses ${category}`),
  )
  assert.deepEqual(unreached, [])
})

test('each kind of data has a place and a use', () => {
  const placed = Object.values(policy.datasets).flatMap((dataset) =>
    Object.values(dataset.fields).map((field) => field.category),
  )
  for (const category of Object.keys(policy.categories)) {
    assert.ok(placed.includes(category), `${category} lies nowhere`)
    assert.ok(
      purposes.some(([id]) => uses(id, category)),
      `${category} is used for nothing`,
    )
  }
})

test('what is sensitive is sealed (§7.1)', () => {
  const open = Object.entries(policy.datasets).flatMap(([id, dataset]) =>
    Object.entries(dataset.fields)
      .filter(([, field]) => policy.categories[field.category]?.sensitive === true)
      .filter(([, field]) => field.keep === 'open')
      .map(([name]) => `${id}.${name}`),
  )
  assert.deepEqual(open, [])
})

test('no prohibition forbids what its purpose uses (§3.1.3(e).iii)', () => {
  const clashes = Object.entries(policy.prohibitions).flatMap(([id, rule]) =>
    rule.purposes.flatMap((purpose) =>
      rule.categories
        .filter((category) => uses(purpose, category))
        .map((category) => `${id}: ${purpose} uses ${category}`),
    ),
  )
  assert.deepEqual(clashes, [])
})

test('each use of each kind of data has one end, and no rule keeps what is not used (§5.1.i)', () => {
  const rules = Object.entries(policy.retention)
  const wrong = purposes.flatMap(([id, { uses: used }]) =>
    used.flatMap((category) => {
      const ends = rules.filter(
        ([, rule]) => rule.categories.includes(category) && rule.purposes.includes(id),
      )
      return ends.length === 1
        ? []
        : [`${id} ${category}: ${ends.map(([name]) => name).join(' ') || 'no end'}`]
    }),
  )
  const idle = rules.flatMap(([name, rule]) => idleIn(name, rule))
  assert.deepEqual([...wrong, ...idle], [])
})

test('each recipient and each tool gets only what one of its purposes uses (§6.1)', () => {
  const wrong = [...Object.entries(policy.recipients), ...Object.entries(policy.tools)].flatMap(
    ([name, rule]) => idleIn(name, rule),
  )
  assert.deepEqual(wrong, [])
})

test('each country on the list is one where somebody receives data (§6.2.i)', () => {
  const reached = Object.values(policy.recipients).flatMap(({ parties }) =>
    parties.flatMap(({ countries }) => countries.filter((country) => country !== 'SG')),
  )
  assert.deepEqual([...new Set(reached)].toSorted(), [...policy.transfers.countries].toSorted())
})

test('what an act agrees to is every purpose deemed from conduct, and nothing else (PRE.3)', () => {
  const deemed = purposes.filter(([, { basis }]) => basis === 'deemed:conduct').map(([id]) => id)
  assert.deepEqual([...policy.conduct.covers].toSorted(), deemed.toSorted())
})

test('leaving the account stops what needs it; leaving marketing stops no service (§10.2.i)', () => {
  const needing = (stopped: readonly string[]): readonly string[] => {
    const more = purposes.filter(
      ([id, { needs = [] }]) => !stopped.includes(id) && needs.some((one) => stopped.includes(one)),
    )
    return more.length === 0 ? stopped : needing([...stopped, ...more.map(([id]) => id)])
  }
  const account = ['account', 'service', 'link', 'loyalty', 'location', 'publish']
  assert.deepEqual([...needing(['account'])].toSorted(), account.toSorted())
  for (const [id] of purposes.filter(([, { basis }]) => basis === 'express')) {
    assert.deepEqual(needing([id]), [id])
  }
})

test('where nothing else changes, the consequence says so, and only there (§10.2.i)', () => {
  for (const [id, { onWithdrawal }] of purposes) {
    const stopsMore = purposes.some(([, { needs = [] }]) => needs.includes(id))
    assert.equal(/nothing else changes\.$/i.test(onWithdrawal), !stopsMore, id)
    assert.match(onWithdrawal, /^(You |The law )/, id)
  }
})

test('the notice states the figures of the rules', () => {
  const notice = readFileSync(join(import.meta.dirname, 'notice.md'), 'utf8')
  const { retention, clocks } = policy
  const figures: readonly (readonly [unknown, unknown, string])[] = [
    [retention['accounts']?.period, 'P90D', '90 days after you close the account'],
    [
      retention['purchases']?.period,
      'P3Y',
      '3 years after purchase (2 years warranty, 1 year claims)',
    ],
    [
      retention['purchases']?.statutory?.period,
      'P5Y',
      '5 years from the end of the financial year',
    ],
    [retention['baskets']?.period, 'P14D', 'Abandoned baskets and checkout emails | 14 days'],
    [retention['cases']?.period, 'P3Y', 'security and fraud cases | 3 years after close'],
    [retention['recordings']?.period, 'P90D', 'Recordings and training copies | 90 days'],
    [retention['loyalty']?.period, 'P90D', '90 days after you leave the programme'],
    [retention['survey.contacts']?.period, 'P6M', 'at most 6 months |'],
    [retention['survey.answers']?.period, 'P24M', '24 months, then statistics only'],
    [retention['entries']?.period, 'P6M', '6 months after the prize is given'],
    [retention['business.contacts']?.period, 'P24M', '24 months after last contact'],
    [
      retention['marketing.lists']?.period,
      'P24M',
      'until you withdraw; a consent lapses after 24 months',
    ],
    [
      policy.purposes['marketing.email']?.consentLasts,
      'P24M',
      '24 months after you gave it the consent lapses',
    ],
    [retention['do.not.call']?.period, 'P3Y', 'usable for 21 days, kept 3 years as proof'],
    [retention['applications']?.period, 'P12M', '12 months after the decision'],
    [retention['credit']?.period, 'P6M', 'until its end date, at most 6 months'],
    [retention['identity.checks']?.period, 'P12M', 'Identity check results | 12 months'],
    [retention['logs']?.period, 'P12M', '12 months; network addresses shortened after 90 days'],
    [retention['network.addresses']?.period, 'P90D', 'network addresses shortened after 90 days'],
    [retention['usage']?.period, 'P12M', 'other usage reports | 12 months'],
    [retention['groups']?.period, 'P12M', 'until you turn personalisation off, at most 12 months'],
    [retention['exact.location']?.period, 'P1D', 'Exact location | 1 day'],
    [retention['rough.area']?.period, 'P90D', 'Rough area | 90 days'],
    [retention['quarantine']?.period, 'P30D', 'Items in quarantine | 30 days'],
    [retention['child.marks']?.period, 'P30D', 'a guardian who did not answer | 30 days'],
    [retention['tool.questions']?.period, 'P90D', 'answers from automated tools | 90 days'],
    [
      retention['requests']?.period,
      'P3Y',
      'Requests about your rights, and breach files | 3 years',
    ],
    [retention['staff']?.period, 'P12M', '12 months after the person leaves'],
    [policy.statistics.minimumCell, 20, 'every figure covers at least 20 people'],
    [policy.children.under, 13, 'a thirteenth birthday'],
    [policy.children.young.until, 18, 'until you turn 18'],
    [clocks['access']?.days, 30, 'It comes within 30 calendar days'],
    [clocks['withdrawal']?.days, 10, 'stop within 10 business days'],
    [clocks['dnc.optout']?.days, 21, 'the limit is 21 calendar days'],
    [clocks['breach.assessment']?.days, 30, 'finish assessing it within 30 calendar days'],
    [clocks['breach.commission']?.days, 3, 'within 3 calendar days'],
    [clocks['quarantine']?.days, 30, 'Within 30 days we either give it a purpose'],
    [policy.trackers['aster_basket']?.lasts, 'P14D', '`aster_basket` | Aster | 14 days'],
    [policy.trackers['aster_picks']?.lasts, 'P30D', '`aster_picks` | Aster | 30 days'],
    [policy.trackers['aster_adverts']?.lasts, 'P90D', '`aster_adverts` | Aster | 90 days'],
  ]
  for (const [rule, figure, said] of figures) {
    assert.equal(rule, figure, said)
    assert.ok(notice.includes(said), `the notice does not say “${said}”`)
  }
})

function uses(purpose: string, category: string): boolean {
  return policy.purposes[purpose]?.uses.includes(category) ?? false
}

function categoryOf(dataset: string, field: string): string {
  return policy.datasets[dataset]?.fields[field]?.category ?? `no field ${dataset}.${field}`
}

function idleIn(
  name: string,
  rule: { readonly purposes: readonly string[]; readonly categories: readonly string[] },
): readonly string[] {
  return [
    ...rule.purposes
      .filter((one) => !rule.categories.some((category) => uses(one, category)))
      .map((one) => `${name}: ${one}`),
    ...rule.categories
      .filter((category) => !rule.purposes.some((one) => uses(one, category)))
      .map((one) => `${name}: ${one}`),
  ]
}
