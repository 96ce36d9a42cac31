import { describe, expect, it } from 'vitest'
import { isPartlyChecked } from '../../../src/core/records/partly-checked.js'

const isPart = (text: string, ...checked: string[]) =>
  isPartlyChecked(
    text,
    checked.map((claim) => {
      const from = text.indexOf(claim)
      expect(from).toBeGreaterThanOrEqual(0)
      return [from, from + claim.length]
    }),
  )

describe('a step of which a part was checked', () => {
  it.each([
    ['91 is not divisible by 2, 3, 5, so it is a prime number.', '91 is not divisible by 2'],
    ['91 is not divisible by 2, so it is a prime number.', '91 is not divisible by 2'],
    ['25% of 80 is 20, so the jacket is $60.', '25% of 80 is 20'],
    ['4 * 6 = 24, so n is even.', '4 * 6 = 24'],
    ['x is 5, because 2 * 5 = 10.', '2 * 5 = 10'],
    ['3 * $4 = $12, which is cheap.', '3 * $4 = $12'],
    ['Alle 40 sind da, also 3 + 4 = 7.', '3 + 4 = 7'],
    ['4·6 = 24，所以是偶数。', '4·6 = 24'],
  ])('says more than that: %s', (text, claim) => {
    expect(isPart(text, claim)).toBe(true)
  })

  it.each([
    ['It sells 28, so 48 - 28 = 20 are left.', '48 - 28 = 20'],
    ['It bakes 6 * 8 = 48 rolls.', '6 * 8 = 48'],
    ['4 * 6 = 24, so 24 are left.', '4 * 6 = 24'],
    ['Step 3: The total is 3 + 4 = 7.', '3 + 4 = 7'],
    ['2. To find the total, add them: 3 + 4 = 7', '3 + 4 = 7'],
    ['4 July 1776 was a Thursday.', '4 July 1776 was a Thursday'],
    ['The answer is 51.', '51'],
  ])('says that and nothing else: %s', (text, claim) => {
    expect(isPart(text, claim)).toBe(false)
  })

  it('is none where nothing was checked, or all was', () => {
    expect(isPart('91 is prime, since 7 does not divide it.')).toBe(false)
    expect(isPart('3 + 4 = 7 and 7 * 2 = 14.', '3 + 4 = 7', '7 * 2 = 14')).toBe(false)
  })
})
