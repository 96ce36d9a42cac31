import { describe, expect, it } from 'vitest'
import { accuses } from '../../../src/core/records/findings.js'
import { checkEvidence } from '../../../verifier/evidence/index.js'
import { prepare } from '../../../verifier/judge/prepare.js'

/*
 * Whole solutions, read as a person hands them over: which are accused, and which are not.
 */

const isAccused = (question: string, text: string) =>
  checkEvidence(prepare({ id: 'chain', question, text })).steps.some(({ evidence }) => evidence.some(accuses))

describe('a computation that was asked for and stated right', () => {
  it.each([
    ['What is 144 / 16?', '144 / 16 = 9. Proof: 9 * 16 = 144.'],
    ['What is 144 / 16?', '9, because 9 × 16 = 144.'],
    ['What is 100 / 4?', '100 / 4 = 25. To verify: 25 * 4 = 100.'],
    ['What is 12 + 19?', '12 + 19 = 31. Check: 31 - 19 = 12.'],
    ['What is 17 * 3?', '17 * 3 = 51 because 10 * 3 = 30 and 7 * 3 = 21.'],
    ['What is 17 * 3?', '17 * 3 = 51. For comparison, 18 * 3 = 54.'],
    ['What is 7 * 6?', '7 * 6 = 42. Note that 8 * 6 = 48.'],
    ['What is 17 * 3?', '17 * 3 = 3 * 17 = 51. Also 3 * 18 = 54.'],
    ['Was ist 144 / 16?', '144 / 16 = 9. Probe: 9 * 16 = 144.'],
    ['Was ist 17 * 3?', '17 * 3 = 51. Zum Vergleich: 18 * 3 = 54.'],
    ['计算144 / 16', '144 / 16 = 9。验算：9 * 16 = 144。'],
  ])('is not accused for what follows: %s %s', (question, text) => expect(isAccused(question, text)).toBe(false))

  it.each([
    ['What is 17 * 3?', '17 * 3 = 51. So the answer is 54.'],
    ['What is 17 * 3?', '20 * 3 = 60, 60 - 6 = 54.'],
    ['What is 144 / 16?', '144 / 16 = 8. Proof: 8 * 16 = 128.'],
    ['What is 100 / 4?', '24, because 24 * 4 = 96.'],
  ])('is accused where another answer is given: %s %s', (question, text) =>
    expect(isAccused(question, text)).toBe(true),
  )
})

describe('raised and lowered digits', () => {
  it.each([
    ['What is 2^10?', '2¹⁰ = 1024.'],
    ['What is the balance?', '1000 × 1.05¹⁰ = 1628.89'],
    ['How many atoms are there?', '2 × 6.022 × 10²³ = 1.2044 × 10²⁴'],
    ['What is the product?', '10⁻¹² * 10¹⁴ = 100'],
    ['What is the pH?', 'pH = −log₁₀(10⁻⁴) = 4.'],
    ['What is the sum?', '1011₂ + 101₂ = 10000₂'],
  ])('in a row are one number: %s %s', (question, text) => expect(isAccused(question, text)).toBe(false))

  it.each([
    ['What is 2^10?', '2¹⁰ = 20.'],
    ['What is it?', '5²³ = 25.'],
    ['What is it?', '2⁻² = 4.'],
  ])('are reckoned with: %s %s', (question, text) => expect(isAccused(question, text)).toBe(true))
})
