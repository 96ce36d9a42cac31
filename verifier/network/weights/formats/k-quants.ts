import { halfTable } from './half.js'

/*
 * llama.cpp's K formats: super-blocks of 256 elements in sub-blocks of 32 (Q4_K, Q5_K) or 16 (Q6_K).
 *
 * Q4_K, 144 bytes: float16 d, float16 dmin, 12 bytes with eight 6-bit scales and eight 6-bit minimums, 128 bytes of nibbles.
 *   value = d scale q - dmin minimum
 * Q5_K, 176 bytes: the same with 32 bytes of fifth bits before the nibbles.
 * Q6_K, 210 bytes: 128 bytes low nibbles, 64 bytes of upper bit pairs, 16 signed scales, float16 d. value = d scale (q - 32)
 */

/** Scale of sub-block j: the first four lie in whole 6-bit fields, the others are spread over the left-over bits. */
function scaleOf(bytes: Uint8Array, at: number, j: number): number {
  if (j < 4) return (bytes[at + j] as number) & 63
  return ((bytes[at + j + 4] as number) & 15) | (((bytes[at + j - 4] as number) >> 6) << 4)
}

function minimumOf(bytes: Uint8Array, at: number, j: number): number {
  if (j < 4) return (bytes[at + j + 4] as number) & 63
  return ((bytes[at + j + 4] as number) >> 4) | (((bytes[at + j] as number) >> 6) << 4)
}

/** Factors of d and dmin of sub-block j; `at` is where their 12 bytes begin. */
export const scaleAndMinimum = (bytes: Uint8Array, at: number, j: number) => ({
  scale: scaleOf(bytes, at, j),
  minimum: minimumOf(bytes, at, j),
})

export function decodeQ4_K(bytes: Uint8Array, out: Float32Array): void {
  decodeWithMinimums(bytes, out, 144, false)
}

export function decodeQ5_K(bytes: Uint8Array, out: Float32Array): void {
  decodeWithMinimums(bytes, out, 176, true)
}

function decodeWithMinimums(bytes: Uint8Array, out: Float32Array, blockBytes: number, fifths: boolean): void {
  const half = halfTable()
  for (let at = 0, o = 0; o < out.length; at += blockBytes, o += 256) {
    const d = half[(bytes[at] as number) | ((bytes[at + 1] as number) << 8)] as number
    const dmin = half[(bytes[at + 2] as number) | ((bytes[at + 3] as number) << 8)] as number
    for (let pair = 0; pair < 4; pair++) {
      const d1 = d * scaleOf(bytes, at + 4, 2 * pair)
      const m1 = dmin * minimumOf(bytes, at + 4, 2 * pair)
      const d2 = d * scaleOf(bytes, at + 4, 2 * pair + 1)
      const m2 = dmin * minimumOf(bytes, at + 4, 2 * pair + 1)
      const nibbles = at + blockBytes - 128 + 32 * pair
      const to = o + 64 * pair
      for (let l = 0; l < 32; l++) {
        const q = bytes[nibbles + l] as number
        const high = fifths ? (bytes[at + 16 + l] as number) >> (2 * pair) : 0
        out[to + l] = d1 * ((q & 15) | ((high & 1) << 4)) - m1
        out[to + l + 32] = d2 * ((q >> 4) | ((high & 2) << 3)) - m2
      }
    }
  }
}

export function decodeQ6_K(bytes: Uint8Array, out: Float32Array): void {
  const half = halfTable()
  for (let at = 0, o = 0; o < out.length; at += 210, o += 256) {
    const d = half[(bytes[at + 208] as number) | ((bytes[at + 209] as number) << 8)] as number
    for (let part = 0; part < 2; part++) {
      const low = at + 64 * part
      const high = at + 128 + 32 * part
      const scales = at + 192 + 8 * part
      const to = o + 128 * part
      for (let l = 0; l < 32; l++) {
        const is = scales + (l >> 4)
        const a = bytes[low + l] as number
        const b = bytes[low + l + 32] as number
        const h = bytes[high + l] as number
        out[to + l] = d * signed(bytes[is]) * (((a & 15) | ((h & 3) << 4)) - 32)
        out[to + l + 32] = d * signed(bytes[is + 2]) * (((b & 15) | ((h & 12) << 2)) - 32)
        out[to + l + 64] = d * signed(bytes[is + 4]) * (((a >> 4) | (h & 48)) - 32)
        out[to + l + 96] = d * signed(bytes[is + 6]) * (((b >> 4) | ((h & 192) >> 2)) - 32)
      }
    }
  }
}

function signed(byte: number | undefined): number {
  return ((byte as number) << 24) >> 24
}
