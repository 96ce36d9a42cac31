import { answersEqual } from '../../src/core/answers/equivalence.js'
import { type Grader, graded, statedAnswer, unparsed } from './grader.js'

/**
 * Mathematics in LaTeX (MATH). Strict: the same characters once spacing, sizes and formula marks are gone. Flexible: the same value, by the
 * exact or numeric value of every part (numbers, expressions in variables, tuples, intervals, sets, matrices, equations).
 */
export const expression: Grader = {
  name: 'expression',
  grade(prediction, gold) {
    const stated = statedAnswer(prediction, { task: 'expression' })
    if (stated === null) return unparsed
    const [said, right] = [spelling(stated.value), spelling(gold)]
    return graded(stated.value, said === right, answersEqual(stated.value, gold, { task: 'expression' }))
  },
}

function spelling(source: string): string {
  return source
    .replace(/\\(?:left|right|displaystyle|,|!|;|:|quad)(?![a-zA-Z])/g, '')
    .replace(/\\[dt]frac(?![a-z])/g, '\\frac')
    .replace(/\\[()[\]]|\$|\s|\.$/g, '')
}
