import { expect, it } from 'vitest'
import { inPlainMath } from '../../../src/core/records/plain-math.js'
import { growth, LINEAR } from '../../growth.js'

it.each([
  ['It is $3\\frac12$ hours.', 'It is 3 1/2 hours.'],
  ['states \\frac{2}{5}, but this comes to 0.833333', 'states 2/5, but this comes to 0.833333'],
  ['\\sqrt{16} \\cdot \\frac{3}{4} is 3', '√16 · 3/4 is 3'],
  ['$\\dfrac{x+1}{2} \\leq \\frac12$ and \\(x^{n+1}\\)', '(x+1)/2 ≤ 1/2 and x^(n+1)'],
  ['\\boxed{\\frac{\\sqrt{3}}{2}}', '√3/2'],
  ['\\sqrt[3]{8} = 2 and 90^{\\circ}, 45^\\circ', '8^(1/3) = 2 and 90°, 45°'],
  ['\\left( 5\\% \\right) \\text{ of } \\$20', '( 5% )  of  $20'],
  ['6 \\times 8 &= 48', '6 × 8 = 48'],
  ['48 - 28 &= 22', '48 - 28 = 22'],
  ['AT&T and R \\& D = 5', 'AT&T and R & D = 5'],
  // A piece of a text that is cut at a claim.
  ['We have $', 'We have '],
  ['$. So it ends', '. So it ends'],
  ['So the answer is \\boxed{', 'So the answer is '],
  ['}. It costs 5$', '. It costs 5$'],
  // Money, underscores, stars and unknown commands stay.
  ['states $5, but this comes to $4', 'states $5, but this comes to $4'],
  ['a_1 * b_2 * c \\zeta', 'a_1 * b_2 * c \\zeta'],
  ['\\constructor{x}', '\\constructor{x}'],
])('%s reads %s', (latex, plain) => {
  expect(inPlainMath(latex)).toBe(plain)
})

it.each(['\\frac{', '$x', '\\(', '\\[', '^{{', '$$'])('reads %j again and again in linear time', (piece) => {
  expect(growth((size) => inPlainMath(piece.repeat(size)), 200_000)).toBeLessThan(LINEAR)
})
