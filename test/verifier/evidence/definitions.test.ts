import { describe, expect, it } from 'vitest'
import { accuses } from '../../../src/core/records/findings.js'
import { checkEvidence } from '../../../verifier/evidence/index.js'

const accused = (step: string, question: string) =>
  checkEvidence({ question, steps: [step] }).steps.flatMap(({ evidence }) =>
    evidence.filter(accuses).map(({ kind }) => kind),
  )

/** A question, a rule stated wrongly, and the same stated rightly. */
const rules: [question: string, wrong: string, right: string][] = [
  [
    'How many divisors does 360 have?',
    'The number of divisors is the product of the exponents, 3 · 2 · 1 = 6.',
    'The number of divisors is the product of the exponents each plus one.',
  ],
  [
    'Solve √(x + 7) = x − 5.',
    'Every solution of the squared equation solves the original one, so both values are solutions.',
    'Not every solution of the squared equation solves the original one.',
  ],
  [
    'What does the copy weigh?',
    'The weight depends on the bronze, and this grows with the square of the scale factor.',
    'The weight grows with the cube of the scale factor.',
  ],
  ['往返的平均速度是多少？', '往返的平均速度就是两个速度的平均数。', '平均速度是总路程除以总时间。'],
  [
    'A price rises by 20 % and falls by 20 %.',
    'The two changes cancel each other.',
    'The two changes do not cancel each other.',
  ],
  [
    'What may be concluded from p = 0.03?',
    'The probability that the null hypothesis is true is 3 %.',
    'Under the null hypothesis such data have probability 3 %.',
  ],
  [
    'What is its current yield?',
    'The current yield divides the coupon by the face value.',
    'The current yield divides the coupon by the price.',
  ],
  [
    'What is the cost of goods sold under FIFO?',
    'Under FIFO the sold units are taken from the latest purchase first.',
    'Under FIFO the sold units are taken from the earliest purchase first.',
  ],
  [
    'Two resistors are connected in parallel.',
    'The current splits in proportion to the resistances.',
    'The current splits in inverse proportion to the resistances.',
  ],
  [
    'An ice cube floats in a full glass of water.',
    'When it melts, that part is added to the water, so the water level rises.',
    'When it melts, the water level stays.',
  ],
  [
    'In which direction does the shadow point in Cape Town?',
    'At midday in July the sun over Cape Town stands due south.',
    'At midday the sun over Cape Town stands in the north.',
  ],
  [
    'Which species is the reducing agent?',
    'The reducing agent is the partner that gets reduced.',
    'The reducing agent is the partner that gets oxidised.',
  ],
  [
    'What is printed?\ndef add(x, acc=[]):\n    acc.append(x)\n    return acc',
    'Each time the default is used, Python creates a new empty list.',
    'Python creates the default list only once.',
  ],
]

describe('rules stated wrongly', () => {
  it.each(rules)('%s', (question, wrong, right) => {
    expect(accused(wrong, question)).toEqual(['definitions'])
    expect(accused(right, question)).toEqual([])
  })

  it('what is supposed or denied is no statement', () => {
    expect(accused('It is wrong that the two changes cancel each other.', 'By 20 % and 20 %?')).toEqual([])
  })
})
