/* One number, however it is written: digits, brackets, roots, π, LaTeX commands, a function by name, i and e, or words. */
import { bracketAt } from './brackets.js'
import { callAt } from './calls.js'
import { called } from './functions.js'
import { numeralAt } from './numerals.js'
import { type Place, type Read, sticky } from './place.js'
import { wordsAt } from './prose.js'
import { divide, fail, I, type Num, raise, rational, real } from './value.js'

const command = /\\([dt]?frac|[dt]?binom|sqrt|pi|lfloor|lceil)(?![a-zA-Z])\s?/y
const imaginary = sticky(/i(?![\p{L}\d])/u)
const euler = /e(?=\s?\^)/y

export function atomAt(place: Place): Read {
  const { char } = place
  const number = /[\d.A-Fa-f]/.test(char) ? numeralAt(place) : null
  return (
    number ??
    bracketAt(place) ??
    (char === '√' || char === '∛' ? root(place) : null) ??
    (char === '\\' ? commandAt(place) : null) ??
    place.attempt(() => callAt(place)) ??
    constantAt(place) ??
    wordsAt(place)
  )
}

/** "√16", "∛27": of the one number that follows. */
function root(place: Place): Read {
  const name = place.char === '√' ? 'sqrt' : 'cbrt'
  place.at++
  place.skipSpace()
  const of = place.atom()
  place.note('closed-forms')
  return place.apply(functionOf(name), of.readings)
}

const functionOf = (name: string) => (called.get(name) ?? fail()).of

/** π, i and e. */
function constantAt(place: Place): Read | null {
  if (place.take(/π/y) !== null) {
    place.isNamed = true
    return { readings: [real(Math.PI)] }
  }
  const isI = place.i && place.take(imaginary) !== null
  if (!isI && place.take(euler) === null) return null
  place.note('closed-forms')
  return { readings: [isI ? I : real(Math.E)] }
}

/** "\frac{1}{2}", "\sqrt[3]{8}", "\binom{5}{2}", "\pi". */
function commandAt(place: Place): Read | null {
  const name = place.take(command)?.[1]
  if (name === undefined) return null
  if (name === 'pi') {
    place.isNamed = true
    return { readings: [real(Math.PI)] }
  }
  if (name.endsWith('frac')) return place.apply(divide, bracedAt(place).readings, bracedAt(place).readings)
  if (name.endsWith('binom')) {
    place.note('whole-numbers')
    return place.apply(functionOf('C'), bracedAt(place).readings, bracedAt(place).readings)
  }
  if (name !== 'sqrt') return fail()
  const index: Num = place.char === '[' ? (bracketAt(place)?.readings[0] ?? fail()) : rational(2)
  const of = bracedAt(place)
  place.note('closed-forms')
  if (index.re === 3) return place.apply(functionOf('cbrt'), of.readings)
  return place.apply((x) => raise(x, divide(rational(1), index)), of.readings)
}

/** "{12}", or one digit: what LaTeX takes for an argument. */
function bracedAt(place: Place): Read {
  place.skipSpace()
  if (place.char === '{') return bracketAt(place) ?? fail()
  return { readings: [rational(Number((place.take(/\d/y) ?? fail())[0]))] }
}
