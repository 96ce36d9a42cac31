/* The chain's answer beside what its steps come to: "7 · 6 = 42. Answer: 48". A note, for an answer may be a step further than the last equation. */
import type Fraction from 'fraction.js'
import { numberValue } from '../../src/core/answers/equivalence.js'
import { type Equation, showNumber } from '../../src/core/arithmetic/index.js'
import { singular } from '../../src/core/quantities/singular.js'
import type { Finding } from '../../src/core/records/types.js'
import { rare } from '../../src/core/triggers.js'
import { isRounding, saysRounded } from './claims/numbers/rounded.js'
import { type Facts, key } from './facts.js'

/** What the last equation of the chain comes to, and in which step. */
interface LastDerived {
  value: Fraction
  step: number
  span: readonly [number, number]
  equation: Equation
}

export function lastDerived({ steps }: Facts): LastDerived | null {
  for (let step = steps.length - 1; step >= 0; step--) {
    const equation = steps[step]?.equations.findLast((each) => each.result !== null && each.operations > 0)
    if (equation?.result) return { value: equation.result, step, span: equation.span, equation }
  }
  return null
}

/**
 * Within one per cent, or equal as a percentage, or rounded to a whole number: the answer may show fewer digits than the derivation. Where the question speaks
 * of thousands or millions, an answer may be in these: 963 for 963 million.
 */
export function sameAmount(a: Fraction, b: Fraction, question = ''): boolean {
  if (key(a) === key(b)) return true
  const [x, y] = [a.valueOf(), b.valueOf()]
  const close = (u: number, v: number) => Math.abs(u - v) <= 0.005 * Math.max(Math.abs(u), Math.abs(v))
  if (close(x, y) || close(100 * x, y) || close(x, 100 * y)) return true
  if (scalesIn(question).some((scale) => close(scale * x, y) || close(x, scale * y))) return true
  return (Number.isInteger(x) || Number.isInteger(y)) && Math.abs(x - y) < 1 && Math.max(Math.abs(x), Math.abs(y)) > 2
}

const scaleWords = [
  [/\bthousands?\b|\('?000s?\)/i, 1e3],
  [/\bmillions?\b/i, 1e6],
  [/\bbillions?\b/i, 1e9],
] as const

function scalesIn(question: string): number[] {
  return scaleWords.flatMap(([word, scale]) => (word.test(question) ? [scale] : []))
}

/**
 * The stated answer against the last derived value; for multiple choice, the chosen option's value against it. A finding of the last step;
 * nothing is said where the chain derives nothing or the answer has no numeric value.
 */
export function checkAnswer(facts: Facts, findings: readonly (readonly Finding[])[]): Finding[] {
  const { answer, options, steps, question } = facts
  const derived = lastDerived(facts)
  if (answer === null || derived === null) return []
  const computed = showNumber(derived.value)
  const text = steps.at(-1)?.text ?? ''
  const span = spanOf(text, answer.text) ?? [0, text.length]
  const base = { kind: 'answer' as const, span, claimed: answer.text, computed }
  // Sides that do not agree confirm no answer, also where nobody is accused for them.
  const confirmed = derived.equation.unsettled ? [] : [{ ...base, ok: true }]
  if (answer.letter === null) {
    if (answer.value === null) return []
    if (sameAmount(derived.value, answer.value, question)) return confirmed
    if (!mayDoubt(derived, answer, facts) || isTakenFrom(facts, derived, answer.value)) return []
    if (findings[derived.step]?.some(isWithdrawn(derived))) return []
    return [{ ...base, ok: false, message: `the steps come to ${computed}, not ${answer.text}` }]
  }
  const matching = options.flatMap(({ value }, i) =>
    value !== null && sameAmount(derived.value, value, question) ? [i] : [],
  )
  if (answer.value !== null && matching.includes(answer.letter)) return confirmed
  if (matching.length > 1 || (matching.length === 0 && options.some(({ value }) => value === null))) return []
  return [{ ...base, ok: false }]
}

/** A claim that the text only quotes or takes back is nothing that the steps come to. */
const isWithdrawn =
  ({ span: [from, to] }: LastDerived) =>
  ({ kind, span }: Finding) =>
    kind === 'withdrawn' && span[0] < to && span[1] > from

/**
 * Only like is held against like: the answer is one number and its unit, nothing about the last result is open, and where both have a unit it is the
 * same one. "x = -7 or x = 2", "Feb 2" and "9π" are read for their numbers elsewhere; doubted they are not. Nor is what is got from the last result by more than
 * an equation: its digits, a remainder, the time that belongs to a rate, the share that belongs to a factor.
 */
function mayDoubt(
  { equation: { sure, units, operands }, value: derived }: LastDerived,
  { quantity, text, value }: NonNullable<Facts['answer']>,
  { given }: Facts,
): boolean {
  if (!sure || quantity === null || value === null || numberValue(text)?.equals(value) !== true) return false
  const unit = quantity.unit ?? (quantity.currency === undefined ? undefined : 'dollar')
  if (unit !== undefined && units.length > 0 && !units.map(singular).includes(unit)) return false
  const [answered, last] = [value.valueOf(), derived.valueOf()]
  const near = (a: number, b: number) => Math.abs(a - b) <= 1e-6 * Math.max(Math.abs(a), Math.abs(b))
  // "Try x = 3: 2 · 3 + 1 = 7": the last equation comes to what was given, and checks the answer.
  const isGiven = given.some((each) => each.key === key(derived))
  if (operands.some((each) => near(1 / each.valueOf(), answered) || (isGiven && near(each.valueOf(), answered))))
    return false
  return (
    !near(1 / last, answered) &&
    !(quantity.percent === true && [answered, answered / 100].some((each) => near(Math.abs(each), Math.abs(last - 1))))
  )
}

const parts = rare(
  /\b(?:digits?|remainder|modulo|mod|binary|octal|hexadecimal|reciprocal|estimate|how old)\b|\bbase[- ]?\d|余数|各位|末位|\bRest\b|倒数|Quersumme|Ziffer/i,
)

/** What the question, or the text behind the last result, takes from it in words: its digits, its remainder, its numeral in another base; a rounding of it. */
function isTakenFrom({ question, steps }: Facts, { value, step }: LastDerived, stated: Fraction): boolean {
  const told = [question, ...steps.slice(step).map(({ text }) => text)]
  if (told.some((text) => parts.test(text))) return true
  return isRounding(value.valueOf(), stated.valueOf()) && told.some(saysRounded)
}

/** Where the answer stands in the last step. */
function spanOf(text: string, answer: string): readonly [number, number] | null {
  const at = answer === '' ? -1 : text.lastIndexOf(answer)
  return at === -1 ? null : [at, at + answer.length]
}
