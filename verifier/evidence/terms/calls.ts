/* Functions by name: "sin 30°", "log_2(8)", "gcd(12, 18)", "LCM of 4 and 6", "sin²(x)", "cos⁻¹(1/2)", "C(4,2)". */
import { called, logarithm, type Named } from './functions.js'
import { smallDigits } from './numerals.js'
import { type Place, type Read, sticky } from './place.js'
import { inOrOfDegrees, MAX_NUMBERS, numbersAt } from './prose.js'
import { fail, raise, rational, real } from './value.js'

/** Words that a call may begin with, in small letters. */
export const callWords: ReadonlySet<string> = new Set(
  'arcsin arccos arctan asin acos atan sin cos tan ln log lg exp sqrt cbrt abs floor ceil max min gcd hcf gcf lcm ggt kgv phi varphi φ ϕ ncr npr c p'.split(
    ' ',
  ),
)
const functionName = sticky(
  /\\?(arcsin|arccos|arctan|asin|acos|atan|sin|cos|tan|ln|log10|log2|log|lg|exp|sqrt|cbrt|abs|floor|ceil|max|min|gcd|hcf|gcf|lcm|ggT|kgV|phi|varphi|φ|ϕ|nCr|nPr|C|P)(?![\p{L}])/iu,
)
const takesSeveral = /^(?:gcd|lcm|hcf|gcf|ggt|kgv|max|min|c|p|ncr|npr)$/i
const isInWords = /^(?:phi|φ|ϕ)$/
const square = /\s?(?:\^\s?\{?\s?([23])\s?\}?|([²³]))/y
const inverse = /\s?(?:\^\s?\{?\s?[-−]\s?1\s?\}?|⁻¹)/y
const logBase = /\s?_\s?(?:\{?\s?(\d{1,3}|e)\s?\}?)|([₀-₉]{1,3})/y
const tightArguments = /\(\s?(\d{1,12}(?:,\d{1,12})+)\s?\)/y
const ofThe = sticky(/\s?(?:of|von)\s(?:the\s)?/iu)

/** The value of a function that is called at a place. */
export function callAt(place: Place): Read {
  const written = place.take(functionName)?.[1] ?? fail()
  const name = called.has(written) ? written : written.toLowerCase().replace('varphi', 'phi')
  const named = called.get(name)
  if (named === undefined || (written.length === 1 && place.char !== '(')) return fail()
  place.note(named.kind)
  const power = place.take(square)
  if (power !== null && named.angle === undefined) fail()
  const isInverse = power === null && /^(?:sin|cos|tan)$/.test(name) && place.take(inverse) !== null
  const base = name === 'log' ? baseAt(place) : null
  place.skipSpace()
  const isAngle = place.isAngle
  const args = place.char === '(' ? argumentsAt(place, name) : bareArguments(place, name)
  const isBare = !place.isAngle || isAngle
  place.isAngle = isAngle
  const value =
    base === null
      ? applied(place, isInverse ? (called.get(`arc${name}`) ?? fail()) : named, args, isBare)
      : place.apply((x) => logarithm(x, base), args[0]?.readings ?? [])
  if (power === null) return value
  return place.apply((x) => raise(x, rational(power[1] === '2' || power[2] === '²' ? 2 : 3)), value.readings)
}

function applied(place: Place, { of, angle }: Named, args: readonly Read[], isBare: boolean): Read {
  const [first] = args
  if (angle && isBare && first?.digits !== undefined) return place.apply(of, inOrOfDegrees(first))
  return place.apply(of, ...args.map(({ readings }) => readings))
}

/** "log_2", "log₁₀", "log_e". */
function baseAt(place: Place) {
  const match = place.take(logBase)
  if (match === null) return null
  const [, written, small = ''] = match
  return written === 'e' ? real(Math.E) : rational(Number(written ?? smallDigits(small)))
}

/** Without brackets: "sin 30°", "√2" behind a name, "gcd of 12 and 18". */
function bareArguments(place: Place, name: string): readonly Read[] {
  const isSpaced = place.text[place.at - 1] === ' '
  if (!isSpaced && !/[√\\\d]/.test(place.char)) fail()
  if (takesSeveral.test(name) || isInWords.test(name)) return place.take(ofThe) === null ? fail() : numbersAt(place, 2)
  // No more than one number: "log 2 · 3" is left alone.
  const only = place.power(true)
  return /^\s?(?:[×·⋅*/]|\\cdot|\\times|\d|\()/.test(place.rest) ? fail() : [only]
}

/** In brackets, parted by commas. */
function argumentsAt(place: Place, name: string): readonly Read[] {
  // "C(4,2)": commas without blanks part the arguments of what takes several.
  const tight = takesSeveral.test(name) ? place.take(tightArguments)?.[1] : undefined
  if (tight !== undefined) return tight.split(',').map((each) => ({ readings: [rational(Number(each))] }))
  const args: Read[] = []
  do {
    place.at++
    place.skipSpace()
    args.push(place.expression())
    place.skipSpace()
  } while (/[,;]/.test(place.char) && args.length < MAX_NUMBERS)
  place.demand(')')
  return args
}
