/**
 * Measures small things on a busy machine: batches of the competitors in turn, round after round, by the CPU time of
 * this process, and the median of each. A neighbour that slows one batch slows the others of its round as much.
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
  /** CPU nanoseconds an operation, median over the rounds. */
  readonly nanoseconds: number
  /** Heap bytes an operation. */
  readonly bytes: number
}

const batchMicroseconds = 15_000

/**
 * Measures competitors side by side.
 * @param rounds batches of each, taken in turn
 * @throws {Error} when Node runs without --expose-gc
 */
export function measure(competitors: readonly Competitor[], rounds = 21): readonly Cost[] {
  const { gc } = globalThis
  if (!gc) throw new Error('bytes are counted between collections: run node with --expose-gc')
  const prepared = competitors.map((competitor) => ({
    competitor,
    passes: warmUp(competitor),
    times: [] as number[],
  }))
  for (let round = 0; round < rounds; round += 1) {
    for (const { competitor, passes, times } of prepared) {
      times.push((cpuOf(competitor, passes) * 1000) / (passes * competitor.operations))
    }
  }
  return prepared.map(({ competitor, times }) => ({
    name: competitor.name,
    nanoseconds: median(times),
    bytes: bytesOf(competitor, gc),
  }))
}

/** The middle value; of an even count the upper of the two. */
export function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN
}

let sink = 0

/** Runs until the optimiser has had its say, and returns how many passes make a batch. */
function warmUp(competitor: Competitor): number {
  cpuOf(competitor, 1)
  let passes = 1
  for (let spent = 0; spent < 10 * batchMicroseconds;) {
    const cost = cpuOf(competitor, passes)
    spent += cost
    if (cost < batchMicroseconds) passes *= 2
  }
  return passes
}

function cpuOf(competitor: Competitor, passes: number): number {
  const before = process.cpuUsage()
  for (let pass = 0; pass < passes; pass += 1) sink += competitor.run()
  const { user, system } = process.cpuUsage(before)
  return user + system
}

/**
 * Heap growth of one pass, the growth of reading the counter taken off. A pass that a collection interrupts shows less
 * than it took, or a loss; the largest of many is one that none interrupted.
 */
function bytesOf(competitor: Competitor, gc: NodeJS.GCFunction): number {
  const growth = (run: () => number) => {
    const trials = Array.from({ length: 15 }, () => {
      gc()
      const before = process.memoryUsage().heapUsed
      sink += run()
      return process.memoryUsage().heapUsed - before
    })
    return median(trials)
  }
  const own = growth(() => competitor.run()) - growth(() => 0)
  return Math.max(0, own) / competitor.operations
}
