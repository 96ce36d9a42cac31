/* Amounts in signs, brought to base units: "2 h 30 min", "2.5 h × 60 km/h". The sizes of units come from the units library. */
import Qty from 'js-quantities'
import { defined } from '../../../../src/core/absence.js'
import { lean } from '../../../../src/core/lean-patterns.js'
import { NUMBER, type Stated, stated } from '../claim.js'

/** An amount in base units. */
export interface Measure {
  /** In SI base units. */
  value: number
  /** Which power of which base unit: equal for what can be compared; '' for a plain number. */
  dimension: string
  /** The one number with its unit that this is; absent where something was computed, or where several make one ("2 h 30 min"). */
  literal?: { stated: Stated; unit: string; size: number }
  /** What the numbers alone come to, in a product of one amount and plain numbers. */
  bare?: number
  /** The one amount with a unit that went into such a product. */
  first?: number
  /** Operations, or parts of a composite. */
  parts: number
  end: number
}

/** Words for units that the units library spells otherwise. */
const spelled: ReadonlyMap<string, string> = new Map(
  `hr h|hrs h|hour h|hours h|min min|mins min|minute min|minutes min|sec s|secs s|second s|seconds s|day d|days d|wk wk|week wk|weeks wk|year y|years y
  kmh km/h|kph km/h|km/hr km/h|meter m|meters m|metre m|metres m|kilometre km|kilometres km|centimetre cm|centimetres cm|millimetre mm|millimetres mm|foot ft|feet ft|inches in|inch in
  litre l|litres l|liter l|liters l|L l|millilitre ml|millilitres ml|mL ml|dL dl|grams g|gram g|kilograms kg|kilogram kg|kilo kg|kilos kg|tonne t|tonnes t|lb lbs|lbs lbs|pound lbs|pounds lbs|ounces oz|ounce oz
  euro EUR|euros EUR|dollar USD|dollars USD|cents cents|cent cents|hectares hectare|ha hectare|micron um|microns um|watt W|watts W|joule J|joules J|newton N|newtons N|volt V|volts V|amp A|amps A|ampere A|amperes A|ohm Ohm|ohms Ohm|pascal Pa|pascals Pa
  std h|sek s|stunde h|stunden h|minuten min|sekunde s|sekunden s|tag d|tage d|tagen d|woche wk|wochen wk|jahr y|jahre y|jahren y|kilometer km|zentimeter cm|millimeter mm|quadratmeter m2|quadratzentimeter cm2|quadratkilometer km2|kubikmeter m3|kubikzentimeter cm3|gramm g|kilogramm kg|milliliter ml
  小时 h|分钟 min|分 min|秒 s|天 d|周 wk|年 y|米 m|千米 km|公里 km|厘米 cm|毫米 mm|平方米 m2|平方厘米 cm2|立方米 m3|克 g|千克 kg|公斤 kg|升 l|毫升 ml`
    .split(/[|\n]/)
    .map((pair) => pair.trim().split(' ') as [string, string]),
)

/** Words that are rarely meant as the unit that the library takes them for, or that have several sizes. */
const ambiguous = new Set(
  'a am as at be by c cal calorie calories can do e f gr he i in is it l/ me no o of or p pm pt r so t/ ton tons to u us x z B KB MB GB TB kB bit bits byte bytes cup cups pint pints quart quarts gallon gallons gal barrel barrels count each pair pairs point points percent stone grain mil pole rod degree degrees'.split(
    ' ',
  ),
)

const sizes = new Map<string, { size: number; dimension: string } | null>()

/** The size of a unit in SI base units and its dimension, or null. */
export function unitSize(unit: string): { size: number; dimension: string } | null {
  const known = sizes.get(unit)
  if (known !== undefined) return known
  const found = readUnit(unit)
  if (sizes.size < 5000) sizes.set(unit, found)
  return found
}

const atomPattern = lean(/^(?:(square|cubic|sq\.?|cu\.?)\s)?([\p{L}µμΩ]+)(?:\^(-?\d)|([²³]))?$/u)

/** A twelfth of a year, as interest is reckoned; days and weeks of a month are left open. */
const MONTH = 31_556_926 / 12

function readUnit(unit: string): { size: number; dimension: string } | null {
  if (/^(?:months?|Monate?n?|个?月)$/i.test(unit)) return { size: MONTH, dimension: 's/' }
  const parts = unit.split(/\s?(\/|·|⋅|\*|\sper\s)\s?/)
  let quantity: Qty | null = null
  for (let i = 0; i < parts.length; i += 2) {
    const match = atomPattern.exec((parts[i] ?? '').trim())
    if (match === null) return null
    const [, shape, word = '', power, raised] = match
    if (ambiguous.has(word)) return null
    const name = [word, word.toLowerCase()].map((each) => spelled.get(each)).find((each) => each !== undefined) ?? word
    const exponent =
      shape?.startsWith('s') || raised === '²' ? 2 : shape !== undefined || raised === '³' ? 3 : Number(power ?? 1)
    const atom: Qty | null = Qty.parse(`1 ${name}`)
    if (atom === null || atom.kind() === 'temperature') return null
    let raisedAtom: Qty = atom
    for (let times = 1; times < Math.abs(exponent); times++) raisedAtom = raisedAtom.mul(atom)
    if (exponent < 0) raisedAtom = raisedAtom.inverse()
    if (quantity === null) quantity = raisedAtom
    else quantity = /\/|per/.test(parts[i - 1] ?? '') ? quantity.div(raisedAtom) : quantity.mul(raisedAtom)
  }
  if (quantity === null) return null
  const base = quantity.toBase()
  const dimension = base.units()
  return dimension === '' ? null : { size: base.scalar, dimension: canonical(dimension) }
}

/** The dimension of a product or quotient: "m/" by "m/" is "m2/", "m/" through "s/" is "m/s". */
function combined(a: string, b: string, divides: boolean): string {
  const powers = new Map<string, number>()
  const add = (dimension: string, sign: number) => {
    for (const [i, side] of dimension.split('/').entries())
      for (const atom of side.split('*').filter((each) => each !== '')) {
        const [, name = atom, power = '1'] = /^(\D+)(\d+)$/.exec(atom) ?? []
        powers.set(name, (powers.get(name) ?? 0) + sign * (i === 0 ? 1 : -1) * Number(power))
      }
  }
  add(a, 1)
  add(b, divides ? -1 : 1)
  const side = (sign: number) =>
    [...powers]
      .filter(([, power]) => power * sign > 0)
      .map(([name, power]) => `${name}${Math.abs(power) === 1 ? '' : Math.abs(power)}`)
      .join('*')
  return a === '' && b === '' ? '' : canonical(`${side(1)}/${side(-1)}`)
}

/** "kg*m2/s2" and "m2*kg/s2" are one. */
function canonical(units: string): string {
  const [above = '', below = ''] = units.split('/')
  const sorted = (list: string) =>
    list
      .split('*')
      .filter((each) => each !== '' && each !== '1')
      .sort()
      .join('*')
  return `${sorted(above)}/${sorted(below)}`
}

const number = new RegExp(String.raw`(${NUMBER})(?:\s?[×x*]\s?10\s?\^\s?([-−]?\d{1,3}))?`, 'y')
/** What may be a unit, as long as it goes: "km/h", "square metres", "kg·m²/s²". */
export const UNIT = String.raw`((?:(?:square|cubic|fluid|fl|leap|sq\.?|cu\.?)\s)?[\p{L}µμΩ]{1,18}(?:\^-?\d|[²³])?(?:(?:\s?[/·⋅]\s?|\*|\sper\s)[\p{L}µμΩ]{1,18}(?:\^-?\d|[²³])?){0,3})`
const unitText = lean(new RegExp(String.raw`[ \u00a0\u202f]{0,9}${UNIT}`, 'uy'))

/** The longest reading that is a unit ("km/h" before "km"), where no letter follows it. `from`: where the words stand. */
export function longestUnit<Known>(
  text: string,
  { from, words }: { from: number; words: string },
  read: (unit: string) => Known | null,
): { unit: string; known: Known; end: number } | null {
  for (let unit = words; unit !== ''; unit = shorter(unit)) {
    const known = read(unit)
    if (known === null) continue
    const end = from + unit.length
    return /[\p{L}\p{N}^²³]/u.test(text.charAt(end)) ? null : { unit, known, end }
  }
  return null
}
const joint = /\s{0,2}(?:,\s|and\s|und\s)?\s{0,2}(?=[\d])/y

/** One number with its unit, or several that make one amount ("2 h 30 min", "5 feet 3 inches"), or a plain number. Null where none stands there. */
function factorAt(text: string, at: number): Measure | null {
  const first = literalAt(text, at)
  if (first === null || first.literal === undefined || first.dimension === '') return first
  let { value, end } = first
  let parts = 1
  let size = first.literal.size
  for (;;) {
    joint.lastIndex = end
    const gap = joint.exec(text)
    const next = gap === null || gap[0] === '' ? null : literalAt(text, end + gap[0].length)
    if (next?.literal === undefined || next.dimension !== first.dimension || next.literal.size >= size) break
    value += next.value
    end = next.end
    size = next.literal.size
    parts++
  }
  return parts === 1 ? first : { value, dimension: first.dimension, parts, end }
}

/** "2:30 h", "4:30 min", "1:05:30 h": hours and minutes, or minutes and seconds, with a colon between them. */
const clocked = lean(
  /(\d{1,3}):([0-5]\d)(?::([0-5]\d))?[ \u00a0\u202f]?(?:(h(?:ou)?rs?|h|Stunden?|Std\.?|小时)|(min(?:ute)?s?|Minuten?|分钟?))(?!\p{L})/iuy,
)

function clockedAt(text: string, at: number): Measure | null {
  clocked.lastIndex = at
  const match = clocked.exec(text)
  if (match === null) return null
  const [, first = '', second = '', third = '0', hours, minutes = ''] = match
  const size = hours === undefined ? 60 : 3600
  const value = Number(first) + Number(second) / 60 + Number(third) / 3600
  const literal = { stated: { text: match[0], value, digits: 2 }, unit: ` ${hours ?? minutes}`, size }
  return { value: value * size, dimension: 's/', literal, parts: 1, end: clocked.lastIndex }
}

function literalAt(text: string, at: number): Measure | null {
  const clock = clockedAt(text, at)
  if (clock !== null) return clock
  number.lastIndex = at
  const match = number.exec(text)
  if (match === null) return null
  const amount = stated(match[1] as string)
  const power = match[2] === undefined ? 1 : 10 ** Number(match[2].replace('−', '-'))
  const end = number.lastIndex
  unitText.lastIndex = end
  const found = unitText.exec(text)
  const words = found?.[1]
  const unit =
    words === undefined ? null : longestUnit(text, { from: unitText.lastIndex - words.length, words }, unitSize)
  if (unit !== null)
    return {
      value: amount.value * power * unit.known.size,
      dimension: unit.known.dimension,
      literal: { stated: amount, unit: unit.unit, size: unit.known.size * power },
      parts: 1,
      end: unit.end,
    }
  // An unknown word behind the number leaves it open what is counted.
  if (words !== undefined && !/^(?:and|is|are|und|ist|sind)$/.test(words)) return null
  return {
    value: amount.value * power,
    dimension: '',
    literal: { stated: amount, unit: '', size: power },
    parts: 1,
    end,
  }
}

function shorter(unit: string): string {
  const cut = Math.max(unit.lastIndexOf('/'), unit.lastIndexOf('·'), unit.lastIndexOf('*'), unit.lastIndexOf(' '))
  return cut < 0 ? '' : unit.slice(0, cut).trimEnd()
}

const operator = /[ \t\u00a0]{0,9}([+\-−×*·⋅÷/]|x(?=\s?\d))[ \t\u00a0]{0,9}(?=[\d.])/y

/** Sums, differences, products and quotients of amounts, as far as they go: "3 h - 45 min", "2.5 h × 60 km/h". Null where a term is not known. */
export function measureAt(text: string, at: number): Measure | null {
  const first = factorAt(text, at)
  if (first === null) return null
  let total = 0
  let sign = 1
  let term = first
  let dimension: string | undefined
  let parts = first.parts
  let end = first.end
  let bare = first.literal?.stated.value
  let amount = first.dimension === '' ? undefined : first.value
  for (;;) {
    operator.lastIndex = end
    const match = operator.exec(text)
    const next = match === null ? null : factorAt(text, operator.lastIndex)
    if (match === null) break
    if (next === null) return null
    end = next.end
    parts += next.parts
    const sum = match[1] === '+' || match[1] === '-' || match[1] === '−'
    if (!sum) {
      const divides = match[1] === '/' || match[1] === '÷'
      const dimension = combined(term.dimension, next.dimension, divides)
      if (next.dimension !== '') amount = next.value
      const factor = next.literal?.stated.value
      bare = bare === undefined || factor === undefined ? undefined : divides ? bare / factor : bare * factor
      term = {
        value: divides ? term.value / next.value : term.value * next.value,
        dimension,
        parts,
        end,
      }
      continue
    }
    if (dimension !== undefined && dimension !== term.dimension) return null
    dimension = term.dimension
    bare = undefined
    total += sign * term.value
    sign = match[1] === '+' ? 1 : -1
    term = next
  }
  if (dimension !== undefined && dimension !== term.dimension) return null
  if (parts === first.parts) return { ...first, end }
  return {
    value: total + sign * term.value,
    dimension: term.dimension,
    parts,
    end,
    ...defined({ bare, first: bare === undefined ? undefined : amount }),
  }
}
