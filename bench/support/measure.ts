/**
 * Measures small things on a busy machine: short batches of the competitors in turn, round after round, by the CPU time
 * of this process. Where others take the processor in the middle of a batch they also empty its caches, so of each
 * competitor's batches the third that were interrupted least count, and of these the median.
 * @module
 */

/** One competitor: `run` does `operations` operations and returns something that depends on all of them. */
export interface Competitor {
  readonly name: string
  readonly operations: number
  run(): number
}

/** What one competitor cost. */
export interface Cost {
  readonly name: string
  /** CPU nanoseconds an operation, median of the batches that count. */
  readonly nanoseconds: number
  /** Heap bytes an operation. */
  readonly bytes: number
}

const batchMicroseconds = 3_000
const warmUpMicroseconds = 150_000

/**
 * Measures competitors side by side.
 * @param rounds batches of each, taken in turn
 * @throws {Error} when Node runs without --expose-gc
 */
export function measure(competitors: readonly Competitor[], rounds = 150): readonly Cost[] {
  const { gc } = globalThis
  if (!gc) throw new Error('bytes are counted between collections: run node with --expose-gc')
  const prepared = competitors.map((competitor) => ({
    competitor,
    passes: warmUp(competitor),
    batches: [] as Batch[],
  }))
  for (let round = 0; round < rounds; round += 1) {
    for (const { competitor, passes, batches } of prepared) batches.push(run(competitor, passes))
  }
  return prepared.map(({ competitor, passes, batches }) => ({
    name: competitor.name,
    nanoseconds: (undisturbed(batches) * 1000) / (passes * competitor.operations),
    bytes: bytesOf(competitor, gc),
  }))
}

/** The middle value; of an even count the upper of the two. */
export function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN
}

interface Batch {
  /** Microseconds of processor and of clock. */
  readonly cpu: number
  readonly wall: number
}

function undisturbed(batches: readonly Batch[]): number {
  const calm = batches.toSorted((a, b) => a.wall / a.cpu - b.wall / b.cpu)
  return median(calm.slice(0, Math.ceil(batches.length / 3)).map(({ cpu }) => cpu))
}

let sink = 0

/** Runs until the optimiser has had its say, and returns how many passes make a batch. */
function warmUp(competitor: Competitor): number {
  run(competitor, 1)
  let passes = 1
  for (let spent = 0; spent < warmUpMicroseconds;) {
    const { cpu } = run(competitor, passes)
    spent += cpu
    if (cpu < batchMicroseconds) passes *= 2
  }
  return passes
}

function run(competitor: Competitor, passes: number): Batch {
  const start = process.hrtime.bigint()
  const before = process.cpuUsage()
  for (let pass = 0; pass < passes; pass += 1) sink += competitor.run()
  const { user, system } = process.cpuUsage(before)
  return { cpu: user + system, wall: Number(process.hrtime.bigint() - start) / 1000 }
}

/** Heap growth of one pass, median of some, the growth of reading the counter taken off. */
function bytesOf(competitor: Competitor, gc: NodeJS.GCFunction): number {
  const growth = (pass: () => number) => {
    const trials = Array.from({ length: 15 }, () => {
      gc()
      const before = process.memoryUsage().heapUsed
      sink += pass()
      return process.memoryUsage().heapUsed - before
    })
    return median(trials)
  }
  const own = growth(() => competitor.run()) - growth(() => 0)
  return Math.max(0, own) / competitor.operations
}
