/**
 * What does a decision cost? On thirty rules against CASL, casbin and a bitset written by hand, and on Aster's policy.
 * Every engine first gives the same answer to every request.
 * @module
 */
import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { kernelOf } from '@troth/core/policy'
import { measure, type Competitor, type Cost } from './support/measure.ts'
import { report, type Row } from './support/report.ts'
import { compiled, now, record, subjects } from './thirty-rules/as-policy.ts'
import {
  bitset,
  bitsetByString,
  casbin,
  casl,
  kernelByInteger,
  kernelByString,
  loopAlone,
  type Engine,
} from './thirty-rules/engines.ts'
import { people, reference, requests } from './thirty-rules/workload.ts'

const engines = [
  bitset('bitset by hand, integer ids'),
  bitsetByString('bitset by hand, two Maps of string ids'),
  kernelByInteger('kernel, integer ids'),
  kernelByString('kernel, string ids'),
  casl('@casl/ability 7.0.1'),
]
const slow = await casbin('casbin 5.51.1, enforceSync')
for (const { name, allows } of [...engines, slow]) {
  for (const [n, request] of requests.entries()) {
    assert.equal(allows(n), reference(request), `${name} on request ${n}`)
  }
}

const batch = batchOf()
const costs = measure([...[loopAlone('loop alone'), ...engines, slow].map(competitor), batch])
const aster = asterAlone()
const allowed = requests.filter(reference).length / requests.length
show([...costs, ...aster.costs])

function competitor({ name, operations, count }: Engine): Competitor {
  return { name, operations, run: count }
}

/** Every request's person again and again as rows of masks, one purpose and category at a time. */
function batchOf(): Competitor {
  const kernel = kernelOf(compiled)
  const persons = requests.map(({ person }) => person)
  const rows = {
    masks: [
      Int32Array.from(persons, (person) => (subjects[person]?.words[0] ?? 0) & (record[0] ?? 0)),
    ],
    until: Float64Array.from(persons, (person) => subjects[person]?.until?.getTime() ?? Infinity),
  }
  const out = new Uint8Array(persons.length)
  const pairs = [...compiled.purposes.keys()].flatMap((purpose) =>
    [...compiled.categories.keys()].map((category) => ({ purpose, category })),
  )
  for (const { purpose, category } of pairs) {
    kernel.decideMany(purpose, category, rows, now, out)
    for (const [row, person] of persons.entries()) {
      assert.equal(out[row] === 1, reference({ person, purpose, category }))
    }
  }
  let next = 0
  return {
    name: 'kernel, batch, a row',
    operations: persons.length,
    run: () => {
      const { purpose, category } = pairs[next++ % pairs.length] ?? { purpose: '', category: '' }
      return kernel.decideMany(purpose, category, rows, now, out)
    },
  }
}

/** Aster's policy, measured in a process that has no other. */
function asterAlone(): { readonly size: number; readonly costs: readonly Cost[] } {
  const script = join(import.meta.dirname, 'aster/alone.ts')
  return JSON.parse(execFileSync(process.execPath, ['--expose-gc', script], { encoding: 'utf8' }))
}

function show(measured: readonly Cost[]): void {
  const cost = (name: string) => {
    const found = measured.find((each) => each.name === name)
    return found ?? { name, nanoseconds: Number.NaN, bytes: Number.NaN }
  }
  const own = cost('kernel, string ids')
  const peer = cost('@casl/ability 7.0.1')
  const many = cost('kernel, batch, a row')
  const rows = measured.flatMap(({ name, nanoseconds, bytes }): Row[] => [
    { name, median: nanoseconds, unit: 'ns', ratio: nanoseconds / own.nanoseconds },
    { name: `${name}: heap`, median: bytes, unit: 'B', ratio: null },
  ])
  const percent = Math.round(allowed * 100)
  report(
    'decide',
    'CPU time and heap of one decision; ratios are to the kernel by string ids. ' +
      `Thirty rules: ${requests.length} requests of ${people.length} people, ${percent} % allowed. ` +
      `Aster: ${aster.size} questions, every purpose x category x controller.`,
    rows,
    [
      { text: 'string ids at most 25 ns', met: own.nanoseconds <= 25 },
      {
        text: 'string ids at most 1.25 times a bitset behind two Maps, which gives no reason',
        met: own.nanoseconds <= 1.25 * cost('bitset by hand, two Maps of string ids').nanoseconds,
      },
      { text: 'string ids allocate nothing', met: own.bytes < 0.5 },
      { text: 'CASL takes at least 5 times as long', met: peer.nanoseconds >= 5 * own.nanoseconds },
      { text: 'batch at most 1.5 ns a row', met: many.nanoseconds <= 1.5 },
      {
        text: "Aster's policy by string ids at most 25 ns and no heap",
        met:
          cost("Aster's policy, string ids").nanoseconds <= 25 &&
          cost("Aster's policy, string ids").bytes < 0.5,
      },
    ],
  )
}
