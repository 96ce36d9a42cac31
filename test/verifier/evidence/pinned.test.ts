import { describe, expect, it } from 'vitest'
import { accuses } from '../../../src/core/records/findings.js'
import { checkEvidence } from '../../../verifier/evidence/index.js'
import { prepare } from '../../../verifier/judge/prepare.js'

/*
 * A wrong answer to a question that is solved: which step is named, and what is said.
 */

function accused(question: string, steps: readonly string[], answer: string) {
  const judged = checkEvidence(prepare({ id: 'chain', question, steps: [...steps], answer })).steps
  return judged.flatMap(({ evidence }, step) =>
    evidence.filter(accuses).map(({ kind, message = '' }) => ({ step, kind, message })),
  )
}

describe('a wrong answer is pinned on the step that states it', () => {
  it.each([
    [
      'Solve x^2 - 7x + 12 = 0.',
      ['x^2 - 7x + 12 = (x-3)(x-4).', 'So x = 3 or x = -4.', 'The answer is {3, -4}.'],
      '{3, -4}',
      1,
    ],
    [
      'Solve sqrt(2x+3) = x.',
      ['Squaring, 2x + 3 = x^2.', 'x^2 - 2x - 3 = 0, so x = 3 or x = -1.'],
      'x = 3 or x = -1',
      1,
    ],
    ['What is the median of 3, 9, 1 and 7?', ['Sorted: 1, 3, 7, 9.', 'The median is 7.', 'The answer is 7.'], '7', 1],
    ['Solve x^2 + x - 12 = 0 by factoring.', ['x² + x − 12 = (x + 4)(x − 3)', 'So x = 4 and x = −3.'], '4 and -3', 1],
    ['Find the roots of x² + x − 12 = 0.', ['x² + x − 12 = (x + 4)(x − 3)', 'So x = 4 and x = −3.'], '4 and -3', 1],
    ['Solve 2x + 3y = 12, x - y = 1.', ['x = y + 1.', 'The answer is (1, 2).'], '(1, 2)', 1],
    ['Solve 2x + 3y = 12, x - y = 1.', ['We substitute.', 'So x = 1 and y = 2.'], 'x = 1, y = 2', 1],
    [
      'Factor x³ + 27.',
      ['This is a sum of cubes, with 27 = 3³.', 'The formula gives (x + 3)(x² + 3x + 9).'],
      '(x + 3)(x² + 3x + 9)',
      1,
    ],
    ['Simplify (x^2-9)/(x-3).', ['The numerator is (x-3)(x+3).', 'Dividing leaves x - 3.'], 'x - 3', 1],
    ['Expand (x + 4)^2.', ['We square.', 'This is x^2 + 4x + 16.'], 'x^2 + 4x + 16', 1],
    ['Round 6.0349 to two decimal places.', ['The third decimal is 4.', 'The number is 6.04.'], '6.04', 1],
    ['What does (3n² + 5n)/(6n² − 1) approach as n grows?', ['Only 3/6 is left.', 'So the limit is 2.'], '2', 1],
  ] as const)('%s %j', (question, steps, answer, at) => {
    expect(accused(question, steps, answer)[0]).toMatchObject({ step: at })
  })

  it.each([
    ['Solve x^2 - 7x + 12 = 0.', ['x^2 - 7x + 12 = (x-3)(x-4).', 'So x = 3 or x = 4.'], '{3, 4}'],
    ['Solve 2x + 3y = 12, x - y = 1.', ['x = y + 1.', 'The answer is (3, 2).'], '(3, 2)'],
    ['Solve 2x + 3y = 12, x - y = 1.', ['x = y + 1.', 'y = 2 and x = 3.'], 'y = 2, x = 3'],
    ['Solve the system 3a + b = 7 and a - b = 1 for a and b.', ['Adding, 4a = 8.', 'a = 2, b = 1.'], 'a = 2, b = 1'],
    ['Factor x³ + 27.', ['The formula gives (x + 3)(x² − 3x + 9).'], '(x + 3)(x² − 3x + 9)'],
    ['Simplify (x^2-9)/(x-3).', ['Dividing leaves x + 3.'], 'x + 3'],
    ['Expand (x + 4)^2.', ['This is x^2 + 8x + 16.'], 'x^2 + 8x + 16'],
    ['Round 6.0349 to two decimal places.', ['The number is 6.03.'], '6.03'],
    ['Round 2.5 to the nearest whole number.', ['It rounds to even: 2.'], '2'],
    ['Round 0.0456 to two significant figures.', ['It is 0.046.'], '0.046'],
    ['What does (3n² + 5n)/(6n² − 1) approach as n grows?', ['So the limit is 1/2.'], '1/2'],
    ['Simplify x^2 - 5x + 6 = 0.', ['(x - 2)(x - 3) = 0.'], '(x-2)(x-3) = 0'],
    ['Find x + y if 2x + 3y = 12 and x - y = 1.', ['x = 3, y = 2.', 'x + y = 5.'], '5'],
    ['Write 3/4 as a percentage.', ['75%.'], '75%'],
  ] as const)('%s %j is right', (question, steps, answer) => {
    expect(accused(question, steps, answer)).toEqual([])
  })

  it('says it in a sentence', () => {
    const said = (...[question, answer]: [string, string]) =>
      accused(question, [`It is ${answer}.`], answer)[0]?.message
    expect(said('Solve x^2 - 5x + 6 = 0.', '{2, 4}')).toBe(
      'the solutions of x^2 - 5x + 6 = 0 are 2 and 3, and the solution answers {2, 4}',
    )
    expect(said('What is the median of 3, 9, 1 and 7?', '7')).toBe(
      'the median of the 4 numbers is 5, and the solution answers 7',
    )
    expect(said('What is 17 * 3?', '54')).toBe('17 * 3 = 51, and the solution answers 54')
  })
})

describe('an answer that stands only within a longer formula is cut off, and says nothing', () => {
  const question = 'Factor x^4 - 16.'
  it.each([
    ['x^4 - 16 = (x^2-4)(x^2+4) = (x-2)(x+2)(x^2+4). The answer is (x-2)(x+2)(x^2+4).', 'x', false],
    ['x^4 - 16 = (x^2-4)(x^2+4) = (x-2)(x+2)(x^2+4).', '(x-2)(x+2)', false],
    ['x^4 - 16 = (x^2-4)(x^2+4). The answer is (x-2)(x+2)(x^2+2).', '(x-2)(x+2)(x^2+2)', true],
  ])('%s %s', (step, answer, isAccused) => expect(accused(question, [step], answer).length > 0).toBe(isAccused))
})
