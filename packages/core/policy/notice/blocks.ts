/**
 * The Markdown a notice may use: headings, paragraphs, lists and tables. Nothing in it is ever HTML.
 * @module
 */

/** One block of a notice. A paragraph that begins with one word in bold is the clause of that number. */
export type Block =
  | { readonly kind: 'heading'; readonly level: number; readonly text: string }
  | { readonly kind: 'clause'; readonly id: string; readonly text: string }
  | { readonly kind: 'paragraph'; readonly text: string }
  | { readonly kind: 'list'; readonly ordered: boolean; readonly items: readonly string[] }
  | {
      readonly kind: 'table'
      /** What the table shows; a table of the prose has none of its own. */
      readonly caption?: string
      readonly head: readonly string[]
      readonly rows: readonly (readonly string[])[]
    }

/** The clause number at the start of a paragraph: `**2.1.1(a)** When you open an account...` */
const clauseStart = /^\*\*([^\s*]{1,32})\*\*\s+/

/** The blocks of a notice in order; blank lines part them. */
export function blocksOf(markdown: string): readonly Block[] {
  const blocks: Block[] = []
  for (const chunk of markdown.replaceAll('\r\n', '\n').split(/\n(?:[ \t]*\n)+/)) {
    const lines = chunk.split('\n').map((line) => line.trim())
    while (lines.length > 0) {
      const [first = ''] = lines
      const take = first === '' ? 1 : runLength(lines, first)
      const run = lines.splice(0, take)
      if (first !== '') blocks.push(blockOf(run, first))
    }
  }
  return blocks
}

type LineKind = 'heading' | 'table' | 'bullet' | 'number' | 'text'

function lineKind(line: string): LineKind {
  if (/^#{1,4} /.test(line)) return 'heading'
  if (line.startsWith('|')) return 'table'
  if (/^[-*] /.test(line)) return 'bullet'
  return /^\d{1,3}\. /.test(line) ? 'number' : 'text'
}

/** How many lines from the first belong to one block. A list item may run on over lines of plain text. */
function runLength(lines: readonly string[], first: string): number {
  const kind = lineKind(first)
  if (kind === 'heading') return 1
  const ends = lines.findIndex((line, at) => {
    if (at === 0) return false
    const here = lineKind(line)
    const runsOn = here === 'text' && (kind === 'bullet' || kind === 'number')
    return line === '' || (here !== kind && !runsOn)
  })
  return ends === -1 ? lines.length : ends
}

function blockOf(lines: readonly string[], first: string): Block {
  switch (lineKind(first)) {
    case 'heading': {
      const level = first.indexOf(' ')
      return { kind: 'heading', level, text: first.slice(level + 1).trim() }
    }
    case 'table': {
      const [head = [], ...rest] = lines.map(cells)
      const rows = rest.filter((row) => !row.every((cell) => /^:?-+:?$/.test(cell)))
      return { kind: 'table', head, rows }
    }
    case 'bullet':
    case 'number':
      return { kind: 'list', ordered: lineKind(first) === 'number', items: itemsOf(lines) }
    case 'text': {
      const text = lines.join(' ')
      const id = clauseStart.exec(text)?.[1]
      if (id === undefined) return { kind: 'paragraph', text }
      return { kind: 'clause', id, text: text.replace(clauseStart, '') }
    }
  }
}

function cells(line: string): readonly string[] {
  const inner = line.replace(/^\|/, '').replace(/(?<!\\)\|$/, '')
  // An escaped bar stays escaped here: the runs of the cell are read, and unescaped, later.
  return inner.split(/(?<!\\)\|/).map((cell) => cell.trim())
}

function itemsOf(lines: readonly string[]): readonly string[] {
  const items: string[] = []
  for (const line of lines) {
    if (lineKind(line) === 'text') items.push(`${items.pop() ?? ''} ${line}`)
    else items.push(line.replace(/^(?:[-*]|\d{1,3}\.) /, ''))
  }
  return items
}
