import type Fraction from 'fraction.js'
import { at } from '../../../src/core/absence.js'
import { evaluateExpression } from '../../../src/core/arithmetic/index.js'
import type { Finding } from '../../../src/core/records/types.js'
import { rare } from '../../../src/core/triggers.js'
import { type ClaimText, finding, hedged, NUMBER, SIGNED, shown, stated } from './claim.js'

/** Ratios in lowest terms, and rounding. */
export function readStatistics({ plain }: ClaimText): Finding[] {
  if (!/\d/.test(plain)) return []
  return [
    ...(aRatio.test(plain) ? ratios(plain) : []),
    ...(rounding.test(plain) ? [...roundings(plain), ...wholeThings(plain)] : []),
  ]
}

const aRatio = rare(/\d\s?:\s?\d|ratio/i)
const rounding = rare(/round/i)

const BARE_END = String.raw`(?!\.?[\d⁰¹²³⁴-⁹]|,\d|\s?(?:[-+×*/^:]\s?\d|million|thousand|billion|,\sand\s\d))`

const PART = String.raw`\d{1,9}(?:\.\d{1,4})?`
const ratio = rare(
  new RegExp(
    String.raw`(?<![\d:.,/]\s?)(${PART}(?:\s?:\s?${PART}){1,5})\s?(?:=|simplifies\sto|reduces\sto|is\sequivalent\sto|which\sis)\s?(\d{1,9}(?:\s?:\s?\d{1,9}){1,5})(?!\d|\s?:|\.\d)`,
    'g',
  ),
)
const ratioOf = rare(
  /(?<!\p{L})ratio\sof\s(\d{1,9}\sto\s\d{1,9})\s(?:is|=|equals)\s(\d{1,9}\s?(?::|to)\s?\d{1,9})(?!\d|\s?:|\.\d)/giu,
)

/** "12:8 = 3:2", "0.05 : 0.1 : 0.05 = 1 : 2 : 1". Times of day look alike and are left out: both sides of "10:30 = 10:30" have two digits behind the colon. */
function ratios(text: string): Finding[] {
  return [...ratio.matchAll(text), ...ratioOf.matchAll(text)].flatMap((match) => {
    const [all, from = '', to = ''] = match
    const span = [match.index, match.index + all.length] as const
    const [written, ends] = [from, to].map((each) => each.split(/\s?(?::|to)\s?/)) as [string[], string[]]
    const [parts, claimed] = [written.map(Number), ends.map(Number)]
    const [first = 0, last = 0] = [parts[0], claimed[0]]
    if (parts.length !== claimed.length || [...parts, ...claimed].includes(0)) return []
    // Measured amounts come to whole numbers nearly.
    const near = from.includes('.') ? 0.03 : 1e-9
    const ok = parts.every((each, i) => Math.abs(first * at(claimed, i) - each * last) <= near * first * at(claimed, i))
    if (!ok && (hedged(text, span) || (parts.length === 2 && /^\d\d$/.test(written[1] ?? '')))) return []
    const computed = simplest(parts)
    const said = [written, ends].map((each) => each.join(':'))
    return [finding('statistics', span, said[1] ?? '', computed, ok, `${said[0]} is ${computed}, not ${said[1]}`)]
  })
}

function simplest(parts: readonly number[]): string {
  const scale = parts.every(Number.isInteger) ? 1 : 10_000
  const whole = parts.map((each) => Math.round(each * scale))
  const common = whole.reduce((a, b) => {
    let [m, n] = [a, b]
    while (n !== 0) [m, n] = [n, m % n]
    return m
  })
  return whole.map((each) => each / common).join(':')
}

const places: Record<string, number> = {
  'whole number': 0,
  integer: 0,
  unit: 0,
  one: 0,
  tenth: 1,
  hundredth: 2,
  thousandth: 3,
  cent: 2,
  ten: -1,
  hundred: -2,
  thousand: -3,
  'one decimal place': 1,
  'two decimal places': 2,
  'three decimal places': 3,
  'four decimal places': 4,
  '1 decimal place': 1,
  '2 decimal places': 2,
  '3 decimal places': 3,
  '4 decimal places': 4,
}
const PLACE = `(${Object.keys(places).join('|')})`
const rounded = rare(
  new RegExp(
    String.raw`(?<![\d.,^/\p{L}])[$€£]?(${SIGNED})\s(?:is\s)?(?:,?\srounded|rounds|rounded)\s(?:off\s|up\s|down\s)?(?:to\s)?(?:the\s)?(?:nearest\s)?${PLACE}?,?\s?(?:is|gives|=|equals|to|becomes|≈)\s[$€£]?(${SIGNED})${BARE_END}`,
    'giu',
  ),
)
const roundedTo = rare(
  new RegExp(
    String.raw`(?<!\p{L})[Rr]ounding\s[$€£]?(${SIGNED})\s(?:off\s)?to\s(?:the\s)?(?:nearest\s)?${PLACE},?\s(?:is|gives|gives\sus|equals|we\sget|yields|results\sin)\s[$€£]?(${SIGNED})${BARE_END}`,
    'gu',
  ),
)

function roundings(text: string): Finding[] {
  return [...rounded.matchAll(text), ...roundedTo.matchAll(text)].flatMap((match) => {
    const [all, from = '', place, to = ''] = match
    const span = [match.index, match.index + all.length] as const
    const [exact, claimed]: (Fraction | null)[] = [
      evaluateExpression(from.replace('−', '-')),
      evaluateExpression(to.replace('−', '-')),
    ]
    if (exact == null || claimed == null) return []
    const digits = place === undefined ? stated(to).digits : (places[place.toLowerCase()] ?? 0)
    const right = exact
      .mul(10 ** Math.max(0, digits))
      .div(10 ** Math.max(0, -digits))
      .round()
      .div(10 ** Math.max(0, digits))
      .mul(10 ** Math.max(0, -digits))
    const half = Math.abs(exact.sub(right).valueOf()) === 0.5 * 10 ** -digits
    const directed = /\b(?:up|down)\b/.test(all)
    // "45.6 is rounded to 50" tells no place: any is possible.
    if (place === undefined && (digits === 0 || directed)) return []
    const ok = claimed.equals(right) || ((half || directed) && Math.abs(claimed.sub(exact).valueOf()) < 10 ** -digits)
    if (!ok && hedged(text, span)) return []
    const computed = right.toString(Math.max(0, digits))
    return [finding('statistics', span, to, computed, ok, `${from} rounded is ${computed}, not ${to}`)]
  })
}

const whole = rare(
  new RegExp(
    String.raw`(?:=|≈|is|are)\s?(${NUMBER})(?:\s\p{L}{1,12})?,?\s(?:which|so)\s(?:we\s|I\s)?(?:rounds?\s(?:up\s|down\s)?to|(?:is|are)\srounded\s(?:up\s|down\s)?to)\s(\d{1,6})([^.;\n]{0,60})`,
    'giu',
  ),
)

/** "315/6 = 52.5, which we round to 53 full bags": what is only begun is not full, and what is needed is not covered by less. */
function wholeThings(text: string): Finding[] {
  return [...whole.matchAll(text)].flatMap((match) => {
    const [all, from = '', to = '', behind = ''] = match
    const [exact, rounded] = [stated(from).value, Number(to)]
    const span = [match.index, match.index + all.length] as const
    if (Math.abs(exact - rounded) >= 1 || hedged(text, span)) return []
    const full = /^\s?(?:full|complete|whole|entire|filled)\b/i.test(behind)
    const needed = /\b(?:covers?|enough|suffices?|sufficient|(?:is|are)\sneeded|must\sbe\sbought)\b/i.test(behind)
    if (full && rounded > exact)
      return [
        finding(
          'statistics',
          span,
          to,
          shown(Math.floor(exact)),
          false,
          `of ${from} only ${Math.floor(exact)} are full`,
        ),
      ]
    if (needed && rounded < exact)
      return [
        finding('statistics', span, to, shown(Math.ceil(exact)), false, `${rounded} are less than the ${from} needed`),
      ]
    return []
  })
}
