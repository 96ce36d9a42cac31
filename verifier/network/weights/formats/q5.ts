import { halfTable } from './half.js'

/*
 * Q5_0 (22 bytes) and Q5_1 (24 bytes): blocks of 32 as Q4_0 and Q4_1, with the fifth bits of all 32 in one 32-bit word before the nibbles.
 * Q5_0: value = (q - 16) d. Q5_1: value = q d + m.
 */

export function decodeQ5_0(bytes: Uint8Array, out: Float32Array): void {
  const half = halfTable()
  for (let at = 0, o = 0; o < out.length; at += 22, o += 32) {
    const d = half[(bytes[at] as number) | ((bytes[at + 1] as number) << 8)] as number
    decodeBlock(bytes, at + 2, out, o, d, -16 * d)
  }
}

export function decodeQ5_1(bytes: Uint8Array, out: Float32Array): void {
  const half = halfTable()
  for (let at = 0, o = 0; o < out.length; at += 24, o += 32) {
    const d = half[(bytes[at] as number) | ((bytes[at + 1] as number) << 8)] as number
    const m = half[(bytes[at + 2] as number) | ((bytes[at + 3] as number) << 8)] as number
    decodeBlock(bytes, at + 4, out, o, d, m)
  }
}

function decodeBlock(bytes: Uint8Array, at: number, out: Float32Array, o: number, d: number, m: number): void {
  const high =
    (bytes[at] as number) |
    ((bytes[at + 1] as number) << 8) |
    ((bytes[at + 2] as number) << 16) |
    ((bytes[at + 3] as number) << 24)
  for (let j = 0; j < 16; j++) {
    const q = bytes[at + 4 + j] as number
    out[o + j] = ((q & 15) | (((high >>> j) & 1) << 4)) * d + m
    out[o + j + 16] = ((q >> 4) | (((high >>> (j + 16)) & 1) << 4)) * d + m
  }
}
