import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { blocksOf } from '../notice/blocks.ts'
import { parsePolicy } from '../parse/parse.ts'
import type { PolicyDocument } from '../rules.ts'
import { smallNotice, smallPolicy } from '../test/small-policy.ts'
import { renderForm } from './form.ts'
import { words } from './html.ts'
import { renderNotice } from './notice.ts'

/** Labels as a hostile author would write them. */
const label = fc
  .oneof(
    fc.constantFrom(
      '<script>alert(1)</script>',
      '"><img src=x onerror=alert(1)>',
      '[x](javascript:alert(1))',
      'a | b',
      '**1** bold',
      '# head',
      '- item',
      '&lt;b&gt; \\ ` _',
      'two\nlines',
    ),
    fc.string({ unit: 'grapheme', minLength: 1, maxLength: 30 }),
  )
  // The number makes each label one that no other text holds.
  .chain((text) => fc.integer({ min: 10 ** 9, max: 10 ** 10 }).map((mark) => `${text} ${mark}`))

const id = fc.stringMatching(/^[a-z][a-z0-9_]{0,9}$/)

/** A table of rules like the one given, each with another label. */
function rules<Rule extends { readonly label: string }>(
  like: Rule,
): fc.Arbitrary<Record<string, Rule>> {
  return fc.dictionary(
    id,
    label.map((text) => ({ ...like, label: text })),
    { maxKeys: 5 },
  )
}

const policies: fc.Arbitrary<PolicyDocument> = fc
  .record({
    purposes: rules(smallPolicy.purposes['fraud']!),
    channels: rules(smallPolicy.channels['account']!),
    sources: rules(smallPolicy.sources['register']!),
    recipients: rules(smallPolicy.recipients['hosting']!),
    retention: rules(smallPolicy.retention['accounts']!),
    trackers: rules(smallPolicy.trackers['session']!),
    rights: rules(smallPolicy.rights['access']!),
    party: label,
    consequence: label,
    name: label,
  })
  .map(({ party, consequence, name, ...tables }) => ({
    ...smallPolicy,
    ...tables,
    name,
    purposes: { ...smallPolicy.purposes, ...tables.purposes },
    channels: Object.fromEntries(
      Object.entries(tables.channels).map(([key, channel]) => [
        key,
        {
          ...channel,
          fields: { ...channel.fields, email: { required: true, ifMissing: consequence } },
        },
      ]),
    ),
    recipients: Object.fromEntries(
      Object.entries(tables.recipients).map(([key, recipient]) => [
        key,
        { ...recipient, parties: [{ ...recipient.parties[0]!, name: party }] },
      ]),
    ),
  }))
  .filter((policy) => parsePolicy(structuredClone(policy)).ok)

const named = [
  'purposes',
  'channels',
  'sources',
  'recipients',
  'retention',
  'trackers',
  'rights',
] as const

function labelsOf(policy: PolicyDocument): readonly string[] {
  const labels = named.flatMap((table) => Object.values(policy[table]).map((rule) => rule.label))
  const parties = Object.values(policy.recipients).flatMap(({ parties: all }) =>
    all.map(({ name }) => name),
  )
  const missing = Object.values(policy.channels).flatMap(({ fields }) =>
    Object.values(fields).flatMap((ask) => (ask?.required ? [ask.ifMissing] : [])),
  )
  const officers = Object.values(policy.controllers).flatMap(({ name, officer }) => [
    name,
    officer.email,
  ])
  return [...labels, ...parties, ...missing, ...officers].map((text) =>
    text.replace(/\s+/g, ' ').trim(),
  )
}

const entities: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'" }
const textOf = (html: string): string =>
  html
    .replace(/<[^>]*>/g, '')
    .replace(/&(amp|lt|gt|quot|#39);/g, (_, name: string) => entities[name]!)

test('PRE.2 shows every channel, purpose, recipient, retention rule and tracker, as HTML and as Markdown', () => {
  fc.assert(
    fc.property(policies, (policy) => {
      const { html, markdown } = renderNotice(policy, smallNotice)
      const page = textOf(html)
      const cells = blocksOf(markdown)
        .flatMap((block) => (block.kind === 'table' ? block.rows.flat() : []))
        .map(words)
        .join('\n')
      for (const text of labelsOf(policy)) {
        assert.ok(page.includes(text), `not in the page: ${text}`)
        assert.ok(cells.includes(text), `not in the Markdown: ${text}`)
      }
      assertAccessible(html)
    }),
    { numRuns: 60 },
  )
})

const known = new Set(
  (
    'html head meta title style body a header p nav ul ol li main h1 h2 h3 h4 div table caption thead tbody tr th td ' +
    'strong em code'
  ).split(' '),
)

const attributesKnown = new Set(
  'lang charset name content class id href role aria-label tabindex scope'.split(' '),
)

/** What a screen reader, a small screen and a browser without scripts need of the page. */
function assertAccessible(html: string): void {
  const open: string[] = []
  const ids = new Set<string>()
  const links: string[] = []
  let level = 0
  for (const [, close, tag = '', attributes = ''] of html.matchAll(/<(\/?)([a-z0-9]+)([^>]*)>/g)) {
    assert.ok(known.has(tag), `an unexpected element: ${tag}`)
    const names = attributes.replace(/"[^"]*"/g, '').match(/[^\s=]+/g) ?? []
    for (const name of names) assert.ok(attributesKnown.has(name), `${tag} with ${name}`)
    if (close === '/') assert.equal(open.pop(), tag)
    else if (tag !== 'meta') open.push(tag)
    if (close === '/') continue
    const anchor = /\sid="([^"]*)"/.exec(attributes)?.[1]
    if (anchor !== undefined) {
      assert.ok(!ids.has(anchor), `the id ${anchor} twice`)
      ids.add(anchor)
    }
    const to = /\shref="([^"]*)"/.exec(attributes)?.[1]
    if (to !== undefined) links.push(to)
    if (tag === 'th') assert.match(attributes, /scope="(?:row|col)"/)
    if (/^h[1-4]$/.test(tag)) {
      assert.ok(Number(tag[1]) <= level + 1, `h${level} is followed by ${tag}`)
      level = Number(tag[1])
    }
  }
  assert.deepEqual(open, [])
  assert.match(html, /^<!doctype html>\n<html lang="[a-zA-Z-]+">/)
  for (const once of ['main', 'h1', 'title', 'header', 'nav aria-label="Contents"']) {
    assert.equal(html.match(new RegExp(`<${once}[ >]`, 'g'))?.length, 1, once)
  }
  assert.match(html, /<body>\n<a class="skip" href="#notice">/)
  assert.equal(
    html.match(/<table>\n<caption(?: class="heard")?>./g)?.length,
    html.match(/<table>/g)?.length,
  )
  for (const to of links) {
    if (to.startsWith('#')) assert.ok(ids.has(to.slice(1)), `a link to ${to}, which is nowhere`)
    else assert.match(to, /^(?:https:|mailto:|\/)/)
  }
}

test('§6.2.ii names the countries of each receiver and what protects data there', () => {
  const { html } = renderNotice(smallPolicy, smallNotice)
  assert.match(
    html,
    /<th scope="row">Example Hosting Ltd\.<\/th><td>Singapore, Japan<\/td><td>a contract \(Japan\)<\/td>/,
  )
})

test('gives each clause an anchor, and tables of rules lead to it', () => {
  const { html } = renderNotice(smallPolicy, smallNotice)
  assert.match(
    html,
    /<p id="c-2-a" class="clause"><a class="number" href="#c-2-a">2\(a\)<\/a> We keep/,
  )
  assert.ok((html.match(/href="#c-2-a"/g)?.length ?? 0) > 5)
  assertAccessible(html)
})

test('keeps the headings of any prose in order and gives it a title', () => {
  for (const prose of [
    '',
    '### Deep\n\n# Top\n\n#### Deeper\n\n# Top again',
    'No heading',
    '**1** a\n\n**1** b',
    '| a |\n|---|\n| b |',
  ]) {
    assertAccessible(renderNotice(smallPolicy, prose).html)
  }
})

test('writes prose as text, never as HTML', () => {
  const prose =
    '# <b>x</b>\n\n**1** <script>alert(1)</script> [go](javascript:x) "&amp;\n\n- <i>\n\n| <u> |\n|---|\n| <s> |'
  const { html } = renderNotice(smallPolicy, prose)
  assert.doesNotMatch(html, /<(?:b|script|i|u|s)>/)
  assert.ok(textOf(html).includes('<script>alert(1)</script> [go](javascript:x) "&amp;'))
})

test('the words of a form name every field, consequence, warning, notice, purpose and choice', () => {
  assert.equal(
    renderForm(smallPolicy, 'account'),
    `Open an account

For
- Aster Electronics (Singapore) Pte. Ltd.

We ask for
- Email (needed: We cannot open an account.)
- Birth date (needed: We cannot tell whether you may open an account.)
- Name (optional)
- Message (optional) Leave out what is private. This call is recorded.

We use it to
- Keep your account

Only if you choose
- Send you news by email (off). If you stop later: No more news.

About another person
- I have asked them.`,
  )
  assert.throws(() => renderForm(smallPolicy, 'constructor'), RangeError)
})

test('any word changed on a channel changes its form', () => {
  const before = renderForm(smallPolicy, 'account')
  const shown =
    /Open an account|Aster Electronics|We cannot|Leave out|This call|Keep your|Send you|No more news|I have asked|Birth date/g
  const text = JSON.stringify(smallPolicy)
  let changes = 0
  for (const match of text.matchAll(shown)) {
    const changed: PolicyDocument = JSON.parse(
      `${text.slice(0, match.index)}~${text.slice(match.index)}`,
    )
    if (renderForm(changed, 'account') !== before) changes++
  }
  assert.ok(changes >= 10, String(changes))
})
