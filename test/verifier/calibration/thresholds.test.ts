import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { seededRandom } from '../../../src/core/statistics/random.js'
import { fitCalibration } from '../../../verifier/calibration/fit.js'
import {
  crossFitStepThreshold,
  fitAbstention,
  fitStepThreshold,
  stepF1,
} from '../../../verifier/calibration/thresholds.js'

describe('threshold of steps', () => {
  it('by hand', () => {
    const rows = [
      { rewards: [0.9, 0.8], firstError: -1 },
      { rewards: [0.9, 0.3, 0.1], firstError: 1 },
      { rewards: [0.5, 0.2], firstError: 1 },
    ]
    // t in (0.3, 0.5] gets all three.
    expect(fitStepThreshold(rows)).toEqual({ threshold: 0.4, f1: 1, errorAccuracy: 1, correctAccuracy: 1 })
    expect(stepF1(rows, 0.6)).toEqual({ f1: 2 / 3, errorAccuracy: 0.5, correctAccuracy: 1 })
  })

  it('no other threshold is better, and the figure it reports is the one it gets', () => {
    const reward = fc.option(
      fc.integer({ min: 0, max: 10 }).map((x) => x / 10),
      { freq: 5 },
    )
    const row = fc
      .array(reward, { minLength: 1, maxLength: 5 })
      .chain((rewards) =>
        fc.record({ rewards: fc.constant(rewards), firstError: fc.integer({ min: -1, max: rewards.length - 1 }) }),
      )
    fc.assert(
      fc.property(fc.array(row, { minLength: 1, maxLength: 12 }), (rows) => {
        const { threshold, ...figures } = fitStepThreshold(rows)
        expect(stepF1(rows, threshold)).toEqual(figures)
        for (let t = 0.05; t < 1; t += 0.1) expect(stepF1(rows, t).f1).toBeLessThanOrEqual(figures.f1 + 1e-9)
      }),
    )
  })

  it('a floor on right chains gives up errors for it', () => {
    const rows = [
      { rewards: [0.9, 0.6], firstError: -1 },
      { rewards: [0.9, 0.8], firstError: -1 },
      { rewards: [0.9, 0.7], firstError: 1 },
      { rewards: [0.9, 0.7], firstError: 1 },
      { rewards: [0.9, 0.5], firstError: 1 },
    ]
    // Above 0.7 all errors are found and one right chain is lost; up to 0.6 one error is found and both are kept.
    expect(fitStepThreshold(rows)).toMatchObject({ threshold: 0.75, errorAccuracy: 1, correctAccuracy: 0.5 })
    expect(fitStepThreshold(rows, { leastCorrect: 0.8 })).toMatchObject({
      threshold: 0.55,
      errorAccuracy: 1 / 3,
      correctAccuracy: 1,
    })
  })

  it('cross-fitted, noise earns nothing', () => {
    const random = seededRandom('noise')
    const rows = Array.from({ length: 300 }, (_, i) => {
      const rewards = Array.from({ length: 4 }, () => random.uniform())
      return { rewards, firstError: random.int(5) - 1, group: `${i}` }
    })
    expect(crossFitStepThreshold(rows).f1).toBeLessThan(0.4)
  })
})

describe('abstention', () => {
  it('keeps the risk on either side', () => {
    const p = [0.9, 0.8, 0.7, 0.6, 0.4, 0.3, 0.2, null]
    const right = [true, true, true, false, true, false, false, true]
    expect(fitAbstention(p, right, 0)).toEqual({ accept: 0.7, reject: 0.3 })
    expect(fitAbstention(p, right, 0.25)).toEqual({ accept: 0.4, reject: 0.3 })
    expect(fitAbstention([0.9], [false], 0)).toEqual({ accept: 1, reject: 0.9 })
    // All of one probability are called, or none.
    expect(fitAbstention([0.9, 0.9, 0.2, 0.2], [true, false, false, true], 0)).toEqual({ accept: 1, reject: 0 })
  })
})

describe('fitting a calibration', () => {
  it('cross-fits by group, reports what it is worth, leaves incomplete rows out', () => {
    const random = seededRandom('fit')
    const rows = Array.from({ length: 1200 }, (_, i) => {
      const x = random.normal()
      return {
        features: { x, noise: random.normal() },
        label: random.uniform() < 1 / (1 + Math.exp(-2 * x)),
        group: `${i >> 2}`,
      }
    })
    const incomplete = { features: { x: 1 } as Record<string, number>, label: true, group: 'other' }
    const fitted = fitCalibration([...rows, incomplete], { data: 'made up', date: '2026-01-01' })
    expect(fitted.metrics).toMatchObject({ chains: 1200, left: 1 })
    expect(fitted.metrics.auc).toBeGreaterThan(0.8)
    expect(fitted.metrics.ece).toBeLessThan(0.06)
    expect(fitted.probabilities.at(-1)).toBeNull()
    const { accept, reject, fittedOn } = fitted.calibration
    expect(fittedOn).toEqual({ data: 'made up', chains: 1200, problems: 300, date: '2026-01-01' })
    const accepted = rows.filter((_, i) => (fitted.probabilities[i] as number) >= accept)
    expect(accepted.filter(({ label }) => !label).length / accepted.length).toBeLessThanOrEqual(0.1)
    expect(reject).toBeLessThan(accept)
  })
})
