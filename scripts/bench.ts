/**
 * `npm run bench -- decide`: runs `bench/decide.ts`, which prints its table and writes `bench/results/decide.json`.
 * Without a name it lists the questions.
 * @module
 */
import { globSync } from 'node:fs'
import { join } from 'node:path'

const folder = join(import.meta.dirname, '../bench')
const questions = globSync('*.ts', { cwd: folder }).map((name) => name.replace(/\.ts$/, ''))
const question = process.argv[2] ?? ''
if (questions.includes(question)) {
  await import(join(folder, `${question}.ts`))
} else {
  console.error(`npm run bench -- ${questions.join(' | ')}`)
  process.exitCode = 1
}
