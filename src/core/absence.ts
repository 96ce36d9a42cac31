/*
 * The one policy for what may be absent. A field that is not there is left out of an object, not set to undefined (`defined`); a place in a list
 * that must be there is asked for with `at`, which says so when it is not. In numerical loops over typed arrays, whose bounds the loop itself
 * states, `array[i] as number` stays: a call there would cost more than the arithmetic.
 */

/** An object whose undefined fields may be missing. */
export type Defined<T> = { [K in keyof T as undefined extends T[K] ? never : K]: T[K] } & {
  [K in keyof T as undefined extends T[K] ? K : never]?: Exclude<T[K], undefined>
}

/** The fields of `fields` that are not undefined, in their order. */
export function defined<T extends object>(fields: T): Defined<T> {
  const kept: Record<string, unknown> = {}
  // Not `Object.entries`, which makes a list for every field: this is asked for several times a sentence.
  for (const key of Object.keys(fields)) {
    const value = fields[key as keyof T] // a key of its own
    if (value !== undefined) kept[key] = value
  }
  return kept as Defined<T> // every key that is left out may be missing in Defined<T>
}

/** What stands for a word, undefined for every word that is not in it: an object would answer to "constructor", which a text may hold. */
export function byWord<T>(entries: Readonly<Record<string, T>>): Readonly<Record<string, T | undefined>> {
  return Object.assign(Object.create(null), entries)
}

/** `list[index]` or `record[key]`, which must exist; a RangeError names the place where it does not. */
export function at<T>(list: ArrayLike<T>, index: number): T
export function at<T>(record: Readonly<Record<string, T>>, key: string): T
export function at<T>(holder: ArrayLike<T> | Readonly<Record<string, T>>, place: number | string): T {
  const found = (holder as Readonly<Record<number | string, T | undefined>>)[place] // both index alike
  if (found !== undefined) return found
  throw new RangeError(`nothing at ${JSON.stringify(place)}${'length' in holder ? ` of ${holder.length}` : ''}`)
}
