import { sha256 } from './sha256.js'

/**
 * A set of strings that keeps 8 bytes each instead of the string: the first 64 bits of SHA-256 in an open-addressed table
 * (load at most 1/2). A million ids take 16 MiB; the chance that any two of a million distinct ids collide is about 3e-8.
 */
export class IdSet {
  /** Pairs of 32-bit halves; a high half of 0 marks an empty slot. */
  #slots = new Int32Array(2048)
  #size = 0

  get size(): number {
    return this.#size
  }

  /** True where the id was new. */
  add(id: string): boolean {
    if (4 * (this.#size + 1) > this.#slots.length) this.#grow()
    const digest = sha256(id)
    const low = Number.parseInt(digest.slice(0, 8), 16) | 0
    const high = Number.parseInt(digest.slice(8, 16), 16) | 0 || 1
    const at = find(this.#slots, low, high)
    if (this.#slots[at + 1] !== 0) return false
    this.#slots[at] = low
    this.#slots[at + 1] = high
    this.#size++
    return true
  }

  #grow(): void {
    const larger = new Int32Array(2 * this.#slots.length)
    for (let i = 0; i < this.#slots.length; i += 2) {
      const low = this.#slots[i] as number
      const high = this.#slots[i + 1] as number
      if (high === 0) continue
      const at = find(larger, low, high)
      larger[at] = low
      larger[at + 1] = high
    }
    this.#slots = larger
  }
}

/** Where the pair stands, or the free slot where it would. */
function find(slots: Int32Array, low: number, high: number): number {
  const mask = slots.length - 2
  let at = (2 * low) & mask
  while (slots[at + 1] !== 0 && (slots[at] !== low || slots[at + 1] !== high)) at = (at + 2) & mask
  return at
}
