/*
 * Terms in words: number words ("three quarters of 8"), phrases ("the square root of 16", "the sum of 3 and 4"), and the arguments and lists that stand in
 * them ("12, 18 and 24").
 */

import { at } from '../../../src/core/absence.js'
import { lean } from '../../../src/core/lean-patterns.js'
import { readNumberWord } from '../../../src/core/quantities/words.js'
import { choosing } from '../../../src/core/triggers.js'
import { factorial, type Phrase, phrases } from './functions.js'
import { numeralAt, ordinalAt } from './numerals.js'
import { type Place, type Read, sticky } from './place.js'
import { complex, divide, fail, inRadians, multiply, type Num, rational } from './value.js'

/** Lists are read to here. */
export const MAX_NUMBERS = 30

const article = sticky(/(?:the|a|an)\s/iu)
const small = 'zeros ones twos threes fours fives sixes sevens eights nines tens elevens twelves'.split(' ')
const several = sticky(/\s(twos|threes|fours|fives|sixes|sevens|eights|nines|tens|elevens|twelves|\d{1,3}s)(?!\p{L})/iu)
const raising = sticky(/raising\s(?=\S{1,20}\sto\sthe\s)/iu)
const ofThe = sticky(/\s?(?:of|von)\s(?:the\s)?/iu)
const inFactorial = /(\d{1,3})\sfactorial(?![a-z])/iy
/** "3 + 4i" */
const gaussian = sticky(/([-−–]?\d{1,9}(?:\.\d{1,9})?)\s?([+−–-])\s?(\d{0,9}(?:\.\d{1,9})?)i(?![\p{L}\d])/u)
const comma = sticky(/\s?,\s(?:and\s|und\s)?|\s(?:and|und|&)\s/iu)
/** What reckons on with an argument, so that it is open where it ends. */
const goesOn =
  /^(?:\s?[+*×·/^]|\s[-−–]\s?\d|\s?\\(?:cdot|times)|\s(?:plus|minus|times|squared|cubed|to\sthe|mod)(?![a-z]))/

/** "A twentieth", of nothing. */
const aPart = sticky(/an?\s\p{L}{3,9}th(?=\s?(?:$|[.,;:)](?!\d)|\s(?:is|are|equals|and|so|which)(?!\p{L})))/iu)
/** "One tenth", "seven elevenths" stand alone; "a third" and "half" are of something. */
const counted = lean(/^(?!an?\b|half)\p{L}+[\s-]\p{L}+$/iu)

/** What is said in words at a place. */
export function wordsAt(place: Place): Read {
  if (place.sees(aPart)) {
    const word = readNumberWord(place.text, place.at)
    if (word?.kind === 'part') {
      place.at = word.end
      place.isNamed = true
      return { readings: [rational(word.value)] }
    }
  }
  // "Raising 8 to the power 2/3"
  if (place.take(raising) !== null) return place.power(false)
  place.take(article)
  const phrase = phraseAt(place)
  if (phrase !== null) return phrase
  const factorialOf = place.take(inFactorial)
  if (factorialOf !== null) {
    place.note('whole-numbers')
    return place.apply(factorial, [rational(Number(factorialOf[1]))])
  }
  const from = place.at
  const word = readNumberWord(place.text, from)
  if (word === null) return fail()
  place.at = word.end
  if (/^[\p{L}\d-]/u.test(place.rest)) fail()
  place.isNamed = true
  if (word.kind === 'count') {
    // "Nine eights", "four 26s"
    const [, of] = place.take(several) ?? []
    if (of !== undefined) {
      const value = /^\d/.test(of) ? Number(of.slice(0, -1)) : small.indexOf(of.toLowerCase())
      return place.apply(multiply, [rational(word.value)], [rational(value)])
    }
  }
  if (word.kind === 'count') return { readings: [rational(word.value)], digits: 0 }
  if (word.kind === 'part' && place.take(ofThe) === null)
    return counted.test(place.text.slice(from, place.at)) ? { readings: [rational(word.value)] } : fail()
  if (word.kind === 'multiple') place.skipSpace()
  return place.apply((x) => multiply(rational(word.value), x), argumentAt(place).readings)
}

/** Numbers in a row, "3, 4 and 5", perhaps in brackets: at least so many. */
export function numbersAt(place: Place, least: number): readonly Read[] {
  const isBracketed = place.take(/[([{]\s?/y) !== null
  const found = [argumentAt(place)]
  while (found.length < MAX_NUMBERS) {
    const from = place.at
    const next = place.take(comma) === null ? null : place.attempt(() => argumentAt(place))
    if (next === null) {
      place.at = from
      break
    }
    found.push(next)
  }
  if (isBracketed && place.take(/\s?[)\]}]/y) === null) fail()
  return found.length < least ? fail() : found
}

/** An argument in prose: one number, a power of numbers, a function of its own in brackets; what is reckoned on with is ambiguous. */
function argumentAt(place: Place): Read {
  const z = place.i ? place.take(gaussian) : null
  if (z !== null) {
    place.note('closed-forms')
    const [, re = '', sign, im = ''] = z
    const size = im === '' ? 1 : Number(im)
    return { readings: [complex(Number(re.replace(/[−–]/, '-')), sign === '+' ? size : -size)] }
  }
  const value = place.signed(true)
  if (place.char === '/' && value.digits === 0) {
    place.at++
    return place.apply(divide, value.readings, (numeralAt(place) ?? fail()).readings)
  }
  return goesOn.test(place.rest) ? fail() : value
}

/** A bare number that stands for an angle: in radians, or in degrees. */
export const inOrOfDegrees = ({ readings }: Read): readonly Num[] => readings.flatMap((each) => [each, inRadians(each)])

/** A place for a number, an ordinal or several numbers, or text that has to stand there. */
type Slot = RegExp | 'n' | 'o' | 'ns'
interface Compiled extends Phrase {
  slots: readonly Slot[]
}
const compiled: readonly Compiled[] = phrases.map((phrase) => ({
  ...phrase,
  slots: phrase.says.split(/\{(ns|n|o)\}/).flatMap((part, i): Slot[] => {
    if (part === '') return []
    if (i % 2 === 1) return [part as Slot] // what the pattern above splits at
    return [sticky(new RegExp(part.replace(/ /g, '\\s{1,3}'), 'iu'))]
  }),
}))
const mayStandIn = choosing(compiled.map(({ says }) => says.replace(/\{(?:ns|n|o)\}/g, '.*').replace(/ /g, '\\s{1,3}')))

let latest: { text: string; phrases: readonly Compiled[] } = { text: '', phrases: [] }

/** The phrases that may stand in a text. It is asked for at every word of it. */
function phrasesIn(text: string): readonly Compiled[] {
  if (text !== latest.text) latest = { text, phrases: mayStandIn(text).map((i) => at(compiled, i)) }
  return latest.phrases
}

/** Whether one of them may begin at a place: by the words that it begins with, or with an ordinal. */
export const phraseMayBegin = (text: string, at: number): boolean =>
  phrasesIn(text).some(({ slots: [first] }) => {
    if (!(first instanceof RegExp)) return true
    first.lastIndex = at
    return first.test(text)
  })

/** The first phrase that can be read at a place. */
function phraseAt(place: Place): Read | null {
  for (const phrase of phrasesIn(place.text)) {
    const [first] = phrase.slots
    if (first instanceof RegExp && !place.sees(first)) continue
    const value = place.attempt(() => filled(place, phrase))
    if (value === null) continue
    place.note(phrase.kind)
    if (phrase.kind === 'arithmetic') place.kinds.add('arithmetic')
    return value
  }
  return null
}

function filled(place: Place, { slots, of, angle }: Compiled): Read {
  const args: (readonly Num[])[] = []
  const isAngle = place.isAngle
  for (const slot of slots) {
    if (slot === 'o') args.push([rational(ordinalAt(place) ?? fail())])
    else if (slot === 'ns') args.push(...numbersAt(place, 2).map(({ readings }) => readings))
    else if (slot === 'n') {
      place.isAngle = false
      const value = argumentAt(place)
      const isBare = angle === true && !place.isAngle && value.digits !== undefined
      args.push(isBare ? inOrOfDegrees(value) : value.readings)
    } else if (place.take(slot) === null) fail()
  }
  place.isAngle = isAngle
  return place.apply(of, ...args)
}
