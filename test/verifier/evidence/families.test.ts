import { describe, expect, it } from 'vitest'
import { loadVerifier } from '../../../src/index.js'
import { judged } from './written.js'

const verifier = await loadVerifier('evidence:')

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

describe('divisors, the negative ones too', () => {
  holds([
    'List the integers that divide 6. || The divisors of 6 are -6, -3, -2, -1, 1, 2, 3, 6.',
    'Possible rational roots? || The divisors of 6 are -1, 1, -2, 2, -3, 3, -6, 6.',
    'Possible rational roots? || The factors of 4 are 1, -1, 2, -2, 4 and -4.',
    'Possible rational roots? || The divisors of 6 are ±1, ±2, ±3, ±6.',
    'Possible rational roots? || The integer divisors of 6 are -6, -3, -2, -1, 1, 2, 3, 6.',
    'Explain. || Divisors of 4: -4, -2, -1, 1, 2, 4.',
    'Explain. || 5 has the divisors -5, -1, 1, 5.',
    'Explain. || The factors of 10 are -10, -5, -2, -1, 1, 2, 5, and 10.',
    'Explain. || All divisors of 9 are -9, -3, -1, 1, 3, 9.',
    'Explain. || The divisors of 6 are 1, 2, 3, 6.',
    'Explain. || $n - 1$ must be one of the divisors of 2, which are -2, -1, 1, 2.',
    'Explain. || !The divisors of 6 are 1, 2, 3, 4, 6.',
    'Explain. || !The divisors of 6 are -6, -3, -1, 1, 3, 6.',
    'Explain. || !The divisors of 6 are -6, -4, -3, -2, -1, 1, 2, 3, 4, 6.',
    'Explain. || !The factors of 10 are 1, 2, 4, 5, 10.',
    'Explain. || !The divisors of 9 are 1, 3, 6, 9.',
    'Explain. || !The divisors of 6 are -1, 1, 2, 3, 6.',
    'Explain. || !The factors of 12 are 1, 2, 3, 4, 6.',
    'Explain. || !The divisors of 8 are -8, -4, -2, 1, 2, 4, 8.',
    'Explain. || !The factors of 15 are 1, 3, 5.',
    'Explain. || !Divisors of 4: -4, -2, -1, 1, 3, 4.',
  ])
})

describe('the sum of the first numbers of a list of the question', () => {
  holds([
    'The data are 4, 8, 15, 16, 23, 42. || The sum of the first 3 numbers is 27.',
    'The data are 4, 8, 15, 16, 23, 42. || The sum of the first four numbers is 43.',
    'A list of ten numbers has mean 7; the mean of the first six is 5. || The sum of the first 6 numbers is 30.',
    'The average of 11 numbers is 10. The average of the first 6 numbers is 10.5. || The sum of the first 6 numbers is 63.',
    'The average of 11 numbers is 10. The average of the first 6 numbers is 10.5. || The sum of the first 6 numbers = 6 × 10.5 = 63.',
    'Seven integers have a mean of 8. || The sum of the first five integers is 35.',
    'The sequence is 2, 5, 8, 11. || The sum of the first 4 terms is 26.',
    'What is the sum of 1 to 10? || The sum of the first 10 numbers is 55.',
    'What is 1 + 2 + ... + 10? || The sum of the first 10 natural numbers is 55.',
    'Scores 10, 20, 30, 40. || The sum of the first two numbers is 30.',
    'Primes. || The sum of the first 5 primes is 28.',
    'Odd. || The sum of the first 5 odd numbers is 25.',
    'What is 1 + 2 + ... + 10? || !The sum of the first 10 natural numbers is 56.',
    'Explain. || !The sum of the first 10 natural numbers is 45.',
    'Explain. || !The sum of the first 100 positive integers is 5000.',
    'Explain. || !The sum of the first 5 odd numbers is 26.',
    'What is the sum of the first 10 numbers? || !The sum of the first 10 numbers is 45.',
  ])
})

describe('a growth rate and a required return are no two changes', () => {
  holds([
    'A stock pays a dividend of $2 next year, growing at 4% a year. Investors require a return of 9%. What is its price? || P = D / (r - g) = 2 / (0.09 - 0.04) = 40. || = $40',
    'A stock pays a dividend of $5 next year, growing at 3% a year. The discount rate is 8%. What is its price? || 5 / 0.05 = 100. || = $100',
    'A perpetuity pays $6 a year and grows at 2% per year; the discount rate is 8%. Find its present value. || r - g = 8% - 2% = 6%. || PV = 6/0.06 = $100. || = 100',
    "A company's dividend of $1.05 grows by 5% a year. The required rate of return is 12%. || 12% - 5% = 7% || 1.05/0.07 = 15 || = 15",
    "A price is $7 per share; growth rate of 5%, discount rate of 12%. What is the value of next year's dividend of $7? || 7 / (0.12 - 0.05) = 100 || = $100",
    'A rent of $700 is raised by 5% a year; a discount rate of 12% is used. What is the present value of the growing perpetuity? || 700/(0.12-0.05) = 10000. || = $10000',
    'Cash flow of $3 million grows at 3% forever; WACC is 6%. Terminal value? || 3 / (6% - 3%) = 100 million. || = $100 million',
    'A $200 coat is marked up 30% and then discounted 10%. Its price? || !30% - 10% = 20%, so 200 × 1.2 = $240. || = $240',
    'A price of $100 is raised by 20% and then reduced by 20%. What is it now? || 100 × 1.2 × 0.8 = $96. || = $96',
  ])
})

describe('molar masses where several substances are named', () => {
  holds([
    'How many grams of NaCl are in 0.5 mol dissolved in water (18 g/mol)? || The molar mass of NaCl is 58.44 g/mol. || 0.5 × 58.44 = 29.22 g',
    'A solution of 10 g of glucose in 100 g of water. Find the mole fraction. || The molar mass is 180 g/mol, and that of water is 18 g/mol.',
    'A solution of 18 g of glucose (C6H12O6) in 90 g of water (H2O). Find the mole fraction of glucose. || Moles of water: 90 g / 18 g/mol = 5 mol. || Molar mass = 180 g/mol, so 18/180 = 0.1 mol.',
    "What is the molality of NaCl in water? || The solvent's molar mass is 18.02 g/mol.",
    '5 g of an unknown solute is dissolved in 100 g of benzene (C6H6, 78.11 g/mol). Find the molar mass of the solute. || The molar mass is 120 g/mol.',
    'How much CO2 is made from 16 g of CH4? || Molar mass: 16 g/mol, so 1 mol, and 44 g of CO2.',
    'How much CO2 is made from 16 g of CH4? || The molar mass is 44 g/mol for the product.',
    'What mass of NaOH neutralises 36.5 g HCl? || The molar mass is 36.5 g/mol, so 1 mol HCl. || 1 mol NaOH weighs 40 g.',
    'The freezing point of water falls by 1.86 °C when 34.2 g of sucrose (C12H22O11) is dissolved in 100 g water. || Its molar mass is 342 g/mol.',
    'How many moles are 36 g of H2O? || The molar mass is 18 g/mol. || 36/18 = 2',
    'How many moles are 36 g of H2O? || !The molar mass is 16 g/mol. || 36/16 = 2.25',
    'How many moles are 88 g of CO2? || !The molar mass of CO2 is 46 g/mol.',
    'How many grams are 2 mol of NaCl? || !The molar mass of NaCl is 48.5 g/mol. || 97 g',
    'How many moles are in 50 g of CaCO3? || !The molar mass of CaCO3 is 40 + 12 + 16 = 68 g/mol.',
    'How many moles are in 98 g of H2SO4? || !The molar mass is 96 g/mol.',
    'Find the mass of 3 mol of NH3. || !M(NH3) = 14 + 1 = 15 g/mol.',
    'What is the molar mass of C6H12O6? || !The molar mass is 160 g/mol.',
    'How many moles of O2 are in 64 g? || !The molar mass of O2 is 16 g/mol.',
  ])
})

describe('reactions with blanks in formulas and arrows right behind them', () => {
  holds([
    'Balance Al + Fe2(SO4)3. || 2 Al + Fe2 (SO4)3 -> 2 Fe + Al2 (SO4)3',
    'Balance. || 2H2O→2H2 + O2',
    'Balance. || 2H2+O2→2H2O',
    'Balance. || CaCO3→CaO+CO2',
    'Balance. || 3 Ca(OH)2 + 2 H3PO4 → Ca3 (PO4)2 + 6 H2O',
    'Balance. || Fe2 (SO4)3 + 6 NaOH → 2 Fe(OH)3 + 3 Na2 SO4',
    'Balance. || Ca (OH)2 + 2 HCl → CaCl2 + 2 H2O',
    'Balance. || 2 NaOH + H2 SO4 → Na2 SO4 + 2 H2O',
    'Balance. || Pb (NO3)2 + 2 KI → PbI2 + 2 KNO3',
    'Balance. || 2H2O2→2H2O+O2',
    'Balance. || N2+3H2→2NH3',
    'Balance. || N2 + 3H2 ⇌2NH3',
    'Balance. || Al2 (SO4)3→2Al^3+ + 3SO4^2-',
    'Balance. || CH4+2O2->CO2+2H2O',
    'Balance. || (NH4)2 CO3 → 2 NH3 + CO2 + H2O',
    'Balance. || $2\\text{Al} + \\text{Fe}_2(\\text{SO}_4)_3 \\rightarrow 2\\text{Fe} + \\text{Al}_2(\\text{SO}_4)_3$',
    'Balance. || !3 Ca(OH)2 + H3PO4 → Ca3 (PO4)2 + 6 H2O',
    'Balance. || !Fe2 (SO4)3 + 3 NaOH → 2 Fe(OH)3 + 3 Na2SO4',
    'Balance. || !2 Al + 3 O2 → 2 Al2O3',
    'Balance the equation. || The balanced equation is 2 H2 (g) + O2 (g) → 2 H2O (l).',
    'Balance the equation. || The balanced equation is 2H2O --> 2H2 + O2.',
    'Balance the equation. || The balanced equation is Fe2 (SO4)3 + 6 NaOH → 2 Fe(OH)3 + 3 Na2 SO4.',
    'Balance the equation. || The balanced equation is 3 Ca(OH)2 + 2 H3PO4 → Ca3 (PO4)2 + 6 H2O.',
    'Balance the equation. || Balanced: Al2 (SO4)3 + 3 BaCl2→2 AlCl3 + 3 BaSO4.',
    'Balance the equation. || Balanced: CaCO3(s)→CaO(s)+CO2(g).',
    'Balance the equation. || The balanced equation is 2 NaOH + H2 SO4 → Na2 SO4 + 2 H2O.',
    'Balance the equation. || Balanced: (NH4)2 CO3→2 NH3 + CO2 + H2O',
    'Balance the equation. || Balanced: (NH4)2 Cr2 O7 → N2 + Cr2 O3 + 4 H2 O',
    'Balance the equation. || !The balanced equation is Fe2 (SO4)3 + 3 NaOH → 2 Fe(OH)3 + 3 Na2 SO4.',
    'Balance the equation. || !The balanced equation is 3 Ca(OH)2 + H3PO4 → Ca3 (PO4)2 + 6 H2O.',
    'Balance the equation. || !Balanced: Al2 (SO4)3 + 3 BaCl2→AlCl3 + 3 BaSO4.',
    'Balance the equation. || !Balanced: CH4+O2→CO2+2H2O.',
    'Balance the equation. || !Balanced: N2 + H2→ 2NH3.',
    'Balance the equation. || !The balanced equation is NaOH + H2 SO4 → Na2 SO4 + 2 H2O.',
    'Balance the equation. || !The balanced equation is H2O→H2 + O2.',
    'Balance the equation. || !Balanced: Pb (NO3)2 + KI → PbI2 + 2 KNO3',
    'Balance the equation. || !Balanced: 2 Al + 3 O2 → 2 Al2O3',
    'Balance the equation. || !Balanced: Ca (OH)2 + HCl → CaCl2 + 2 H2O',
  ])
})

describe('the molar mass of what is dissolved', () => {
  holds([
    '5 g of a compound is dissolved in 100 g of benzene (C6H6). Find its molar mass. || The molar mass is 120 g/mol.',
    '5 g of a substance is dissolved in 100 g of water. The freezing point falls by 0.5. Find the molar mass of the substance. || M = 186 g/mol.',
    '12 g of urea in 500 g of water. Find the molality. || The molar mass is 60 g/mol, so 0.2 mol.',
    'A protein is dissolved in water. Osmotic pressure is given. || The molar mass is 12000 g/mol.',
  ])
})

describe('equations of reactions with charges, dots and LaTeX', () => {
  holds([
    'Balance the equation. || The balanced equation is Cr2O7^2- + 14H+ + 6e- →2Cr^3+ + 7H2O.',
    'Balance the equation in acid. || MnO4^- + 8H^+ + 5e^- → Mn^2+ + 4H2O',
    'Balance the equation in acid. || 2MnO4− + 5C2O4^2− + 16H+→2Mn2+ + 10CO2 + 8H2O',
    'Balance the equation. || $2KMnO_4 + 16HCl \\rightarrow 2KCl + 2MnCl_2 + 5Cl_2 + 8H_2O$',
    'Balance the equation. || $\\text{2H}_2\\text{O} \\rightarrow \\text{2H}_2 + \\text{O}_2$',
    'Balance the equation. || 4Fe+3O2→2Fe2O3, so balanced.',
    'Balance the equation. || CuSO4 · 5H2O → CuSO4 + 5H2O is balanced.',
    'Balance the equation. || The balanced equation is C6H12O6 + 6O2→6CO2 + 6H2O + energy.',
    'Balance the equation. || The balanced equation is 2 C8H18 + 25 O2→16 CO2 + 18 H2O.',
    'Balance the equation. || Balanced: 2 Ca3 (PO4)2 + 6 SiO2 + 10 C→6 CaSiO3 + 10 CO + P4',
    'Balance the equation. || Balanced: Al2 (SO4)3 + 6 NH4 OH → 2 Al(OH)3 + 3 (NH4)2 SO4',
    'Balance the equation. || Balanced: 2 Al (OH)3 + 3 H2SO4 → Al2 (SO4)3 + 6 H2O',
    'Balance the equation. || Balanced: CH3 CH2 OH + 3 O2 → 2 CO2 + 3 H2O',
    'Balance the equation. || Balanced: Ba (OH)2 (aq) + H2SO4 (aq) → BaSO4 (s) + 2 H2O (l)',
  ])
})

describe('loosely written arithmetic: brackets, per cents, constants, rough values', () => {
  holds([
    'A. || 10/2×5 = 1',
    'A. || The mean is 10 / 2 × 5 = 1.',
    'A. || x = 100/4×5 = 5',
    'A. || 24 / 4 * 3 = 2',
    'A. || 6 + 4 / 2 = 5',
    'A. || mean = 3 + 5 + 7 / 3 = 5',
    'A. || (12 - 6) / 1 + 2 = 2',
    'A. || slope = 8 - 2 / 3 - 1 = 3',
    'A. || 10 / 2 + 3 = 2',
    'A. || 0.25 × 100% = 25',
    'A. || 0.25 × 100 = 25%',
    'A. || 0.25 × 100% = 25%',
    'A. || 5/20 × 100% = 0.25 × 100 = 25%',
    'A. || 5/20 × 100 = 0.25 × 100% = 25',
    'A. || 5/20 = 0.25 × 100% = 25%',
    'A. || (30 - 24)/24 × 100% = 6/24 × 100 = 25%',
    'A. || (30 - 24)/24 × 100 = 0.25 × 100 = 25% ',
    'A. || 6/24 * 100% = 25% = 25/100 = 0.25',
    'A. || 0.25 * 100% = 25 percent',
    'A. || $\\frac{5}{20} \\times 100\\% = 0.25 \\times 100 = 25\\%$',
    'A. || $\\frac{5}{20} \\times 100 = 0.25 = 25\\%$',
    'A. || 3/4 = 0.75 × 100 = 75% of them',
    'A. || 22/7 is approximately 3.1428',
    'A. || 1/7 ≈ 0.142858',
    'A. || sqrt(2) ≈ 1.41422',
    'A. || 100/3 ≈ 33.334',
    'A. || 17.23 × 4.56 ≈ 78.57',
    'A. || 3.14 × 25 = 78.54',
    'A. || 3.14 × 6^2 = 113.10',
    'A. || 2 × 3.14 × 7 = 43.98',
    'A. || 3.1416 × 10^2 = 314.159',
    'A. || 3.14 × 5 × 5 × 10 = 785.4',
    'A. || 9.8 × 12 = 117.7',
    'A. || 9.81 × 5 = 49.03',
    'A. || 2.718 × 3 = 8.1548',
    'A. || 1.414 × 10 = 14.142',
    'A. || 1.732 × 6 = 10.392',
    'A. || 0.333 × 30 = 10',
    'A. || 22/7 × 49 = 153.94',
    'A. || !10/2×5 = 2',
    'A. || !10/2×5 = 20',
    'A. || !24 / 4 * 3 = 20',
    'A. || !6 + 4 / 2 = 6',
    'A. || !0.25 × 100% = 26',
    'A. || !0.25 × 100 = 24%',
    'A. || !0.25 × 100% = 250%',
    'A. || !5/20 × 100% = 0.25 × 100 = 30%',
    'A. || !5/20 × 100% = 0.2 × 100 = 20%',
    'A. || !(30 - 24)/24 × 100% = 6/24 × 100 = 20%',
    'A. || !1/7 ≈ 0.15428',
    'A. || !100/3 ≈ 34.3',
    'A. || !3.14 × 25 = 79.5',
    'A. || !3.14 × 6^2 = 118',
    'A. || !2 × 3.14 × 7 = 45.98',
    'A. || !9.8 × 12 = 127.6',
    'A. || !1.414 × 10 = 15.14',
    'A. || !17.23 × 4.56 ≈ 79.57',
    'A. || e^2 ≈ 7.3892',
    'A. || ln 2 is approximately 0.69318',
    'A. || 12345.678 × 2 ≈ 24691.4',
    'A. || 1.05^10 ≈ 1.62895',
    'A. || The result is roughly 5/7 = 0.71429, approximately 0.7143',
    'A. || 17% of 345.6 is approximately 58.76',
    'A. || 1/3 of 1000 is approximately 333.34',
    'A. || sqrt(50) is approximately 7.0712',
    'A. || 200/7 ≈ 28.572',
    'A. || 2/3 ≈ 0.66666',
    'A. || pi × 5^2 ≈ 78.541',
    'A. || 1000/7 ≈ 142.86 and 142.86 × 3 ≈ 428.57',
  ])
})

describe('what is told is in the power and the per cent of the claim', () => {
  it.each([
    ['3 × 10^5 g = 3 × 10^3 kg.', '0.3 × 10^3 kg'],
    ['20% of 5·10^6 is 2·10^6.', 'is 1·10^6'],
    ['5/20 × 100 = 30%', 'this comes to 25%'],
    ['5/20 × 100% = 30', 'this comes to 25'],
  ])('%s', async (step, told) => {
    const { reasons } = await verifier.verify({ id: 'told', question: 'Explain.', steps: [step] })
    expect(reasons.join()).toContain(told)
  })
})
