import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { markdownOf } from '../render/markdown.ts'
import { clauseAnchors } from './anchors.ts'
import { blocksOf } from './blocks.ts'
import { inlinesOf, plain } from './inline.ts'

test('reads headings, clauses, paragraphs, lists and tables', () => {
  const markdown = `# Title
## Under
**2.1.1(a)** One clause
on two lines.

A paragraph with **bold** in it.
- one
- two
  goes on
1. first
2. second

| A | B |
|---|:-:|
| x \\| y | z |
`
  assert.deepEqual(blocksOf(markdown.replaceAll('\n', '\r\n')), [
    { kind: 'heading', level: 1, text: 'Title' },
    { kind: 'heading', level: 2, text: 'Under' },
    { kind: 'clause', id: '2.1.1(a)', text: 'One clause on two lines.' },
    { kind: 'paragraph', text: 'A paragraph with **bold** in it.' },
    { kind: 'list', ordered: false, items: ['one', 'two goes on'] },
    { kind: 'list', ordered: true, items: ['first', 'second'] },
    { kind: 'table', head: ['A', 'B'], rows: [['x \\| y', 'z']] },
  ])
})

test('takes one bold word at the start of a paragraph for a clause, and nothing else', () => {
  for (const text of ['**two words** x', 'x **1.1** y', '**1.1**x', '****', '** 1 ** x']) {
    assert.equal(blocksOf(text)[0]?.kind, 'paragraph', text)
  }
})

test('reads runs of text, and links only to safe places', () => {
  assert.deepEqual(inlinesOf('a **b** *c* `d` \\*e [f](/g)'), [
    { kind: 'text', text: 'a ' },
    { kind: 'strong', text: 'b' },
    { kind: 'text', text: ' ' },
    { kind: 'emphasis', text: 'c' },
    { kind: 'text', text: ' ' },
    { kind: 'code', text: 'd' },
    { kind: 'text', text: ' ' },
    { kind: 'text', text: '*' },
    { kind: 'text', text: 'e ' },
    { kind: 'link', text: 'f', to: '/g' },
  ])
  for (const to of [
    'javascript:alert`1`',
    'data:text/html,x',
    '//evil.example',
    'http://x.example',
    'JAVASCRIPT:x',
  ]) {
    assert.deepEqual(
      inlinesOf(`[x](${to})`)
        .map(({ kind }) => kind)
        .includes('link'),
      false,
      to,
    )
  }
})

test('reads plain text as itself', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 60 }), (text) => {
      const read = inlinesOf(plain(text))
        .map((run) => run.text)
        .join('')
      assert.equal(read, text.replace(/\s+/g, ' ').trim())
    }),
  )
})

test('reads back the tables it writes', () => {
  const cell = fc.string({ minLength: 1, maxLength: 20 }).map((text) => plain(`x${text}`))
  fc.assert(
    fc.property(
      fc.array(fc.tuple(cell, cell), { minLength: 1, maxLength: 4 }),
      ([head, ...rows]) => {
        const table = { kind: 'table', head: head!, rows } as const
        assert.deepEqual(blocksOf(markdownOf([table])), [table])
      },
    ),
  )
})

test('gives each clause its own anchor', () => {
  const anchors = clauseAnchors(['2.1.1(a)', '3.1.1(f).i', 'PRE.1', 'a(b)', 'a-b', '§', '$'])
  assert.deepEqual(
    [...anchors.values()],
    ['c-2.1.1-a', 'c-3.1.1-f.i', 'c-PRE.1', 'c-a-b', 'c-a-b-2', 'c-', 'c--2'],
  )
})

test('reads a text made to exhaust it in a moment', () => {
  const started = process.cpuUsage()
  for (const sign of ['[', '*', '**', '`', '\\', '| ', '[x](', '\n', ' \n', '- ', '# ']) {
    for (const block of blocksOf(sign.repeat(50_000))) if ('text' in block) inlinesOf(block.text)
  }
  // Time of this process alone, in microseconds: what else the machine does must not fail the test.
  assert.ok(process.cpuUsage(started).user < 5_000_000)
})
