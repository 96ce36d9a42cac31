import { halfTable, toHalf } from './half.js'

/*
 * Q4_1: blocks of 32 in 20 bytes: float16 d, float16 m, then nibbles as in Q4_0. value = q d + m, with m = min and d = (max - min) / 15.
 */

export function decodeQ4_1(bytes: Uint8Array, out: Float32Array): void {
  const half = halfTable()
  for (let at = 0, o = 0; o < out.length; at += 20, o += 32) {
    const d = half[(bytes[at] as number) | ((bytes[at + 1] as number) << 8)] as number
    const m = half[(bytes[at + 2] as number) | ((bytes[at + 3] as number) << 8)] as number
    for (let j = 0; j < 16; j++) {
      const q = bytes[at + 4 + j] as number
      out[o + j] = (q & 15) * d + m
      out[o + j + 16] = (q >> 4) * d + m
    }
  }
}

export function encodeQ4_1(values: Float32Array, out: Uint8Array): void {
  for (let at = 0, o = 0; o < values.length; at += 20, o += 32) {
    let min = Number.POSITIVE_INFINITY
    let max = Number.NEGATIVE_INFINITY
    for (let j = 0; j < 32; j++) {
      const value = values[o + j] as number
      if (value < min) min = value
      if (value > max) max = value
    }
    const d = Math.fround(Math.fround(max - min) / 15)
    const inverse = d === 0 ? 0 : Math.fround(1 / d)
    const dBits = toHalf(d)
    const mBits = toHalf(min)
    out[at] = dBits & 255
    out[at + 1] = dBits >> 8
    out[at + 2] = mBits & 255
    out[at + 3] = mBits >> 8
    for (let j = 0; j < 16; j++) {
      out[at + 4 + j] =
        code(values[o + j] as number, min, inverse) | (code(values[o + j + 16] as number, min, inverse) << 4)
    }
  }
}

function code(value: number, min: number, inverse: number): number {
  return Math.min(15, Math.trunc(Math.fround(Math.fround(Math.fround(value - min) * inverse) + 0.5)))
}
