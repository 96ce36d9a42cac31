import { createHash } from 'node:crypto'

/**
 * A set of strings that keeps 8 bytes each instead of the string: the first 64 bits of SHA-256 in an open-addressed table
 * (load at most 1/2). A million ids take 16 MiB; the chance that any two of a million distinct ids collide is about 3e-8.
 */
export class IdSet {
  #slots = new BigUint64Array(1024)
  #size = 0

  get size(): number {
    return this.#size
  }

  /** True where the id was new. */
  add(id: string): boolean {
    if (2 * (this.#size + 1) > this.#slots.length) this.#grow()
    // 0n marks an empty slot
    const hash = createHash('sha256').update(id).digest().readBigUInt64LE(0) || 1n
    const slot = this.#find(this.#slots, hash)
    if (this.#slots[slot] === hash) return false
    this.#slots[slot] = hash
    this.#size++
    return true
  }

  #find(slots: BigUint64Array, hash: bigint): number {
    const mask = slots.length - 1
    let slot = Number(hash & 0xffffffffn) & mask
    while (slots[slot] !== 0n && slots[slot] !== hash) slot = (slot + 1) & mask
    return slot
  }

  #grow(): void {
    const larger = new BigUint64Array(2 * this.#slots.length)
    for (const hash of this.#slots) if (hash !== 0n) larger[this.#find(larger, hash)] = hash
    this.#slots = larger
  }
}
