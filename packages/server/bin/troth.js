#!/usr/bin/env node
// Runs src/cli.ts, which needs Node 24.12: an older Node hands over to the one npm installed beside us.
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import module from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const here = dirname(fileURLToPath(import.meta.url))
const [major, minor] = process.versions.node.split('.').map(Number)

// Whoever started us through a channel is gone, perhaps by kill -9: nobody would stop us any more.
process.once('disconnect', () => process.kill(process.pid, 'SIGTERM'))
process.channel?.unref()

if (major > 24 || (major === 24 && minor >= 12)) {
  // Keeps compiled sources between starts, which halves the time to the first line.
  module.enableCompileCache()
  await import('../src/cli.ts')
} else {
  const node = findNode(here)
  if (node === undefined) {
    console.error(
      `Troth needs Node 24.12 or newer and this is ${process.version}. Run \`npm ci\` without --omit=optional, which brings Node 24 along, or install Node 24.`,
    )
    process.exit(1)
  }
  handOver(node)
}

/** @param {string} folder @returns {string | undefined} */
function findNode(folder) {
  const node = join(folder, 'node_modules', '.bin', 'node')
  if (existsSync(node)) return node
  return folder === dirname(folder) ? undefined : findNode(dirname(folder))
}

/** @param {string} node */
function handOver(node) {
  const words = [fileURLToPath(import.meta.url), ...process.argv.slice(2)]
  const child = spawn(node, words, { stdio: ['inherit', 'inherit', 'inherit', 'ipc'] })
  // Ctrl-C reaches the child by itself; we only must not end before it.
  process.on('SIGINT', () => {})
  process.on('SIGTERM', () => child.kill('SIGTERM'))
  child.on('exit', (code, signal) => {
    if (signal === null) process.exit(code ?? 1)
    process.removeAllListeners(signal)
    process.kill(process.pid, signal)
  })
}
