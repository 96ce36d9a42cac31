/*
 * Roots, logarithms, sines and powers of e beside an equals sign: "√50 = 5√2", "ln(e³) = 3". Both sides are reckoned and compared, in every usual
 * meaning.
 */
import { lean } from '../../../../src/core/lean-patterns.js'
import type { Finding } from '../../../../src/core/records/types.js'
import { rare } from '../../../../src/core/triggers.js'
import { agrees, type ClaimText, finding, hedged, isLost, shown, stated } from '../claim.js'
import type { Formula, Side } from './formulas.js'

/** "f1(8)": the digit belongs to the function's name. */
const namedWithDigits = rare(/(?<!\p{L})(?!log10)\p{L}+\d+\s?\(/u)
const factorBefore = lean(/(?<!\p{L})(?!(?:is|so|if|we|or|as|of|to|by|at|in|an?|I)\s)\p{L}{1,2}\s?$/u)
const none = new Map<string, number>()
/** What the arithmetic grammar does not reckon with. */
const beyond = rare(/sqrt|√|sin|cos|tan|cot|sec|csc|log|lg|ln|exp|e\s?\^|binom/)

/**
 * Numbers in closed form: roots, logarithms, trigonometric values, powers of e, on either side of an equals sign. `\log` may be to base ten or e, and an angle
 * without a sign in degrees or radians: a claim that holds under one reading holds.
 */
export function checkClosedForms({ text }: ClaimText, formulas: readonly Formula[]): Finding[] {
  return formulas.flatMap((sides) =>
    sides.slice(1).flatMap((right, i) => {
      const left = sides[i]
      if (left === undefined || left.names.length + right.names.length > 0 || !beyond.test(left.text + right.text))
        return []
      if (namedWithDigits.test(left.text + right.text) || isLost(left.text) || isLost(right.text)) return []
      // "the square root of 100 = √100": the number is part of a name.
      if (i === 0 && /^[\d.,]+$/.test(left.text.trim()) && /\p{L}\s*$/u.test(text.slice(0, left.span[0]))) return []
      // "mg sin 30° = 5 · 9.8 · 0.5": the function is a factor.
      if (i === 0 && factorBefore.test(text.slice(Math.max(0, left.span[0] - 6), left.span[0]))) return []
      const [a, b] = [left.at(none), right.at(none)]
      if (a === null || b === null) return []
      const span = [left.span[0], right.span[1]] as const
      const ok = readings(left, a).some((x) => readings(right, b).some((y) => equal(x, y, right, left)))
      if (
        !ok &&
        isOfAngles.test(text.slice(span[0], span[1] + 40)) &&
        turned.some((by) => equal(a * by, b, right, left))
      )
        return []
      // Two ways to write an angle's function leave it open which was meant.
      if (!ok && (hedged(text, span) || loose.test(left.text + right.text))) return []
      return [finding('closed-forms', span, right.text, shown(a), ok, `${left.text} is ${shown(a)}`)]
    }),
  )
}

/** "π/7 = 25.7°", "1 rad = 180/π = 57.3°", "180°/π = 57.3°": the sign of degrees is the unit of the one side or stands for the number. */
const turned = [180 / Math.PI, Math.PI / 180]
const isOfAngles = rare(/°|\\circ|\\degree|\bdeg(?:rees?)?\b|\brad(?:ians?)?\b|\bGrad\b|度/)

/** A function of a plain number, or of what has no brackets: where it ends, and in which measure, is open; and a power of ten behind a slash. */
const loose = rare(
  /(?:sin|cos|tan|cot|sec|csc)\s?\(?\{?\d+(?:\.\d+)?(?!\s?(?:\^\s?\{?\s?\\circ|°|\\degree|[\d.]))|(?:log|lg|ln)\s?[\d\\][^()]*[-+*/]|\/\s?\d[\d.]*\s?(?:\\times|\\cdot|[×*·])\s?10\s?\^/,
)

function equal(exact: number, value: number, right: Side, left: Side): boolean {
  const size = Math.max(Math.abs(exact), Math.abs(value))
  if (Math.abs(exact - value) <= 1e-9 * Math.max(1, size)) return true
  const approximate = right.approximate || left.approximate
  for (const [side, other] of [
    [right, exact],
    [left, value],
  ] as const) {
    const literal = /^[-−]?\d[\d,]*(?:\.\d+)?$/.exec(side.text.trim())?.[0]
    if (literal !== undefined && agrees(stated(literal), other, approximate)) return true
  }
  // Decimals that went in may have been rounded.
  return (
    (/\d\.\d/.test(left.text) || /\d\.\d/.test(right.text) || approximate) && Math.abs(exact - value) <= 0.01 * size
  )
}

/** The value, and where `\log` stands without a base, the value to base e (of a side that is this one logarithm); `lg` may be to base two. */
function readings({ text }: Side, value: number): number[] {
  if (/lg/.test(text)) return [value, value * Math.log2(10)]
  return /log(?!_|\s?_)/.test(text) ? [value, value * Math.LN10] : [value]
}
