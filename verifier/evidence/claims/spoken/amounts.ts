/* Amounts as people say them: "2 hours and 30 minutes", "half a dozen", "$80", "12 eggs". With all sizes that a unit may have. */
import { lean } from '../../../../src/core/lean-patterns.js'
import { singular } from '../../../../src/core/quantities/singular.js'
import { COUNT, readNumberWord } from '../../../../src/core/quantities/words.js'
import { longestUnit, UNIT, unitSize } from '../amounts/measure.js'
import { NUMBER, type Stated, stated } from '../claim.js'
import type { Cursor } from './cursor.js'

/** What a phrase stands for. */
export interface Amount {
  /** In base units. Units with several sizes (a gigabyte, a gallon) have several readings: a statement is false where it is so in each of them. */
  readings: readonly number[]
  /** '' for a plain number, 'percent', 'points', 'factor', 'money USD', 'thing egg', or the dimension of a unit. */
  kind: string
  /** The number as it is written, where the phrase is one, and what it counts. */
  literal?: { stated: Stated; unit: string; sizes: readonly number[] }
  /** A fraction, a decimal number or one thing out of several: what a percentage can be. */
  isShare?: boolean
  /** The numbers alone, in the unit that stands before: a factor may be that of a conversion ("72 km/h divided by 3.6 is 20 m/s"). */
  bare?: { value: number; unit: string }
  /** Another meaning: "20% off $50" is what is left and what is taken off. */
  or?: Amount
}

const SYSTEMS = 3
export const readingsOf = (value: number): readonly number[] => Array.from({ length: SYSTEMS }, () => value)
export const mapped = (readings: readonly number[], by: (value: number, i: number) => number): readonly number[] =>
  readings.map(by)

export const plain = (value: number, rest: Partial<Amount> = {}): Amount => ({
  readings: readingsOf(value),
  kind: '',
  ...rest,
})

const bits = (name: string, power: number): [string, readonly number[]][] =>
  [
    [`${name}byte`, 8],
    [`${name}bit`, 1],
  ].map(([word, by]) => [
    String(word),
    [1000 ** power * Number(by), 1024 ** power * Number(by), 1000 ** power * Number(by)],
  ])
const shortBits = (letter: string, power: number): [string, readonly number[]][] =>
  [
    [`${letter}B`, 8],
    [`${letter}bit`, 1],
  ].map(([word, by]) => [
    String(word),
    [1000 ** power * Number(by), 1024 ** power * Number(by), 1000 ** power * Number(by)],
  ])

/** Units with several sizes, and such as the units library spells otherwise: metric and American, binary and British, other. */
const several = new Map<string, { sizes: readonly number[]; kind: string }>([
  ...(
    [
      ...bits('kilo', 1),
      ...bits('mega', 2),
      ...bits('giga', 3),
      ...bits('tera', 4),
      ...bits('', 0),
      ...shortBits('k', 1),
      ...shortBits('K', 1),
      ...shortBits('M', 2),
      ...shortBits('G', 3),
      ...shortBits('T', 4),
      ['KiB', readingsOf(8 * 1024)],
      ['MiB', readingsOf(8 * 1024 ** 2)],
      ['GiB', readingsOf(8 * 1024 ** 3)],
      ['kibibyte', readingsOf(8 * 1024)],
      ['mebibyte', readingsOf(8 * 1024 ** 2)],
      ['gibibyte', readingsOf(8 * 1024 ** 3)],
      ['nibble', readingsOf(4)],
    ] as [string, readonly number[]][]
  ).map(([name, sizes]) => [name, { sizes, kind: 'data' }] as const),
  ...Object.entries({
    gallon: [3.785411784e-3, 4.54609e-3],
    quart: [0.946352946e-3, 1.1365225e-3],
    pint: [0.473176473e-3, 0.56826125e-3],
    'fluid ounce': [29.5735295625e-6, 28.4130625e-6],
    'fl oz': [29.5735295625e-6, 28.4130625e-6],
    cup: [236.5882365e-6, 284.130625e-6, 250e-6],
    tablespoon: [14.78676478125e-6, 17.7581640625e-6, 15e-6],
    teaspoon: [4.92892159375e-6, 5.91938802083e-6, 5e-6],
  }).map(([name, [a = 0, b = a, c = a]]) => [name, { sizes: [a, b, c], kind: 'm3/' }] as const),
  ...Object.entries({
    ton: [907.18474, 1016.0469088, 1000],
    stone: [6.35029318, 6.35029318, 6.35029318],
    carat: [2e-4, 2e-4, 2e-4],
  }).map(([name, sizes]) => [name, { sizes, kind: 'kg/' }] as const),
  ...Object.entries({ decade: 10, century: 100, centurie: 100, millennium: 1000, quarter: 0.25 }).flatMap(
    ([name, years]) => (name === 'quarter' ? [] : [[name, { sizes: readingsOf(years * YEAR()), kind: 's/' }] as const]),
  ),
  ...Object.entries({ fortnight: 14 * 86_400, leapyear: 366 * 86_400 }).map(
    ([name, size]) => [name, { sizes: readingsOf(size), kind: 's/' }] as const,
  ),
  ...Object.entries({ dozen: 12, score: 20, gross: 144 }).map(
    ([name, size]) => [name, { sizes: readingsOf(size), kind: '' }] as const,
  ),
  ['bps', { sizes: readingsOf(1), kind: 'data s' }],
  ['kbps', { sizes: readingsOf(1e3), kind: 'data s' }],
  ['Mbps', { sizes: readingsOf(1e6), kind: 'data s' }],
  ['Gbps', { sizes: readingsOf(1e9), kind: 'data s' }],
])

function YEAR(): number {
  return unitSize('year')?.size ?? 31_556_926
}

/** The sizes of a unit and what it measures, or null. */
function unitOf(text: string): { sizes: readonly number[]; kind: string } | null {
  const name = text.trim().replace(/\s+/g, ' ')
  const found =
    several.get(name) ?? several.get(name.replace(/s$/, '')) ?? several.get(name.toLowerCase().replace(/s$/, ''))
  if (found !== undefined) return found
  const rate = /^(\S+)\s?(?:\/|\sper\s)\s?(?:s|sec|second)$/.exec(name)?.[1]
  const data = rate === undefined ? undefined : (several.get(rate) ?? several.get(rate.replace(/s$/, '')))
  if (data?.kind === 'data') return { sizes: data.sizes, kind: 'data s' }
  const size = unitSize(name)
  return size === null || size.dimension === '' ? null : { sizes: readingsOf(size.size), kind: size.dimension }
}

const money: ReadonlyMap<string, readonly [string, number]> = new Map(
  Object.entries({
    $: ['USD', 1],
    '€': ['EUR', 1],
    '£': ['GBP', 1],
    '¥': ['JPY', 1],
    '₹': ['INR', 1],
    dollar: ['USD', 1],
    euro: ['EUR', 1],
    pound: ['GBP', 1],
    cent: ['USD', 0.01],
    yuan: ['CNY', 1],
    franc: ['CHF', 1],
  } as const),
)
const scaleWord = /\s(hundred|thousand|million|billion)\b/y
const scales: Readonly<Record<string, number>> = { hundred: 100, thousand: 1e3, million: 1e6, billion: 1e9 }
const aHundred = /an?\s(hundred|thousand|million|billion)\b(?!\s(?:and|thousand|million|billion|times))/iy
const moneyBefore = /([$€£¥₹])\s?/y
const moneyBehind = lean(/\s?(€|£|\$|dollars?|euros?|cents?|yuan|francs?)(?![\p{L}\d])/uy)
const digits = new RegExp(String.raw`(${NUMBER})(?![\d])`, 'y')
const over = /\s?\/\s?(\d{1,6})(?![\d.,]*\d)/y
const power = /\s?[×x*·]\s?10\s?\^\s?([-−]?\d{1,2})(?!\d)/y
const bareTen = /10\s?\^\s?([-−]?\d{1,2})(?!\d)/y
const andPart = lean(
  /\sand\s(?:a\s|one\s)?(half|quarter|third)(?!\p{L})|\sand\s(two\sthirds|three\squarters)(?!\p{L})/uy,
)
const parts: Readonly<Record<string, number>> = {
  half: 1 / 2,
  quarter: 1 / 4,
  third: 1 / 3,
  'two thirds': 2 / 3,
  'three quarters': 3 / 4,
}
const percent = /\s?(?:%|percent\b|per\scent\b)/y
const partOfPercent =
  /((?:an?\s)?(?:half|quarter|third)|three\squarters|two\sthirds)\s(?:of\s)?(?:an?|one)\s(?:percent|per\scent)\b(?!\spoint)/iy
const points = /\s?(?:percentage|per\scent|percent)[\s-]points?\b/y
const unitText = lean(new RegExp(String.raw`[\s-]?${UNIT}`, 'uy'))
const article = lean(/(?:an?|one|each|every|a\ssingle)\s/iuy)
/** Words behind a number that are no things it counts. */
const noThing = new Set(
  `is are was were be equals gives makes make leaves becomes and or of in on to from by with for than as at if so the a an plus minus times divided over more less out increased decreased
  reduced raised rounded which that these those this it because since would will has have had holds contains means per each every percent off not but while squared cubed factorial choose after before up down only about rises rise rose grows grow grew falls fall fell drops drop dropped climbs gains increases decreases shrinks growing rising falling shrinking dropping increasing decreasing growing against exceeds surpasses beats tops`.split(
    /\s+/,
  ),
)
const thing = lean(/\s(\p{L}{3,16})(?![\p{L}\d])/uy)

const asShare = /,?\s(?:written\s|expressed\s|put\s)?as\s(?:a\s)?(?:percentage|percent|decimal|fraction)\b,?/y

/** A number as it is written with what it counts, "2 hours and 30 minutes", "half an hour", "a dozen"; null where none stands there. */
export function literalAt(cursor: Cursor): Amount | null {
  const from = cursor.at
  const found = readLiteral(cursor)
  if (found === null) cursor.at = from
  return found
}

function readLiteral(cursor: Cursor): Amount | null {
  const currency = cursor.take(moneyBefore)?.[1]
  const one =
    currency === undefined ? cursor.attempt(() => (cursor.take(article) === null ? null : unitAt(cursor, 1))) : null
  if (one !== null) {
    // "An hour and a half"
    const more = 1 + partAt(cursor)
    return more === 1 ? one : { kind: one.kind, readings: mapped(one.readings, (each) => each * more) }
  }
  // "Half a percent", "a quarter of one percent"
  const ofPercent = cursor.take(partOfPercent)?.[1]
  if (ofPercent !== undefined) {
    const value =
      parts[
        ofPercent
          .toLowerCase()
          .replace(/^an?\s/, '')
          .replace(/\s/g, ' ')
      ] ?? 0
    cursor.take(asShare)
    return { readings: readingsOf(value), kind: 'percent', literal: bare({ text: '', value, digits: 9 }, 1) }
  }
  const number = numberAt(cursor)
  if (number === null) return null
  let { value } = number
  const scale = cursor.take(scaleWord)?.[1]
  if (scale !== undefined) value *= scales[scale] ?? 1
  if (currency !== undefined) return moneyOf(currency, value, number.stated)
  if (cursor.take(points) !== null)
    return { readings: readingsOf(value), kind: 'points', literal: bare(number.stated, 1) }
  if (cursor.take(percent) !== null) {
    cursor.take(asShare)
    return { readings: readingsOf(value), kind: 'percent', literal: bare(number.stated, 1) }
  }
  const behind = cursor.take(moneyBehind)?.[1]
  if (behind !== undefined) return moneyOf(behind.replace(/(?<=..)s$/, ''), value, number.stated)
  const united = scale === undefined ? unitAt(cursor, value, number.stated) : null
  if (united !== null) return withParts(cursor, united)
  const counted = cursor.peek(thing)?.[1]?.toLowerCase()
  if (counted !== undefined && !noThing.has(counted)) {
    cursor.take(thing)
    return { readings: readingsOf(value), kind: `thing ${singular(counted)}`, literal: bare(number.stated, 1, counted) }
  }
  cursor.take(asShare)
  return plain(value, { literal: bare(number.stated, value / number.stated.value || 1), isShare: number.isShare })
}

const bare = (number: Stated, size: number, unit = '') => ({ stated: number, unit, sizes: readingsOf(size) })

function moneyOf(name: string, value: number, number: Stated): Amount {
  const [currency, size] = money.get(name) ?? ['', 1]
  return {
    readings: readingsOf(value * size),
    kind: `money ${currency}`,
    literal: bare(number, (size * value) / number.value || 1, name),
  }
}

/** A number in digits or words, as a fraction or in a power of ten. */
function numberAt(cursor: Cursor): { value: number; stated: Stated; isShare: boolean } | null {
  const ten = cursor.take(bareTen)
  if (ten !== null) {
    const value = 10 ** Number((ten[1] ?? '').replace('−', '-'))
    return { value, stated: { text: ten[0], value: 1, digits: 1 }, isShare: false }
  }
  const written = cursor.take(digits)?.[1]
  if (written === undefined) {
    // "A hundred litres"
    const round = cursor.take(aHundred)
    if (round !== null) {
      const value = scales[(round[1] ?? '').toLowerCase()] ?? 1
      return { value, stated: { text: round[0], value, digits: 0 }, isShare: false }
    }
    const word = readNumberWord(cursor.text, cursor.at)
    if (word === null || word.kind === 'multiple') return null
    // "half an hour", "a quarter of an hour" are parts of what follows.
    const text = cursor.text.slice(cursor.at, word.end)
    if (/\p{L}/u.test(cursor.text.charAt(word.end))) return null
    cursor.at = word.end
    let value = word.value.valueOf()
    if (word.kind === 'count') value += partAt(cursor)
    return { value, stated: { text, value, digits: Number.isInteger(value) ? 0 : 2 }, isShare: word.kind === 'part' }
  }
  const number = stated(written)
  let { value } = number
  const under = number.digits === 0 ? cursor.take(over)?.[1] : undefined
  if (under !== undefined && Number(under) > 0) {
    value /= Number(under)
    return { value, stated: { text: `${written}/${under}`, value, digits: 9 }, isShare: true }
  }
  const raised = cursor.take(power)?.[1]
  if (raised !== undefined) value *= 10 ** Number(raised.replace('−', '-'))
  const part = partAt(cursor)
  return {
    value: value + part,
    stated: part === 0 ? number : { ...number, value: value + part, digits: 2 },
    isShare: number.digits > 0 && value <= 2,
  }
}

function partAt(cursor: Cursor): number {
  const match = cursor.take(andPart)
  return match === null ? 0 : (parts[(match[1] ?? match[2] ?? '').replace(/\s/g, ' ')] ?? 0)
}

const wholly = /\s(?:full|whole|complete|entire)(?=\s)/iy

/** The unit at a place, with so many of it. */
function unitAt(cursor: Cursor, value: number, number?: Stated): Amount | null {
  const from = cursor.at
  cursor.take(wholly)
  const match = cursor.peek(unitText)
  const stays = () => {
    cursor.at = from
    return null
  }
  // After an article the blank is taken already.
  const found = match?.[1]
  if (match === null || found === undefined) return stays()
  const read = (unit: string) => (noThing.has(unit.toLowerCase()) ? null : unitOf(unit))
  const unit = longestUnit(cursor.text, { from: cursor.at + match[0].length - found.length, words: found }, read)
  if (unit === null) return stays()
  cursor.at = unit.end
  const { sizes, kind } = unit.known
  return {
    readings: mapped(sizes, (size) => size * value),
    kind,
    literal:
      number === undefined
        ? { stated: { text: '1', value: 1, digits: 0 }, unit: unit.unit, sizes }
        : { stated: number, unit: unit.unit, sizes: mapped(sizes, (size) => (size * value) / number.value) },
  }
}

const joint = new RegExp(String.raw`\s?(?:,\s|\sand\s|\splus\s|\s)(?=\d|(?:one|half|${COUNT})\s)`, 'y')

/** "2 hours and 30 minutes": further parts in smaller units. */
function withParts(cursor: Cursor, first: Amount): Amount {
  let whole = first
  let size = first.literal?.sizes[0] ?? 0
  for (;;) {
    const from = cursor.at
    const number = cursor.take(joint) === null ? null : numberAt(cursor)
    const next = number === null ? null : unitAt(cursor, number.value, number.stated)
    const nextSize = next?.literal?.sizes[0] ?? Number.POSITIVE_INFINITY
    if (next === null || next.kind !== first.kind || nextSize >= size || (next.readings[0] ?? 0) >= size) {
      cursor.at = from
      return whole
    }
    size = nextSize
    whole = { kind: first.kind, readings: mapped(whole.readings, (value, i) => value + (next.readings[i] ?? 0)) }
  }
}
