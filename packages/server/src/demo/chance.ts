/** Numbers that look random and are the same at every run. */
export interface Chance {
  /** A whole number from 0 up to, not including, `below`. */
  whole(below: number): number
  /** True in `percent` of 100 cases. */
  happens(percent: number): boolean
  pick<Item>(items: readonly [Item, ...Item[]]): Item
}

/** A seeded source of chance (mulberry32), for demonstrations, never for secrets. */
export function chanceOf(seed: number): Chance {
  let state = seed >>> 0
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
  const whole = (below: number): number => Math.floor(next() * below)
  return {
    whole,
    happens: (percent) => next() * 100 < percent,
    pick: (items) => items[whole(items.length)] ?? items[0],
  }
}
