/* Whether an amount, a share or a change may begin at a place, told by the first word or sign there: nearly all clauses begin with others. */
import { beginsNumber } from '../../../../src/core/quantities/words.js'
import { FALL, RISE } from './phrases.js'

/** What may stand before what is looked for: "about the", "all of the", "a further". */
const before = new Set(
  'exactly about approximately roughly only just around nearly almost the all these those total further overall net combined single'.split(
    ' ',
  ),
)
const first = new Set([
  ...`of a an each every quarter quarters third thirds fourth fourths fifth fifths sixth sixths seventh sevenths eighth eighths ninth ninths tenth tenths
  hundredth thousandth millionth twelfth sixtieth discount factor multiplier growth decay no original starting same successive consecutive there
  increasing raising growing decreasing reducing lowering discounting cutting adding taking subtracting deducting multiplying multiplication
  doubling tripling halving quadrupling`.split(/\s+/),
  // "Mark-up" and "markup"
  ...`${RISE}|${FALL}`.split('|').flatMap((word) => [word.replace(/-.*/, ''), word.replace('-?', '')]),
])
const word = /[a-z]*/iy
const sign = /[\d.$€£¥₹]/

/** False where none can be read. */
export function mayBegin(line: string, place: number): boolean {
  for (let at = place; ; ) {
    if (sign.test(line.charAt(at))) return true
    word.lastIndex = at
    const found = (word.exec(line)?.[0] ?? '').toLowerCase()
    if (first.has(found) || beginsNumber(found)) return true
    if (!before.has(found)) return false
    at += found.length + 1
  }
}
