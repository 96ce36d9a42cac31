/* A text with blanks in place of some of its parts: what is left stands where it stood. */
import type { Span } from '../../src/core/records/types.js'

/** Where a name or a claim stands. */
type Place = Span | { from: number; to: number }

export const blanked = (text: string, places: readonly Place[]): string =>
  places.reduce((left, place) => {
    const [from, to] = 'from' in place ? [place.from, place.to] : place
    return left.slice(0, from) + ' '.repeat(to - from) + left.slice(to)
  }, text)
