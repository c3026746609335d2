/** One thing wrong with a document, and where: `path` is a JSON pointer. */
export interface Problem {
  readonly path: string
  readonly message: string
}

/** A caller's text as a message shows it: short, on one line, in backticks. */
export function quoted(value: unknown): string {
  const text = typeof value === 'string' ? value : String(value)
  const short = text.length > 60 ? `${text.slice(0, 57)}...` : text
  return `\`${short.toWellFormed().replace(/[\p{Cc}`]/gu, '\ufffd')}\``
}

/** Of the known words the one most like a wrong word, if any is like it; longer lists are not searched. */
export function nearest(wrong: string, known: Iterable<string>): string | undefined {
  let best: string | undefined
  let least = Math.min(4, Math.ceil(wrong.length / 3) + 1)
  if (wrong.length > 64) return undefined
  let seen = 0
  for (const word of known) {
    if (++seen > 1000) break
    const distance = Math.abs(word.length - wrong.length) < least ? edits(wrong, word) : least
    if (distance < least) {
      least = distance
      best = word
    }
  }
  return best
}

/** Letters to add, drop or change to make one word of the other. */
function edits(one: string, other: string): number {
  let row = Array.from({ length: other.length + 1 }, (_, at) => at)
  for (let at = 1; at <= one.length; at++) {
    const above = row
    row = [at]
    for (let to = 1; to <= other.length; to++) {
      const change = (above[to - 1] ?? 0) + (one[at - 1] === other[to - 1] ? 0 : 1)
      row.push(Math.min(change, (above[to] ?? 0) + 1, (row[to - 1] ?? 0) + 1))
    }
  }
  return row[other.length] ?? 0
}
