import { RationaleError } from '../../src/core/errors.js'
import { type Grader, graded, statedAnswer, unparsed } from './grader.js'

/** The 0-based index of the first wrong step, -1 for none (ProcessBench's own answer form). Strict and flexible are the same. */
export const firstError: Grader = {
  name: 'first-error',
  grade(prediction, gold) {
    const right = Number(gold)
    if (!Number.isInteger(right))
      throw new RationaleError('input', 'the gold answer is no step', { expected: 'a whole number', found: gold })
    const stated = statedAnswer(prediction, { task: 'number' })
    const said = stated === null ? Number.NaN : Number(stated.value)
    if (stated === null || !Number.isInteger(said)) return unparsed
    return graded(stated.value, said === right, said === right)
  },
}
