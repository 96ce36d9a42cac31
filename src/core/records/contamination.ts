import { isUnspaced, isUnspacedText } from '../unspaced.js'

/** Words of an n-gram (GPT-3's 13). */
export const CONTAMINATION_WORDS = 13
/** A benchmark text of fewer words than an n-gram counts as one of its own length; below this it says too little. */
const FEWEST_WORDS = 8
/** Of scripts without blanks each character is a word here: as many as 13 and 8 words of Chinese have. */
const UNSPACED = { most: 21, fewest: 13 }

/**
 * Finds text that shares 13 words in a row with benchmark texts. Words are compared without case and punctuation; n-grams are kept as 64-bit
 * hashes, so a false alarm among a million n-grams has a chance of about 5e-14 a look-up.
 */
export interface ContaminationIndex {
  /** Adds a benchmark text. */
  add(text: string): void
  /** Offset in words of the first shared n-gram, or -1. */
  find(text: string): number
  /** Distinct n-grams held. */
  readonly size: number
}

export function createContaminationIndex(): ContaminationIndex {
  const tables = new Map<number, HashTable>()
  return {
    add(text) {
      const words = wordHashes(text)
      const { most, fewest } = isUnspacedText(text) ? UNSPACED : { most: CONTAMINATION_WORDS, fewest: FEWEST_WORDS }
      if (words.length < fewest) return
      const n = Math.min(most, words.length)
      let table = tables.get(n)
      if (table === undefined) {
        table = new HashTable()
        tables.set(n, table)
      }
      eachGram(words, n, (low, high) => {
        table.add(low, high)
        return false
      })
    },
    find(text) {
      const words = wordHashes(text)
      let first = -1
      for (const [n, table] of tables) {
        const at = eachGram(words, n, (low, high) => table.has(low, high))
        if (at !== -1 && (first === -1 || at < first)) first = at
      }
      return first
    },
    get size() {
      let size = 0
      for (const table of tables.values()) size += table.size
      return size
    },
  }
}

/** Words of the text at hand: it grows, and what is given out is a copy of the right length. */
let scratch = new Int32Array(1024)

/** FNV-1a over the letters and digits of each word, lower-cased; everything else separates words, and characters of scripts without blanks are words each. */
export function wordHashes(text: string): Int32Array {
  const lower = text.toLowerCase()
  let hashes = scratch
  let count = 0
  const take = (hash: number) => {
    if (count === hashes.length) {
      const longer = new Int32Array(2 * count)
      longer.set(hashes)
      hashes = scratch = longer
    }
    hashes[count++] = hash
  }
  let hash = SEED
  let inside = false
  for (let i = 0; i <= lower.length; i++) {
    const code = i < lower.length ? lower.charCodeAt(i) : 32
    const isLetter = isWord(code, lower, i)
    const isAlone = isLetter && isUnspaced(code)
    if (isLetter && !isAlone) {
      hash = Math.imul(hash ^ code, PRIME)
      inside = true
      continue
    }
    if (inside) take(hash)
    if (isAlone) take(Math.imul(SEED ^ code, PRIME))
    hash = SEED
    inside = false
  }
  return hashes.slice(0, count)
}

const SEED = 0x811c9dc5
const PRIME = 0x01000193

function isWord(code: number, text: string, at: number): boolean {
  if (code < 128) return (code >= 97 && code <= 122) || (code >= 48 && code <= 57)
  return /[\p{L}\p{N}]/u.test(text.charAt(at))
}

const BASE_LOW = 0x01000193
const BASE_HIGH = 0x5bd1e995

/** Rolling hashes of all n-grams, until `visit` says true: the index of that n-gram, else -1. H = sum over the window of w_i B^(n-1-i) mod 2^32. */
function eachGram(words: Int32Array, n: number, visit: (low: number, high: number) => boolean): number {
  if (words.length < n) return -1
  let lastLow = 1
  let lastHigh = 1
  for (let i = 0; i < n; i++) {
    lastLow = Math.imul(lastLow, BASE_LOW)
    lastHigh = Math.imul(lastHigh, BASE_HIGH)
  }
  let low = 0
  let high = 0
  for (let i = 0; i < words.length; i++) {
    const word = words[i] as number
    low = (Math.imul(low, BASE_LOW) + word) | 0
    high = (Math.imul(high, BASE_HIGH) + scramble(word)) | 0
    if (i >= n) {
      const gone = words[i - n] as number
      low = (low - Math.imul(gone, lastLow)) | 0
      high = (high - Math.imul(scramble(gone), lastHigh)) | 0
    }
    if (i >= n - 1 && visit(low, high)) return i - n + 1
  }
  return -1
}

/** So that the two halves of the hash do not collide together. */
function scramble(word: number): number {
  const mixed = Math.imul(word ^ (word >>> 16), 0x45d9f3b)
  return mixed ^ (mixed >>> 13)
}

/** A set of 64-bit hashes in one flat array, at most half full. */
class HashTable {
  #slots = new Int32Array(2048)
  size = 0

  has(low: number, high: number): boolean {
    const at = this.#find(this.#slots, low, high || 1)
    return this.#slots[at + 1] !== 0
  }

  /** `high` 0 marks an empty slot, so it is stored as 1. */
  add(low: number, high: number): void {
    const stored = high || 1
    const at = this.#find(this.#slots, low, stored)
    if (this.#slots[at + 1] !== 0) return
    this.#slots[at] = low
    this.#slots[at + 1] = stored
    if (4 * ++this.size > this.#slots.length) this.#grow()
  }

  #find(slots: Int32Array, low: number, high: number): number {
    const mask = slots.length / 2 - 1
    let slot = (low ^ (high >>> 7)) & mask
    while (slots[2 * slot + 1] !== 0 && (slots[2 * slot] !== low || slots[2 * slot + 1] !== high))
      slot = (slot + 1) & mask
    return 2 * slot
  }

  #grow(): void {
    const before = this.#slots
    const larger = new Int32Array(2 * before.length)
    for (let i = 0; i < before.length; i += 2) {
      if (before[i + 1] === 0) continue
      const at = this.#find(larger, before[i] as number, before[i + 1] as number)
      larger[at] = before[i] as number
      larger[at + 1] = before[i + 1] as number
    }
    this.#slots = larger
  }
}
