import Fraction from 'fraction.js'

/** Digits in one literal above which it is no quantity but data: arithmetic on it would not be bounded. */
const MAX_DIGITS = 60

/** A number literal: digits with thousands separators, decimals, exponent, vulgar fraction; no sign. */
export interface NumberLiteral {
  value: Fraction
  end: number
  digits: number
}

const vulgar: Record<string, readonly [number, number]> = {
  '½': [1, 2],
  '⅓': [1, 3],
  '⅔': [2, 3],
  '¼': [1, 4],
  '¾': [3, 4],
  '⅕': [1, 5],
  '⅖': [2, 5],
  '⅗': [3, 5],
  '⅘': [4, 5],
  '⅙': [1, 6],
  '⅚': [5, 6],
  '⅛': [1, 8],
  '⅜': [3, 8],
  '⅝': [5, 8],
  '⅞': [7, 8],
}

/** Whether a character is a fraction by itself: ½. */
export const isVulgar = (code: number) => code > 0xbb && vulgar[String.fromCharCode(code)] !== undefined

/** ASCII, and from À to the end of the Greek, Cyrillic and further alphabets without × and ÷; signs such as − and € are none. */
export const isLetter = (code: number) =>
  (code >= 97 && code <= 122) ||
  (code >= 65 && code <= 90) ||
  (code >= 0xc0 && code <= 0x1fff && code !== 0xd7 && code !== 0xf7)
export const isDigit = (code: number) => code >= 48 && code <= 57
const powersOfTen: bigint[] = []
const tenTo = (exponent: number): bigint => {
  powersOfTen[exponent] ??= 10n ** BigInt(exponent)
  return powersOfTen[exponent]
}

/** The literal at `at`, or null. Thousands groups must be whole: "1,234" is one number, "1,23" two. LaTeX's "1{,}234" and Switzerland's "1'234" are read too. */
export function readLiteral(text: string, at: number): NumberLiteral | null {
  let i = at
  while (isDigit(text.charCodeAt(i))) i++
  let whole = text.slice(at, i)
  if (whole.length >= 1 && whole.length <= 3) {
    for (;;) {
      const gap = text[i] === ',' || isApostrophe(text[i]) ? 1 : text.startsWith('{,}', i) ? 3 : 0
      if (gap === 0 || !threeDigits(text, i + gap)) break
      whole += text.slice(i + gap, i + gap + 3)
      i += gap + 3
      if (whole.length > MAX_DIGITS) break
    }
  }
  if (text[i] === ',' && whole.length <= 2 && i - at === whole.length) {
    // "12,34,567": groups of two, as in India.
    const groups = /^(?:,\d\d)+,\d{3}(?!\d)/.exec(text.slice(i, i + 40))?.[0]
    if (groups !== undefined) {
      whole += groups.replace(/,/g, '')
      i += groups.length
    }
  }
  let decimals = ''
  if (text[i] === '.' && isDigit(text.charCodeAt(i + 1))) {
    const from = ++i
    while (isDigit(text.charCodeAt(i))) i++
    decimals = text.slice(from, i)
  }
  if (whole === '' && decimals === '') return readVulgar(text, at)
  if (whole.length + decimals.length > MAX_DIGITS) return null
  let value = new Fraction(BigInt(whole + decimals), tenTo(decimals.length))
  const exponent = readExponent(text, i)
  if (exponent !== null) {
    value = exponent.power >= 0 ? value.mul(tenTo(exponent.power)) : value.div(tenTo(-exponent.power))
    return { value, end: exponent.end, digits: Math.max(0, decimals.length - exponent.power) }
  }
  const tail = decimals === '' ? readVulgar(text, i) : null
  if (tail !== null) return { value: value.add(tail.value), end: tail.end, digits: 0 }
  return { value, end: i, digits: decimals.length }
}

/** "1'234'500", as in Switzerland. */
const isApostrophe = (char: string | undefined) => char === "'" || char === '’'

function threeDigits(text: string, at: number): boolean {
  return (
    isDigit(text.charCodeAt(at)) &&
    isDigit(text.charCodeAt(at + 1)) &&
    isDigit(text.charCodeAt(at + 2)) &&
    !isDigit(text.charCodeAt(at + 3))
  )
}

function readVulgar(text: string, at: number): NumberLiteral | null {
  const parts = isVulgar(text.charCodeAt(at)) ? vulgar[text.charAt(at)] : undefined
  return parts === undefined ? null : { value: new Fraction(parts[0], parts[1]), end: at + 1, digits: 0 }
}

/** "e6", "E-3" directly behind digits, at most three digits and not the start of a word. */
function readExponent(text: string, at: number): { power: number; end: number } | null {
  if (text[at] !== 'e' && text[at] !== 'E') return null
  let i = at + 1
  const negative = text[i] === '-'
  if (negative || text[i] === '+') i++
  const from = i
  while (isDigit(text.charCodeAt(i)) && i - from < 4) i++
  if (i === from || i - from > 2 || isLetter(text.charCodeAt(i))) return null
  const size = Number(text.slice(from, i))
  return { power: negative ? -size : size, end: i }
}
