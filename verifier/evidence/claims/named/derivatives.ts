/* Derivatives, antiderivatives, integrals and limits by name: "the derivative of x² is 3x". Held against values near several places. */
import { shown } from '../claim.js'
import type { Expected, Named } from './named.js'
import { isNumber, prose } from './named.js'
import { agreesEverywhere, slopeAt, valuesOf } from './slopes.js'
import { type Curve, readCurve, readNumber } from './things.js'

const one = ({ names }: Curve) => (names.length === 1 && names[0] !== 'i' ? names[0] : undefined)

/** The same at the second derivative. */
const bendAt = (f: (x: number) => number | null, x: number): number | null => slopeAt((y) => slopeAt(f, y), x)

/** A function that is made of another: "x^3" → "3x^2". */
function isMadeOf(
  source: string,
  made: (f: (x: number) => number | null, x: number) => number | null,
  word: string,
): Expected | null {
  const curve = readCurve(source.replace(/\s(?:with\srespect\sto|in|by)\s[a-z]$/, ''))
  const name = curve === null ? undefined : one(curve)
  if (curve === null || name === undefined) return null
  const f = valuesOf(curve, name)
  return {
    computed: `${word} ${curve.text}`,
    isFunction: true,
    holds(said) {
      const sides = said.split(/(?<![<>])=/)
      // "= 20x³ − 20x = 0": set to a number at the end, it is an equation.
      const last = sides.findLast((side, i) => i === 0 || /[a-z]/.test(side)) ?? ''
      const read = readCurve(last)
      if (read === null || read.names.some((each) => each !== name)) return null
      return agreesEverywhere((x) => made(f, x), valuesOf(read, name))
    },
  }
}

/** A function of which this is the derivative; a constant may stand behind it. */
export function isAntiderivative(source: string): Expected | null {
  const curve = readCurve(source.replace(/\s?d[a-z]$|\s(?:with\srespect\sto)\s[a-z]$/, ''))
  const name = curve === null ? undefined : one(curve)
  if (curve === null || name === undefined) return null
  return {
    computed: `a function whose derivative is ${curve.text}`,
    isFunction: true,
    holds(said) {
      const last = (said.split(/(?<![<>])=/).at(-1) ?? '').replace(/\s?\+\s?[Cc]$/, '')
      const read = readCurve(last.replace(/ln\s?\|([a-z])\|/g, 'ln($1)'))
      if (read === null || one(read) !== name) return null
      const F = valuesOf(read, name)
      return agreesEverywhere((x) => slopeAt(F, x), valuesOf(curve, name))
    },
  }
}

const NUMBER = String.raw`[-−]?[\d.]+(?:\/\d+)?|[-−]?\d*π(?:\/\d+)?|e`
const bounds = new RegExp(
  String.raw`^(.*?)(?:\s?d[a-z])?\s(?:from|between|von|over)\s(?:[a-z]\s?=\s?)?(${NUMBER})\s(?:to|and|bis)\s(?:[a-z]\s?=\s?)?(${NUMBER})$|^(.*?)(?:\s?d[a-z])?\s(?:over|on)\s\[(${NUMBER}),\s?(${NUMBER})\]$`,
)

/** Simpson's rule with two widths; null where they disagree. */
export function integralOf(f: (x: number) => number | null, from: number, to: number): number | null {
  const rule = (n: number) => {
    const width = (to - from) / n
    let sum = 0
    for (let i = 0; i <= n; i++)
      sum += (f(from + i * width) ?? Number.NaN) * (i === 0 || i === n ? 1 : i % 2 === 1 ? 4 : 2)
    return (sum * width) / 3
  }
  const [coarse, fine] = [rule(200), rule(400)]
  if (!Number.isFinite(fine) || Math.abs(coarse - fine) > 1e-6 * Math.max(1, Math.abs(fine))) return null
  return Math.abs(fine - Math.round(fine)) < 1e-7 ? Math.round(fine) : fine
}

function definite(source: string): Expected | null {
  const match = bounds.exec(source)
  if (match === null) return null
  const curve = readCurve(match[1] ?? match[4] ?? '')
  const [from, to] = [readNumber(match[2] ?? match[5] ?? '')?.value, readNumber(match[3] ?? match[6] ?? '')?.value]
  const name = curve === null ? undefined : one(curve)
  if (curve === null || name === undefined || from === undefined || to === undefined) return null
  const value = integralOf(valuesOf(curve, name), from, to)
  return value === null ? null : isNumber(value)
}

const approach =
  /^(.*?)\s(?:as|when|for|where|für)\s(\w)\s?(?:→|approaches|tends\sto|goes\sto|gegen)\s?([-+]?(?:[\d.]+|∞|π|0))([+-]?)$/

/** The limit of a function at a place or far out; null where it is not seen. */
export function limitOf(f: (x: number) => number | null, place: string): number | null {
  const mean = (h: number) => {
    const [a, b] = [
      f(Number(place.replace('π', String(Math.PI))) + h),
      f(Number(place.replace('π', String(Math.PI))) - h),
    ]
    return a === null || b === null || Math.abs(a - b) > 0.05 * Math.max(1, Math.abs(a)) ? Number.NaN : (a + b) / 2
  }
  const far = (x: number) => f(place.startsWith('-') ? -x : x) ?? Number.NaN
  const [x, y, z] = place.includes('∞') ? [far(1e3), far(1e5), far(1e6)] : [mean(1e-2), mean(1e-3), mean(3e-4)]
  if (
    ![x, y, z].every(Number.isFinite) ||
    Math.abs(y - z) > 3e-4 * Math.max(1, Math.abs(z)) ||
    Math.abs(x - z) > 0.05 * Math.max(1, Math.abs(z))
  )
    return null
  return Math.abs(z - Math.round(z)) < 3e-4 ? Math.round(z) : z
}

export function isLimit(value: number): Expected {
  const expected = isNumber(value)
  return {
    ...expected,
    holds(said) {
      const sides = said.split(/(?<![<>])=|≈/)
      const last = readNumber(sides.at(-1) ?? '')
      // "4, but for x = 3": words between the sides say more than a value.
      if (last === null || sides.some((side) => prose.test(side))) return null
      return Math.abs(last.value - value) <= 2e-3 * Math.max(1, Math.abs(value))
        ? true
        : Math.abs(last.value - value) > 0.02 * Math.max(1, Math.abs(value))
          ? false
          : null
    },
  }
}

function limit(source: string): Expected | null {
  const match = approach.exec(source)
  const curve = match === null ? null : readCurve(match[1] ?? '')
  const name = curve === null ? undefined : one(curve)
  if (match === null || curve === null || name === undefined || name !== match[2] || match[4] !== '') return null
  const value = limitOf(valuesOf(curve, name), match[3] ?? '')
  return value === null ? null : isLimit(value)
}

const at = /^(.*?)\s?,?\s(?:at|for|when|where|if)\s(?:the\spoint\s(?:where\s)?)?([a-z])\s?(?:=|is|equals)\s?(.+)$/

/** "x^2 at x = 3": a value that belongs to a place. */
function placed(source: string, made: (f: (x: number) => number | null, x: number) => number | null): Expected | null {
  const match = at.exec(source)
  const curve = match === null ? null : readCurve(match[1] ?? '')
  const place = match === null ? null : readNumber(match[3] ?? '')
  if (match === null || curve === null || place === null || curve.names.length !== 1 || curve.names[0] !== match[2])
    return null
  const value = made(valuesOf(curve, match[2] ?? ''), place.value)
  if (value === null) return null
  const near = Math.round(value * 1e6) / 1e6
  return isNumber(Math.abs(near - value) < 1e-6 ? near : value)
}

/** The derivative of an expression by a letter, or by its only one. */
export function derivativeOf(source: string, name: string): Expected | null {
  const curve = readCurve(source)
  if (curve === null || (name !== '' && curve.names.join() !== name)) return null
  const expected = isMadeOf(source, slopeAt, 'the derivative of')
  // Set to a number, it is an equation.
  return expected === null
    ? null
    : { ...expected, holds: (said) => (/^[-\d.\s]+$/.test(said) ? null : expected.holds(said)) }
}

const NOT_THE_FIRST =
  /(?:anti-?|second|\dth|higher|partial|mixed|total|logarithmic|directional|inverse|weak|left|right|covariant|third)[-\s]?$/i

const touching =
  /^(?:(?:the\s|a\s)?(?:equation\sof\s)?(?:the\s|a\s)?tangent(?:\sline)?\s(?:to|of)\s)?(?:the\s(?:curve|graph|parabola|function)\s(?:of\s)?)?(.+?)\s(?:at|where)\s(?:the\spoint\s)?(?:(?:where\s)?([a-z])\s?=\s?([^,;]{1,20})|\(([^,;()]{1,16}),[^()]{1,24}\))$/

/** The tangent of a curve at a place: "y = x/4 + 1". */
function tangent(source: string): Expected | null {
  const [, body = '', by, place, other] = touching.exec(source) ?? []
  const curve = readCurve(body)
  const name = curve === null ? undefined : one(curve)
  const at = readNumber(place ?? other ?? '')?.value
  if (curve === null || name === undefined || at === undefined || (by !== undefined && by !== name)) return null
  const f = valuesOf(curve, name)
  const [value, slope] = [f(at), slopeAt(f, at)]
  if (value === null || slope === null) return null
  return {
    computed: `the line through (${shown(at)}, ${shown(value)}) with the slope ${shown(Math.round(slope * 1e6) / 1e6)}`,
    holds(said) {
      // Told as "y = …": the difference of both sides has to be none on the line.
      const [left = '', ...others] = said.split(/(?<![<>])=/)
      const lines = others.map(readCurve)
      if (
        left.trim() !== 'y' ||
        lines.length === 0 ||
        lines.some((each) => each === null || each.names.some((n) => n !== name))
      )
        return null
      return lines.every(
        (line) => line !== null && agreesEverywhere((x) => value + slope * (x - at), valuesOf(line, name)) !== false,
      )
    },
  }
}

/** Derivatives, integrals and limits of expressions that are written out, by their values. */
export const derivatives: readonly Named[] = [
  {
    kind: 'calculus',
    name: '(?:first\\s)?derivative|Ableitung',
    notBehind: NOT_THE_FIRST,
    of: (text) => placed(text, slopeAt) ?? isMadeOf(text, slopeAt, 'the derivative of'),
  },
  {
    kind: 'calculus',
    name: '(?:second|2nd)\\sderivative|zweite\\sAbleitung',
    of: (text) => placed(text, bendAt) ?? isMadeOf(text, bendAt, 'the second derivative of'),
  },
  {
    kind: 'calculus',
    name: 'slope|gradient|Steigung',
    link: '(?:of|to)(?:\\s(?:the\\s)?(?:tangent|curve|graph)(?:\\sline)?(?:\\s(?:to|of|at))?)?',
    of: (text) => placed(text, slopeAt),
  },
  { kind: 'calculus', name: 'anti-?derivative|indefinite\\sintegral|primitive|Stammfunktion', of: isAntiderivative },
  {
    kind: 'calculus',
    name: '(?:definite\\s)?integral|Integral|area\\sunder',
    notBehind: /indefinite\s|improper\s|line\s|surface\s/i,
    link: '(?:of|under|von)?(?:\\sthe\\s(?:curve|graph|function)(?:\\sof)?)?',
    of: (text) => definite(text) ?? isAntiderivative(text),
  },
  {
    kind: 'calculus',
    alone: true,
    name: '(?:equation\\sof\\s(?:the|this)\\s)?tangent(?:\\sline)?|line|Tangente',
    link: '(?:to|of|at)',
    of: tangent,
  },
  { kind: 'calculus', alone: true, name: 'limit|Grenzwert|Limes', of: limit },
  { kind: 'calculus', name: 'value|Wert', of: (text) => placed(text, (f, x) => f(x)) },
]
