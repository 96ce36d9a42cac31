import { describe, expect, it } from 'vitest'
import { accuses } from '../../../src/core/records/findings.js'
import { checkEvidence } from '../../../verifier/evidence/index.js'

/*
 * "NAME of THINGS is VALUE" in the orders in which people say it: for every false sentence true ones that look alike.
 */

const accused = (question: string, steps: readonly string[]) =>
  checkEvidence({ question, steps: [...steps] }).steps.some(({ evidence }) => evidence.some(accuses))

describe('statistics and rounding', () => {
  it.each([
    ['Describe the data.', 'The data 12, 15, 9, 20, 14 has a range of 10.'],
    ['Average marks?', 'The numbers 10, 20, 30 and 40 average to 30.'],
    ['Round 2.345 to 1 decimal.', '2.345 rounded to one decimal place is 2.4.'],
    ['Explain this.', '3.14159 rounded to 3 decimal places is 3.141.'],
    ['Explain this.', 'The variance of 2, 4, 4, 4, 5, 5, 7, 9 is 2.'],
    ['Explain this.', 'The population standard deviation of 2, 4, 4, 4, 5, 5, 7, 9 is 4.'],
    ['Explain this.', 'The geometric mean of 4 and 9 is 6.5.'],
    ['Explain this.', 'The harmonic mean of 2 and 6 is 4.'],
    ['Explain this.', 'The maximum of 3, 11, 7 is 7.'],
    ['Explain this.', 'Weighted mean: (2*3 + 3*5)/5 = 4.4.'],
    ['Explain this.', 'Mean = (3 + 5 + 10)/3 = 18/3 = 9.'],
  ])('%s %s %s', (question, ...steps) => expect(accused(question, steps)).toBe(true))
  it.each([
    ['Mean of 4, 8, 15?', 'The mean is (4 + 8 + 15)/3 = 9.'],
    ['What is the median of 3, 9, 1, 7?', 'Sorted: 1, 3, 7, 9.', 'The median is 5.'],
    ['Find the mode.', 'For the data set 2, 3, 3, 5, 7, the mode is 3.'],
    ['Describe the data.', 'The data 12, 15, 9, 20, 14 has a range of 11.'],
    ['Average marks?', 'The numbers 10, 20, 30 and 40 average to 25.'],
    ['Average marks?', 'The average of ten, twenty and thirty is twenty.'],
    ['Round 2.345 to 1 decimal.', '2.345 rounded to one decimal place is 2.3.'],
    ['Round pi', 'Rounded to two decimal places, 3.14159 is 3.14.'],
    ['Round 1249 to the nearest hundred', 'To the nearest hundred, 1249 is 1200.'],
    ['Explain this.', '0.0456 to two significant figures is 0.046.'],
    ['Explain this.', '3.14159 rounded to 3 decimal places is 3.142.'],
    ['Simplify the ratio 18:24', '18:24 simplifies to 3:4.'],
    ['The ratio of boys to girls is 18 to 24.', 'In lowest terms the ratio 18 to 24 is 3 to 4.'],
    ['Split 60 in the ratio 2:3', 'Dividing 60 in the ratio 2:3 gives 24 and 36.'],
    ['Explain this.', 'The ordered values are 2, 4, 4, 5, 9. The median is 4.'],
    ['Explain this.', 'The variance of 2, 4, 4, 4, 5, 5, 7, 9 is 4.'],
    ['Explain this.', 'The population standard deviation of 2, 4, 4, 4, 5, 5, 7, 9 is 2.'],
    ['Explain this.', 'The geometric mean of 4 and 9 is 6.'],
    ['Explain this.', 'The harmonic mean of 2 and 6 is 3.'],
    ['Explain this.', 'The median of \\(\\{1, 5, 2, 8\\}\\) is \\(3.5\\).'],
    ['Explain this.', 'The maximum of 3, 11, 7 is 11.'],
  ])('%s %s %s', (question, ...steps) => expect(accused(question, steps)).toBe(false))
})

describe('solutions put back in', () => {
  it.each([
    ['Solve x^2 - 5x + 6 = 0.', 'The solutions of x^2 - 5x + 6 = 0 are 1 and 6.'],
    ['A box.', 'The equation 2x + 3 = 11 has the solution x = 5.'],
    ['A box.', 'x = 3 is a root of x^2 - 4x + 4 = 0.'],
    ['Solve 3x - 7 = 11', 'Add 7 to both sides: 3x = 18.', 'Divide by 3: x = 9.'],
    ['Solve 3x - 7 = 11', 'Add 7 to both sides: 3x = 4.'],
    ['Explain this.', 'The discriminant of 2x^2 + 3x - 5 is 9 - 40 = -31.'],
    ['Explain this.', 'The discriminant of x^2 + 4x + 4 is 8.'],
    ['Explain this.', 'The sum of the roots of x^2 - 7x + 10 = 0 is -7.'],
    ['Explain this.', 'The product of the roots of x^2 - 7x + 10 = 0 is 7.'],
    ['Explain this.', 'x^2 + 1 = 0 has the real solution x = 1.'],
    ['Explain this.', 'Factoring gives (x - 3)(x + 4) = 0, so x = 3 or x = 4.'],
  ])('%s %s %s', (question, ...steps) => expect(accused(question, steps)).toBe(true))
  it.each([
    ['Solve x^2 - 5x + 6 = 0.', 'The solutions of x^2 - 5x + 6 = 0 are 2 and 3.'],
    ['A box.', 'The equation 2x + 3 = 11 has the solution x = 4.'],
    ['A box.', 'x = 4 solves 2x + 3 = 11.'],
    ['A box.', 'x = 2 is a root of x^2 - 4x + 4 = 0.'],
    ['Solve the system x + y = 10, x - y = 4.', 'Adding gives 2x = 14, so x = 7.', 'Then y = 3.'],
    ['Solve 2x + 3y = 12, x - y = 1.', 'The solution is (3, 2).'],
    ['Solve the system 2x + 3y = 12 and x - y = 1.', 'The solution is x = 3, y = 2.'],
    ['Where do the lines meet?', 'The lines y = 2x + 1 and y = -x + 7 intersect at (2, 5).'],
    ['Explain this.', 'The point (2, 5) lies on the line y = 2x + 1.'],
    ['Solve 3x - 7 = 11', 'Add 7 to both sides: 3x = 18.', 'Divide by 3: x = 6.'],
    ['Solve |x - 3| = 5.', 'x = 8 or x = -2.'],
    ['Explain this.', 'The discriminant of 2x^2 + 3x - 5 is 9 + 40 = 49.'],
    ['Explain this.', 'The discriminant of x^2 + 4x + 4 is 0.'],
    ['Explain this.', 'The sum of the roots of x^2 - 7x + 10 = 0 is 7.'],
    ['Explain this.', 'The product of the roots of x^2 - 7x + 10 = 0 is 10.'],
    ['Explain this.', 'The vertex of y = x^2 - 4x + 7 is at (2, 3).'],
    ['Explain this.', 'Checking: with x = 4, 3x - 5 equals 7.'],
    ['Explain this.', 'Substituting x = 2 into x^3 - 3x gives 2.'],
    ['Explain this.', 'Factoring gives (x - 3)(x + 4) = 0, so x = 3 or x = -4.'],
    ['Explain this.', '(x-2)(x+5) = 0, hence the roots are 2 and -5.'],
    ['Explain this.', '2^x = 32 gives x = 5.'],
    ['Explain this.', 'log_2(x) = 5 means x = 32.'],
  ])('%s %s %s', (question, ...steps) => expect(accused(question, steps)).toBe(false))
})

describe('identities', () => {
  it.each([
    ['Explain this.', '(x + 3)^2 = x^2 + 9.'],
    ['Explain this.', 'The factorisation of 6x^2 + x - 2 is (3x - 2)(2x + 1).'],
    ['Explain this.', 'Completing the square, x^2 + 6x + 5 = (x + 3)^2 + 4.'],
    ['Explain this.', 'Thus 4x + 8 = 4(x + 8).'],
    ['Explain this.', 'So -(x - 5) = -x - 5.'],
  ])('%s %s %s', (question, ...steps) => expect(accused(question, steps)).toBe(true))
  it.each([
    ['Explain this.', '(x + 3)^2 = x^2 + 6x + 9.'],
    ['Explain this.', 'x^2 - 16 factors as (x - 4)(x + 4).'],
    ['Explain this.', 'x^2 + 5x + 6 factors into (x + 2)(x + 3).'],
    ['Explain this.', 'Expanding (2x - 1)(x + 4) gives 2x^2 + 7x - 4.'],
    ['Explain this.', '3(x + 2) - 2(x - 1) simplifies to x + 8.'],
    ['Explain this.', '2x + 3x = 5x.'],
    ['Explain this.', 'x^2 * x^3 = x^5.'],
    ['Explain this.', '(x^2)^3 = x^6.'],
    ['Explain this.', '(a - b)^2 = a^2 - 2ab + b^2.'],
    ['Explain this.', 'The factorisation of 6x^2 + x - 2 is (3x + 2)(2x - 1).'],
    ['Explain this.', '\\sqrt{50} simplifies to 5\\sqrt{2}.'],
    ['Explain this.', 'a^3 + b^3 = (a + b)(a^2 - ab + b^2).'],
    ['Explain this.', 'The fraction (x^2 - 9)/(x - 3) reduces to x + 3.'],
    ['Explain this.', '\\frac{1}{x} + \\frac{1}{y} = \\frac{x+y}{xy}.'],
    ['Explain this.', '\\sin(2x) = 2\\sin(x)\\cos(x).'],
    ['Explain this.', 'Completing the square, x^2 + 6x + 5 = (x + 3)^2 - 4.'],
    ['Explain this.', 'x^2 + 6x + 9 is equal to (x + 3)^2.'],
    ['Explain this.', 'So -(x - 5) = -x + 5.'],
    ['Explain this.', '(2x)^3 is 8x^3.'],
    ['Explain this.', 'The product (x+1)(x+2) equals x^2 + 3x + 2.'],
  ])('%s %s %s', (question, ...steps) => expect(accused(question, steps)).toBe(false))
})

describe('calculus', () => {
  it.each([
    ['Explain this.', 'The derivative of x^3 is 3x.'],
    ['Explain this.', 'd/dx (x^4) = 4x^4.'],
    ['Explain this.', 'The integral of 2x from 0 to 3 is 6.'],
    ['Explain this.', 'The antiderivative of x^2 is 2x.'],
    ['Explain this.', 'The limit of (x^2 - 4)/(x - 2) as x approaches 2 is 2.'],
    ['Explain this.', 'The slope of y = x^2 at x = 3 is 9.'],
    ['Derivative of x^3 at x = 2?', "f'(x) = 3x^2.", "f'(2) = 3·4 = 8."],
    ['Explain this.', "f(x) = x^3 - 3x. f'(2) = 8."],
    ['Explain this.', 'y = 4x^3 - x. dy/dx = 12x^2.'],
    ['Explain this.', "f(x) = ln(x), f'(x) = 1/x, f''(x) = 1/x^2."],
    ['Explain this.', 'The second derivative of x^4 is 12x^3.'],
    ['Explain this.', '$\\int_1^e \\frac{1}{x}\\,dx = e - 1$'],
  ])('%s %s %s', (question, ...steps) => expect(accused(question, steps)).toBe(true))
  it.each([
    ['Explain this.', 'The derivative of x^3 is 3x^2.'],
    ['Explain this.', 'The derivative of sin x is cos x.'],
    ['Explain this.', "If f(x) = x^2 + 3x, then f'(x) = 2x + 3."],
    ['Explain this.', 'd/dx (x^4) = 4x^3.'],
    ['Explain this.', 'd/dx x^2 = 2x'],
    ['Explain this.', "(x^2 e^x)' = 2x e^x + x^2 e^x."],
    ['Explain this.', 'Differentiating 5x^2 - 3x gives 10x - 3.'],
    ['Explain this.', '∫_0^2 x^2 dx = 8/3.'],
    ['Explain this.', '∫ 2x dx = x^2 + C.'],
    ['Explain this.', 'The integral of 2x from 0 to 3 is 9.'],
    ['Explain this.', 'The antiderivative of x^2 is x^3/3.'],
    ['Explain this.', 'An antiderivative of cos x is sin x.'],
    ['Explain this.', '\\lim_{x \\to 0} \\frac{\\sin x}{x} = 1.'],
    ['Explain this.', 'The limit of (x^2 - 4)/(x - 2) as x approaches 2 is 4.'],
    ['Explain this.', 'lim x->∞ (2x + 1)/(x - 3) = 2.'],
    ['Explain this.', 'As n → ∞, (1 + 1/n)^n tends to e.'],
    ['Explain this.', 'The slope of y = x^2 at x = 3 is 6.'],
    ['Explain this.', "f(x) = x^3 - 3x. f'(2) = 9."],
    ['Explain this.', 'y = 4x^3 - x. dy/dx = 12x^2 - 1.'],
    ['Explain this.', "f(x) = ln(x), f'(x) = 1/x, f''(x) = -1/x^2."],
    ['Explain this.', 'The second derivative of x^4 is 12x^2.'],
    ['Explain this.', '$\\frac{d}{dx} e^{2x} = 2e^{2x}$'],
    ['Explain this.', 'The function f(x) = x^2 - 4x has its minimum at x = 2.'],
    ['Explain this.', '$\\int_1^e \\frac{1}{x}\\,dx = 1$'],
  ])('%s %s %s', (question, ...steps) => expect(accused(question, steps)).toBe(false))
})

describe('vectors and matrices', () => {
  it.each([
    ['Explain this.', 'det [[2,1],[5,3]] = 2·3 + 1·5 = 11.'],
    ['Determinant of [[2,1],[5,3]]?', 'det = 2·3 + 1·5 = 11.'],
    ['Explain this.', 'The determinant of [[1, 2], [3, 4]] is 10.'],
    ['Explain this.', 'The dot product of (1, 2, 3) and (4, -5, 6) is 32.'],
    ['Explain this.', 'The cross product of (1, 0, 0) and (0, 1, 0) is (0, 0, -1).'],
    ['Explain this.', 'The length of the vector (3, 4) is 7.'],
    ['Explain this.', '\\det\\begin{pmatrix} 1 & 2 \\\\ 3 & 4 \\end{pmatrix} = 2'],
    ['Explain this.', '\\begin{vmatrix} 3 & 1 \\\\ 2 & 5 \\end{vmatrix} = 17'],
    ['Explain this.', 'The trace of [[1, 2], [3, 4]] is 10.'],
    ['Explain this.', 'The transpose of [[1, 2], [3, 4]] is [[1, 2], [4, 3]].'],
    ['Explain this.', 'The eigenvalues of [[2, 0], [0, 3]] are 2 and 4.'],
    ['Explain this.', 'Let A = [[1, 2], [3, 4]].', 'Then det(A) = 2.'],
  ])('%s %s %s', (question, ...steps) => expect(accused(question, steps)).toBe(true))
  it.each([
    ['Explain this.', 'det [[2,1],[5,3]] = 2·3 - 1·5 = 1.'],
    ['Determinant of [[2,1],[5,3]]?', 'det = 2·3 - 1·5 = 1.'],
    ['Explain this.', 'The determinant of [[1, 2], [3, 4]] is -2.'],
    ['Inverse of [[2,1],[5,3]]?', 'det = 1.', 'The inverse is [[3,-1],[-5,2]].'],
    ['Explain this.', '(1, 2, 3) · (4, 5, 6) = 32.'],
    ['Explain this.', 'The dot product of (1, 2, 3) and (4, -5, 6) is 12.'],
    ['Explain this.', 'The cross product of (1, 0, 0) and (0, 1, 0) is (0, 0, 1).'],
    ['Explain this.', 'The length of the vector (3, 4) is 5.'],
    ['Explain this.', '‖(1, 2, 2)‖ = 3.'],
    ['Explain this.', '(2, 3) + (4, -1) = (6, 2).'],
    ['Explain this.', '3(1, -2) = (3, -6).'],
    ['Explain this.', 'The vectors (1, 2) and (2, -1) are orthogonal.'],
    ['Explain this.', 'The vectors (1, 2) and (2, 4) are parallel.'],
    [
      'Explain this.',
      '\\begin{pmatrix} 1 & 2 \\\\ 3 & 4 \\end{pmatrix} \\begin{pmatrix} 1 \\\\ 1 \\end{pmatrix} = \\begin{pmatrix} 3 \\\\ 7 \\end{pmatrix}',
    ],
    ['Explain this.', '\\det\\begin{pmatrix} 1 & 2 \\\\ 3 & 4 \\end{pmatrix} = 4 - 6 = -2'],
    ['Explain this.', '\\begin{vmatrix} 3 & 1 \\\\ 2 & 5 \\end{vmatrix} = 13'],
    ['Explain this.', 'The trace of [[1, 2], [3, 4]] is 5.'],
    ['Explain this.', 'The transpose of [[1, 2], [3, 4]] is [[1, 3], [2, 4]].'],
    ['Explain this.', 'The eigenvalues of [[2, 0], [0, 3]] are 2 and 3.'],
    ['Explain this.', 'Let A = [[1, 2], [3, 4]].', 'Then det(A) = -2.'],
    ['Explain this.', 'Let u = (1, 2) and v = (3, 4).', 'u · v = 11.'],
    ['Explain this.', 'A 2×3 matrix times a 3×4 matrix is a 2×4 matrix.'],
  ])('%s %s %s', (question, ...steps) => expect(accused(question, steps)).toBe(false))
})

describe('probabilities', () => {
  it.each([
    ['Explain this.', 'The probability of this event is 1.2.'],
    ['Explain this.', 'So the probability is 5/4.'],
    ['Explain this.', 'Since A and B are independent, P(A and B) = 0.5 * 0.4 = 0.9.'],
  ])('%s %s %s', (question, ...steps) => expect(accused(question, steps)).toBe(true))
  it.each([
    ['Explain this.', 'The probability of rolling a sum of 7 with two dice is 6/36 = 1/6.'],
    ['Explain this.', 'The probability of drawing an ace from a standard deck is 4/52.'],
    ['Explain this.', 'The probability of heads twice in a row is 1/4.'],
    ['Explain this.', 'The chance of rolling an even number on a fair die is 1/2.'],
    ['Explain this.', 'P(A) = 0.4, so P(not A) = 0.6.'],
    ['Explain this.', 'The probability of rain is 0.3, so the probability of no rain is 0.7.'],
    ['Explain this.', 'A and B are independent with P(A) = 0.5 and P(B) = 0.4.', 'P(A and B) = 0.2.'],
    ['Explain this.', 'The probability of drawing a heart is 1/4.'],
    ['Explain this.', 'The probability of drawing a face card is 12/52 = 3/13.'],
    ['Explain this.', 'The probability of getting exactly two heads in three fair coin flips is 3/8.'],
    ['Explain this.', 'The probability of at least one six in two rolls is 11/36.'],
    ['Explain this.', 'The outcomes have probabilities 0.5, 0.3 and 0.2, which add up to 1.'],
    ['Explain this.', 'The complement of an event with probability 0.35 has probability 0.65.'],
    ['Explain this.', 'The expected value of a fair die is 3.5.'],
    ['A bag has 3 red and 5 blue balls. Probability of red?', 'The probability of red is 3/8.'],
    ['Explain this.', 'Two dice have 36 possible outcomes.'],
  ])('%s %s %s', (question, ...steps) => expect(accused(question, steps)).toBe(false))
})

describe('geometry', () => {
  it.each([
    ['Explain this.', 'A triangle with angles 40° and 75° has a third angle of 55°.'],
    ['Explain this.', 'Each interior angle of a regular pentagon is 120°.'],
    ['Explain this.', 'A right triangle with legs 6 and 8 has hypotenuse 14.'],
    ['Explain this.', 'The area of a triangle with base 10 and height 6 is 60.'],
    ['Explain this.', 'A circle of radius 5 has area 10π.'],
    ['Explain this.', 'The circumference of a circle with radius 7 is 7π.'],
    ['Explain this.', 'The perimeter of a rectangle with sides 4 and 9 is 36.'],
    ['Explain this.', 'The area of a rectangle 4 m by 9 m is 26 m².'],
    ['Explain this.', 'The volume of a cube with side 3 cm is 9 cm³.'],
    ['Explain this.', 'A cylinder of radius 2 and height 5 has volume 10π.'],
    ['Explain this.', 'The volume of a sphere of radius 3 is 27π.'],
    ['Explain this.', 'The volume of a cone with radius 3 and height 4 is 36π.'],
    ['Explain this.', 'The distance between (1, 2) and (4, 6) is 7.'],
    ['Explain this.', 'The midpoint of (2, 4) and (6, 10) is (4, 6).'],
    ['Explain this.', 'The slope of the line through (1, 2) and (3, 8) is 2.'],
    ['Explain this.', 'A square with side 6 has a diagonal of 12.'],
    ['Explain this.', 'The surface area of a cube with edge 2 is 12.'],
    ['Explain this.', 'The complement of a 35° angle is 145°.'],
    ['Explain this.', 'The supplement of 70° is 20°.'],
    ['Explain this.', 'The area of a trapezoid with parallel sides 3 and 5 and height 4 is 32.'],
    ['Explain this.', 'The exterior angle of a regular octagon is 135°.'],
    ['Explain this.', 'By Pythagoras, c = √(5² + 12²) = √(25 + 144) = √169 = 14.'],
  ])('%s %s %s', (question, ...steps) => expect(accused(question, steps)).toBe(true))
  it.each([
    ['Explain this.', 'The angles of a triangle are 50°, 60° and 70°.'],
    ['Explain this.', 'A triangle with angles 40° and 75° has a third angle of 65°.'],
    ['Explain this.', 'The interior angles of a hexagon add up to 720°.'],
    ['Explain this.', 'Each interior angle of a regular pentagon is 108°.'],
    ['Explain this.', 'A right triangle with legs 6 and 8 has hypotenuse 10.'],
    ['Explain this.', 'The area of a triangle with base 10 and height 6 is 30.'],
    ['Explain this.', 'A circle of radius 5 has area 25π.'],
    ['Explain this.', 'The circumference of a circle with radius 7 is 14π.'],
    ['Explain this.', 'The perimeter of a rectangle with sides 4 and 9 is 26.'],
    ['Explain this.', 'The area of a rectangle 4 m by 9 m is 36 m².'],
    ['Explain this.', 'The volume of a cube with side 3 cm is 27 cm³.'],
    ['Explain this.', 'A cylinder of radius 2 and height 5 has volume 20π.'],
    ['Explain this.', 'The volume of a sphere of radius 3 is 36π.'],
    ['Explain this.', 'The volume of a cone with radius 3 and height 4 is 12π.'],
    ['Explain this.', 'The distance between (1, 2) and (4, 6) is 5.'],
    ['Explain this.', 'The midpoint of (2, 4) and (6, 10) is (4, 7).'],
    ['Explain this.', 'The slope of the line through (1, 2) and (3, 8) is 3.'],
    ['Explain this.', 'A triangle with sides 5, 12, 13 is right-angled.'],
    ['Explain this.', 'A square with side 6 has a diagonal of 6√2.'],
    ['Explain this.', 'The surface area of a cube with edge 2 is 24.'],
    ['Explain this.', 'The complement of a 35° angle is 55°.'],
    ['Explain this.', 'The supplement of 70° is 110°.'],
    ['Explain this.', 'A hexagon has 9 diagonals.'],
    ['Explain this.', 'The area of a trapezoid with parallel sides 3 and 5 and height 4 is 16.'],
    ['Explain this.', 'The exterior angle of a regular octagon is 45°.'],
    ['A rectangle is 8 cm long and 5 cm wide.', 'Its area is 40 cm².'],
  ])('%s %s %s', (question, ...steps) => expect(accused(question, steps)).toBe(false))
})

describe('sequences and sums', () => {
  it.each([
    ['Explain this.', 'The sum of the first 100 positive integers is 5000.'],
    ['Explain this.', 'The common difference of 5, 8, 11, 14 is 2.'],
    ['Explain this.', 'The common ratio of 2, 6, 18, 54 is 4.'],
    ['Explain this.', 'The sum of the first 5 odd numbers is 20.'],
    ['Explain this.', 'The sum of the first 10 even numbers is 100.'],
    ['Explain this.', 'The sum of the squares of the first 4 integers is 28.'],
    ['Explain this.', '1 + 3 + 5 + 7 + 9 = 24.'],
  ])('%s %s %s', (question, ...steps) => expect(accused(question, steps)).toBe(true))
  it.each([
    ['Explain this.', 'The sum of the first 100 positive integers is 5050.'],
    ['Explain this.', '1 + 2 + ... + 20 = 210.'],
    ['Explain this.', 'The 10th Fibonacci number is 55.'],
    ['Explain this.', 'In the arithmetic sequence 3, 7, 11, ..., the 10th term is 39.'],
    ['Explain this.', 'The common difference of 5, 8, 11, 14 is 3.'],
    ['Explain this.', 'The common ratio of 2, 6, 18, 54 is 3.'],
    ['Explain this.', 'The next term of the geometric sequence 2, 4, 8, 16 is 32.'],
    ['Explain this.', '\\sum_{k=1}^{10} k = 55'],
    ['Explain this.', '\\sum_{k=1}^{4} k^2 = 30'],
    ['Explain this.', 'The sum of the first 5 odd numbers is 25.'],
    ['Explain this.', 'The sum of the infinite geometric series with first term 4 and ratio 1/2 is 8.'],
    ['Explain this.', '1 + 1/2 + 1/4 + 1/8 + ... = 2.'],
    ['Explain this.', 'The Fibonacci sequence goes 1, 1, 2, 3, 5, 8, 13.'],
    ['Explain this.', 'With a_1 = 3 and d = 4, a_10 = 39.'],
    ['Explain this.', 'a_n = 2n + 1.', 'a_5 = 11.'],
    ['Explain this.', 'The fifth triangular number is 15.'],
    ['Explain this.', 'The sum of the first 10 even numbers is 110.'],
    ['Explain this.', '2 + 4 + 6 + … + 100 = 2550.'],
  ])('%s %s %s', (question, ...steps) => expect(accused(question, steps)).toBe(false))
})

describe('sentences that only look alike', () => {
  it.each([
    ['Explain this.', 'Half of the mean of 2 and 4 is 1.5.'],
    ['Explain this.', 'The square of the median of 1, 2 and 3 is 4.'],
    ['Explain this.', 'The mean of the squares of 1, 2 and 3 is 14/3.'],
    ['Explain this.', 'The sum of the numbers 3, 5 and 7 is 15, and each is used twice, so 5a = 2 · 15 = 30.'],
    ['Explain this.', 'Since the sum of the angles in a triangle is 180°, we have x + y = 141°.'],
    ['Explain this.', 'The sum of all the roots of the equation z^13 = 1 is 0.'],
    ['Explain this.', 'The coefficient of x^2 in the expansion of (x + 3)^50 is maximized when k = 12.'],
    ['Explain this.', 'The prime factorization of 6300 is: 6300 = 2^2 * 3^2 * 5^2 * 7.'],
    ['Explain this.', 'The factored form of the quadratic equation is (x+2)(x-3)=0, which expands to x^2-x-6=0.'],
    ['Explain this.', 'This gives us two possible solutions for x: x = 0 or x = 5.'],
    ['Explain this.', 'The solutions for a are a = 1, a = -1, a = 2 + √5, a = 2 - √5.'],
    ['Explain this.', 'The slope of the line segment joining (3, 0) and (9, 0) is (0-0)/(9-3) = 0.'],
    ['Explain this.', 'The quadratics are: - x^2 - x - 2 = 0 with roots -1 and 2.'],
    ['Explain this.', 'The geometric mean of 4 and 9 is 6. The harmonic mean of 2 and 6 is 3.'],
    ['Explain this.', 'The weighted mean of 2 and 6 is 5. The cross product of 3 and 4 is nothing.'],
    ['Explain this.', 'If the mean of 3 and 5 is 5, something is wrong.'],
    ['Explain this.', 'Is the median of 3, 9 and 1 equal to 9?'],
    ['Explain this.', 'The median of 3, 9 and 1 is not 9.'],
    ['Explain this.', 'A square of side 3 has an area of 9 cm², one of side 4 has 16 cm².'],
    ['Explain this.', 'The area of a circle of radius 5 is about 78.5.'],
    ['Explain this.', 'The area of a circle of radius 5 cm is 25π cm² = 78.54 cm².'],
    ['Explain this.', 'The volume of the cylinder with radius 2 and height 5 is 62.8.'],
    ['Explain this.', 'The derivative of x^2 at x = 3 is 6, and that of x^3 is 27.'],
    ['A circle has radius 3. What is the new area if the radius doubles?', 'The area is 36π.'],
    ['Explain this.', 'Squaring both sides, we get: 49 + (2-k)² = 9 + k²'],
    ['Explain this.', '√((-1-6)² + (2-k)²) = √((3-6)² + (0-k)²)'],
    ['How many square centimetres are 2.5 m²?', '1 m² = 10,000 cm².', 'The answer is 25,000 cm².'],
    ['Slope of f(x) = x³ − 4x at x = 2?', 'f′(x) = 3x² − 4', 'f′(2) = 12 − 4 = 8'],
  ])('%s %s %s', (question, ...steps) => expect(accused(question, steps)).toBe(false))
})
