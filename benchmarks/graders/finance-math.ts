import { type Grader, graded, statedAnswer, unparsed } from './grader.js'
import { number } from './number.js'
import { readGoldNumber, readStating } from './quantities.js'

/** Relative error that its script lets pass. */
const TOLERANCE = 0.0015

/**
 * FinanceMath (Zhao et al. 2024). Strict: the same value, as `number` has it. Flexible: what its own script counts as right
 * (utils/evaluation_utils.py of yale-nlp/FinanceMath): scale words dropped, 0.15 % apart, or off by a power of ten, or by 100, 1,000 or 100,000 within that,
 * or the same size to three decimals whatever the sign.
 */
export const financeMath: Grader = {
  name: 'finance-math',
  grade(prediction, gold, hint) {
    const stated = statedAnswer(prediction, { task: 'number' })
    const answer = stated === null ? null : readStating(stated.value)
    if (stated === null || answer === null) return unparsed
    const strict = number.grade(prediction, gold, hint).strict
    return graded(
      stated.value,
      strict,
      isClose(answer.value.div(answer.scale).valueOf(), readGoldNumber(gold).value.valueOf()),
    )
  },
}

function isClose(answer: number, gold: number): boolean {
  const [large, small] = [Math.max(Math.abs(answer), Math.abs(gold)), Math.min(Math.abs(answer), Math.abs(gold))]
  const within = (a: number, b: number) => Math.abs(a - b) <= Math.abs(b) * TOLERANCE
  if (small > 0 && Number.isInteger(Math.log10(large / small))) return true
  if (small <= large / 50 && within(small * 100, large)) return true
  if (small <= large / 500 && within(small * 1000, large)) return true
  if (small <= large / 50_000 && within(small * 100_000, large)) return true
  return thirdDecimal(large) === thirdDecimal(small) || within(answer, gold)
}

const thirdDecimal = (value: number) => Math.ceil(value * 1000) / 1000
