import type { Points, Token } from './token.js'

/* What characters are, and the small patterns that follow a number or a name. */

/** Of all letters there are: lowered and raised ones, ᵢ and ⁱ, are names too. */
const letter = /\p{L}/u
export const isLetter = (char: string) =>
  (char >= 'a' && char <= 'z') || (char >= 'A' && char <= 'Z') || (char > '\u00bf' && letter.test(char))
const han = /\p{Script=Han}/u
/** A Chinese character. */
export const isHan = (char: string) => char > '\u2e7f' && han.test(char)
export const isDigit = (char: string) => char >= '0' && char <= '9'
export const isSpace = (char: string) =>
  char === ' ' || char === '\t' || char === '\u00a0' || char === '\u202f' || char === '\r'

/** "!" stands for a factorial only in the middle of a formula: "4! = 24", not "= 24!". */
export function factorialAt(text: string, at: number, last: Token | undefined): boolean {
  if (last === undefined || last.end !== at || (last.kind !== 'number' && last.kind !== 'close')) return false
  return /^!\s*(?:[-+*/=×÷)}^(\d]|\\(?:times|cdot|div))/.test(text.slice(at, at + 10))
}

const superscripts = '⁰¹²³⁴⁵⁶⁷⁸⁹'
/** More raised digits are no exponent. */
const MAX_RAISED = 20

/** Raised digits in a row are one whole number: "¹⁰", "⁻¹²". Null where none stands. */
export function superscriptAt(text: string, at: number): { digits: string; negative: boolean; end: number } | null {
  const signed = text[at] === '⁻' || text[at] === '⁺'
  const start = signed ? at + 1 : at
  let digits = ''
  while (digits.length < MAX_RAISED) {
    const digit = superscripts.indexOf(text.charAt(start + digits.length))
    if (digit < 0 || text.length <= start + digits.length) break
    digits += String(digit)
  }
  return digits === '' ? null : { digits, negative: text[at] === '⁻', end: start + digits.length }
}

export const isSubscript = (char: string) => char >= '₀' && char <= '₉'

/** After a subscript mark: "_2", "_{12}", "_total"; and "₁₂". */
export function skipScript(text: string, at: number): number {
  let end = at + 1
  if (isSubscript(text.charAt(at))) {
    while (isSubscript(text.charAt(end))) end++
    return end
  }
  if (text[end] === '{') {
    const close = text.indexOf('}', end)
    return close === -1 || close - end > 100 ? end + 1 : close + 1
  }
  if (text[end] === '\\') end++
  while (end < text.length && (isLetter(text.charAt(end)) || isDigit(text.charAt(end)) || text[end] === '_')) end++
  return end
}

export function skipScripts(text: string, at: number): number {
  let end = at
  for (let count = 0; count < 2 && (text[end] === '_' || (text[end] === '^' && count === 1)); count++)
    end = skipScript(text, end)
  return end
}

const percentStarts = new Set('\\%pPbB')

/** Where a percent sign or word ends, how many more decimals of a per cent its number has (of basis points two), and the points in which it is told. */
interface Percent {
  end: number
  digits: number
  points?: Points
}

/** Behind a number: its percent sign or word. */
export function percentAt(text: string, at: number): Percent | null {
  if (text[at] === '%') return { end: at + 1, digits: 0 }
  // Behind one blank at the most.
  const next = text.charAt(at)
  if (!percentStarts.has(next) && !(/\s/.test(next) && percentStarts.has(text.charAt(at + 1)))) return null
  const match =
    /^(?:\s|\\[,;:! ])?(?:\\%|%|percent\b|per cent\b|Prozent(?!\p{L})|(percentage points?\b|Prozentpunkte?n?(?!\p{L}))|(bps?\b|basis points?\b|Basispunkte?n?(?!\p{L})))/u.exec(
      text.slice(at, at + 24),
    )
  if (match === null) return null
  const [all, points, parts] = match
  if (parts !== undefined) return { end: at + all.length, digits: 2, points: 'basis point' }
  return { end: at + all.length, digits: 0, ...(points && { points: 'percentage point' }) }
}

export function approximately(text: string, at: number): number {
  let first = at
  while (first - at < 24 && /\s/.test(text.charAt(first))) first++
  if (!'aArRnN~'.includes(text.charAt(first))) return at
  const match = /^\s*(?:approximately|approx\.?|about|roughly|around|nearly|almost|~)(?=\s|\d|\$)/i.exec(
    text.slice(at, at + 24),
  )
  return match === null ? at : at + match[0].length
}

/** Where the words that must follow ("divided" … "by") end, or null. */
export function wordSequence(text: string, at: number, follow: string): number | null {
  if (follow === '') return at
  return text.startsWith(` ${follow} `, at) ? at + follow.length + 1 : null
}

/** "11/22/2002", "2002-11-22": a date, not a quotient or a difference, unless "=" follows. */
const date = /(?:[0-3]?\d\/[0-3]?\d\/[12]\d{3}|[12]\d{3}-[01]\d-[0-3]\d)(?![\d/]|\s{0,4}=)/y

/** Where the date that starts here ends, or null. */
export function dateAt(text: string, at: number): number | null {
  date.lastIndex = at
  return date.test(text) ? date.lastIndex : null
}
