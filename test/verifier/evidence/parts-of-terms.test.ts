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
]

describe.each(families)('%s', (_, right, wrong) => {
  it.each(right)('not accused: %s', (step) => expect(accused(step)).toEqual([]))
  it(`named: ${wrong}`, () => expect(accused(wrong)).not.toEqual([]))
})
