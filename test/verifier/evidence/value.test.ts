import { describe, expect, it } from 'vitest'
import { judged } from './written.js'

describe('the value of one expression', () => {
  it.each([
    '!The square root of $16$ is $5$.',
    '!The fourth root of $16$ is $4$.',
    '!$7$ is even.',
    '!$91$ is a prime number.',
    '!The gcd of $12$ and $18$ is $4$.',
    '!2⁻⁵ is therefore one tenth.',
    '!The root of 0.4 is 0.2, as two twos are four.',
    '!One seventh, too, is still above 0.15.',
    '!The new denominator is (1+2i)(1-2i)=1-4=-3.',
    'Determine $16^{3/4}$. || An exponent of $3/4$ means: fourth root, then cube. || !The fourth root of $16$ is $4$. || $4^3=64$, done. || = 64',
    'Square root of 0.09? || Nine has the square root 3. || !With two decimal places in 0.09, the root is 0.03. || = 0.03',
    '2^10 · 2^5 as one power? || Both factors have base 2. || !When you multiply powers of the same base, the exponents multiply, giving 2^50. || = 2^50',
    'Evaluate −3² − (−3)². || Without brackets the square belongs to the 3 only, which makes the first term negative nine. || The second square is positive nine. || !Taking nine away from negative nine, the two cancel and nothing is left: 0. || = 0',
    'How do I do 2 1/3 − 5/6? || Two and a third is 14 sixths. || Take away 5 sixths and 9 sixths are left. || !9/6 as a mixed number is 1 1/3. || = 1 1/3',
    'Work out 20 − 2(3 + 4). || The bracket comes first: 3 + 4 = 7, which leaves 20 − 2·7. || !Next take the subtraction because it stands further left, so the expression equals 18·7. || 18·7 = 126. || = 126',
    'Write \\(\\frac{4+2i}{1+i}\\) in the form a + bi. || The denominator becomes 2. || !The numerator simplifies to 2-2i, so we get 1-i. || = 1 - i',
    'Simplify √50. || !√50 = √25 · √2 = 25√2. || = 25√2',
    'Write 3/8 as a decimal. || !3/8 = 0.385. || = 0.385',
  ])('are named: %s', async (line) => {
    const { firstError, expected } = await judged(line)
    expect(firstError).toBe(expected)
  })

  it.each([
    'The square root of $16$ is $4$.',
    'The fourth root of $16$ is $2$.',
    'It costs $5 and $6 more, so $11.',
    'He has $7 and is even with me.',
    '2⁻¹ is therefore one half.',
    'The root of 0.04 is 0.2, as two twos are four.',
    'Seven elevenths is smaller than nine fourteenths.',
    'An eighth of them is 20, so three eighths are 60.',
    'The new denominator is (1+2i)(1-2i)=1+4=5.',
    'Determine $16^{3/4}$. || An exponent of $3/4$ means: fourth root, then cube. || The fourth root of $16$ is $2$. || $2^3=8$, done. || = 8',
    'Square root of 0.09? || Nine has the square root 3. || With two decimal places in 0.09, the root is 0.3. || = 0.3',
    '2^10 · 2^5 as one power? || Both factors have base 2. || When you multiply powers of the same base, the exponents add, giving 2^15. || = 2^15',
    'Simplify $\\log_{10} 50 + \\log_{10} 20$. || Adding logarithms means taking the logarithm of the product, $\\log_{10} 1000$. || That is 3. || = 3',
    'Evaluate −3² − (−3)². || −9 − 9 = −18. || = −18',
    'How do I do 2 1/3 − 5/6? || Two and a third is 14 sixths. || Take away 5 sixths and 9 sixths are left. || 9/6 as a mixed number is 1 1/2. || = 1 1/2',
    'Work out 20 − 2(3 + 4). || The bracket comes first: 3 + 4 = 7, which leaves 20 − 2·7. || So the expression equals 20 − 14. || 6 || = 6',
    '27^(4/3) · 25^(−1/2), exact value please || The cube root of 27 is 3, and 3 to the fourth is 81. || A power of minus one half of 25 is 1/5. || Multiplying the two: 81/5. || = 81/5',
    'Write \\(\\frac{4+2i}{1+i}\\) in the form a + bi. || The denominator becomes 2. || The numerator simplifies to 6-2i, so we get 3-i. || = 3 - i',
    'What is 5% of 80 + 20? || 4 + 20 = 24 || = 24',
    'Give the value of 10 choose 3 divided by 4. || 120/4 = 30 || = 30',
    'Simplify √50. || √50 = √25 · √2 = 5√2. || = 5√2',
    'What is 7/3 as a mixed number? || 2 1/3. || = 2 1/3',
    'Evaluate sin 30 + cos 60. || 0.5 + 0.5 = 1. || = 1',
  ])('are right or left alone: %s', async (line) => expect((await judged(line)).firstError).toBe(-1))
})
