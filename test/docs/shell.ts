import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process'
import { once } from 'node:events'

/** A program that reads from a pipe, as a person would type, and prints. */
export interface Conversation {
  /** Sends one input and gives what was printed until it was done. */
  say(input: string): Promise<string>
  close(): Promise<void>
}

/** Opens a shell that keeps its variables and functions from one command to the next. */
export function openShell(
  cwd: string,
  env: NodeJS.ProcessEnv,
): Conversation & {
  /** The exit code of the last command. */
  readonly code: () => number
} {
  const child = spawn('bash', ['--noprofile', '--norc'], { cwd, env })
  child.stdin.write('exec 2>&1\n')
  let code = 0
  return {
    code: () => code,
    async say(input) {
      const printed = await untilMark(
        child,
        (mark) => `${input}\nprintf '%s %s\\n' '${mark}' "$?"\n`,
      )
      code = Number(printed.rest)
      return printed.text
    },
    close: () => end(child, 'exit\n'),
  }
}

/** Opens psql with its arguments, as the shell would read them. */
export function openPsql(command: string, cwd: string, env: NodeJS.ProcessEnv): Conversation {
  const child = spawn('bash', ['-c', `exec ${command} --no-psqlrc 2>&1`], { cwd, env })
  return {
    say: async (input) => (await untilMark(child, (mark) => `${input}\n\\echo ${mark} 0\n`)).text,
    close: () => end(child, '\\q\n'),
  }
}

let marks = 0

async function untilMark(
  child: ChildProcessWithoutNullStreams,
  input: (mark: string) => string,
): Promise<{ readonly text: string; readonly rest: string }> {
  const mark = `done-${process.pid}-${(marks += 1)}`
  const end = new RegExp(`(^|\\n)?${mark} (\\d+)\\n`)
  let printed = ''
  const { promise, resolve, reject } = Promise.withResolvers<{ text: string; rest: string }>()
  const take = (chunk: Buffer): void => {
    printed += chunk.toString()
    const found = end.exec(printed)
    if (found) resolve({ text: printed.slice(0, found.index), rest: found[2] ?? '' })
  }
  const gone = (): void => reject(new Error(`The program ended. It printed: ${printed}`))
  child.stdout.on('data', take)
  child.once('close', gone)
  child.stdin.write(input(mark))
  try {
    return await promise
  } finally {
    child.stdout.off('data', take)
    child.off('close', gone)
  }
}

async function end(child: ChildProcessWithoutNullStreams, word: string): Promise<void> {
  if (child.exitCode !== null) return
  const closed = once(child, 'close')
  child.stdin.end(word)
  await closed
}
