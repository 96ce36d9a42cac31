/** The first value that is no finite number; undefined where all are. A plain loop, because millions of weights pass it before the first verdict. */
export function firstNotFinite(values: Float32Array): number | undefined {
  for (let i = 0; i < values.length; i++) {
    const value = values[i] as number
    // Infinity less itself is not a number.
    if (value - value !== 0) return value
  }
  return undefined
}
