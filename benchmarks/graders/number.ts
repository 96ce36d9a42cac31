import { unitRatio } from '../../src/core/quantities/measures.js'
import { readQuantities } from '../../src/core/quantities/quantity.js'
import { type Grader, graded, statedAnswer, unparsed } from './grader.js'
import { readGoldNumber, readStating, within } from './quantities.js'

/**
 * A number (GSM8K, SVAMP, FinanceReasoning). Strict: the same value; currency, units and separators do not matter. Flexible: also rounded to
 * the decimals that the gold shows, in another unit than the gold's, or the gold rounded to three or more digits that the answer shows.
 */
export const number: Grader = {
  name: 'number',
  grade(prediction, gold) {
    const right = readGoldNumber(gold)
    const stated = statedAnswer(prediction, { task: 'number' })
    const answer = stated === null ? null : readStating(stated.value)
    if (stated === null || answer === null) return unparsed
    const inGoldUnits = unitRatio(unitOf(stated.value + stated.after), unitOf(gold)) ?? 1
    if (inGoldUnits !== 1) {
      const same = inGoldUnits !== 0 && answer.value.mul(inGoldUnits).equals(right.value)
      return graded(stated.value, false, same)
    }
    const strict = answer.value.equals(right.value)
    const roundsToGold = right.decimals > 0 && within(answer.value, right.value, right.tolerance)
    const roundsToAnswer =
      answer.decimals < right.decimals && answer.significant >= 3 && within(right.value, answer.value, answer.tolerance)
    return graded(stated.value, strict, roundsToGold || roundsToAnswer)
  },
}

const unitOf = (text: string) => readQuantities(text, { limit: 1 })[0]?.unit
