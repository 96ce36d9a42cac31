import { wordHashes } from '../../src/core/records/contamination.js'
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

const NONE = 0x7fffffff

/**
 * MinHash values of the set of shingles, [112]; null for fewer words than a shingle. One permutation (Li, Owen & Zhang 2012): a shingle's hash says
 * into which of 112 bins it falls and with what value, each bin keeps its least, and an empty bin takes the value of a bin drawn by its own
 * number (Shrivastava 2017), so that it is the same for equal sets. One hash a shingle instead of 112.
 */
export function minHashes(text: string): Int32Array | null {
  const words = wordHashes(text)
  if (words.length < SHINGLE_WORDS) return null
  const least = new Int32Array(VALUES).fill(NONE)
  for (let i = 0; i + SHINGLE_WORDS <= words.length; i++) {
    let shingle = 0
    for (let k = 0; k < SHINGLE_WORDS; k++) shingle = (Math.imul(shingle, 0x5bd1e995) + (words[i + k] as number)) | 0
    const bin = ((mix(shingle) >>> 16) * VALUES) >>> 16
    const value = mix(shingle ^ 0x6a09e667) & 0x7ffffffe
    if (value < (least[bin] as number)) least[bin] = value
  }
  return filled(least)
}

/** Every bin has a value afterwards: at least one had. */
function filled(least: Int32Array): Int32Array {
  const all = least.slice()
  for (let bin = 0; bin < VALUES; bin++) {
    for (let attempt = 1; all[bin] === NONE; attempt++) {
      const drawn = ((mix(Math.imul(bin + 1, 0x9e3779b1) + attempt) >>> 16) * VALUES) >>> 16
      all[bin] = least[drawn] as number
    }
  }
  return all
}

/** Murmur3's finalizer. */
function mix(value: number): number {
  let h = Math.imul(value ^ (value >>> 16), 0x85ebca6b)
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35)
  return h ^ (h >>> 16)
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
