import Fraction from 'fraction.js'
import { defined } from '../absence.js'
import { checkArguments, refuseUnknownOptions } from '../arguments.js'
import { lean } from '../lean-patterns.js'
import type { Span } from '../records/types.js'
import { isDigit, isLetter, isVulgar, type NumberLiteral, readLiteral } from './literal.js'
import { scaleLetterAt, scaleWordAt } from './scales.js'
import { singular } from './singular.js'
import { readNumberWord } from './words.js'

export { type NumberLiteral, readLiteral } from './literal.js'

/** A number as text states it. */
export interface Quantity {
  /** Exact value with sign and scale applied ("-$2.5 million" is -2500000); a percentage is not divided: "20%" is 20. */
  value: Fraction
  /** From sign or currency to percent sign or scale word; the unit lies after it. */
  span: Span
  /** The word after the number, lower case and singular ("12 pens": "pen"). */
  unit?: string
  /** ISO code: "USD", "EUR", "GBP", "JPY", "INR", "CNY", "CHF", "CAD", "AUD". */
  currency?: string
  percent?: boolean
  /** What a scale word or letter multiplied by: "million", "k", "dozen". */
  scale?: number
  /** Decimals shown: "2.50" has 2; a fraction such as "3/4" has 0. */
  digits: number
}

const POINT = 46
/** "101₂": a numeral in another base. */
const isSubscript = (code: number) => code >= 0x2080 && code <= 0x2089

export interface ReadQuantitiesOptions {
  /** Also numbers written as words: "twenty-five", "half", "twice" (default false: "one" is often a pronoun). */
  words?: boolean
  /** Stop after this many (default 10,000). */
  limit?: number
}

const currencies: Record<string, string> = { $: 'USD', '€': 'EUR', '£': 'GBP', '¥': 'JPY', '₹': 'INR' }
const currencyWords = new Map(
  Object.entries({
    usd: 'USD',
    dollar: 'USD',
    dollars: 'USD',
    eur: 'EUR',
    euro: 'EUR',
    euros: 'EUR',
    gbp: 'GBP',
    pounds: 'GBP',
    yen: 'JPY',
    rupees: 'INR',
    inr: 'INR',
    yuan: 'CNY',
    rmb: 'CNY',
    cny: 'CNY',
    jpy: 'JPY',
    chf: 'CHF',
    cad: 'CAD',
    aud: 'AUD',
  }),
)

/**
 * Every quantity in a text, left to right. Digits inside names ("x2", "Q4", "3rd", "101_2"), dates and clock times are no quantities.
 *
 * @throws RationaleError `configuration` where the text is none, or an option is unknown.
 */
export function readQuantities(text: string, options: ReadQuantitiesOptions = {}): Quantity[] {
  checkArguments('readQuantities', { text: [text, 'text'], options: [options, 'options'] })
  refuseUnknownOptions('readQuantities', options, { words: true, limit: true })
  const { words = false, limit = 10_000 } = options
  const found: Quantity[] = []
  for (let i = 0; i < text.length && found.length < limit; ) {
    const code = text.charCodeAt(i)
    if (isLetter(code)) {
      const end = wordEnd(text, i)
      const word = words ? readNumberWord(text, i) : null
      if (word !== null) {
        const sign = /(?<!\p{L})(?:negative|minus)[\s-]$/iu.exec(text.slice(Math.max(0, i - 10), i))?.[0].length ?? 0
        // "ten minus five" subtracts.
        const negative = sign > 0 && (found.at(-1)?.span[1] ?? -9) < i - sign - 1
        const value = negative ? word.value.neg() : word.value
        found.push(withUnit(text, { value, span: [negative ? i - sign : i, word.end], digits: 0 }))
      }
      // A name keeps its digits ("x2"), a number word does not.
      i = word?.end ?? skipDigits(text, end)
    } else if (isDigit(code) || code === POINT || isVulgar(code)) {
      const quantity = quantityAt(text, i)
      if (quantity === null) i = skipDigits(text, i + 1)
      else {
        if (quantity !== 'none') found.push(quantity)
        i = quantity === 'none' ? skipClock(text, i) : Math.max(i + 1, quantity.span[1])
      }
    } else i++
  }
  return found
}

/** A text that is one quantity and nothing else but a unit ("$1,234.50", "12 pens", "-3/4", "(1,234)" as accountants write -1234), or null. */
export function parseQuantity(text: string): Quantity | null {
  const trimmed = text.trim().slice(0, 200)
  const accounting = /^[$€£¥₹]?\s?\(([^()]+)\)\s?%?$/.exec(trimmed)
  if (accounting !== null && /\d/.test(trimmed)) {
    const inner = parseQuantity(trimmed.replace(/[()]/g, ''))
    if (inner !== null && inner.value.s > 0n && inner.unit === undefined) {
      return { ...inner, value: inner.value.neg(), span: [0, text.length] }
    }
  }
  const [first, second] = readQuantities(trimmed, { words: true, limit: 2 })
  if (first === undefined || second !== undefined) return null
  const before = trimmed.slice(0, first.span[0]).trim()
  const after = trimmed.slice(first.span[1]).trim()
  if (!/^[$\\({[]*$/.test(before) || !/^[\p{L}\s/²³°^$€£¥₹\\)}\].-]{0,40}$/u.test(after)) return null
  // "10 minus x" is more than its first number.
  if (/(?<!\p{L})(?:plus|minus|times|divided|over)(?!\p{L})/iu.test(after)) return null
  const offset = text.indexOf(trimmed)
  return { ...first, span: [first.span[0] + offset, first.span[1] + offset] }
}

function quantityAt(text: string, at: number): Quantity | 'none' | null {
  const literal = readLiteral(text, at)
  if (literal === null) return null
  let { value, end } = literal
  let digits = literal.digits
  const before = text[at - 1]
  if (before === '_' || (before === '^' && at > 1)) return 'none'
  if (text[end] === '_' || isSubscript(text.charCodeAt(end)) || isOrdinal(text, end)) return 'none'
  if (isClockOrDate(text, at, end)) return 'none'
  const fraction = readFraction(text, value, end, digits)
  if (fraction !== null) ({ value, end, digits } = fraction)
  const power = powerOfTen(text, end)
  if (power !== null) {
    value = power.exponent >= 0 ? value.mul(10n ** BigInt(power.exponent)) : value.div(10n ** BigInt(-power.exponent))
    digits = Math.max(0, digits - power.exponent)
    end = power.end
  }
  const lead = readLead(text, at)
  const quantity: Quantity = { value, span: [lead.start, end], digits }
  if (lead.currency !== undefined) quantity.currency = lead.currency
  readScale(text, quantity)
  readPercent(text, quantity)
  if (lead.negative) quantity.value = quantity.value.neg()
  return withUnit(text, quantity)
}

const ordinal = /(?:st|nd|rd|th)\b/y

/** "3rd": the letters behind a number that make it a place in a row. */
function isOrdinal(text: string, at: number): boolean {
  if (!isLetter(text.charCodeAt(at))) return false
  ordinal.lastIndex = at
  return ordinal.test(text)
}

const timesTen =
  /^\s?(?:[×·*]|x(?=\s?10\s?\^)|\\times|\\cdot)\s{0,2}10(?:\s?\^\s?(?:\{\s?([-−+]?\d{1,2})\s?\}|\(?([-−+]?\d{1,2})\)?)|([⁻⁺]?[⁰¹²³⁴⁵⁶⁷⁸⁹]{1,2}))/

const timesSigns = new Set('×·*x\\')

/** "1.5 × 10^6", "1.5 x 10^{-6}", "1.5·10⁶": one number. */
function powerOfTen(text: string, at: number): { exponent: number; end: number } | null {
  if (!timesSigns.has(text.charAt(at)) && !timesSigns.has(text.charAt(at + 1))) return null
  const match = timesTen.exec(text.slice(at, at + 24))
  if (match === null) return null
  const raised = match[3]
    ?.replace('⁻', '-')
    .replace('⁺', '')
    .replace(/[⁰¹²³⁴⁵⁶⁷⁸⁹]/g, (char) => String('⁰¹²³⁴⁵⁶⁷⁸⁹'.indexOf(char)))
  return { exponent: Number((match[1] ?? match[2] ?? raised ?? '').replace('−', '-')), end: at + match[0].length }
}

/** "3/4" and the mixed "1 3/4"; "3/4/2020" is a date and stays three numbers. */
function readFraction(text: string, value: Fraction, end: number, digits: number): NumberLiteral | null {
  if (value.d !== 1n || digits > 0) return null
  const isMixed = text[end] === ' ' && isDigit(text.charCodeAt(end + 1))
  if (!isMixed && text[end] !== '/') return null
  const slash = /^(?:(\d{1,6})\/(\d{1,6})|\/(\d{1,6}))(?![\d./,]*\d)/
  const mixed = isMixed ? slash.exec(text.slice(end + 1, end + 16)) : null
  if (mixed?.[1] !== undefined) {
    const [over, under] = [Number(mixed[1]), Number(mixed[2])]
    if (over > 0 && over < under) {
      return { value: value.add(new Fraction(over, under)), end: end + 1 + mixed[0].length, digits: 0 }
    }
  }
  const plain = slash.exec(text.slice(end, end + 16))
  if (plain?.[3] === undefined || Number(plain[3]) === 0) return null
  return { value: value.div(Number(plain[3])), end: end + plain[0].length, digits: 0 }
}

/** "negative 5", and "minus 5" where nothing stands before it that it could be taken from. */
const signWord = lean(/(?<!\p{L})(negative |(?<=(?:^|[:=(]\s?|\b(?:is|are|was|were|equals?|be|to|at|of) ))minus )$/iu)

/** Last letters of the codes below. */
const currencyEnds = new Set('DRPBFYs.')

/** Sign and currency before the digits: "-$5", "$-5", "−5", "US$5", "USD 5". A hyphen behind a word or number is no sign. */
function readLead(text: string, at: number): { start: number; negative: boolean; currency?: string } {
  let start = at
  let negative = false
  let currency: string | undefined
  const takeSign = () => {
    const sign = text[start - 1]
    if (negative || (sign !== '-' && sign !== '−') || /[\p{L}\p{N})\]%.]/u.test(text.charAt(start - 2))) return
    negative = true
    start--
  }
  takeSign()
  const symbol = currencies[text.charAt(start - 1)]
  if (symbol !== undefined) {
    currency = symbol
    start--
    if (text[start - 1] === '\\') start--
    if (/(?<![A-Za-z])US$/.test(text.slice(Math.max(0, start - 3), start))) start -= 2
  } else if (currencyEnds.has(text.charAt(start - (text[start - 1] === ' ' ? 2 : 1)))) {
    const word = /(?<![A-Za-z])(USD|EUR|GBP|INR|RMB|CNY|JPY|CHF|CAD|AUD|Rs\.?) ?$/.exec(
      text.slice(Math.max(0, start - 6), start),
    )
    if (word !== null) {
      currency = currencyWords.get((word[1] as string).toLowerCase()) ?? 'INR'
      start -= word[0].length
    }
  }
  takeSign()
  if (!negative && text[start - 1] === ' ') {
    const word = signWord.exec(text.slice(Math.max(0, start - 24), start))
    if (word !== null) return { start: start - (word[1] ?? '').length, negative: true, ...defined({ currency }) }
  }
  return { start, negative, ...defined({ currency }) }
}

function readScale(text: string, quantity: Quantity): void {
  const [start, end] = quantity.span
  const scale = scaleLetterAt(text, end, quantity.currency !== undefined) ?? scaleWordAt(text, end)
  if (scale === null) return
  quantity.scale = scale.factor
  quantity.value = quantity.value.mul(scale.factor)
  quantity.span = [start, scale.end]
}

/** First letters of what means a percentage, behind a blank and a backslash at the most. */
const percentStarts = new Set('%％pb')

function readPercent(text: string, quantity: Quantity): void {
  const [start, end] = quantity.span
  if (
    !percentStarts.has(text.charAt(end)) &&
    !percentStarts.has(text.charAt(end + 1)) &&
    !percentStarts.has(text.charAt(end + 2))
  )
    return
  const match =
    /^(?:\s?\\?[%％]|[\s-]?(?:percentage points?|percent|per cent|pct)(?![A-Za-z])|\s?(basis points?|bps)(?![A-Za-z]))/.exec(
      text.slice(end, end + 20),
    )
  if (match === null) return
  quantity.percent = true
  quantity.span = [start, end + match[0].length]
  // A basis point is a hundredth of a per cent.
  if (match[1] !== undefined) quantity.value = quantity.value.div(100)
}

/** Words that follow a number without being what is counted. */
const notUnits = new Set(
  'a an and the of to in on at is are was were be for from with by or than then as per so if but that which when while each more less fewer times plus minus into over x because since since equals how what he she they we it i'.split(
    ' ',
  ),
)

function withUnit(text: string, quantity: Quantity): Quantity {
  const end = quantity.span[1]
  const from = text[end] === ' ' || text[end] === '-' ? end + 1 : end
  const to = wordEnd(text, from)
  if (to === from) return quantity
  const word = text.slice(from, to).toLowerCase()
  if (notUnits.has(word)) return quantity
  const currency = currencyWords.get(word)
  if (currency !== undefined) quantity.currency ??= currency
  else quantity.unit = singular(word)
  return quantity
}

/** 12:30, 2024-01-31, 1/2/2024 and version-like 1.2.3. */
function isClockOrDate(text: string, at: number, end: number): boolean {
  if (text[end] === ':' && /^:\d\d(?!\d)/.test(text.slice(end, end + 4))) return true
  if (text[at - 1] === ':' && isDigit(text.charCodeAt(at - 2)) && end - at === 2) return true
  const around = text.slice(Math.max(0, at - 8), end + 8)
  if (around.length < 8 || !(around.includes('-') || around.includes('/'))) return false
  const inside = Math.min(8, at)
  for (const match of around.matchAll(/(?<!\d)(?:\d{4}-\d{1,2}-\d{1,2}|\d{1,2}\/\d{1,2}\/\d{2,4})(?!\d)/g)) {
    if (match.index <= inside && inside < match.index + match[0].length) return true
  }
  return false
}

function wordEnd(text: string, at: number): number {
  let end = at
  while (end < text.length && isLetter(text.charCodeAt(end))) end++
  return end
}

function skipDigits(text: string, at: number): number {
  let end = at
  while (isDigit(text.charCodeAt(end))) end++
  return end
}

function skipClock(text: string, at: number): number {
  return readLiteral(text, at)?.end ?? at + 1
}
