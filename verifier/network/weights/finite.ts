import type { Half } from './formats/half.js'

/** The first value that is no finite number; undefined where all are. A plain loop, because millions of weights pass it before the first verdict. */
export function firstNotFinite(values: Float32Array): number | undefined {
  for (let i = 0; i < values.length; i++) {
    const value = values[i] as number
    // Infinity less itself is not a number.
    if (value - value !== 0) return value
  }
  return undefined
}

/** Whether all 16-bit floats are finite: the bits of the exponent are all set in no other number. */
export function areFinite(bits: Uint16Array, dtype: Half): boolean {
  const exponent = dtype === 'bfloat16' ? 0x7f80 : 0x7c00
  for (let i = 0; i < bits.length; i++) if (((bits[i] as number) & exponent) === exponent) return false
  return true
}
