/*
 * Arithmetic of machines, other bases, remainders and dates: an equation that is false among ordinary numbers and true there, where the chain speaks of it anywhere.
 * Nothing is said of it then. What holds neither way is wrong.
 */
import { lean } from '../../src/core/lean-patterns.js'
import { rare } from '../../src/core/triggers.js'

/** A failing equation, and what its sides are worth among ordinary numbers. */
interface Failing {
  text: string
  claimed: number
  computed: number
}

const MAX_CHAIN = 20_000

/** Reads a chain once; of its failing equations, whether each holds in the arithmetic that the chain speaks of. */
export function otherwiseReader(texts: readonly string[]): (failing: Failing) => boolean {
  let ways: readonly ((failing: Failing) => boolean)[] | null = null
  return (failing) => {
    ways ??= waysOf(texts.join('\n').slice(0, MAX_CHAIN))
    return ways.some((holds) => holds(failing))
  }
}

const wraps = lean(
  /\bu?int_?(?:8|16|32|64)(?:_t)?\b|\b[iu](?:8|16|32|64)\b|\b(?:8|16|32|64)[- ]?bits?\b|\b(?:s?bytes?|shorts?|overflow\w*|underflow\w*|wraps?|wrapped|wrapping|wraparound|(?:un)?signed|two['’]?s complement)\b|Integer\.M(?:AX|IN)_VALUE|\bU?INT_M(?:AX|IN)\b|Überlauf|Byte\b|溢出|字节/iu,
)
const saturates = lean(/\bsaturat\w+|\bclamp\w*|\bclip(?:s|ped|ping)\b/i)
const divides = lean(
  /\b(?:python|java(?!script)|golang|rust|ruby|c\+\+|c#)(?!\p{L})|\bin (?:C|Go)\b|\bC (?:code|program|language|expression)\b|\b(?:integer|floor|whole[- ]number|truncat\w+) (?:division|quotient)|\bdivision of (?:integers|ints)\b|\btruncat\w+|\bints?\b|\b(?:integer|whole) (?:part|quotients?|number quotient)|\bquotients?\b|\bremainders?\b|\b(?:trailing|ending|final) zero|\bzero(?:e)?s\b[^.]{0,20}\bend\b|\bLegendre|Ganzzahldivision|ganzzahlig|整除|整数除法/iu,
)
const inBase: readonly (readonly [number, RegExp])[] = [
  [2, lean(/\bbinary\b|\bbase[- ]?(?:2|two)\b|\bcarry\b|\badders?\b|\bbits?\b|\bdual(?:zahl|system)|二进制/i)],
  [8, lean(/\boctal\b|\bbase[- ]?(?:8|eight)\b|八进制/i)],
  [16, lean(/\bhex\w*|\bbase[- ]?(?:16|sixteen)\b|十六进制/i)],
]
const remainders = lean(
  /(?<!\p{L})(?:mod(?:ulo|ulus)?|modulo arithmetic|remainders? (?:by|of)|\\[pb]?mod)\s?\{?\(?\s?(\d{1,9})\b|\b(12|24)[- ]?hour clock/giu,
)

function waysOf(chain: string): ((failing: Failing) => boolean)[] {
  const moduli = [...chain.matchAll(remainders)].map(([, plain, clock]) => Number(plain ?? clock)).filter((n) => n > 1)
  return [
    isFloat,
    ...(wraps.test(chain) ? [isWrapped] : []),
    ...(saturates.test(chain) ? [isSaturated] : []),
    ...(divides.test(chain) ? [isCut] : []),
    ...inBase.flatMap(([base, named]) => (named.test(chain) ? [holdsInBase(base)] : [])),
    ...(moduli.length > 0 ? [isCongruent(moduli)] : []),
    ...(days.test(chain) ? [isBetweenDates] : []),
  ]
}

/** "0.1 + 0.2 - 0.3 = 5.551115123125783e-17": what doubles leave of nothing. */
const isFloat = ({ text, claimed, computed }: Failing) =>
  computed === 0 && Math.abs(claimed) < 1e-12 && /\d\.\d{6,}e-\d\d/i.test(text)

const widths = [8, 16, 32, 64]

/** "127 + 1 = -128", "255 + 1 = 0": the difference is a whole turn of a type that holds what is claimed. */
const isWrapped = ({ claimed, computed }: Failing) =>
  Number.isSafeInteger(claimed) &&
  Number.isSafeInteger(computed) &&
  widths.some(
    (width) => claimed >= -(2 ** (width - 1)) && claimed < 2 ** width && (computed - claimed) % 2 ** width === 0,
  )

/** "250 + 10 = 255": no more than the type holds. */
const isSaturated = ({ claimed, computed }: Failing) =>
  widths.some((width) =>
    [2 ** width - 1, 2 ** (width - 1) - 1].includes(claimed)
      ? computed > claimed
      : [0, -(2 ** (width - 1))].includes(claimed) && computed < claimed,
  )

/** "1/2 * 10 = 0": every quotient is cut to a whole number, or rounded down. */
function isCut({ text, claimed }: Failing): boolean {
  const [, left = ''] =
    /^([\d\s+*/()×÷-]{3,80})=/.exec(text.replace(/\\div(?![a-z])/g, '÷').replace(/\\times(?![a-z])/g, '×')) ?? []
  return left !== '' && [Math.trunc, Math.floor].some((whole) => reckon(left, whole) === claimed)
}

/** Sums of products and quotients of whole numbers, without brackets. */
function reckon(source: string, whole: (quotient: number) => number): number {
  const tokens =
    source
      .replace(/×/g, '*')
      .replace(/÷|\/\//g, '/')
      .match(/\d+|[+*/-]/g) ?? []
  if (/[()]/.test(source)) return Number.NaN
  let total = 0
  let term = Number.NaN
  let sign = 1
  for (let i = 0; i < tokens.length; i += 2) {
    const [operator, number] = i === 0 ? ['', Number(tokens[0])] : [tokens[i - 1], Number(tokens[i])]
    if (operator === '*') term *= number
    else if (operator === '/') term = whole(term / number)
    else {
      if (i > 0) total += sign * term
      sign = operator === '-' ? -1 : 1
      term = number
    }
  }
  return total + sign * term
}

/** "1 + 1 = 10", "9 + 9 = 12" of hexadecimal digits: one operation. */
const holdsInBase =
  (base: number) =>
  ({ text }: Failing): boolean => {
    const numeral = /^(\d+)\s?=\s?([0-9a-f]+)$/i.exec(text.trim())
    if (numeral !== null) return Number.parseInt(numeral[2] ?? '', base) === Number(numeral[1])
    const match = /^\(?([0-9a-f]+)\)?\s?([+*×−-])\s?\(?([0-9a-f]+)\)?\s?=\s?\(?([0-9a-f]+)\)?$/i.exec(text.trim())
    if (match === null) return false
    const [a, b, c] = [match[1], match[3], match[4]].map((digits = '') =>
      [...digits].every((digit) => Number.parseInt(digit, 16) < base) ? Number.parseInt(digits, base) : Number.NaN,
    ) as [number, number, number]
    return (match[2] === '+' ? a + b : /[*×]/.test(match[2] ?? '') ? a * b : a - b) === c
  }

/** "5 + 4 = 2" modulo 7. */
const isCongruent =
  (moduli: readonly number[]) =>
  ({ claimed, computed }: Failing): boolean =>
    Number.isSafeInteger(claimed) &&
    Number.isSafeInteger(computed) &&
    moduli.some((n) => claimed >= 0 && claimed <= n && (computed - claimed) % n === 0)

const days = lean(/\b(?:days?|nights?|dates?|Tage?n?|Nächten?|jours|días)\b/iu)
const ofDates = rare(/^\(?(\d\d?)\/(\d\d?)\)?\s?[−–-]\s?\(?(\d\d?)\/(\d\d?)\)?\s?=\s?(\d{1,3})$/)

/** "12/25 - 12/20 = 5 days": days from one date to another, the first or the last counted or not. */
function isBetweenDates({ text }: Failing): boolean {
  const written = ofDates.exec(text.trim().replace(/\s?(?:days?|nights?|Tage?|Nächte?)$/i, ''))
  if (written === null) return false
  const [a, b, c, d, count] = written.slice(1).map(Number) as [number, number, number, number, number]
  const day = (month: number, date: number) =>
    month >= 1 && month <= 12 && date >= 1 && date <= 31 ? Date.UTC(2023, month - 1, date) / 86_400_000 : Number.NaN
  return [day(a, b) - day(c, d), day(b, a) - day(d, c)].some((apart) => apart > 0 && Math.abs(apart - count) <= 1)
}
