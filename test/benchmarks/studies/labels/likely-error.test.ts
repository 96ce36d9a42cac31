import { describe, expect, it } from 'vitest'
import { likelyErrors } from '../../../../benchmarks/studies/labels/likely-error.js'

const question = 'Ann buys 3 boxes of 12 pens and gives a quarter of them away. How many are left?'
const right = [
  ['3 * 12 = 36 pens.', '36 / 4 = 9 given away.', '36 - 9 = 27 are left.'],
  ['She has 3 x 12 = 36.', 'She keeps 75% of 36 = 27.'],
  ['36 pens; a quarter is 36 * 0.25 = 9.', '36 - 9 = 27.'],
]

describe('the likely first error of a wrong solution', () => {
  const likely = likelyErrors(question, right)

  it('is the first step that computes what no right solution has', () => {
    expect(likely(['3 * 12 = 36.', '36 / 3 = 12 given away.', '36 - 12 = 24 are left.'])).toBe(2)
    expect(likely(['3 + 12 = 15.', '15 - 4 = 11.'])).toBe(0)
  })

  it('is not known where every value stands in a right solution or nothing is computed', () => {
    expect(likely(['3 * 12 = 36.', '36 / 4 = 9, so 9 are left.'])).toBeUndefined()
    expect(likely(['She has plenty.', 'The answer is 40.'])).toBeUndefined()
  })

  it('takes rounded values, percentages and signs for the same number', () => {
    expect(likely(['9 / 36 = 25%.', '9 - 36 = -27.', '27 / 36 = 0.75'])).toBeUndefined()
  })

  it('is not guessed from fewer than three right solutions', () => {
    expect(likelyErrors(question, right.slice(0, 2))(['3 + 12 = 15.'])).toBeUndefined()
  })
})
