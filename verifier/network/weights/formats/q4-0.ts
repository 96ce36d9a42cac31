import { halfTable, toHalf } from './half.js'

/*
 * Q4_0: blocks of 32 in 18 bytes: float16 d, then 16 bytes whose low nibble is element j and high nibble element j + 16.
 * value = (q - 8) d, with d = (the entry of largest magnitude) / -8.
 */

export function decodeQ4_0(bytes: Uint8Array, out: Float32Array): void {
  const half = halfTable()
  for (let at = 0, o = 0; o < out.length; at += 18, o += 32) {
    const d = half[(bytes[at] as number) | ((bytes[at + 1] as number) << 8)] as number
    for (let j = 0; j < 16; j++) {
      const q = bytes[at + 2 + j] as number
      out[o + j] = ((q & 15) - 8) * d
      out[o + j + 16] = ((q >> 4) - 8) * d
    }
  }
}

export function encodeQ4_0(values: Float32Array, out: Uint8Array): void {
  for (let at = 0, o = 0; o < values.length; at += 18, o += 32) {
    let largest = 0
    for (let j = 0; j < 32; j++) {
      const value = values[o + j] as number
      if (Math.abs(value) > Math.abs(largest)) largest = value
    }
    const d = Math.fround(largest / -8)
    const inverse = d === 0 ? 0 : Math.fround(1 / d)
    const bits = toHalf(d)
    out[at] = bits & 255
    out[at + 1] = bits >> 8
    for (let j = 0; j < 16; j++) {
      out[at + 2 + j] = code(values[o + j] as number, inverse) | (code(values[o + j + 16] as number, inverse) << 4)
    }
  }
}

/** Rounded half up in float32, as llama.cpp does it, so that files come out byte for byte the same. */
function code(value: number, inverse: number): number {
  return Math.min(15, Math.trunc(Math.fround(Math.fround(value * inverse) + 8.5)))
}
