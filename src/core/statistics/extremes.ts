/* The least and the most of lists of any length: Math.min(...list) ends with a RangeError beyond some 100,000 values. */

/** The least of a list, `none` where it is empty. */
export const least = (values: readonly number[], none: number) =>
  values.length === 0 ? none : values.reduce((a, b) => Math.min(a, b))

/** The most, likewise. */
export const most = (values: readonly number[], none: number) =>
  values.length === 0 ? none : values.reduce((a, b) => Math.max(a, b))
