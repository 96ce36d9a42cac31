/*
 * Sums, limits, integrals and derivatives in signs: "∫_0^2 x² dx = 4", "lim_{x→0} sin(x)/x = 0", "∑_{k=1}^{4} k² = 29", "1 + 2 + … + 20 = 200", "(x² eˣ)' = 2x eˣ".
 */
import { rare } from '../../../../src/core/triggers.js'
import { derivativeOf, integralOf, isAntiderivative, isLimit, limitOf } from './derivatives.js'
import { type Expected, isNumber } from './named.js'
import { type Claim, sayingOf } from './said.js'
import { valuesOf } from './slopes.js'
import { readCurve, readNumber } from './things.js'

interface Notation {
  kind: Claim['kind']
  pattern: RegExp
  of(groups: readonly (string | undefined)[]): Expected | null
}

const BOUND = String.raw`(?:\{([^{}]{1,16})\}|([-−]?[\dπea-z∞]))`
const BODY = '([^=≈;∫∑]{1,100}?)'
const IS = String.raw`\s?(?:=|≈|,?\s(?:is|equals|gives|comes\sto|converges\sto|adds\sup\sto|tends\sto|has\sthe\svalue)\s)\s?`
const NUMBER = String.raw`[-−]?\d+(?:\.\d+)?(?:\/\d+)?`

const notations: readonly Notation[] = [
  {
    kind: 'calculus',
    pattern: new RegExp(String.raw`∫\s?_?\s?${BOUND}\s?\^\s?${BOUND}\s?${BODY}\s?\\?,?\s?d([a-z])${IS}`, 'gu'),
    of([a, b, c, d, body = '', name = '']) {
      const [from, to] = [readNumber(a ?? b ?? ''), readNumber(c ?? d ?? '')]
      const curve = readCurve(body)
      if (from === null || to === null || curve === null || curve.names.some((each) => each !== name)) return null
      const value = integralOf(valuesOf(curve, name), from.value, to.value)
      return value === null ? null : isNumber(value)
    },
  },
  {
    kind: 'calculus',
    pattern: new RegExp(String.raw`∫(?!\s?_)\s?${BODY}\s?d[a-z]${IS}`, 'gu'),
    of: ([body = '']) => isAntiderivative(body),
  },
  {
    kind: 'calculus',
    pattern: new RegExp(
      String.raw`\\?lim_?\s?(?:\{\s?)?([a-z])\s?→\s?([-+]?(?:[\d.]+|∞|π))([+-])?\s?\}?\s?${BODY}${IS}`,
      'gu',
    ),
    of([name = '', place = '', side, body = '']) {
      const curve = readCurve(body)
      if (side !== undefined || curve === null || curve.names.join() !== name) return null
      const value = limitOf(valuesOf(curve, name), place)
      return value === null ? null : isLimit(value)
    },
  },
  {
    kind: 'statistics',
    pattern: new RegExp(
      String.raw`∑\s?_\s?\{?\s?([a-z])\s?=\s?(\d{1,4})\s?\}?\s?\^\s?(?:\{\s?(\d{1,5})\s?\}|(\d))\s?${BODY}${IS}`,
      'gu',
    ),
    of([name = '', from = '', to, last, body = '']) {
      const [first, end] = [Number(from), Number(to ?? last)]
      const curve = readCurve(body)
      if (curve === null || curve.names.some((each) => each !== name) || end - first > 5000) return null
      let sum = 0
      for (let k = first; k <= end; k++) sum += curve.at(new Map([[name, k]])) ?? Number.NaN
      return Number.isFinite(sum) ? isNumber(Math.round(sum * 1e9) / 1e9) : null
    },
  },
  {
    kind: 'statistics',
    pattern: new RegExp(
      String.raw`(?<![\d.^*/·×)+-]\s?)(${NUMBER}(?:\s?\+\s?${NUMBER}){1,8})\s?\+\s?…\s?(?:\+\s?(${NUMBER}))?${IS}`,
      'gu',
    ),
    of: ([terms = '', last]) => seriesOf(terms, last),
  },
  {
    kind: 'calculus',
    // "[x³/3]_0^3": what an antiderivative comes to between two bounds.
    pattern: new RegExp(String.raw`\[\s?([^[\]=;]{1,80}?)\s?\]\s?_\s?${BOUND}\s?\^\s?${BOUND}${IS}`, 'gu'),
    of([body = '', a, b, c, d]) {
      const [from, to] = [readNumber(a ?? b ?? ''), readNumber(c ?? d ?? '')]
      const curve = readCurve(body.replace(/ln\s?\|([a-z])\|/g, 'ln($1)'))
      const [name = '', other] = curve?.names ?? []
      if (from === null || to === null || curve === null || name === '' || other !== undefined) return null
      const [low, high] = [from, to].map(({ value }) => curve.at(new Map([[name, value]])))
      return low == null || high == null || !Number.isFinite(high - low) ? null : isNumber(high - low)
    },
  },
  {
    kind: 'calculus',
    pattern: /(?:\\frac\{d\}\{d([a-z])\}|(?<![A-Za-z/])d\/d([a-z]))\s?[([]?\s?([^=≈;]{1,60}?)\s?[)\]]?\s?=\s?/gu,
    of: ([a, b, body = '']) => derivativeOf(body, a ?? b ?? ''),
  },
  {
    kind: 'calculus',
    pattern: /(?<![\p{L}\d)])\(([^()=]{1,40}(?:\([^()]{1,20}\)[^()=]{0,20})*)\)\s?'\s?=\s?/gu,
    of: ([body = '']) => derivativeOf(body, ''),
  },
]

/** "1 + 3 + 5 + … + 39": arithmetic or geometric, up to its last term; a geometric one without last term goes on for ever. */
function seriesOf(written: string, last: string | undefined): Expected | null {
  const terms = written.split('+').map((each) => readNumber(each)?.value ?? Number.NaN)
  const [a = 0, b = 0] = terms
  if (terms.some(Number.isNaN) || terms.length < 2) return null
  const found: number[] = []
  const end = last === undefined ? null : (readNumber(last)?.value ?? Number.NaN)
  const isArithmetic = terms.every((each, i) => Math.abs(each - (a + i * (b - a))) < 1e-9)
  const isGeometric = a !== 0 && b !== a && terms.every((each, i) => Math.abs(each - a * (b / a) ** i) < 1e-9)
  if (end === null) {
    const ratio = b / a
    // Two terms tell no law of what goes on for ever.
    return isGeometric && terms.length > 2 && Math.abs(ratio) < 1 ? isNumber(a / (1 - ratio)) : null
  }
  const count = (end - a) / (b - a) + 1
  if (isArithmetic && Number.isInteger(count) && count > terms.length) found.push((count * (a + end)) / 2)
  if (isGeometric) {
    let [term, sum] = [a, 0]
    for (let i = 0; i < 60 && Math.abs(term) <= Math.abs(Math.max(Math.abs(end), Math.abs(a))); i++) {
      sum += term
      if (Math.abs(term - end) < 1e-9) found.push(sum)
      term *= b / a
    }
  }
  // The squares: 1 + 4 + 9 + … + 100.
  if (terms.length > 2 && terms.every((each, i) => each === (i + 1) ** 2) && Number.isInteger(Math.sqrt(end))) {
    const n = Math.sqrt(end)
    found.push((n * (n + 1) * (2 * n + 1)) / 6)
  }
  return found.length === 0 ? null : isNumber(found)
}

/** What is claimed in signs, in one sentence. */
export function notationClaims(sentence: string): Claim[] {
  if (!/[∫∑…']|\]\s?_|lim|d\/d|\\frac\{d/.test(sentence)) return []
  return notations.flatMap(({ kind, pattern, of }) =>
    rare(pattern)
      .matchAll(sentence)
      .flatMap((match) => {
        if (
          /[-+*/·×^√\d)π]\s?$/.test(sentence.slice(0, match.index)) &&
          !/\d\)?[.:]\s?$/.test(sentence.slice(0, match.index))
        )
          return []
        const expected = of(match.slice(1))
        if (expected === null) return []
        const from = match.index + match[0].length
        const saying = sayingOf(expected, sentence.slice(from))
        if (saying === null) return []
        return [
          { kind, expected, said: saying.said.trim(), ok: saying.ok, from: match.index, to: from + saying.said.length },
        ]
      }),
  )
}
