/* What stands behind a number and makes another of it: "5!", "2^10", "3²", "30°", "7 squared", "2 to the power of 5", "5 choose 2". */
import { FRACTION, fractionOf } from '../../../src/core/quantities/words.js'
import { bracketAt } from './brackets.js'
import { chosen, factorial } from './functions.js'
import { ordinalAt, smallDigits } from './numerals.js'
import { type Place, type Read, sticky } from './place.js'
import { divide, fail, inRadians, multiply, negate, raise, rational } from './value.js'

/** "2/3 squared", "1/4 to the power 1/2": the fraction is one number. */
const fractionRaised = sticky(/\/(\d{1,6})(?=\s(?:squared|cubed|(?:raised\s)?to\sthe)(?!\p{L}))/iu)
const shriek = /!(?!=)(?!\w)/y
const up = /\s?(?:\^(?!\s?\{?\\circ)|\*\*(?=\s?[\d(-]))\s?/y
const raised = /[⁻]?[⁰¹²³⁴⁵⁶⁷⁸⁹]{1,6}/y
const degrees = sticky(/\s?(?:°|º)(?!\s?[CF](?!\p{L}))|\sdegrees?(?!\s(?:C|F|K)(?!\p{L}))(?!\p{L})/iu)
const inWords = sticky(/\s(squared|cubed|doubled|tripled|halved)(?!\p{L})/iu)
const factors: Readonly<Record<string, number>> = { doubled: 2, tripled: 3, halved: 0.5 }
const toPower = sticky(/\s(?:raised\s)?to\sthe\s(?:power\s(?:of\s)?|(?=\p{L}+\spower))/iu)
const radians = sticky(/\s?rad(?:ians?)?(?!\p{L})/iu)
const choosing = sticky(/\schoose\s/iu)
const minus = /[−–-]/y
const partInWords = sticky(new RegExp(String.raw`(${FRACTION})(?!\p{L})`, 'iu'))
/** It is open where an exponent in words ends. */
const goesOn = sticky(/\s?[+*×·/^−–-]|\s(?:plus|minus|times|multiplied|divided|over|squared|cubed|to\sthe)(?!\p{L})/iu)

/** One number with what is marked behind it. Tight: words behind it are not of it. */
export function powerAt(place: Place, tight: boolean): Read {
  let base = place.atom()
  const under = tight ? null : place.take(fractionRaised)
  if (under !== null) base = place.apply(divide, base.readings, [rational(Number(under[1]))])
  for (;;) {
    const next = markedBehind(place, base) ?? (tight ? null : saidBehind(place, base))
    if (next === null) break
    base = next
  }
  if (place.take(degrees) !== null) {
    place.isAngle = true
    return { readings: base.readings.map(inRadians) }
  }
  if (tight) return base
  if (place.take(radians) !== null) place.isAngle = true
  if (place.take(choosing) === null) return base
  const k = place.signed(true)
  place.note('whole-numbers')
  return place.apply(chosen, base.readings, k.readings)
}

/** A factorial or an exponent in signs. */
function markedBehind(place: Place, base: Read): Read | null {
  if (place.take(shriek) !== null) {
    place.note('whole-numbers')
    return place.apply(factorial, base.readings)
  }
  if (place.take(up) !== null) return place.apply(raise, base.readings, exponentAt(place).readings)
  const [small] = place.take(raised) ?? []
  if (small === undefined) return null
  const size = rational(Number(smallDigits(small.replace('⁻', ''))))
  return place.apply((b) => raise(b, small.startsWith('⁻') ? negate(size) : size), base.readings)
}

/** "{10}", "-2", "(1/2)", "2^3". */
function exponentAt(place: Place): Read {
  if (place.char === '{') return bracketAt(place) ?? fail()
  const isNegative = place.take(minus) !== null
  const base = place.atom()
  const above = place.take(/\^/y) === null ? base : place.apply(raise, base.readings, exponentAt(place).readings)
  return isNegative ? { readings: above.readings.map(negate) } : above
}

/** An exponent in words. */
function saidBehind(place: Place, base: Read): Read | null {
  const [, word] = place.take(inWords) ?? []
  if (word !== undefined) {
    place.isNamed = true
    const factor = factors[word.toLowerCase()]
    if (factor !== undefined) return place.apply(multiply, base.readings, [rational(factor)])
    return place.apply((b) => raise(b, rational(/square/i.test(word) ? 2 : 3)), base.readings)
  }
  const from = place.at
  if (place.take(toPower) === null) return null
  place.isNamed = true
  const exponent = place.attempt(() => saidExponent(place))
  if (exponent !== null) return place.apply(raise, base.readings, exponent.readings)
  place.at = from
  return null
}

/** "To the power of 5", "to the fifth power", "to the power 5": what stands behind "to the". */
function saidExponent(place: Place): Read {
  const nth = ordinalAt(place)
  if (nth !== null) return place.take(/\spower(?![a-z])/iy) === null ? fail() : { readings: [rational(nth)] }
  const part = place.take(partInWords)?.[1]
  const fraction = part === undefined ? null : fractionOf(part)
  if (fraction !== null) return place.sees(goesOn) ? fail() : { readings: [rational(fraction)] }
  const value = place.signed(true)
  const under = place.take(/\/(\d{1,6})(?![\d.])/y)
  const whole = under === null ? value : place.apply(divide, value.readings, [rational(Number(under[1]))])
  return place.sees(goesOn) ? fail() : whole
}
