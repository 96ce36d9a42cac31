import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { seededRandom } from '../../../src/core/statistics/random.js'
import {
  areaUnderCurve,
  bootstrapInterval,
  brier,
  expectedCalibrationError,
  harmonicF1,
  mean,
  pairedBootstrap,
  quantile,
} from '../../../src/core/statistics/statistics.js'

describe('statistics', () => {
  it('interpolates quantiles', () => {
    expect(quantile([1, 2, 3, 4], 0.5)).toBe(2.5)
    expect(quantile([1, 2, 3, 4], 1)).toBe(4)
    expect(quantile([7], 0.3)).toBe(7)
  })

  it('covers the true mean in about 95 of 100 bootstrap intervals', () => {
    let covered = 0
    for (let trial = 0; trial < 200; trial++) {
      const random = seededRandom(trial)
      const values = Array.from({ length: 60 }, () => random.normal() + 3)
      const [low, high] = bootstrapInterval(values, { resamples: 400, seed: trial })
      if (low <= 3 && 3 <= high) covered++
    }
    expect(covered).toBeGreaterThan(180)
    expect(covered).toBeLessThan(199)
  })

  it('is repeatable, and differs with the seed', () => {
    const values = [0, 1, 1, 0, 1, 1, 1, 0, 0, 1]
    expect(bootstrapInterval(values, { seed: 4 })).toEqual(bootstrapInterval(values, { seed: 4 }))
    const means = (seed: number) => pairedBootstrap(values, values.toReversed(), { seed, resamples: 50 }).p
    expect(new Set([1, 2, 3, 4, 5].map(means)).size).toBeGreaterThan(1)
  })

  it('finds a paired difference that unpaired noise would hide, and none where there is none', () => {
    const random = seededRandom('pairs')
    const base = Array.from({ length: 300 }, () => 10 * random.normal())
    const better = base.map((value) => value + 0.2 + 0.5 * random.normal())
    const found = pairedBootstrap(better, base)
    expect(found.difference).toBeCloseTo(0.2, 1)
    expect(found.ci95[0]).toBeGreaterThan(0)
    expect(found.p).toBeLessThan(0.01)
    expect(pairedBootstrap(base, base)).toEqual({ difference: 0, ci95: [0, 0], p: 1 })
    // Each tail has one observation more than was drawn: no p is 0.
    expect(pairedBootstrap([1, 1, 1], [0, 0, 0], { resamples: 99 }).p).toBe(0.02)
    expect(() => pairedBootstrap([1], [1, 2])).toThrow(RangeError)
  })

  it('computes F1 as the harmonic mean', () => {
    expect(harmonicF1(0.5, 1)).toBeCloseTo(2 / 3, 12)
    expect(harmonicF1(0, 0)).toBe(0)
  })

  it('computes the area under the curve as the share of ordered pairs', () => {
    expect(areaUnderCurve([0.1, 0.4, 0.35, 0.8], [false, false, true, true])).toBe(0.75)
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.integer({ min: 0, max: 5 }), fc.boolean()), { minLength: 2, maxLength: 40 }),
        (rows) => {
          const positives = rows.filter((row) => row[1])
          const negatives = rows.filter((row) => !row[1])
          fc.pre(positives.length > 0 && negatives.length > 0)
          const pairs = positives.flatMap(([p]) => negatives.map(([n]) => (p > n ? 1 : p === n ? 0.5 : 0)))
          const area = areaUnderCurve(
            rows.map((row) => row[0]),
            rows.map((row) => row[1]),
          )
          expect(area).toBeCloseTo(mean(pairs), 10)
        },
      ),
    )
  })

  it('computes Brier and the calibration error by hand', () => {
    expect(brier([0.8, 0.2], [true, true])).toBeCloseTo((0.04 + 0.64) / 2, 12)
    // bin 0.9: predicted 0.95, observed 0.5 (2 of 4); bin 0.1: predicted 0.15, observed 0 (1 of 4); bin 0.3: 0.3 against 1
    expect(expectedCalibrationError([0.95, 0.95, 0.15, 0.3], [true, false, false, true])).toBeCloseTo(
      (2 * 0.45 + 0.15 + 0.7) / 4,
      12,
    )
    expect(expectedCalibrationError([1, 1, 0], [true, true, false])).toBe(0)
  })
})
