import { wordHashes } from '../../src/core/contamination.js'
import { seededRandom } from '../../src/core/random.js'
import { createDiskHashSet } from './disk-hash-set.js'

/*
 * MinHash with banding (Broder 1997; Leskovec et al., chapter 3) over 5-word shingles: 14 bands of 8 values, datatrove's defaults. Two documents
 * with Jaccard similarity s meet in a band with probability 1 - (1 - s^8)^14: 0.5 at s = 0.69, 0.92 at 0.8, 0.02 at 0.4.
 */
const SHINGLE_WORDS = 5
const BANDS = 14
const ROWS = 8
const VALUES = BANDS * ROWS

export interface NearDuplicates {
  /** True where a document like it was added before; else it is added. */
  seen(text: string): boolean
  close(): void
}

export function createNearDuplicates(indexPath: string): NearDuplicates {
  const index = createDiskHashSet(indexPath)
  return {
    seen(text) {
      const signature = minHashes(text)
      return signature !== null && index.meets(bandKeys(signature))
    },
    close: () => index.close(),
  }
}

const random = seededRandom('minhash')
/** h_i(x) = a_i x + b_i mod 2^32, a_i odd. */
const multipliers = Int32Array.from({ length: VALUES }, () => random.int(0x7fffffff) * 2 + 1)
const addends = Int32Array.from({ length: VALUES }, () => random.int(0x7fffffff) * 2)

/** The least value of each hash function over the shingles, [112]; null for fewer words than a shingle. */
export function minHashes(text: string): Int32Array | null {
  const words = wordHashes(text)
  if (words.length < SHINGLE_WORDS) return null
  const least = new Int32Array(VALUES).fill(0x7fffffff) // signed comparison is as good, and faster
  for (let i = 0; i + SHINGLE_WORDS <= words.length; i++) {
    let shingle = 0
    for (let k = 0; k < SHINGLE_WORDS; k++) shingle = (Math.imul(shingle, 0x5bd1e995) + (words[i + k] as number)) | 0
    shingle = Math.imul(shingle ^ (shingle >>> 15), 0x2c1b3c6d)
    shingle ^= shingle >>> 12
    for (let v = 0; v < VALUES; v++) {
      const value = (Math.imul(shingle, multipliers[v] as number) + (addends[v] as number)) | 0
      if (value < (least[v] as number)) least[v] = value
    }
  }
  return least
}

/** Two 32-bit halves a band, [28]; the band's number is in the key, so that one file serves all bands. */
function bandKeys(signature: Int32Array): Int32Array {
  const keys = new Int32Array(2 * BANDS)
  for (let band = 0; band < BANDS; band++) {
    let low = band + 1
    let high = 0x9e3779b9 ^ band
    for (let row = 0; row < ROWS; row++) {
      const value = signature[band * ROWS + row] as number
      low = Math.imul(low ^ value, 0x01000193)
      high = Math.imul(high + value, 0x5bd1e995)
      high ^= high >>> 15
    }
    keys[2 * band] = low ^ (low >>> 16)
    keys[2 * band + 1] = high
  }
  return keys
}
