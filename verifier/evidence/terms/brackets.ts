/* What stands between two signs: "(3 + 4)", "[2]", "{10}", "|−5|", "⌊7/2⌋". */
import { called } from './functions.js'
import type { Place, Read } from './place.js'
import { fail } from './value.js'

const closing: Readonly<Record<string, string>> = { '(': ')', '[': ']', '{': '}', '|': '|', '⌊': '⌋', '⌈': '⌉' }
/** What the others do with the sum that stands between them. */
const functions: Readonly<Record<string, string>> = { '|': 'abs', '⌊': 'floor', '⌈': 'ceil' }

/** The value of a bracket that begins at a place, or null where none does. */
export function bracketAt(place: Place): Read | null {
  const { char } = place
  const [close, name] = [closing[char], functions[char]]
  if (close === undefined) return null
  place.at++
  place.skipSpace()
  const value = name === undefined ? place.expression() : place.sum()
  place.skipSpace()
  place.demand(close)
  if (name === undefined) return value
  const { of, kind } = called.get(name) ?? fail()
  place.note(kind)
  return place.apply(of, value.readings)
}
