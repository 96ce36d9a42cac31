import { describe, expect, it } from 'vitest'
import { accuses } from '../../../src/core/records/findings.js'
import { checkEvidence } from '../../../verifier/evidence/index.js'

const accused = (step: string, question = 'Is this right?') =>
  checkEvidence({ question, steps: [step] }).steps.flatMap(({ evidence }) => evidence.filter(accuses))

/** Families of statements: two that are right, and one that is not. */
const families: readonly (readonly [what: string, right: readonly string[], wrong: string])[] = [
  [
    'what is squared, cubed or a factorial before it is reckoned with',
    [
      '3 squared plus 4 squared is 25.',
      '1000 times 1.05 squared is 1102.50.',
      '5 times 3! is 30.',
      'Half of 4 squared is 8.',
    ],
    '12 plus 3 squared is 22.',
  ],
  ['twice a power', ['Double 2^3 is 16.', 'Twice 5! is 240.'], 'Double 2^3 is 15.'],
  [
    'the second of two things that are named together',
    [
      'The sum of 3 and 4 times 5 is 23.',
      'The difference between 15 and twice 4 is 7.',
      'The gcd of 2 times 6 and 3 times 6 is 6.',
    ],
    '4 times 5 is 23.',
  ],
  [
    'an argument',
    ['The log of 100 times 10 is 3.', 'The cosine of 2 times 30 degrees is 0.5.'],
    '100 times 10 is 3000.',
  ],
  [
    'fractions as exponents and raised',
    [
      '8 to the power 2/3 is 4.',
      '2/3 squared is 4/9.',
      '4 to the power -1/2 is 1/2.',
      '2 to the power of 3 + 1 is 16.',
    ],
    '27 raised to the power of 2/3 is 8.',
  ],
  ['hundreds', ['4 times 2 hundred is 800.', 'Half of 6 hundred is 300.'], '4 times 2 hundred is 900.'],
  [
    'a share of a quantity',
    ['Half of 1 hour is 30 minutes.', 'Twice 2 hours is 240 minutes.'],
    '1 hour is 30 minutes.',
  ],
  [
    'a measure with a word before it',
    [
      'The second largest of 4, 9, 7 is 7.',
      'The Manhattan distance between (1,2) and (4,6) is 7.',
      'Without the extremes, the mean of 1, 5, 6, 7, 100 is 6.',
    ],
    'The largest of 4, 9, 7 is 7.',
  ],
  [
    'a number that is left out',
    ['There are 8 of them, and all but 2 are odd.', 'Every prime besides 2 is odd.'],
    '2 is odd.',
  ],
  [
    'a remainder within a phrase',
    ['A number which is 3 mod 7 is 10.', 'The next prime after 7 that is 1 mod 4 is 13.'],
    'So 17 mod 5 is 3.',
  ],
  [
    'lists that are cut short',
    ['The divisors of 12 are 1, 2, 3, ..., 12.', 'The divisors of 12 are 1, 2, 3, 4, 6, 12.'],
    'The divisors of 12 are 1, 2, 3, 4, 12.',
  ],
  ['letters that name a side', ['CD is 5 and DM is 12.', 'MM is 2.'], 'XIV is 16.'],
  [
    'what is compared in a way of its own',
    ['In absolute value, -5 is greater than -4.', 'By name, 10 is less than 9 as text.'],
    '-5 is greater than -4.',
  ],
  [
    'a function that is set twice in a step',
    ['With f(x) = x^2, f(2) = 4. With f(x) = x + 1, f(2) = 3.', 'With f(x) = x + 1, f(2) = 3.'],
    'With f(x) = x + 1, f(2) = 4.',
  ],
]

it('a mean of two of the numbers that the question gives', () => {
  const question = 'Find the mean, median, mode and range of 3, 7, 7, 2, 1.'
  expect(accused('The mean of 3 and 7 is 5, which is more than 4.', question)).toEqual([])
  expect(accused('The mean of 3 and 7 is 6.', question)).not.toEqual([])
})

describe.each(families)('%s', (_, right, wrong) => {
  it.each(right)('not accused: %s', (step) => expect(accused(step)).toEqual([]))
  it(`named: ${wrong}`, () => expect(accused(wrong)).not.toEqual([]))
})
