/* Equations and polynomials by name: "the roots of x² - 5x + 6 are 2 and 3", "the discriminant is 1". */
import { shown } from '../claim.js'
import { isVector } from './linear.js'
import { areNumbers, type Expected, isNumber, type Named } from './named.js'
import { coefficientsOf } from './polynomials.js'
import { areEqual, type Curve, readCurve, readEquation } from './things.js'

/** A polynomial that is told alone or set to zero, as its difference from zero. */
function polynomialIn(written: string): { curve: Curve; coefficients: number[] } | null {
  // "y = x² − 4x + 7" is told by its right side.
  const source = written.replace(/^\s*(?:y|[fgp]\s?\(\s?[a-z]\s?\))\s?=\s?(?=[^=]*$)/, '')
  const sides = source.includes('=') ? readEquation(source) : null
  const alone = sides === null ? readCurve(source) : null
  const curve: Curve | null =
    sides === null
      ? alone
      : {
          text: source.trim(),
          names: [...new Set(sides.flatMap(({ names }) => names))],
          at: (values) => {
            const [a, b] = [sides[0].at(values), sides[1].at(values)]
            return a === null || b === null ? null : a - b
          },
        }
  const coefficients = curve === null ? null : coefficientsOf(curve)
  return curve === null || coefficients === null ? null : { curve, coefficients }
}

const quadratic =
  (of: (a: number, b: number, c: number) => Expected | null) =>
  (text: string): Expected | null => {
    const [c = 0, b = 0, a = 0, d = 0] = polynomialIn(text)?.coefficients ?? []
    return a === 0 || d !== 0 ? null : of(a, b, c)
  }

/** Each of what is said solves the equation. */
export function isRoot(source: string): Expected | null {
  // "2x = 50%": the sign is not put in.
  if (/[%°‰]/.test(source)) return null
  const sides = readEquation(source) ?? (source.includes('=') ? null : bare(source))
  if (sides === null) return null
  const isOfAngles = /sin|cos|tan|cot|sec|csc/.test(source)
  const names = [...new Set(sides.flatMap(({ names }) => names))]
  const [name] = names
  if (name === undefined || names.length !== 1 || name === 'i') return null
  const difference = (x: number) => {
    const values = new Map([[name, x]])
    const [a, b] = [sides[0].at(values), sides[1].at(values)]
    return a === null || b === null ? null : { off: a - b, size: Math.max(1, Math.abs(a), Math.abs(b)) }
  }
  const solves = (value: number, decimals: number | null, scale: number) => {
    const here = difference(value * scale)
    if (here === null) return false
    if (Math.abs(here.off) <= 1e-7 * here.size) return true
    if (decimals === null || decimals === 0) return false
    const step = 10 ** -decimals
    const [below, above] = [difference((value - step) * scale), difference((value + step) * scale)]
    return below !== null && above !== null && below.off * above.off <= 0
  }
  return areNumbers(({ value, decimals, unit, percent }) => {
    if (percent || (unit !== '' && !(unit === '°' && isOfAngles))) return null
    if (unit === '°') return solves(value, decimals, Math.PI / 180)
    if (solves(value, decimals, 1)) return true
    // "sin x = 1/2 at 30 and 150": degrees without their sign.
    return isOfAngles && solves(value, decimals, Math.PI / 180) ? null : false
  }, `what solves ${source.trim()}`)
}

/** A polynomial of the second degree or more, told without "= 0". */
const bare = (source: string): readonly [Curve, Curve] | null => {
  const curve = readCurve(source)
  const [, , a = 0, d = 0] = curve === null ? [] : (coefficientsOf(curve) ?? [])
  if (a === 0 && d === 0) return null
  const zero = readCurve('0')
  return curve === null || zero === null ? null : [curve, zero]
}

/** The same expression in another form. */
function isSame(source: string, word: string): Expected | null {
  const curve = readCurve(source)
  if (curve === null || curve.names.length === 0 || curve.names.length > 3 || curve.text.length < 3) return null
  return {
    computed: `${word} ${curve.text}`,
    holds(said) {
      const sides = said.split(/(?<![<>])=/).map(readCurve)
      if (sides.some((side) => side === null || side.names.join() !== curve.names.join())) return null
      return sides.every((side) => side === null || areEqual(curve, side) !== false)
    },
  }
}

/** Equations, polynomials and expressions that are written out. */
export const algebra: readonly Named[] = [
  {
    kind: 'solutions',
    alone: true,
    name: 'discriminant|Diskriminante',
    of: quadratic((a, b, c) => isNumber(b * b - 4 * a * c)),
  },
  {
    kind: 'solutions',
    ofEquations: true,
    name: 'sum\\sof\\s(?:the\\s|its\\s|both\\s)?(?:roots|solutions|zeros)|roots\\sadd\\sup',
    of: quadratic((a, b, c) => (b * b - 4 * a * c >= 0 ? isNumber(-b / a) : null)),
  },
  {
    kind: 'solutions',
    ofEquations: true,
    name: 'product\\sof\\s(?:the\\s|its\\s|both\\s)?(?:roots|solutions|zeros)',
    of: quadratic((a, b, c) => (b * b - 4 * a * c >= 0 ? isNumber(c / a) : null)),
  },
  {
    kind: 'solutions',
    alone: true,
    name: 'vertex|Scheitelpunkt',
    of: quadratic((a, b, c) => atPlace(isVector([-b / (2 * a), c - (b * b) / (4 * a)]))),
  },
  { kind: 'solutions', alone: true, name: '(?:axis\\sof\\ssymmetry)', of: quadratic((a, b) => isPlace(-b / (2 * a))) },
  {
    kind: 'solutions',
    name: '(?:real\\s|only\\s|two\\s|2\\s|3\\s|positive\\s|negative\\s)*(?:solutions?|roots?|zero(?:e?s)?|Lösung(?:en)?|Nullstellen?)',
    link: '(?:of|to|von|for)',
    notBehind:
      /(?:square|cube|sum\sof\s(?:the\s)?|product\sof\s(?:the\s)?|number\sof\s(?:real\s)?|difference\sof\s(?:the\s)?|\dth|complex|integer|between\s(?:the\s)?|sum|larger|smaller|mean of the|average of the|squares of the)\s?$/i,
    ofEquations: true,
    of: isRoot,
  },
  {
    kind: 'identities',
    name: '(?:complete\\s|full\\s)?factori[sz]ation|factored\\sform|Faktorisierung',
    notBehind: /prime\s$/i,
    of: (text) => isSame(text, 'another form of'),
  },
  {
    kind: 'identities',
    name: '(?:expansion|expanded\\sform|simplified\\sform|simplification)',
    notBehind: /(?:Taylor|Maclaurin|decimal|binomial|series|asymptotic|Fourier|cofactor|Laplace)\s$/i,
    of: (text) => isSame(text, 'another form of'),
  },
  { kind: 'solutions', name: 'degree|Grad', link: '(?:of|von)(?:\\sthe\\spolynomial)?', of: degree },
]

function degree(text: string): Expected | null {
  if (/^[\d.]/.test(text) && !/[a-z]/.test(text)) return null
  const curve = readCurve(text)
  const [name] = curve?.names ?? []
  if (curve === null || name === undefined || curve.names.length !== 1) return null
  const value = (x: number) => curve.at(new Map([[name, x]])) ?? Number.NaN
  const grows = Math.log2(Math.abs(value(2e4) / value(1e4)))
  const whole = Math.round(grows)
  return Math.abs(grows - whole) < 1e-2 && whole >= 0 && Math.abs(value(0)) < 1e9 ? isNumber(whole) : null
}

const atPlace = (expected: Expected): Expected => ({
  ...expected,
  holds: (said) => expected.holds(said.replace(/^\s?(?:at|the\spoint)\s/, '').replace(/^the\spoint\s/, '')),
})
const isPlace = (exact: number): Expected => ({
  computed: shown(exact),
  holds: (said) => isNumber(exact).holds(said.replace(/^(?:the\s(?:vertical\s)?line\s)?[a-z]\s?=\s?/, '')),
})
