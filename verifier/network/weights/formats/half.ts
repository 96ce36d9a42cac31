/*
 * Half-precision numbers. Node 20 has no Float16Array, and a table of all 65,536 values decodes faster than arithmetic.
 */

/** A 16-bit float by the name of its kind. */
export type Half = 'float16' | 'bfloat16'

const scratchFloat = new Float32Array(1)
const scratchBits = new Uint32Array(scratchFloat.buffer)

let table: Float32Array | undefined

/** Value of each float16 bit pattern. */
export function halfTable(): Float32Array {
  if (table) return table
  table = new Float32Array(65_536)
  for (let bits = 0; bits < 65_536; bits++) {
    const sign = bits & 0x8000 ? -1 : 1
    const exponent = (bits >> 10) & 0x1f
    const fraction = bits & 0x3ff
    if (exponent === 0) table[bits] = sign * fraction * 2 ** -24
    else if (exponent === 31) table[bits] = fraction ? Number.NaN : sign * Number.POSITIVE_INFINITY
    else table[bits] = sign * (1 + fraction / 1024) * 2 ** (exponent - 15)
  }
  return table
}

/** Nearest float16 bit pattern, ties to even. */
export function toHalf(value: number): number {
  scratchFloat[0] = value
  const bits = scratchBits[0] as number
  const sign = (bits >>> 16) & 0x8000
  const magnitude = bits & 0x7fffffff
  if (magnitude > 0x7f800000) return sign | 0x7e00
  if (magnitude >= 0x477ff000) return sign | 0x7c00 // rounds past 65504
  if (magnitude < 0x38800000) {
    // Subnormal: adding 0.5 (whose last bit is 2^-24) makes the hardware round.
    scratchFloat[0] = Math.abs(scratchFloat[0] as number) + 0.5
    return sign | ((scratchBits[0] as number) - 0x3f000000)
  }
  const odd = (magnitude >>> 13) & 1
  return sign | ((magnitude - 0x38000000 + 0xfff + odd) >>> 13)
}

export function decodeF16(bytes: Uint8Array, out: Float32Array): void {
  const values = halfTable()
  const bits = asUint16(bytes)
  for (let i = 0; i < out.length; i++) out[i] = values[bits[i] as number] as number
}

export function encodeF16(values: Float32Array, out: Uint8Array): void {
  const bits = asUint16(out)
  for (let i = 0; i < values.length; i++) bits[i] = toHalf(values[i] as number)
}

/** Bits as numbers. */
export function decodeHalves(bits: Uint16Array, dtype: Half): Float32Array {
  const out = new Float32Array(bits.length)
  const decode = dtype === 'bfloat16' ? decodeBF16 : decodeF16
  decode(new Uint8Array(bits.buffer, bits.byteOffset, bits.byteLength), out)
  return out
}

/** bfloat16 is the upper half of a float32. */
export function decodeBF16(bytes: Uint8Array, out: Float32Array): void {
  const bits = asUint16(bytes)
  const words = new Uint32Array(out.buffer, out.byteOffset, out.length)
  for (let i = 0; i < words.length; i++) words[i] = (bits[i] as number) << 16
}

/** Nearest bfloat16, ties to even. */
export function encodeBF16(values: Float32Array, out: Uint8Array): void {
  const bits = asUint16(out)
  const words = new Uint32Array(values.buffer, values.byteOffset, values.length)
  for (let i = 0; i < words.length; i++) {
    const word = words[i] as number
    const notANumber = (word & 0x7fffffff) > 0x7f800000
    bits[i] = notANumber ? (word >>> 16) | 0x40 : (word + 0x7fff + ((word >>> 16) & 1)) >>> 16
  }
}

/** The same memory where it is aligned, else a copy. Written to, so `out` must be aligned: all of ours are. */
function asUint16(bytes: Uint8Array): Uint16Array {
  if (bytes.byteOffset % 2 === 0) return new Uint16Array(bytes.buffer, bytes.byteOffset, bytes.byteLength >> 1)
  return new Uint16Array(bytes.slice().buffer)
}
