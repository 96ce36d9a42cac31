import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { countingKey, hashedFraction, heldAside } from '../../../src/core/records/split.js'

describe('the held-aside split', () => {
  it('looks at the words of a question only', () => {
    expect(heldAside('How many  apples\nare left?', 0.4)).toBe(heldAside(' how many apples are left?', 0.4))
    const questions = Array.from({ length: 2000 }, (_, i) => `Question ${i}: how many?`)
    const aside = questions.filter((question) => heldAside(question, 0.4)).length
    expect(aside).toBeGreaterThan(740)
    expect(aside).toBeLessThan(860)
  })

  it('a smaller part is part of a larger one', () => {
    fc.assert(
      fc.property(fc.string(), fc.double({ min: 0, max: 1, noNaN: true }), (text, fraction) => {
        expect(heldAside(text, 0)).toBe(false)
        expect(heldAside(text, 1)).toBe(true)
        if (heldAside(text, fraction)) expect(heldAside(text, Math.min(1, fraction + 0.1))).toBe(true)
        expect(hashedFraction(text)).toBeLessThan(1)
      }),
    )
  })
})

describe('what counts as one question', () => {
  it.each([
    ['What is A + B?', 'What is A - B?'],
    ['Find f(-2) for f(x) = x^2 + 1.', 'Find f(2) for f(x) = x^2 - 1.'],
    ['What is 1.5 times 2?', 'What is 15 times 2?'],
    ['What is 3 × 4?', 'What is 3 ÷ 4?'],
    ['Is x < 3?', 'Is x > 3?'],
    ['What is (2 + 3) * 4?', 'What is 2 + 3 * 4?'],
    ['What is 5!?', 'What is 5?'],
    ['What is 20 % of 80?', 'What is 20 of 80?'],
    ['x² = 4', 'x2 = 4'],
    ['+', '-'],
    ['के', 'का'],
  ])('%s and %s are two', (one, other) => expect(countingKey(one)).not.toBe(countingKey(other)))

  it.each([
    ['What is 3 × 4?', 'what is 3*4'],
    ['What is 3 \\times 4?', 'What is 3 · 4 ?'],
    ['How many well-known books, e.g. novels, are left?', 'How many well known books e g novels are left'],
    ['A 2-digit number (see above) is 5 − 3.', 'A 2 digit number, see above, is 5 - 3'],
    ['It costs $5.', 'It costs 5'],
    ['Hello! How many?', 'Hello, how many?'],
  ])('%s and %s are one', (one, other) => expect(countingKey(one)).toBe(countingKey(other)))
})
