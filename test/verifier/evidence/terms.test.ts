import { describe, expect, it } from 'vitest'
import { accuses } from '../../../src/core/records/findings.js'
import { checkEvidence } from '../../../verifier/evidence/index.js'

const findings = (step: string, question = 'Is this right?') =>
  checkEvidence({ question, steps: [step] }).steps.flatMap(({ evidence }) => evidence)
const accused = (step: string, question?: string) => findings(step, question).filter(accuses)

/** False statements, each with what is right instead. */
const falseOnes: readonly (readonly [step: string, computed: string])[] = [
  ['The square of 12 is 124.', '144'],
  ['So (2i)^2 = 4.', '-4'],
  ['|3 + 4i| = 7', '5'],
  ['The modulus of 3+4i is 7.', '5'],
  ['The conjugate of 2 - 3i is -2 - 3i.', '2 + 3i'],
  ['Two cubed is six.', '8'],
  ['2 to the power of 5 is 64.', '32'],
  ['The reciprocal of 4 is 0.4.', '0.25'],
  ['The absolute value of -7 is -7.', '7'],
  ['The cube root of 27 is 9.', '3'],
  ['log base 3 of 81 is 3.', '4'],
  ['The logarithm of 1000 to base 10 is 100.', '3'],
  ['The sine of 30 degrees is 0.866.', '0.5'],
  ['45 degrees is π/3 radians.', '0.785398'],
  ['The square root of 2 is 1.44.', '1.41421'],
  ['45 = 101011_2', '45'],
  ['0xBEEF = 48859', '48879'],
  ['-17 mod 5 = 2', '3 or -2'],
  ['2^10 mod 7 = 4', '2'],
  ['The last digit of 7^2023 is 7.', '3'],
  ['The inverse of 3 modulo 7 is 4.', '5'],
  ['The smallest prime greater than 24 is 25.', '29'],
  ['The 10th prime is 31.', '29'],
  ['10C3 = 720', '120'],
  ['The number of ways to choose 3 of 10 is 720.', '120'],
  ['5 XOR 3 = 7', '6'],
  ['17 // 5 = 4', '3'],
  ['The larger of 9.11 and 9.9 is 9.11.', '9.9'],
  ['14 and 21 are coprime.', 'not coprime'],
  ['1900 and 2100 are leap years.', 'not a leap year'],
  ['7 divides 100.', 'does not divide 100'],
  ['17 goes into 100 exactly 6 times.', '5'],
  ['2^10 has 3 digits.', '4'],
  ['10! has 3 trailing zeros.', '2'],
  ['There are 26 primes below 100.', '25'],
  ['The factors of 12 are 1, 2, 3, 4, 6.', '1, 2, 3, 4, 6, 12'],
  ['The first five primes are 1, 2, 3, 5, 7.', '2, 3, 5, 7, 11'],
  ['255 in hexadecimal is FE.', 'FF'],
  ['The binary number 1101 is 12.', '13'],
  ['XIV is 16.', '14'],
  ['The Roman numeral for 40 is XXXX.', 'XL'],
]

describe('a clause that says what something is', () => {
  it.each(falseOnes)('is computed: %s', (step, computed) => {
    expect(accused(step).map((each) => each.computed)).toContain(computed)
  })

  it.each([
    'The square of 12 is 144.',
    'So (2i)^2 = -4.',
    'The modulus of 3+4i is 5, since 9 + 16 = 25.',
    'Two cubed is eight.',
    'The cube root of 27 is 3.',
    'log base 3 of 81 is 4.',
    'The sine of 30 degrees is 0.5.',
    'sin 30° = 1/2',
    '45 degrees is π/4 radians.',
    'The square root of 2 is about 1.4.',
    '-17 mod 5 = 3',
    '-7 mod 3 = -1 in C.',
    'The last digit of 7^2023 is 3.',
    '100 is a multiple of 4, so 2^100 is 1 modulo 5.',
    'The smallest prime greater than 24 is 29.',
    '91 = 7 × 13, so 91 is not prime.',
    '14 and 25 are coprime.',
    'The prime factors of 12 are 2, 2 and 3.',
    'There are 25 primes below 100.',
    '100 in octal is 144.',
    '1101 in binary is 13.',
    'XIV is 14.',
    '√3 ≈ 1,732',
    'The sum of 17 and 25 is 42.',
  ])('is fine where it holds: %s', (step) => {
    expect(accused(step)).toEqual([])
  })

  it('is told as checked where it holds', () => {
    expect(findings('The greatest common factor of 84 and 36 is 12.').filter(({ ok }) => ok)).not.toEqual([])
    expect(findings('The next prime after 31 is 37.')).toContainEqual(
      expect.objectContaining({ kind: 'whole-numbers', computed: '37', ok: true }),
    )
  })

  it.each([
    // The sum goes on, or began before.
    'The sum of 3, 4 and 5 squared is 32.',
    'The square root of 9 + 16 is 5.',
    'The square of 12 cm is 124 pixels in this drawing.',
    'Twice the sum of 3 and 4 is 14.',
    'The numbers 3 and 5 squared and added give 34.',
    // Nobody says it.
    'If the square of 12 were 124, the root would be too large.',
    'It is wrong that the cube root of 27 is 9.',
    'Is the square of 12 124?',
    // Names that look like numbers.
    'Version 9.11 > 9.9.',
    'P(1) = 1.2 · e^(−1.2) ≈ 0.36143.',
    'Step 3 and 5 are coprime labels.',
    'Chapter XIV is 16 pages long.',
    'The factors of 12 that add to 7 are 3 and 4.',
    'For the index i = 1 we get (2i)^2 = 4.',
    'There are 9 primes below 20 that I like, I mean 8.',
    'f′(2) = 12 − 4 = 8',
    'Note √9 < 5.',
  ])('is left alone where it is not read whole: %s', (step) => {
    expect(accused(step)).toEqual([])
  })

  it('reckons with the signs that a question defines', () => {
    expect(accused('The sum of 5 and 4 is 2.', 'In arithmetic modulo 7, what is 5 + 4?')).toEqual([])
    expect(accused('The sum of 5 and 4 is 2.')).toHaveLength(1)
  })
})
