import { clauseAnchors } from '../notice/anchors.ts'
import { blocksOf, type Block } from '../notice/blocks.ts'
import { plain } from '../notice/inline.ts'
import type { PolicyDocument } from '../rules.ts'
import { channelBlocks, sourceBlocks } from './collecting.ts'
import { recipientBlocks, rightBlocks, trackerBlocks } from './giving.ts'
import { htmlOf } from './html.ts'
import { markdownOf } from './markdown.ts'
import { pageOf } from './page.ts'
import { controllerBlocks, purposeBlocks, retentionBlocks } from './using.ts'
import type { Writing } from './wording.ts'

/** A notice as people read it. */
export interface RenderedNotice {
  /** A whole page that needs nothing from elsewhere. */
  readonly html: string
  readonly markdown: string
}

/**
 * The notice from its prose (Markdown) and the rules: the prose as written, then a table for every kind of rule, so
 * that nothing the system does is missing from what people read (PRE.2).
 *
 * @example
 * await writeFile('privacy.html', renderNotice(policy, prose).html)
 */
export function renderNotice(policy: PolicyDocument, prose: string): RenderedNotice {
  const written = blocksOf(prose)
  const clauses = written.flatMap((block) => (block.kind === 'clause' ? [block.id] : []))
  const anchors = clauseAnchors([...new Set(clauses)])
  const blocks = [...titled(policy, written), ...ruleBlocks({ policy, anchors })]
  const { html: main, headings } = htmlOf(blocks, anchors)
  const html = pageOf({
    title: `${policy.name}: privacy notice`,
    language: policy.language,
    standing: `${policy.name}. Version ${policy.version}, in force from ${policy.effective}.`,
    headings,
    main,
  })
  return { html, markdown: markdownOf(blocks) }
}

/** The blocks with a title first, the policy's name where the prose has none. */
function titled({ name }: PolicyDocument, blocks: readonly Block[]): readonly Block[] {
  const [first] = blocks
  if (first?.kind === 'heading' && first.level === 1) return blocks
  return [{ kind: 'heading', level: 1, text: plain(name) }, ...blocks]
}

function ruleBlocks(writing: Writing): readonly Block[] {
  return [
    { kind: 'heading', level: 2, text: 'The rules behind this notice' },
    {
      kind: 'paragraph',
      text: 'The tables below are written by the same rules that our systems run on.',
    },
    ...controllerBlocks(writing),
    ...purposeBlocks(writing),
    ...channelBlocks(writing),
    ...sourceBlocks(writing),
    ...recipientBlocks(writing),
    ...retentionBlocks(writing),
    ...trackerBlocks(writing),
    ...rightBlocks(writing),
  ]
}
