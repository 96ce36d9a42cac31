/*
 * Numbers kept in 8 bits, block by block (Dettmers et al. 2022, "8-bit Optimizers via Block-wise Quantization"): each block of 256 has its largest magnitude as
 * a scale, and each number is the nearest of 256 levels times that. The levels are bitsandbytes' dynamic map: seven decades, the higher the finer, so that
 * small and large numbers of a block keep about the same relative error. Unlike there, a positive number of an unsigned array never becomes 0: AdamW divides by the
 * root of such a one, and where a gradient is 0 afterwards nothing else would hold the step back.
 */

/** Numbers to a scale, as bitsandbytes has it. */
export const EIGHT_BIT_BLOCK = 256

/** The 256 levels in ascending order: from -1 to 1, or from 0 to 1. */
export function dynamicLevels(signed: boolean): Float32Array {
  const levels = [0, 1]
  for (let decade = 0; decade < 7; decade++) {
    const count = 2 ** (signed ? decade : decade + 1)
    const size = 10 ** (decade - 6)
    for (let i = 0; i < count; i++) {
      // The middle of one of so many equal parts between 0.1 and 1.
      const level = size * (0.1 + (0.9 * (i + 0.5)) / count)
      levels.push(level)
      if (signed) levels.push(-level)
    }
  }
  return Float32Array.from(levels.sort((a, b) => a - b))
}

interface Levels {
  signed: boolean
  levels: Float32Array
  /** Half way from each level to the next; behind the last, infinity. */
  middles: Float32Array
  /** The code of the smallest number with these upper 16 bits of a float32: where the search begins. */
  begin: Uint8Array
}

function tableOf(signed: boolean): Levels {
  const levels = dynamicLevels(signed)
  const middles = levels.map((level, i) => (level + (levels[i + 1] ?? Number.POSITIVE_INFINITY)) / 2)
  const bits = new Uint32Array(1)
  const value = new Float32Array(bits.buffer)
  const begin = Uint8Array.from({ length: 2 ** 16 }, (_, upper) => {
    // Of negative numbers the smallest is the one with all lower bits set.
    bits[0] = upper >= 2 ** 15 ? upper * 2 ** 16 + 0xffff : upper * 2 ** 16
    const found = middles.findIndex((middle) => (value[0] as number) <= middle)
    return found === -1 ? levels.length - 1 : found
  })
  return { signed, levels, middles, begin }
}

const tables = new Map<boolean, Levels>()

/** An array of numbers in 8 bits; zeros at first. */
export class EightBitArray {
  readonly length: number
  readonly codes: Uint8Array
  readonly scales: Float32Array
  readonly #table: Levels

  constructor(length: number, { signed }: { signed: boolean }) {
    this.length = length
    this.codes = new Uint8Array(length)
    this.scales = new Float32Array(Math.ceil(length / EIGHT_BIT_BLOCK))
    this.#table = tables.get(signed) ?? tableOf(signed)
    tables.set(signed, this.#table)
  }

  /** Numbers from `start` on, the first of a block, into `out`. */
  read(start: number, out: Float32Array): void {
    const { levels } = this.#table
    for (let i = 0; i < out.length; i++) {
      const at = start + i
      out[i] = (levels[this.codes[at] as number] as number) * (this.scales[Math.floor(at / EIGHT_BIT_BLOCK)] as number)
    }
  }

  /** Keeps numbers from `start` on, the first of a block; with `scale` given, by that and not by the largest magnitude. */
  write(start: number, values: Float32Array, scale?: (block: number) => number): void {
    for (let from = 0; from < values.length; from += EIGHT_BIT_BLOCK) {
      const part = values.subarray(from, from + EIGHT_BIT_BLOCK)
      const block = (start + from) / EIGHT_BIT_BLOCK
      const largest = scale?.(block) ?? part.reduce((most, value) => Math.max(most, Math.abs(value)), 0)
      this.scales[block] = largest
      this.#encode(part, largest, start + from)
    }
  }

  #encode(part: Float32Array, largest: number, start: number): void {
    const { signed, middles, begin } = this.#table
    unit.fill(0)
    if (largest > 0) for (let i = 0; i < part.length; i++) unit[i] = (part[i] as number) / largest
    for (let i = 0; i < part.length; i++) {
      const value = unit[i] as number
      let code = begin[(unitBits[i] as number) >>> 16] as number
      while (value > (middles[code] as number)) code++
      if (code === 0 && !signed && value > 0) code = 1
      this.codes[start + i] = code
    }
  }
}

const unit = new Float32Array(EIGHT_BIT_BLOCK)
const unitBits = new Uint32Array(unit.buffer)
