import { type ChildProcess, spawn } from 'node:child_process'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { type Account, serverEnvironment } from './account.ts'
import type { Binaries } from './binaries.ts'

/** A running server and the way to end it. */
export type Postmaster = { readonly version: string; stop(): Promise<void> }

/** The last lines of a server that ended before it was ready. */
export type StartFailure = { readonly lines: string }

/** What a server is started with. */
export type PostmasterPlan = {
  readonly binaries: Binaries
  readonly dataDir: string
  readonly account: Account
  readonly settings: Readonly<Record<string, string>>
  readonly log: (line: string) => void
}

// INVARIANT: the server dies with us. The guard waits on a pipe that the kernel closes when we end, even by kill -9,
// and then asks the server to stop; it has a session of its own, so that Ctrl-C reaches us first.
const guard = `
exec 3<&0
"$@" 3<&- </dev/null & server=$!
{ while read -r signal; do kill -s "$signal" $server; done; kill -s INT $server; } <&3 2>/dev/null & reader=$!
exec 3<&-
wait $server; code=$?
kill $reader 2>/dev/null
exit $code
`

// Messages of failed statements quote values, so the log keeps to what concerns the server itself.
const fixedSettings = {
  listen_addresses: '',
  unix_socket_permissions: '0700',
  log_min_messages: 'log',
  log_min_error_statement: 'panic',
  log_error_verbosity: 'terse',
  log_parameter_max_length: '0',
  log_parameter_max_length_on_error: '0',
  logging_collector: 'off',
  log_destination: 'stderr',
  lc_messages: 'C',
}
const stopPatience = 10_000
const keptLines = 12

/** Starts the server under its guard; ends when it takes connections, or with its last words when it gave up. */
export async function spawnPostmaster(plan: PostmasterPlan): Promise<Postmaster | StartFailure> {
  const settings = Object.entries({ ...plan.settings, ...fixedSettings })
  const server = [
    join(plan.binaries.bin, 'postgres'),
    '-D',
    plan.dataDir,
    ...settings.flatMap(([name, value]) => ['-c', `${name}=${value}`]),
  ]
  const child = spawn('/bin/sh', ['-c', guard, 'troth-guard', ...server], {
    ...plan.account,
    cwd: '/',
    env: serverEnvironment,
    stdio: ['pipe', 'ignore', 'pipe'],
    detached: true,
  })
  child.stdin?.on('error', () => {})
  const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  const version = await ready(child, plan.log)
  if (typeof version !== 'string') return version
  return { version, stop: () => stop(child, exited) }
}

function ready(child: ChildProcess, log: (line: string) => void): Promise<string | StartFailure> {
  return new Promise((resolve, reject) => {
    const lines: string[] = []
    let version = ''
    child.once('error', reject)
    child.once('close', () => resolve({ lines: lines.join('\n') }))
    if (child.stderr === null) return
    createInterface({ input: child.stderr }).on('line', (line) => {
      log(line)
      lines.push(line)
      if (lines.length > keptLines) lines.shift()
      version ||= /starting PostgreSQL (\S+)/.exec(line)?.[1] ?? ''
      if (line.includes('ready to accept connections')) resolve(version)
    })
  })
}

async function stop(child: ChildProcess, exited: Promise<void>): Promise<void> {
  child.stdin?.write('INT\n')
  const impatient = setTimeout(() => child.stdin?.write('QUIT\n'), stopPatience)
  await exited
  clearTimeout(impatient)
}
