import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { hashedFraction, heldAside } from '../../../src/core/records/split.js'

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
