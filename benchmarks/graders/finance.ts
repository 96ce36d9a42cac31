import Fraction from 'fraction.js'
import { type GradeHint, type Grader, graded, type Stated, statedAnswer, unparsed } from './grader.js'
import { readGoldNumber, readStating, type Stating, within } from './quantities.js'

const scales: Record<string, number> = { thousand: 1e3, million: 1e6, billion: 1e9 }
const falls = /\b(?:decreas|declin|fell|fall|drop|loss|lost|reduc|lower|down|shrank|negative|outflow|deficit)\w*/i
const rises = /\b(?:increas|grew|growth|gain|rose|rise|risen|higher|up|profit|positive)\w*/i

/**
 * A figure from a financial report. Strict: the same value in the gold's own terms (per cent or ratio, scale, sign), rounded to the digits
 * that the gold shows. Flexible: also
 * - per cent for ratio and ratio for per cent, where one of both is marked as a percentage or the question asks for one,
 * - the figure in the report's scale ("1.2" for 1.2 million) where `details.scale` names it or the gold shows it,
 * - the sign in words ("a decrease of 5 %"), or in a question that asks for a decrease,
 * - fewer digits than the gold, if they are three or more.
 */
export const finance: Grader = {
  name: 'finance',
  grade(prediction, gold, hint = {}) {
    const stated = statedAnswer(prediction, { task: 'number' })
    const right = readGoldNumber(gold)
    if (stated === null) return unparsed
    const comparison = compareFigures(stated, right, hint)
    return comparison === null ? unparsed : graded(stated.value, comparison.strict, comparison.flexible)
  },
}

/** @returns null where the stated answer is no figure. */
export function compareFigures(
  stated: Stated,
  gold: Stating,
  hint: GradeHint,
): { strict: boolean; flexible: boolean } | null {
  const answer = readStating(stated.value)
  if (answer === null) return null
  const strict = roundsTo(answer.value, gold) && !(answer.percent && meansRatio(gold, hint))
  const signed = signedByWords(answer.value, gold.value, stated, hint)
  const flexible = readings(answer, gold, hint).some((factor) => {
    const value = signed.mul(factor)
    return roundsTo(value, gold) || shows(gold, value, answer, factor)
  })
  return { strict, flexible }
}

const asksPercent = (hint: GradeHint) =>
  /\bpercent|\bper cent|%|\bportion|\bproportion|\bratio\b|\bgrowth rate|\brate of/i.test(hint.question ?? '')
const givesPercent = (gold: Stating, hint: GradeHint) => gold.percent || hint.details?.scale === 'percent'
/** FinQA's gold of a percentage question: 0.25, which an answer of "0.25%" is not. */
const meansRatio = (gold: Stating, hint: GradeHint) =>
  !givesPercent(gold, hint) && gold.value.abs().lte(1) && asksPercent(hint)

/** What the answer may have to be multiplied by to be in the gold's terms. */
function readings(answer: Stating, gold: Stating, hint: GradeHint): Fraction[] {
  const factors: Fraction[] = []
  const percent = givesPercent(gold, hint)
  if (!(answer.percent && meansRatio(gold, hint))) factors.push(new Fraction(1))
  if (!percent && (answer.percent || asksPercent(hint))) factors.push(new Fraction(1, 100))
  if (!answer.percent && (percent || asksPercent(hint))) factors.push(new Fraction(100))
  const scale = scales[hint.details?.scale ?? ''] ?? Math.max(gold.scale, 1)
  if (scale > 1) {
    // The gold of TAT-QA leaves its scale out, "1.2" of "millions"; other golds carry it.
    if (gold.scale === 1) factors.push(new Fraction(1, scale))
    else if (answer.scale === 1) factors.push(new Fraction(scale))
  }
  return factors
}

/** The sign where words give it: "a decrease of 5 %" is -5 %, and both answer "what was the decrease?". */
function signedByWords(
  value: Fraction,
  gold: Fraction,
  { before, after }: Stated,
  { question = '' }: GradeHint,
): Fraction {
  if (value.s === gold.s) return value
  if (falls.test(question) && !rises.test(question)) return value.neg()
  if (gold.s >= 0n) return value
  const lead = before.slice(Math.max(before.lastIndexOf('.'), before.lastIndexOf('\n')) + 1)
  const words = `${lead} ${after.split(/[.\n]/)[0]}`
  return falls.test(words) && !rises.test(words) ? value.neg() : value
}

/** Equal to the digits that the gold shows; whole numbers below ten are counts and must be exact. */
function roundsTo(value: Fraction, gold: Stating): boolean {
  const count = gold.decimals === 0 && gold.scale === 1 && gold.value.abs().lt(10)
  return value.equals(gold.value) || (!count && within(value, gold.value, gold.tolerance))
}

/** Whether the answer is the gold with fewer digits: "0.0927" for 0.09268, "25%" for 0.2513. `factor` was applied to the answer. */
function shows(gold: Stating, value: Fraction, answer: Stating, factor: Fraction): boolean {
  const enough = answer.percent ? 2 : 3
  const shorter = answer.significant >= enough && answer.significant < gold.significant
  return shorter && within(gold.value, value, answer.tolerance.mul(factor))
}
