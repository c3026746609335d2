import { free, slug } from '../notice/anchors.ts'
import type { Block } from '../notice/blocks.ts'
import { inlinesOf, type Inline } from '../notice/inline.ts'

const signs: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

/** Text as HTML shows it, in content and in attributes. */
export function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (sign) => signs[sign] ?? sign)
}

/** The runs of a text as HTML. */
export function inlineHtml(text: string): string {
  return inlinesOf(text).map(runHtml).join('')
}

function runHtml(run: Inline): string {
  const text = escaped(run.text)
  switch (run.kind) {
    case 'text':
      return text
    case 'code':
      return `<code>${text}</code>`
    case 'strong':
      return `<strong>${text}</strong>`
    case 'emphasis':
      return `<em>${text}</em>`
    case 'link':
      return `<a href="${escaped(run.to)}">${text}</a>`
  }
}

/** The words of a text without its marks. */
export function words(text: string): string {
  return inlinesOf(text)
    .map((run) => run.text)
    .join('')
}

/** A heading of the page, for its table of contents. */
export interface Heading {
  readonly id: string
  readonly level: number
  readonly text: string
}

/**
 * Blocks as HTML with the headings among them. Heading levels never skip one, whatever the Markdown did; each clause
 * has the anchor given for it; each table has a caption, its own or the heading it stands under.
 */
export function htmlOf(
  blocks: readonly Block[],
  anchors: ReadonlyMap<string, string>,
): { readonly html: string; readonly headings: readonly Heading[] } {
  const taken = new Set(anchors.values())
  // A clause written twice is a finding; on the page the first has the anchor.
  const unused = new Map(anchors)
  const headings: Heading[] = []
  const parts = blocks.map((block) => {
    if (block.kind === 'clause') {
      const anchor = unused.get(block.id)
      unused.delete(block.id)
      return clauseHtml(block, anchor)
    }
    if (block.kind !== 'heading') return blockHtml(block, headings.at(-1)?.text ?? '')
    const above = headings.at(-1)?.level ?? 0
    const level = Math.min(Math.max(block.level, headings.length === 0 ? 1 : 2), above + 1)
    const id = free(`s-${slug(words(block.text)).toLowerCase()}`, taken)
    taken.add(id)
    headings.push({ id, level, text: block.text })
    return `<h${level} id="${id}">${inlineHtml(block.text)}</h${level}>`
  })
  return { html: parts.join('\n'), headings }
}

type Clause = Extract<Block, { kind: 'clause' }>
type Table = Extract<Block, { kind: 'table' }>

function clauseHtml({ id, text }: Clause, anchor: string | undefined): string {
  const number = escaped(id)
  if (anchor === undefined) return `<p><strong>${number}</strong> ${inlineHtml(text)}</p>`
  return `<p id="${anchor}" class="clause"><a class="number" href="#${anchor}">${number}</a> ${inlineHtml(text)}</p>`
}

function blockHtml(block: Exclude<Block, { kind: 'heading' | 'clause' }>, under: string): string {
  switch (block.kind) {
    case 'paragraph':
      return `<p>${inlineHtml(block.text)}</p>`
    case 'list': {
      const tag = block.ordered ? 'ol' : 'ul'
      const items = block.items.map((item) => `<li>${inlineHtml(item)}</li>`)
      return `<${tag}>\n${items.join('\n')}\n</${tag}>`
    }
    case 'table':
      // A caption that repeats the heading above it is only for those who hear the page.
      return block.caption === undefined
        ? tableHtml(block, under, ' class="heard"')
        : tableHtml(block, block.caption, '')
  }
}

function tableHtml(table: Table, caption: string, shown: '' | ' class="heard"'): string {
  const head = table.head.map((cell) => `<th scope="col">${inlineHtml(cell)}</th>`).join('')
  const body = table.rows.map(([first = '', ...rest]) => {
    const cells = rest.map((cell) => `<td>${inlineHtml(cell)}</td>`).join('')
    return `<tr><th scope="row">${inlineHtml(first)}</th>${cells}</tr>`
  })
  // A wide table scrolls inside its own region, which the keyboard can reach, and never the page.
  return `<div class="table" role="region" aria-label="${escaped(words(caption))}" tabindex="0">
<table>
<caption${shown}>${inlineHtml(caption)}</caption>
<thead><tr>${head}</tr></thead>
<tbody>
${body.join('\n')}
</tbody>
</table>
</div>`
}
