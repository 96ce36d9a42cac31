import { describe, expect, it } from 'vitest'
import { seededRandom } from '../../../src/core/statistics/random.js'
import { areaUnderCurve, expectedCalibrationError } from '../../../src/core/statistics/statistics.js'
import {
  applyLogistic,
  crossFit,
  fitLogistic,
  type LabelledFeatures,
} from '../../../verifier/calibration/calibration.js'

/** Labels drawn from a known logistic model; `noise` says nothing; each group has two rows. */
function sample(count: number): LabelledFeatures[] {
  const random = seededRandom('logistic')
  return Array.from({ length: count }, (_, i) => {
    const [a, b] = [random.normal(), 10 + 5 * random.normal()]
    const p = 1 / (1 + Math.exp(-(0.5 + 2 * a - 0.3 * (b - 10))))
    return { features: { a, b, noise: random.normal(), constant: 1 }, label: random.uniform() < p, group: `g${i >> 1}` }
  })
}

describe('logistic calibration', () => {
  const rows = sample(4000)
  const model = fitLogistic(rows)

  it('recovers the model that made the data', () => {
    const slope = (name: string) => (model.features[name]?.weight ?? 0) / (model.features[name]?.scale ?? 1)
    expect(slope('a')).toBeCloseTo(2, 0.7)
    expect(slope('b')).toBeCloseTo(-0.3, 1)
    expect(Math.abs(slope('noise'))).toBeLessThan(0.15)
    expect(slope('constant')).toBeCloseTo(0, 6)
  })

  it('solves the two-group case by hand: the log-odds of each group', () => {
    const of = (x: number, right: number, wrong: number) =>
      Array.from({ length: right + wrong }, (_, i) => ({ features: { x }, label: i < right, group: `${x}-${i}` }))
    const fitted = fitLogistic([...of(0, 20, 80), ...of(1, 75, 25)], { l2: 1e-9 })
    expect(applyLogistic(fitted, { x: 0 })).toBeCloseTo(0.2, 6)
    expect(applyLogistic(fitted, { x: 1 })).toBeCloseTo(0.75, 6)
  })

  it('gives calibrated probabilities on groups it has not seen', () => {
    const probabilities = crossFit(rows).map((p) => p as number)
    const labels = rows.map((row) => row.label)
    expect(expectedCalibrationError(probabilities, labels)).toBeLessThan(0.03)
    expect(areaUnderCurve(probabilities, labels)).toBeGreaterThan(0.85)
  })

  it('does not learn a group by heart', () => {
    // The label is a property of the group alone: unseen groups are a coin toss.
    const random = seededRandom('groups')
    const memorable = Array.from({ length: 400 }, (_, i) => ({
      features: { id: i >> 1 },
      label: seededRandom(i >> 1).uniform() < 0.5,
      group: `g${i >> 1}`,
    }))
    const area = areaUnderCurve(
      crossFit(random.shuffle(memorable)).map((p) => p as number),
      memorable.map((row) => row.label),
    )
    expect(area).toBeGreaterThan(0.35)
    expect(area).toBeLessThan(0.65)
  })

  it('a rare flag is worth what its few chains say when penalised as it is, and far more when standardised', () => {
    // Of 2,000 chains half are right; the flag is set in ten, all wrong.
    const flagged = Array.from({ length: 2000 }, (_, i) => ({
      features: { rare: i < 10 ? 1 : 0 },
      label: i >= 10 && i % 2 === 0,
      group: String(i),
    }))
    const weightOf = (penalty: 'standardised' | 'as they are') => {
      const { rare } = fitLogistic(flagged, { l2: 5, penalty }).features
      return (rare?.weight ?? 0) / (rare?.scale ?? 1)
    }
    // l2 w = sum of (p - label) over the flagged: 5 w = -10 p(w), so that |w| < 10 / 5 / 2 whatever p is.
    expect(weightOf('as they are')).toBeLessThan(-0.5)
    expect(weightOf('as they are')).toBeGreaterThan(-1)
    expect(weightOf('standardised')).toBeLessThan(-3)
  })

  describe('with signs that the weights must have', () => {
    const weightsOf = (model: ReturnType<typeof fitLogistic>) =>
      Object.entries(model.features).map(([, { weight }]) => weight)

    it('finds the same where the free weights have them already', () => {
      const free = fitLogistic(rows)
      const bound = fitLogistic(rows, { sign: (name) => (({ a: 1, b: -1 }) as const)[name] })
      expect(weightsOf(bound)).toEqual(weightsOf(free))
    })

    it('a weight that would have the other sign is 0, and the others are what they are without that feature', () => {
      const bound = fitLogistic(rows, { sign: (name) => (name === 'b' ? 1 : undefined) })
      expect(bound.features.b?.weight).toBe(0)
      const without = fitLogistic(rows.map((row) => ({ ...row, features: omit(row.features, 'b') })))
      for (const [name, { weight }] of Object.entries(without.features))
        expect(bound.features[name]?.weight).toBeCloseTo(weight, 6)
      expect(bound.intercept).toBeCloseTo(without.intercept, 6)
    })

    it('is the best of all weights that have them: no step within the bounds makes the data likelier', () => {
      // Of two features that say nearly the same, the free fit gives one the wrong sign.
      const random = seededRandom('twins')
      const twins = Array.from({ length: 600 }, (_, i) => {
        const [x, y] = [random.normal(), random.normal()]
        const label = random.uniform() < 1 / (1 + Math.exp(-x + 0.5 * y))
        return { features: { x: x + 0.3 * y, y: x - 0.3 * y, z: random.normal() }, label, group: String(i) }
      })
      expect(fitLogistic(twins).features.y?.weight).toBeGreaterThan(0)
      const signs = { x: -1, y: 1, z: 1 } as const
      const bound = fitLogistic(twins, { sign: (name) => signs[name as keyof typeof signs] })
      const worthOf = (weights: readonly number[]) => {
        const model = Object.fromEntries(
          Object.entries(bound.features).map(([name, feature], j) => [name, { ...feature, weight: weights[j] ?? 0 }]),
        )
        const p = twins.map(({ features }) => applyLogistic({ features: model, intercept: weights[3] ?? 0 }, features))
        const likelihood = twins.reduce((sum, { label }, i) => sum + Math.log((label ? p[i] : 1 - (p[i] ?? 0)) ?? 0), 0)
        return likelihood - 0.5 * weights.slice(0, 3).reduce((sum, weight) => sum + weight ** 2, 0)
      }
      const found = [...weightsOf(bound), bound.intercept]
      for (let trial = 0; trial < 200; trial++) {
        const tried = found.map((weight) => weight + 0.05 * random.normal())
        const bounded = tried.map((weight, j) => (([-1, 1, 1][j] ?? 0) * weight < 0 ? 0 : weight))
        expect(worthOf(bounded)).toBeLessThanOrEqual(worthOf(found) + 1e-9)
      }
    })
  })

  it('separable data stay finite', () => {
    const fitted = fitLogistic([-2, -1, 1, 2].map((x) => ({ features: { x }, label: x > 0, group: String(x) })))
    expect(Number.isFinite(fitted.intercept)).toBe(true)
    expect(applyLogistic(fitted, { x: 2 })).toBeGreaterThan(0.7)
  })

  it('has no probability for a missing or infinite feature, and refuses to fit on one', () => {
    expect(applyLogistic(model, { a: 1, b: 2, noise: 0 })).toBeNull()
    expect(applyLogistic(model, { a: Number.NaN, b: 2, noise: 0, constant: 1 })).toBeNull()
    expect(() =>
      fitLogistic([
        { features: { x: Number.NaN }, label: true, group: 'a' },
        { features: { x: 1 }, label: false, group: 'b' },
      ]),
    ).toThrow(/feature x/)
    expect(() => fitLogistic(rows.filter((row) => row.label))).toThrow(/right and wrong/)
  })
})

const omit = (features: Readonly<Record<string, number>>, left: string) =>
  Object.fromEntries(Object.entries(features).filter(([name]) => name !== left))
