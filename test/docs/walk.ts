import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { openAsPsql } from './as-psql.ts'
import { type Block, blocksOf, fits, type Step, stepsOf } from './blocks.ts'
import { type Conversation, openPsql, openShell } from './shell.ts'

/** Where a page is walked: a folder, an environment, and what the page calls them. */
export interface Ground {
  readonly folder: string
  readonly env: NodeJS.ProcessEnv
  /** What stands on the page, and what it is here: `127.0.0.1:7080` and a free port. */
  readonly names: Readonly<Record<string, string>>
  /** Speaks to the database as psql does where there is no psql. */
  readonly withoutPsql?: boolean
  /** What Troth printed when it started. */
  readonly started: string
}

const root = join(import.meta.dirname, '../..')
/** Whether this machine has psql. */
export const hasPsql = spawnSync('psql', ['--version']).status === 0

/**
 * Does what a page says, block by block, and compares what it prints with what the page shows. A block is typed
 * (`console`), put into the file that its mark names, run (`ts`, before a `text` block) or held against a file.
 * @returns how many commands, statements and programs were run
 */
export async function walkPage(path: string, ground: Ground): Promise<number> {
  const blocks = blocksOf(path, await readFile(join(root, path), 'utf8'))
  const reader = openReader(ground)
  let ran = 0
  try {
    for (const [at, block] of blocks.entries()) {
      const [verb, name = ''] = block.mark.split(' ')
      if (verb === 'not') continue
      if (verb === 'started') reader.compareStart(block)
      else if (verb === 'from') await standsIn(block, name)
      else if (verb === 'file') await put(join(ground.folder, name), block)
      else if (block.kind === 'console') ran += await reader.type(block, exitOf(block))
      else if (block.kind === 'ts') ran += await runProgram(block, blocks[at + 1], ground, at)
      else if (blocks[at - 1]?.kind !== 'ts') assert.fail(`${block.place}: nothing runs this block`)
    }
    return ran
  } finally {
    await reader.close()
  }
}

function exitOf({ mark }: Block): number {
  return Number(/^exit (\d)$/.exec(mark)?.[1] ?? 0)
}

async function standsIn({ place, lines }: Block, name: string): Promise<void> {
  const known = new Set(
    (await readFile(join(root, name), 'utf8')).split('\n').map((line) => line.trimEnd()),
  )
  for (const line of lines) {
    if (line !== '…')
      assert.ok(known.has(line.trimEnd()), `${place}: ${name} has no line \`${line}\``)
  }
}

async function put(file: string, { lines }: Block): Promise<void> {
  await mkdir(dirname(file), { recursive: true })
  await writeFile(file, `${lines.join('\n')}\n`)
}

async function runProgram(
  block: Block,
  shown: Block | undefined,
  ground: Ground,
  at: number,
): Promise<number> {
  assert.equal(shown?.kind, 'text', `${block.place}: a program is followed by what it prints`)
  const file = join(ground.folder, `program-${at}.ts`)
  await put(file, block)
  const project = join(ground.folder, `program-${at}.json`)
  await writeFile(
    project,
    JSON.stringify({ extends: './tsconfig.json', files: [file], references: [] }),
  )
  const types = run('tsc', ['--noEmit', '-p', project], ground)
  assert.equal(types.status, 0, `${block.place}: ${types.printed}`)
  const ran = run('node', [file], ground)
  assert.equal(ran.status, 0, `${block.place}: ${ran.printed}`)
  assertFits(block.place, file, shown?.lines ?? [], ran.printed)
  return 1
}

function run(program: string, words: readonly string[], { folder, env }: Ground) {
  const { status, stdout, stderr } = spawnSync(program, words, {
    cwd: folder,
    env,
    encoding: 'utf8',
  })
  return { status, printed: stdout + stderr }
}

function assertFits(place: string, input: string, shown: readonly string[], printed: string): void {
  assert.ok(
    fits(shown, printed),
    `${place}: \`${input}\` printed\n${printed}\nand the page shows\n${shown.join('\n')}`,
  )
}

/** A person at a terminal: one shell, and the psql that was opened in it last. */
function openReader(ground: Ground) {
  const { folder, env, names } = ground
  const shell = openShell(folder, env)
  const connects = new Map<string, string>()
  const opened: Conversation[] = []

  async function typeShell({ input, output }: Step, place: string, exit: number): Promise<void> {
    if (input.startsWith('psql ')) {
      opened.push(await openDatabase(input, place))
      return
    }
    const printed = await shell.say(here(input))
    for (const [, command = '', login = ''] of printed.matchAll(/(psql .*-U (\S+) .*)$/gm)) {
      connects.set(login, command)
    }
    assertFits(place, input, output, there(printed))
    assert.equal(
      shell.code(),
      exit,
      `${place}: \`${input}\` ended with ${shell.code()}\n${printed}`,
    )
  }

  // A page shows a connection as `psql … -U alice …`: what is left out was printed when the login was issued.
  async function openDatabase(input: string, place: string): Promise<Conversation> {
    const login = /-U (\S+)/.exec(input)?.[1] ?? ''
    const command = connects.get(login) ?? (await shell.say(`echo ${input}`)).trim()
    assert.ok(!command.includes('…'), `${place}: no login ${login} was issued before`)
    if (hasPsql && ground.withoutPsql !== true) return openPsql(command, folder, env)
    return openAsPsql(command)
  }

  const swap = (text: string, from: 0 | 1): string =>
    Object.entries(names).reduce(
      (made, pair) => made.replaceAll(pair[from], pair[1 - from] ?? ''),
      text,
    )
  const here = (text: string): string => swap(text, 0)
  const there = (text: string): string => swap(text, 1)

  return {
    async type(block: Block, exit: number): Promise<number> {
      const steps = stepsOf(block)
      for (const [at, step] of steps.entries()) {
        const place = `${block.place}, ${step.input.split('\n')[0]}`
        if (step.prompt === 'shell') {
          await typeShell(step, place, at === steps.length - 1 ? exit : 0)
        } else assertFits(place, step.input, step.output, await sayTo(opened.at(-1), step.input))
      }
      return steps.length
    },
    compareStart({ place, lines }: Block): void {
      const [command = '', ...shown] = lines
      assertFits(place, command, shown, there(ground.started))
    },
    async close(): Promise<void> {
      for (const each of [...opened, shell]) await each.close()
    },
  }
}

async function sayTo(database: Conversation | undefined, statement: string): Promise<string> {
  assert.ok(database, `psql is not open: ${statement}`)
  return database.say(statement)
}
