/** Draws how far a long piece of work has come, on one line of a terminal; silent elsewhere. */
export function progressBar(
  stream: NodeJS.WriteStream,
  label: string,
): (done: number, total: number) => void {
  const width = 32
  let drawn = ''
  return (done, total) => {
    if (!stream.isTTY) return
    const filled = Math.round((done / total) * width)
    const line = `${label}  ${'█'.repeat(filled)}${'░'.repeat(width - filled)}  ${done} of ${total}`
    if (line !== drawn) stream.write(`\r${line}${done === total ? '\n' : ''}`)
    drawn = line
  }
}
