import { describe, expect, it } from 'vitest'
import { accuses } from '../../../src/core/records/findings.js'
import { checkEvidence } from '../../../verifier/evidence/index.js'

/** Where steps are accused, and of what kind. */
const accused = (question: string, ...steps: string[]) =>
  checkEvidence({ question, steps }).steps.flatMap(({ evidence }, i) =>
    evidence.filter(accuses).map(({ kind }) => `${i} ${kind}`),
  )

const list = 'Find mean and median of 2, 4, 4, 10.'
const dice = 'Two fair dice are thrown. Which sum is most likely?'
const system = 'Solve $$\\begin{cases}2x+y=11\\\\x-y=1\\end{cases}$$'

describe('two things beside each other', () => {
  it.each([
    [list, 'The mean is therefore smaller than the median.', 'statistics'],
    [list, 'The median exceeds the mean.', 'statistics'],
    [list, 'Mean and median coincide.', 'statistics'],
    ['Compare.', 'The range of 2, 9 and 4 is smaller than the mean.', 'statistics'],
    ['Vectors.', 'The vectors (1, 2) and (2, -1) are parallel.', 'statistics'],
    ['Vectors.', '(1, 2) is orthogonal to (3, 4).', 'statistics'],
    ['Vectors.', '(1, 2) and (2, 5) are linearly dependent.', 'statistics'],
  ])('%s %s', (question, step, kind) => expect(accused(question, step)).toContain(`0 ${kind}`))

  it.each([
    [list, 'The mean is larger than the median.'],
    [list, 'The mean exceeds the median by 1.'],
    [list, 'Is the mean smaller than the median?'],
    ['Two lists: 1, 2, 9 and 3, 4, 5.', 'The mean is smaller than the median.'],
    ['Vectors.', 'The vectors (1, 2) and (2, 4) are parallel.'],
    ['Vectors.', '(1, 2) is orthogonal to (2, -1).'],
    ['Vectors.', 'If (1, 2) and (2, -1) were parallel, their cross product would be zero.'],
  ])('are right or left alone: %s %s', (question, step) => expect(accused(question, step)).toEqual([]))
})

describe('sums of two dice', () => {
  it.each([
    'A sum of 7 arises in five ways.',
    'P(8) comes out the same, since 8 also has six ways.',
    'There are 6 ways to roll an 8.',
    'So P(7) = 5/36.',
  ])('%s', (step) => expect(accused(dice, step)).toContain('0 probabilities'))

  it.each([
    'A sum of 7 arises in six ways.',
    'There are 5 ways to roll an 8.',
    'So P(7) = 6/36 = 1/6.',
    'A sum of at least 10 arises in six ways.',
  ])('are right: %s', (step) => expect(accused(dice, step)).toEqual([]))
})

describe('places and bounds', () => {
  it.each([
    ['Find the tangent to y = 1/x at x = 2.', 'The line is y = -x/4 + 3/2.', 'calculus'],
    ['Find the tangent to $y=\\sqrt{x}$ at $x=4$.', 'The tangent is $y=2+\\frac12(x-4)$.', 'calculus'],
    ['Slope?', "We have $y'=\\frac{1}{2\\sqrt x}$, which at $x=4$ gives $\\frac12$.", 'calculus'],
    ['Slope?', 'It is 3x^2, which is 6 at x = 2.', 'calculus'],
    ['Integrate.', '$[-\\cos x]_0^\\pi = -1+1 = 0$.', 'calculus'],
    ['Integrate.', '$\\left[\\frac{x^3}{3}\\right]_0^3 = 27$.', 'calculus'],
    ['Angle?', 'cos θ = 2/(2√2) = 1/√2, so θ = 60°.', 'solutions'],
    [
      'Matrix.',
      'So $A=\\begin{pmatrix}1&2\\\\0&1\\end{pmatrix}$, and its trace, the sum of the diagonal, is $3$.',
      'statistics',
    ],
  ])('%s %s', (question, step, kind) => expect(accused(question, step)).toContain(`0 ${kind}`))

  it.each([
    ['Find the tangent to y = 1/x at x = 2.', 'The line is y = -x/4 + 1.'],
    ['Find the line through (0, 1) and (1, 3).', 'The line is y = 2x + 1.'],
    ['Slope?', 'It is 3x^2, which is 12 at x = 2.'],
    ['Slope?', 'It is 2 sin x cos x, which is 1 at x = 45°.'],
    ['Integrate.', '$[-\\cos x]_0^\\pi = 1+1 = 2$.'],
    ['Integrate.', '$2\\pi [x^2]_0^3 = 18\\pi$.'],
    ['Angle?', 'cos θ = 0.6, so θ ≈ 53.1°.'],
    ['Angle?', 'cos θ = 0.6, so θ = 53°.'],
  ])('are right: %s %s', (question, step) => expect(accused(question, step)).toEqual([]))
})

describe('a system that the question asks to solve', () => {
  it.each(['Back-substitute into $x-y=1$: $y=5$.', 'The solution is $(4,5)$.', 'So x = 4 and y = 5.', 'Hence y = 2.'])(
    'has no other solution: %s',
    (step) => expect(accused(system, step)).toContain('0 solutions'),
  )

  it.each([
    'Adding gives $3x=12$, so $x=4$.',
    'Set x = 0: y = 11.',
    'The solution is (4, 3).',
    'If y = 5, then 2x = 6.',
  ])('may be looked for: %s', (step) => expect(accused(system, step)).toEqual([]))
})

describe('what is said to hold for all', () => {
  it.each([
    '(a + b)^n = a^n + b^n for all positive a, b and every natural n ≥ 2.',
    'By the double-angle identity, $\\cos^2x-\\sin^2x=\\sin 2x$.',
    'So $\\sqrt{a^2+b^2} = a + b$ for all positive $a$ and $b$.',
    'log(a+b) = log(a) + log(b) for all positive a and b.',
  ])('does not hold: %s', (step) => expect(accused('Simplify.', step)).toContain('0 identities'))

  it.each([
    'a^m * a^n = a^(m+n) for every a > 0.',
    'By the identity $\\sin^2 x + \\cos^2 x = 1$, we have $1 - \\sin^2 x = \\cos^2 x$.',
    'For all $x$ with $x^2 = 2x + 3$ we have $x^3 = 2x^2 + 3x$.',
    'It is false that (a + b)^2 = a^2 + b^2 for all a and b.',
  ])('does, or is not claimed: %s', (step) => expect(accused('Simplify.', step)).toEqual([]))
})

describe('odds and functions of the question', () => {
  it.each([
    ['Raffle?', 'One in forty is 4 percent.', 'probabilities'],
    ['Raffle?', 'Five out of 200 is one in 50.', 'probabilities'],
    ['What is the slope of y = e^(3x) at x = 0?', 'The function is its own derivative, so y′ = e^(3x).', 'calculus'],
    ['Find the vertex of $y=x^2-4x+7$.', 'The vertex lies at $(-2, 3)$.', 'solutions'],
    ['Solve 2x² + x − 6 = 0 with the quadratic formula.', 'So x = 3/2 or x = -3.', 'solutions'],
  ])('%s %s', (question, step, kind) => expect(accused(question, step)).toContain(`0 ${kind}`))

  it.each([
    ['Raffle?', 'One in forty is 2.5 percent, and 1 in 3 is about 33%.'],
    ['Raffle?', '1 in 3 plus 1 in 6 is 1 in 2.'],
    ['What is the slope of y = e^(3x) at x = 0?', 'By the chain rule y′ = 3e^(3x), so y′(0) = 3.'],
    ['Find the vertex of $y=x^2-4x+7$.', 'The vertex lies at $(2, 3)$.'],
  ])('are right: %s %s', (question, step) => expect(accused(question, step)).toEqual([]))
})
