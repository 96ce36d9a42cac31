import { describe, expect, it } from 'vitest'
import { accuses } from '../../../src/core/records/findings.js'
import { checkEvidence } from '../../../verifier/evidence/index.js'

const accused = (step: string) =>
  checkEvidence({ question: 'How much is it?', steps: [step] }).steps.some(({ evidence }) => evidence.some(accuses))

describe('a result that is told in words behind an expression', () => {
  it.each([
    'The upper row yields 0 · 2 + (−1) · 5, which is 5.',
    'We are left with 3 · 4 + 5, that is 18.',
    'The area comes out as 3 · 4 + 5, i.e. 18.',
    'We need 3 · 4 + 5, namely 18.',
    'The sum is 12 + 5 + 3, which comes to 21.',
    'It is 2/3, or 0.76.',
    'Kids pay 3 × 8, which makes 22 euros.',
  ])('is false: %s', (step) => expect(accused(step)).toBe(true))

  it.each([
    'We need 3 · 4 + 5, which is 17.',
    'We take 3 · 4 + 5, which is 1 more than 16.',
    'We take 1/5, which is 20 percent.',
    'It takes 90/60, which is 1.5 hours.',
    'We have 150 + 50, which is 2 m.',
    'It is 7/2, or 3 1/2.',
    '17 = 4·4 + 1, so 1 is left.',
    'Twice 3 + 4, which is 14, is too much.',
    'Read pages 10 - 15, that is 6 pages.',
    'For 2019-2021, which is 3 years, sales grew.',
    'If it were 3 · 4 + 5, which is 18, we would stop.',
  ])('is right, or left alone: %s', (step) => expect(accused(step)).toBe(false))
})
