/** The least of a list of any length, `none` where it is empty: Math.min(...list) ends with a RangeError beyond some 100,000 values. */
export const least = (values: readonly number[], none: number) =>
  values.length === 0 ? none : values.reduce((a, b) => Math.min(a, b))

/** The most, likewise. */
export const most = (values: readonly number[], none: number) =>
  values.length === 0 ? none : values.reduce((a, b) => Math.max(a, b))
