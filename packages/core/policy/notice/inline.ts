/** A run of text inside a block. */
export type Inline =
  | { readonly kind: 'text' | 'code' | 'strong' | 'emphasis'; readonly text: string }
  | { readonly kind: 'link'; readonly text: string; readonly to: string }

/** Every mark a text may hold; what matches none is itself. A backslash takes the meaning from a mark. */
const mark =
  /\\(?<escaped>[\\`*_[\]|<>#])|`(?<code>[^`]+)`|\*\*(?<strong>[^*]+)\*\*|\*(?<emphasis>[^*\s](?:[^*]*[^*\s])?)\*|\[(?<text>(?:\\.|[^[\]\\])+)\]\((?<to>[^()\s]+)\)/g

/** Places a link of a notice may lead to: this site, this page, a secure site, a mailbox. Anything else is text. */
const place = /^(?:https:\/\/|mailto:|#|\/(?!\/))/

/** The runs of one block's text. */
export function inlinesOf(text: string): readonly Inline[] {
  const runs: Inline[] = []
  let from = 0
  for (const match of text.matchAll(mark)) {
    if (match.index > from) runs.push({ kind: 'text', text: text.slice(from, match.index) })
    runs.push(runOf(match[0], match.groups ?? {}))
    from = match.index + match[0].length
  }
  if (from < text.length) runs.push({ kind: 'text', text: text.slice(from) })
  return runs
}

function runOf(whole: string, groups: Readonly<Record<string, string | undefined>>): Inline {
  const { escaped, code, strong, emphasis, text, to } = groups
  if (escaped !== undefined) return { kind: 'text', text: escaped }
  if (code !== undefined) return { kind: 'code', text: code }
  if (strong !== undefined) return { kind: 'strong', text: strong }
  if (emphasis !== undefined) return { kind: 'emphasis', text: emphasis }
  if (text !== undefined && to !== undefined && place.test(to)) {
    return { kind: 'link', text: text.replace(/\\(.)/g, '$1'), to }
  }
  return { kind: 'text', text: whole }
}

/** Text that reads as itself where marks are read. */
export function plain(text: string): string {
  return text
    .replace(/[\\`*_[\]|<>#]/g, '\\$&')
    .replace(/\s+/g, ' ')
    .trim()
}

/** A link with plain text. */
export function link(text: string, to: string): string {
  return `[${plain(text)}](${to})`
}
