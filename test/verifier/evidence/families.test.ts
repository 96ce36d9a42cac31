import { describe, expect, it } from 'vitest'
import { judged } from './written.js'

/*
 * Families of right work that was accused once, in varied words, with the false ones beside them: through the public library.
 * `question || step || !false step`; without a question the whole is one step.
 */

const holds = (lines: readonly string[]) =>
  it.each(lines)('%s', async (line) => {
    const { expected, firstError } = await judged(line)
    expect(firstError).toBe(expected)
  })

describe('percentage points and basis points are counted', () => {
  holds([
    'A bank pays a bonus of $200 for each percentage point above target. || 3 percentage points × 200 per point = 600.',
    'A bank pays a bonus of $200 for each percentage point above target. || The bonus is 3 percentage points × $200 = $600.',
    'Each percentage point of market share is worth 1.5 million. || 4 percentage points × 1.5 million per percentage point = 6 million.',
    'Support rose from 42% to 47%. || 47% - 42% = 5 percentage points.',
    'Support rose from 42% to 47%. || 47 - 42 = 5 percentage points.',
    'Support rose from 42 to 47. || 8 percentage points - 3 percentage points = 5 percentage points.',
    'A rule. || 25 basis points × 4 = 100 basis points.',
    'A rule. || 2.5 percentage points * 4 = 10 percentage points.',
    'A rule. || 12 percentage points / 4 = 3.',
    'Each percentage point costs 50 jobs. || So it costs 6 percentage points * 50 jobs per percentage point = 300 jobs.',
    'A rate. || The gap is 0.05 = 5 percentage points.',
    'A rate. || 5 percentage points = 500 basis points.',
    'A rate. || 1 percentage point + 2 percentage points = 3 percentage points, 3 × 40 = 120.',
    'Each percentage point of unemployment above the natural rate costs 2 percent of GDP. || 3 percentage points × 2 = 6 percent.',
    'Jede. || 3 Prozentpunkte × 200 = 600.',
    'Each basis point is worth $85. || 20 basis points × $85 = $1,700.',
    "Okun's law. || 2.5 × 3 percentage points = 7.5%.",
    'A bank pays a bonus of $200 for each percentage point above target. || !3 percentage points × 200 per point = 700.',
    'A rate. || !2.5 percentage points * 4 = 11 percentage points.',
    'A rate. || !12 percentage points / 4 = 4.',
    'Support rose from 42% to 47%. || !47% - 42% = 6 percentage points.',
    'Support rose from 42% to 47%. || !47 - 42 = 6 percentage points.',
    'Each basis point is worth $85. || !20 basis points × $85 = $1,800.',
    'A rule. || !8 percentage points - 3 percentage points = 4 percentage points.',
    'Jede. || !3 Prozentpunkte × 200 = 700.',
  ])
})

describe('less or more than a product that is told with its result', () => {
  holds([
    'Compute. || The number is 5 less than 3 × 7 = 21.',
    'Compute. || She has 5 less than 3 × 7 = 21, so she has 16.',
    'Compute. || Tom has 4 more than 2 * 6 = 12, so 16.',
    'Compute. || That is 5 fewer than 3 x 7 = 21 apples.',
    'Compute. || The height is 2 greater than 5 × 4 = 20, i.e. 22.',
    'Compute. || It is $15 less than 2 × $40 = $80.',
    'Compute. || He earns 10 dollars less than 3 × 20 = 60 dollars.',
    'Compute. || 10 dollars more than 3 × 20 = 60 dollars is 70 dollars.',
    'Compute. || 5 less than 3 × 7 = 16.',
    'Compute. || 5 less than 21 is 16.',
    'Compute. || 5 more than 3 × 7 = 26.',
    'Compute. || 8 below 4 · 25 = 100, so 92.',
    'Compute. || It is one less than 2^5 = 32.',
    'Compute. || 3 subtracted from 4 × 5 = 20 leaves 17.',
    'Compute. || We need 7 less than the product 6 × 9 = 54.',
    'Compute. || Two less than 4 + 6 = 10 is 8.',
    'Compute. || !5 less than 3 × 7 = 22.',
    'Compute. || !Tom has 4 more than 2 * 6 = 13, so 17.',
    'Compute. || !That is 5 fewer than 3 x 7 = 24 apples.',
    'Compute. || !It is $15 less than 2 × $40 = $90.',
    'Compute. || !3 × 7 = 22, 5 less than that is 17.',
    'Compute. || !5 less than 21 is 17.',
  ])
})

describe('a bullet between two terms multiplies', () => {
  holds([
    'Compute. || 3 • (4 + 5) = 27',
    'Compute. || 3 ∙ (4 + 5) = 27',
    'Compute. || 3 ⋅ (4 + 5) = 27',
    'Compute. || 3•(4 + 5) = 27',
    'Compute. || (2 + 1) • (4 + 5) = 27',
    'Compute. || (2 + 1)•(4 + 5) = 27',
    'Compute. || 1/2 ∙ (6 + 4) ∙ 3 = 15',
    'Compute. || V = 6 • (3 - 1) = 12',
    'Compute. || area = 1/2 • 6 • (3 + 5) = 24',
    'Compute. || 2 ● (3 + 4) = 14',
    'Compute. || 2 ・ (3 + 4) = 14',
    'Compute. || 2 ‧ (3 + 4) = 14',
    'Compute. || 2 ⦁ 3 = 6',
    'Compute. || 27 = 3 • (4 + 5)',
    'Compute. || 27 = 3 ∙ (4 + 5) = 3 ∙ 9',
    'Compute. || 27 = 3 ⋅ 9',
    'Compute. || 15 = 5 • (1 + 2)',
    'Compute. || x = 5 • (1 + 2) = 15',
    'Compute. || 0.5•(20+30) = 25 m',
    'Compute. || 2 * (3 + 4) = 14',
    'Compute. || 2 ∗ (3 + 4) = 14',
    'Compute. || 2 ✕ (3 + 4) = 14',
    'Compute. || 2 ✖ (3 + 4) = 14',
    'Compute. || 2 ⨯ (3 + 4) = 14',
    'Compute. || • 3 + 4 = 7\n• 5 + 5 = 10',
    'Compute. || • (3 + 4) = 7\n• (5 + 5) = 10',
    'Compute. || Steps: • 3 + 4 = 7 • 5 + 5 = 10',
    'Compute. || 3 + 4 = 7 • 5 + 5 = 10',
    'Compute. || !3 • (4 + 5) = 28',
    'Compute. || !3 ∙ (4 + 5) = 28',
    'Compute. || !3 ⋅ (4 + 5) = 28',
    'Compute. || !(2 + 1) • (4 + 5) = 25',
    'Compute. || !1/2 ∙ (6 + 4) ∙ 3 = 16',
    'Compute. || !area = 1/2 • 6 • (3 + 5) = 25',
    'Compute. || !27 = 3 • (4 + 6)',
    'Compute. || !0.5•(20+30) = 26 m',
    'Compute. || !• 3 + 4 = 8\n• 5 + 5 = 10',
    'Compute. || !2 ∙ 3 = 7',
  ])
})

describe('an equality under a condition is no identity', () => {
  holds([
    'If xy = 6 and x + y = 5, find x^2 + y^2. || Substituting the given product, we get (x + y)^2 = x^2 + y^2 + 12.',
    'If xy = 6 and x + y = 5, find x^2 + y^2. || With xy = 6 this becomes (x + y)^2 = x^2 + y^2 + 12. || So x^2 + y^2 = 25 - 12 = 13.',
    'The product of two numbers is 6 and their sum is 5. Find the sum of squares. || Let the numbers be x and y. || Using the constraint, (x + y)^2 = x^2 + y^2 + 12.',
    'Let a and b be reals with ab = 1. Find (a+b)^2. || Because of the condition we obtain (a + b)^2 = a^2 + b^2 + 2.',
    'Let a and b be reals with ab = 1. || (a + b)^2 = a^2 + 2 + b^2.',
    'Suppose a + b + c = 0. Show that a^2 + b^2 + c^2 = -2(ab + bc + ca). || (a+b+c)^2 = a^2+b^2+c^2 + 2(ab+bc+ca) = 0.',
    'A right triangle has legs x and x + 3 and hypotenuse of 15. || x^2 + (x + 3)^2 = 225.',
    'The side of one square is 3 longer than that of another; the areas differ by 21. || Let x be the shorter side. || Then (x + 3)^2 = x^2 + 21. || 6x + 9 = 21, so x = 2.',
    'Find x if sqrt(x^2 + 21) = x + 3. || Squaring both sides, we get (x + 3)^2 = x^2 + 21. || 6x = 12, x = 2.',
    'Find x if sqrt(x^2 + 21) = x + 3. || Squaring, x^2 + 21 = (x + 3)^2. || x = 2.',
    'A number. || Let n be the number. Simplifying, we get (n + 1)^2 = n^2 + 7. || So 2n = 6 and n = 3.',
    'When the side of a square grows by 2 its area grows by 24. Find the side. || The equation is (s + 2)^2 = s^2 + 24. || s = 5.',
    'When the side of a square grows by 2 its area grows by 24. Find the side. || (s + 2)^2 = s^2 + 24 || s^2 + 4s + 4 = s^2 + 24 || s = 5',
    'The product of two consecutive integers is 12 more than the square of the smaller. || n(n + 1) = n^2 + 12 || n = 12',
    'The product of two consecutive integers is 12 more than the square of the smaller. || From the statement, n(n + 1) = n^2 + 12. Hence n = 12.',
    'A rectangle is 4 longer than wide; its area is 20 more than that of the square on the width. || w(w + 4) = w^2 + 20, hence w = 5.',
    'Vieta: the roots r and s of x^2 - 5x + 3 = 0. Find r^2 + s^2. || (r + s)^2 = r^2 + s^2 + 6 || 25 - 6 = 19.',
    'The roots of x^2 - 5x + 3 are r and s. Find (r-1)(s-1). || (r - 1)(s - 1) = rs - 5 + 1 = -1.',
    'Given that p + q = 4, compute (p+1)(q+1) in terms of pq. || (p + 1)(q + 1) = pq + 5.',
    'Given that p + q = 4, compute (p+1)(q+1) in terms of pq. || Expanding and using p + q = 4, (p + 1)(q + 1) = pq + 5.',
    'Let z satisfy z^2 + z + 1 = 0. || (z + 1)^2 = z. ',
    'Let z satisfy z^2 + z + 1 = 0. || Then (z+1)(z-1) = z^2 - 1 = -z - 2.',
    'Let z satisfy z^2 + z + 1 = 0. || Then z(z+1) = z^2 + z.',
    'x is a root of x^2 = x + 1. || x(x + 1) = x^2 + x = 2x + 1.',
    'x is a root of x^2 = x + 1. || (x + 1)^2 = x^2 + 2x + 1 = 3x + 2.',
    'Points (x,y) on the circle x^2 + y^2 = 25. || (x - 3)^2 + y^2 = 34 - 6x.',
    'Points (x,y) on the unit circle. || (x + y)^2 = 1 + 2xy.',
    'If a = b + 2, find a^2 - b^2 in terms of b. || (a - b)(a + b) = 2(a + b).',
    'If a = b + 2, find ab. || Substituting, we have ab = b(b + 2) = b^2 + 2b.',
    'm and n are integers with m - n = 1. || Then (m + n)(m - n) = m + n.',
    'Solve (x-1)(x+5) = x^2 + 3. || Simplifying, (x - 1)(x + 5) = x^2 + 3 becomes 4x - 5 = 3. || x = 2.',
    'Solve (x-1)(x+5) = x^2 + 3x. || x^2 + 4x - 5 = x^2 + 3x, so x = 5.',
    'Cross-multiplying gives an equation. Solve (x+1)/(x+3) = x/(x+1). || Cross-multiplying, we get (x + 1)^2 = x(x + 3). || So 2x + 1 = 3x, x = 1.',
    'Solve (x+1)/(x+3) = x/(x+1). || Multiplying both sides by (x+1)(x+3): (x + 1)(x + 1) = x(x + 3) || x = 1',
    'Expand (x + 2)^2. || (x + 2)^2 = x^2 + 4x + 4.',
    'Expand (x + 2)(x - 5). || (x + 2)(x - 5) = x^2 - 5x + 2x - 10 = x^2 - 3x - 10.',
    'Factor x^2 - 9. || x^2 - 9 = (x - 3)(x + 3).',
    'Two trains. || Let t be the time. Setting distances equal, 60(t + 2) = 60t + 40t. || 120 = 40t, t = 3.',
    'Ages. Ann is three times as old as Ben was. || 3(x - 2) = 3x - 6.',
    'Ages. In 5 years Ann will be twice as old. Now she is 11 and ... || 2(x + 5) = 2x + 10.',
    'Motion. The two are equally far when || Solving 5(t + 1) = 5t + 2t gives t = 2.5.',
    'Expand (x + 2)^2. || !(x + 2)^2 = x^2 + 4.',
    'Expand (x + 2)^2. || !(x + 2)^2 = x^2 + 2x + 4.',
    'Factor x^2 - 9. || !x^2 - 9 = (x - 3)(x - 3).',
    'Multiply out 3(x - 4). || !3(x - 4) = 3x - 4.',
    'Solve (x+3)^2 = 16. || !Expand the left side: (x + 3)^2 = x^2 + 9. || x^2 = 7.',
    'Write x^2 + 6x + 5 in vertex form. || !x^2 + 6x + 5 = (x + 3)^2 - 5.',
    'Is the statement true? || !For all real x, (x + 1)^2 = x^2 + 1.',
    'Integrate (x+1)^2. || !First expand: (x + 1)^2 = x^2 + x + 1.',
    'Differentiate x(x+2). || !x(x + 2) = x^2 + 2.',
    'What is (2x)^3 times x? || !(2x)(x + 1) = 2x^2 + x.',
    'Find the vertex of y = (x - 2)^2 + 3. || !(x - 2)^2 + 3 = x^2 - 4x + 3.',
  ])
})

describe('functions of a multiple angle without brackets', () => {
  holds([
    'Explain. || By the double-angle identity, sin 2x = 2 sin x cos x.',
    'Explain. || By the identity \\sin 2x = 2\\sin x\\cos x we are done.',
    'Explain. || The identity cos 2x = 1 - 2 sin^2 x is used.',
    'Explain. || The identity $\\cos 2\\theta = 2\\cos^2\\theta - 1$ gives the result.',
    'Explain. || The triple-angle identity is cos 3θ = 4 cos^3 θ - 3 cos θ.',
    'Explain. || Use the identity $\\sin 3x = 3\\sin x - 4\\sin^3 x$.',
    'Explain. || It is an identity that tan 2x = 2 tan x / (1 - tan^2 x).',
    'Explain. || We have the identity sin^2 2x + cos^2 2x = 1 for all x.',
    'Explain. || For every x, sin 2x = 2 sin x cos x.',
    'Explain. || Identically, cos 2x + 1 = 2 cos^2 x.',
    'Explain. || The identity sin x/2 = ... is of half angles.',
    'Explain. || By the identity $2\\sin^2 x = 1 - \\cos 2x$.',
    'Explain. || !By the double-angle identity, sin 2x = 2 sin x.',
    'Explain. || !The identity cos 2x = 1 + 2 sin^2 x is used.',
    'Explain. || !The identity $\\cos 2\\theta = 2\\cos^2\\theta + 1$ gives the result.',
    'Explain. || !For every x, sin 2x = 2 sin x.',
    'Explain. || !For all x, sin(2x) = 2 sin(x).',
    'Explain. || !Use the identity $\\sin 3x = 3\\sin x - 4\\sin^2 x$.',
  ])
})
