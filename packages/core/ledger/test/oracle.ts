import { createHash } from 'node:crypto'

/**
 * RFC 6962 section 2.1 word for word, on slices of the list of entries, sharing nothing with the
 * code under test. Hashes of slices are remembered, or every size up to 1,100 would take minutes.
 */
export class Oracle {
  private readonly known = new Map<string, Buffer>()
  private readonly entries: readonly Uint8Array[]

  constructor(entries: readonly Uint8Array[]) {
    this.entries = entries
  }

  root(size: number): Buffer {
    return this.mth(0, size)
  }

  path(m: number, size: number): Buffer[] {
    return this.subPath(m, 0, size)
  }

  proof(m: number, size: number): Buffer[] {
    return m === 0 || m === size ? [] : this.subProof(m, 0, size, true)
  }

  mth(from: number, to: number): Buffer {
    const key = `${from}-${to}`
    const known = this.known.get(key)
    if (known !== undefined) return known
    const fresh = this.compute(from, to)
    this.known.set(key, fresh)
    return fresh
  }

  private compute(from: number, to: number): Buffer {
    const n = to - from
    if (n === 0) return createHash('sha256').digest()
    if (n === 1) return createHash('sha256').update('\0').update(this.entries[from]!).digest()
    const k = split(n)
    const left = this.mth(from, from + k)
    return createHash('sha256')
      .update('\x01')
      .update(left)
      .update(this.mth(from + k, to))
      .digest()
  }

  private subPath(m: number, from: number, to: number): Buffer[] {
    const n = to - from
    if (n === 1) return []
    const k = split(n)
    if (m < k) return [...this.subPath(m, from, from + k), this.mth(from + k, to)]
    return [...this.subPath(m - k, from + k, to), this.mth(from, from + k)]
  }

  private subProof(m: number, from: number, to: number, whole: boolean): Buffer[] {
    const n = to - from
    if (m === n) return whole ? [] : [this.mth(from, to)]
    const k = split(n)
    if (m <= k) return [...this.subProof(m, from, from + k, whole), this.mth(from + k, to)]
    return [...this.subProof(m - k, from + k, to, false), this.mth(from, from + k)]
  }
}

function split(n: number): number {
  return 2 ** Math.floor(Math.log2(n - 1))
}
