// Installs what package-lock.json names when it is not there yet, then runs the given program on the Node that came
// with it. Plain JavaScript, because the Node that starts this may be as old as 20.
// `node scripts/setup.mjs scripts/test.ts all`
import { spawn, spawnSync } from 'node:child_process'
import { existsSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const installed = join(root, 'node_modules/.package-lock.json')
const wanted = join(root, 'package-lock.json')

// npm writes the first file last, so an interrupted install counts as none.
if (!existsSync(installed) || statSync(installed).mtimeMs < statSync(wanted).mtimeMs) {
  console.error('Installing what package-lock.json names (npm ci), about half a minute …')
  const words = ['ci', '--no-audit', '--no-fund', '--loglevel=error']
  const { status, error } = spawnSync('npm', words, {
    cwd: root,
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  if (status !== 0) {
    console.error(`npm ci failed${error ? ` (${error.message})` : ''}; its reason is above.`)
    process.exit(1)
  }
}

const ours = join(root, 'node_modules/.bin/node')
const [program, ...words] = process.argv.slice(2)
if (program !== undefined) {
  const node = existsSync(ours) ? ours : process.execPath
  // The fourth channel closes when we end, even by kill -9, and tells the child to end too.
  const child = spawn(node, [program, ...words], {
    cwd: root,
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
  })
  child.channel?.unref()
  // Ctrl-C reaches the child by itself; we only must not end before it.
  process.on('SIGINT', () => {})
  process.on('SIGTERM', () => child.kill('SIGTERM'))
  child.on('exit', (code) => process.exit(code ?? 1))
  const parent = process.ppid
  setInterval(() => process.ppid === parent || child.kill('SIGTERM'), 250).unref()
}
