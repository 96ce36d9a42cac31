import Fraction from 'fraction.js'
import { byWord } from '../../src/core/absence.js'
import { readEquations } from '../../src/core/arithmetic/index.js'
import { type Quantity, readQuantities } from '../../src/core/quantities/quantity.js'
import type { Span } from '../../src/core/records/types.js'
import { DIGITS_WITH_CUE, isYear, significantDigits } from '../annotate/rules.js'
import { nextSentence } from './next-sentence.js'
import type { Triple } from './triple.js'

/** Most numbers that are looked at in each text. */
const MAX_NUMBERS = 400

/** Numbers that general knowledge supplies, bare, or with these units: counting and per cent, the calendar and the clock. */
const bareConstants = [0, 1, 2, 10, 100, 1000]
const unitConstants = byWord<readonly number[]>({
  day: [7, 30, 365],
  month: [12],
  hour: [24],
  week: [52],
  minute: [60],
  second: [60],
  degree: [90, 180, 360],
  inch: [12],
  cent: [100],
})

/**
 * A number of the next sentence that the rationale names although nothing before says it: a rationale must not leak the answer. Undefined
 * where there is none, or where the rationale derives it: a right calculation from numbers of the preceding text is what mining looks for,
 * whether it shows its result ("6 x 12 - 50 = 22") or not.
 */
export function numberGivenAway({ preceding, rationale, following }: Triple): string | undefined {
  const named = numbersIn(rationale).filter((each) => !isConstant(each))
  if (named.length === 0) return undefined
  const next = numbersIn(nextSentence(following))
  const ahead = named.filter((each) => next.some((other) => sameNumber(each, other)))
  if (ahead.length === 0) return undefined
  const before = numbersIn(preceding)
  const isSaid = (each: Quantity) => before.some((other) => sameNumber(each, other))
  const unsaid = ahead.filter((each) => !isSaid(each))
  if (unsaid.length === 0) return undefined
  const derived = equationResults(rationale, before.flatMap(forms))
  const operands = numbersIn(rationale).filter((each) => isConstant(each) || isSaid(each))
  const leak = unsaid.find(
    (each) => !derived.some((value) => same(value, each.value)) && !followsFromTwo(each, operands),
  )
  return leak === undefined ? undefined : rationale.slice(...leak.span).trim()
}

/**
 * The first number of the next sentence that nothing before says: where it stands in `following`, and whether the rationale gives it: by a right equation, or
 * by two numbers of the text that it names, where the result shows enough digits not to be met by chance.
 */
export function numberAhead({ preceding, rationale, following }: Triple): { span: Span; derived: boolean } | undefined {
  const before = numbersIn(preceding)
  const isSaid = (each: Quantity) => before.some((other) => sameNumber(each, other))
  const next = nextSentence(following)
  const ahead = numbersIn(next).find(
    (each) => /\d/.test(next.slice(...each.span)) && !isConstant(each) && !isYear(each) && !isSaid(each),
  )
  if (ahead === undefined) return undefined
  const operands = numbersIn(rationale).filter(isSaid)
  const derived =
    equationResults(rationale, before.flatMap(forms)).some((value) => same(value, ahead.value)) ||
    (significantDigits(next, ahead) >= DIGITS_WITH_CUE && followsFromTwo(ahead, operands))
  const start = following.length - following.trimStart().length
  return { span: [start + ahead.span[0], start + ahead.span[1]], derived }
}

/** Small number words are pronouns and articles more often than amounts ("one", "a quarter", "twice"). */
function numbersIn(text: string): Quantity[] {
  return readQuantities(text, { words: true, limit: MAX_NUMBERS }).filter(
    ({ value, span }) => /\d/.test(text.slice(...span)) || value.compare(10) > 0,
  )
}

function isConstant({ value, unit, currency, percent }: Quantity): boolean {
  if (currency !== undefined || percent || value.d !== 1n) return false
  const number = value.valueOf()
  return bareConstants.includes(number) || (unit !== undefined && (unitConstants[unit] ?? []).includes(number))
}

/** What is written as "$412 million" may be called 412 afterwards. */
const forms = ({ value, scale }: Quantity) => (scale === undefined ? [value] : [value, value.div(scale)])

/** A fall of 5% is said as 5 and as -5. */
const same = (a: Fraction, b: Fraction) => a.abs().equals(b.abs())
const sameNumber = (a: Quantity, b: Quantity) => forms(a).some((x) => forms(b).some((y) => same(x, y)))

/** What the rationale's right equations come to, where they start from numbers that were said, known to everyone, or derived by an earlier one. */
function equationResults(rationale: string, said: readonly Fraction[]): Fraction[] {
  // In an equation a percentage is worth a hundredth of what it shows.
  const known = said.flatMap((value) => [value, value.div(100)])
  const derived: Fraction[] = []
  const isKnown = (operand: Fraction) => [...known, ...derived].some((value) => same(value, operand))
  const isGeneral = (operand: Fraction) => operand.n === 1n || bareConstants.includes(Math.abs(operand.valueOf()))
  for (const { checks, operations, operands } of readEquations(rationale)) {
    if (operations === 0 || !checks.every(({ ok }) => ok) || !operands.some(isKnown)) continue
    if (!operands.every((operand) => isKnown(operand) || isGeneral(operand))) continue
    derived.push(...checks.flatMap(({ claimedValue }) => [claimedValue, claimedValue.mul(100)]))
  }
  return derived
}

/** "The difference between 30 and 22 is 8": one operation on two numbers that the rationale itself names gives this one, as exactly as it is shown. */
function followsFromTwo({ value, digits, scale = 1 }: Quantity, operands: readonly Quantity[]): boolean {
  // Half a unit in the last place shown.
  const tolerance = new Fraction(scale).div(new Fraction(10).pow(digits) as Fraction).div(2)
  const hits = (result: Fraction) => result.abs().sub(value.abs()).abs().compare(tolerance) <= 0
  return operands.some(({ value: a }, i) =>
    operands.some(({ value: b }, j) => {
      if (i === j) return false
      if (hits(a.add(b)) || hits(a.sub(b)) || hits(a.mul(b)) || hits(a.mul(b).div(100))) return true
      // a / b, a as a percentage of b, the percentage change from b to a
      return !b.equals(0) && (hits(a.div(b)) || hits(a.div(b).mul(100)) || hits(a.sub(b).div(b).mul(100)))
    }),
  )
}
