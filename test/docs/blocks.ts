/** A fenced block of a page, with what a comment on the line before says about it. */
export interface Block {
  /** `docs/guide/sql.md:40`, to find it by. */
  readonly place: string
  /** The word after the fence: `console`, `ts`, `text` … */
  readonly kind: string
  /** `<!-- from test/demo.golden.txt -->` gives `from test/demo.golden.txt`; empty where there is no comment. */
  readonly mark: string
  readonly lines: readonly string[]
}

/** Finds the fenced blocks of a Markdown page. Throws when a fence is not closed. */
export function blocksOf(path: string, page: string): readonly Block[] {
  const lines = page.split('\n')
  const blocks: Block[] = []
  for (let at = 0; at < lines.length; at += 1) {
    const kind = /^```(\w*)$/.exec(lines[at] ?? '')?.[1]
    if (kind === undefined) continue
    const end = lines.indexOf('```', at + 1)
    if (end < 0) throw new Error(`${path}:${at + 1}: the block has no end`)
    blocks.push({
      place: `${path}:${at + 1}`,
      kind,
      mark: /^<!-- (.+) -->$/.exec(lines[at - 1] ?? '')?.[1] ?? '',
      lines: lines.slice(at + 1, end),
    })
    at = end
  }
  return blocks
}

/** One thing typed at a prompt and what the page says it prints. */
export interface Step {
  readonly prompt: 'shell' | 'sql'
  readonly input: string
  readonly output: readonly string[]
}

const prompts = [
  { prompt: 'shell', first: '$ ', next: '> ' },
  { prompt: 'sql', first: 'troth=> ', next: 'troth-> ' },
] as const

/** Reads the steps of a `console` block: `$ ` and `> ` are the shell's prompts, `troth=> ` and `troth-> ` are psql's. */
export function stepsOf({ place, lines }: Block): readonly Step[] {
  const steps: { prompt: 'shell' | 'sql'; input: string; output: string[] }[] = []
  for (const line of lines) {
    const opened = prompts.find(({ first }) => line.startsWith(first))
    const last = steps.at(-1)
    const going = prompts.find(({ prompt }) => prompt === last?.prompt)
    if (opened) {
      steps.push({ prompt: opened.prompt, input: line.slice(opened.first.length), output: [] })
    } else if (last === undefined) {
      throw new Error(`${place}: a console block begins with a prompt`)
    } else if (going && last.output.length === 0 && line.startsWith(going.next)) {
      last.input += `\n${line.slice(going.next.length)}`
    } else {
      last.output.push(line)
    }
  }
  return steps
}

/**
 * Whether what was printed is what the page shows; `…` stands for any text in a line, alone for any lines. Spaces at the
 * end of a line and empty lines at the end do not count.
 */
export function fits(shown: readonly string[], printed: string): boolean {
  const pattern = tidy(shown).map((line) =>
    line.trim() === '…' ? '(?:.*\\n)*?' : `${line.split('…').map(escape).join('.*')}\\n`,
  )
  const text = tidy(printed.split('\n')).map((line) => `${line}\n`)
  return new RegExp(`^${pattern.join('')}$`).test(text.join(''))
}

function tidy(lines: readonly string[]): readonly string[] {
  const trimmed = lines.map((line) => line.trimEnd())
  return trimmed.slice(0, trimmed.findLastIndex((line) => line !== '') + 1)
}

function escape(text: string): string {
  return text.replaceAll(/[\\^$.*+?()[\]{}|/]/g, '\\$&')
}
