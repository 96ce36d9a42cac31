/* Numbers in digits: "1,234.5", "2 1/2", "0xFF", "1011_2", "(101)₂", "5C2", and ordinals ("third", "4th"). */
import Fraction from 'fraction.js'
import { ORDINAL, ordinalOf } from '../../../src/core/quantities/words.js'
import { type Place, type Read, sticky } from './place.js'
import { fail, rational } from './value.js'
import { arrangements, choose } from './whole.js'

const numeral = /(?:\d{1,3}(?:,\d{3})+(?!\d)|\d+)(?:\.\d+)?|\.\d+/y
const based = /0x([\da-f]{1,16})(?![\da-z])|0b([01]{1,64})(?!\w)|0o([0-7]{1,20})(?!\w)/iy
/** "1011_2", "FF₁₆", "(101)_2". */
const subscripted =
  /\(?([\dA-Fa-f]{1,40})\)?(?:_\{?(?:\()?(2|3|4|5|6|7|8|9|16|10)(?:\))?\}?(?!\d)|(₂|₃|₄|₅|₆|₇|₈|₉|₁₆|₁₀)(?![₀-₉]))/y
const chooseSign = /(\d{1,3})\s?([CP])\s?(\d{1,3})(?!\d)/y
const mixedPart = / (\d{1,3})\/(\d{1,3})(?![\d.])/y

/** The number at a place, or null where none stands there by itself. */
export function numeralAt(place: Place): Read | null {
  const prefixed = place.take(based)
  if (prefixed !== null) {
    place.note('whole-numbers')
    return { readings: [rational(BigInt(prefixed[0].toLowerCase()))] }
  }
  const marked = place.take(subscripted)
  if (marked !== null) {
    const base = marked[2] ?? smallDigits(marked[3] ?? '')
    if (base !== '10') place.note('whole-numbers')
    return { readings: [rational(inBase(marked[1] ?? '', Number(base)) ?? fail())] }
  }
  const chosen = place.take(chooseSign)
  if (chosen !== null) {
    place.note('whole-numbers')
    const [, n, sign, k] = chosen
    return { readings: [rational((sign === 'C' ? choose : arrangements)(Number(n), Number(k)) ?? fail())] }
  }
  const from = place.at
  const written = place.take(numeral)
  if (written === null) return null
  if (written[0].length > 60 || goesOn(place)) {
    place.at = from
    return null
  }
  const plain = written[0].replace(/,/g, '')
  // "2 1/2" is one number.
  const mixed = /^\d+$/.test(plain) ? place.take(mixedPart) : null
  if (mixed !== null) {
    const part = new Fraction(Number(mixed[1]), Number(mixed[2]) || fail())
    if (part.compare(1) >= 0) fail()
    return { readings: [rational(new Fraction(plain).add(part))] }
  }
  return { readings: [rational(new Fraction(plain))], digits: /\.(\d+)/.exec(plain)?.[1]?.length ?? 0 }
}

/** "3:30", "5m", "5%", "9.11.2", "10,5", and what is no number of its own. */
function goesOn({ rest, i }: Place): boolean {
  if (/^(?::\d|%(?!\s?\d)|[€£¥]|[.,]\d|['’]\d|\/\d{1,2}\/)/.test(rest)) return true
  return /^\p{L}/u.test(rest) && !(i && /^i(?!\p{L})/u.test(rest)) && !/^(?:π|x(?=\d))/u.test(rest)
}

/** Small digits below or above the line, as plain ones. */
export const smallDigits = (small: string): string =>
  [...small].map((each) => (each < '₀' ? '⁰¹²³⁴⁵⁶⁷⁸⁹' : '₀₁₂₃₄₅₆₇₈₉').indexOf(each)).join('')

/** The value of digits in a base, or null where one of them is none. */
export function inBase(digits: string, base: number): bigint | null {
  let value = 0n
  for (const digit of digits.toLowerCase()) {
    const worth = '0123456789abcdef'.indexOf(digit)
    if (worth < 0 || worth >= base) return null
    value = value * BigInt(base) + BigInt(worth)
  }
  return value
}

const ordinal = sticky(new RegExp(`(?!first)(?:${ORDINAL})(?![a-z])`, 'i'))

/** "Third", "4th", or null. */
export function ordinalAt(place: Place): number | null {
  const match = place.take(ordinal)
  return match === null ? null : ordinalOf(match[0])
}
