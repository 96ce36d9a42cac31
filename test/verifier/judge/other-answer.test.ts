import { describe, expect, it } from 'vitest'
import { evidenceVerifier } from '../../../verifier/evidence-verifier.js'
import { isOtherAnswer } from '../../../verifier/judge/other-answer.js'

/*
 * A record whose field `answer` holds another answer than its text states.
 */

const quadratic = 'Solve x^2 - 7x + 12 = 0.'
const verify = (question: string, solution: { text: string } | { steps: string[] }, answer: string) =>
  evidenceVerifier().verify({ id: 'c', question, ...solution, answer })

describe('an answer beside the text', () => {
  it.each([
    [quadratic, { text: 'We look for two factors. The answer is {3, -4}.' }, '{3,4}', '{3, -4}'],
    ['Solve sqrt(x+6) = x.', { text: 'So both are solutions. The answer is {3, -2}.' }, '3', '{3, -2}'],
    ['What is 17 * 3?', { text: 'We multiply.\n#### 52' }, '51', '52'],
    ['What is 17 * 3?', { steps: ['We multiply.', 'So it is $\\boxed{52}$.'] }, '51', '52'],
    ['How many metres are 5 km?', { text: 'The answer is 5000 km.' }, '5000 m', '5000 km'],
  ])('that is another is not praised, and the reason says so: %s %o', async (question, solution, answer, stated) => {
    const { verdict, reason } = await verify(question, solution, answer)
    expect(verdict).toBe('abstain')
    expect(reason).toContain(
      `the text states the answer ${JSON.stringify(stated)}, while the record's field "answer" holds ${JSON.stringify(answer)}`,
    )
  })

  it.each([
    [quadratic, { text: 'x^2 - 7x + 12 = (x - 3)(x - 4). The answer is x = 3 or x = 4.' }, '{3,4}'],
    ['What is 17 * 3?', { text: '17 * 3 = 51. The answer is $\\boxed{51}$.' }, '51'],
    ['What is 17 * 3?', { text: '17 * 3 = 51. The answer is fifty-one.' }, '51'],
    ['What is 17 * 3?', { text: '17 * 3 = 51.' }, '51'],
    ['How many metres are 5 km?', { text: 'The answer is 5000 metres.' }, '5000 m'],
    ['How many metres are 5 km?', { text: 'The answer is 5000 metres.' }, '5000'],
  ])('that is the same in other words is judged as before: %s %o', async (question, solution, answer) =>
    expect((await verify(question, solution, answer)).verdict).toBe('correct'),
  )

  it.each([
    ['22', '22 rolls', {}],
    ['x = 5', '5', {}],
    ['3/4', '$\\frac{3}{4}$', {}],
    ['{3, 4}', 'x = 3 and x = 4', {}],
    ['5 h 20 min', '5 hours and 20 minutes', {}],
    ['a triangle', 'It is a triangle.', {}],
    ['B', '(B)', { options: ['1', '2'] }],
    ['2', 'B', { options: ['1', '2'] }],
    ['yes', 'Yes, it is.', {}],
    ['1,234', '1234', {}],
    ['516.80 €', 'He pays 516.80 € (in all 19.25 % less, not 20 %)', {}],
    ['$50', '50 dollars', {}],
    ['(1, 3)', '(1,3)', {}],
    ['2√3', '$2\\sqrt{3}$', {}],
  ])('%j is %j', (given, stated, hint) => expect(isOtherAnswer(given, stated, hint)).toBe(false))

  it.each([
    ['22', '23 rolls', {}],
    ['{3, 4}', '{3, -4}', {}],
    ['3', '{3, 4}', {}],
    ['3', '3 (or -2)', {}],
    ['5000 m', '5000 km', {}],
    ['A', 'B', { options: ['1', '2'] }],
    ['yes', 'no', {}],
    ['a triangle', 'a square', {}],
    ['2√3', '$3\\sqrt{3}$', {}],
  ])('%j is not %j', (given, stated, hint) => expect(isOtherAnswer(given, stated, hint)).toBe(true))
})
