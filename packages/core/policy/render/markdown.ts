import type { Block } from '../notice/blocks.ts'

/** Blocks as Markdown, parted by blank lines. */
export function markdownOf(blocks: readonly Block[]): string {
  return `${blocks.map(blockText).join('\n\n')}\n`
}

function blockText(block: Block): string {
  switch (block.kind) {
    case 'heading':
      return `${'#'.repeat(block.level)} ${block.text}`
    case 'clause':
      return `**${block.id}** ${block.text}`
    case 'paragraph':
      return block.text
    case 'list':
      return block.items
        .map((item, at) => `${block.ordered ? `${at + 1}.` : '-'} ${item}`)
        .join('\n')
    case 'table':
      return [block.head, block.head.map(() => '---'), ...block.rows].map(row).join('\n')
  }
}

function row(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`
}
