import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { applySingle, fitIsotonic, fitPlatt } from '../../../verifier/reward/single-score.js'

describe('Platt', () => {
  it('two scores by hand: the log-odds of the smoothed targets', () => {
    // 1: three right, one wrong; 0: one right, three wrong. t+ = 5/6, t- = 1/6: p(1) = (3 * 5/6 + 1/6) / 4 = 2/3.
    const fitted = fitPlatt([1, 1, 1, 1, 0, 0, 0, 0], [true, true, true, false, true, false, false, false])
    expect(applySingle(fitted, 1)).toBeCloseTo(2 / 3, 6)
    expect(applySingle(fitted, 0)).toBeCloseTo(1 / 3, 6)
  })

  it('stays finite on separable data and leaves out what is not finite', () => {
    const fitted = fitPlatt([-5, -4, 4, 5, null, Number.NaN], [false, false, true, true, false, true])
    expect(Number.isFinite(fitted.slope)).toBe(true)
    expect(applySingle(fitted, 5)).toBeGreaterThan(0.6)
    expect(applySingle(fitted, null)).toBeNull()
    expect(applySingle(fitted, Number.NaN)).toBeNull()
  })
})

describe('isotonic', () => {
  it('pools adjacent violators, by hand', () => {
    const fitted = fitIsotonic([1, 2, 3, 4, 5, 6], [false, true, false, false, true, true])
    expect(fitted.knots).toEqual([
      { score: 1, probability: 0 },
      { score: 2, probability: 1 / 3 },
      { score: 5, probability: 1 },
    ])
    expect([0, 1.5, 4, 9].map((score) => applySingle(fitted, score))).toEqual([0, 0, 1 / 3, 1])
    expect(applySingle(fitIsotonic([], []), 1)).toBeNull()
  })

  it('never decreases and keeps the mean', () => {
    const rows = fc.array(fc.tuple(fc.integer({ min: 0, max: 9 }), fc.boolean()), { minLength: 1, maxLength: 40 })
    fc.assert(
      fc.property(rows, (given) => {
        const [scores, labels] = [given.map(([score]) => score), given.map(([, label]) => label)]
        const fitted = fitIsotonic(scores, labels)
        const p = fitted.knots.map(({ probability }) => probability)
        expect(p).toEqual([...p].sort((a, b) => a - b))
        const sum = scores.reduce((total, score) => total + (applySingle(fitted, score) as number), 0)
        expect(sum).toBeCloseTo(labels.filter(Boolean).length, 9)
      }),
    )
  })
})
