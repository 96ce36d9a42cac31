import { halfTable, toHalf } from './half.js'

/* Q8_0: blocks of 32 in 34 bytes: float16 d, then 32 signed bytes. value = q d, with d = amax / 127. */

export function decodeQ8_0(bytes: Uint8Array, out: Float32Array): void {
  const half = halfTable()
  for (let at = 0, o = 0; o < out.length; at += 34, o += 32) {
    const d = half[(bytes[at] as number) | ((bytes[at + 1] as number) << 8)] as number
    for (let j = 0; j < 32; j++) out[o + j] = (((bytes[at + 2 + j] as number) << 24) >> 24) * d
  }
}

export function encodeQ8_0(values: Float32Array, out: Uint8Array): void {
  for (let at = 0, o = 0; o < values.length; at += 34, o += 32) {
    let largest = 0
    for (let j = 0; j < 32; j++) largest = Math.max(largest, Math.abs(values[o + j] as number))
    const d = Math.fround(largest / 127)
    const inverse = d === 0 ? 0 : Math.fround(1 / d)
    const bits = toHalf(d)
    out[at] = bits & 255
    out[at + 1] = bits >> 8
    for (let j = 0; j < 32; j++) {
      const scaled = Math.fround((values[o + j] as number) * inverse)
      // C's roundf: halves away from zero.
      out[at + 2 + j] = scaled < 0 ? -Math.floor(0.5 - scaled) : Math.floor(scaled + 0.5)
    }
  }
}
