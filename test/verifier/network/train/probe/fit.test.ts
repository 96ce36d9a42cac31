import { describe, expect, it } from 'vitest'
import { seededRandom } from '../../../../../src/core/statistics/random.js'
import { fitLinear, type Rows } from '../../../../../verifier/network/train/probe/fit.js'

/** Two features of very different size, of which the label depends on both. */
function rowsOf(count: number): Rows {
  const random = seededRandom('fit')
  const features = new Float32Array(2 * count)
  const labels = Array.from({ length: count }, (_, row) => {
    const [small, large] = [random.normal(), 100 + 50 * random.normal()]
    features.set([small, large], 2 * row)
    return random.uniform() < 1 / (1 + Math.exp(-(1.5 * small - 0.03 * (large - 100) + 0.4)))
  })
  return { width: 2, features, labels, weights: labels.map((_, row) => 1 + (row % 3)) }
}

describe('logistic regression by L-BFGS', () => {
  const rows = rowsOf(4000)

  it('finds the weights that the labels were drawn with', () => {
    const { weights, bias } = fitLinear(rows, { penalty: 1e-6 })
    expect(weights[0]).toBeCloseTo(1.5, 0)
    expect(weights[1]).toBeCloseTo(-0.03, 2)
    expect(bias - 100 * 0.03).toBeCloseTo(0.4, 0)
  })

  it('ends where the weighted gradient is zero', () => {
    const { weights, bias } = fitLinear(rows, { penalty: 1e-9, iterations: 200 })
    const gradient = [0, 0, 0]
    for (const [row, label] of rows.labels.entries()) {
      const x = [rows.features[2 * row] ?? 0, ((rows.features[2 * row + 1] ?? 0) - 100) / 50, 1]
      const logit = (weights[0] ?? 0) * (x[0] ?? 0) + (weights[1] ?? 0) * (rows.features[2 * row + 1] ?? 0) + bias
      const slope = (1 / (1 + Math.exp(-logit)) - Number(label)) * (rows.weights[row] ?? 0)
      x.forEach((value, i) => {
        gradient[i] = (gradient[i] ?? 0) + (slope * value) / 8000
      })
    }
    for (const value of gradient) expect(Math.abs(value)).toBeLessThan(1e-3)
  })

  it('shrinks with the penalty, and takes a constant feature and labels of one kind', () => {
    const [free, held] = [1e-6, 10].map((penalty) => fitLinear(rows, { penalty }))
    expect(Math.abs(held?.weights[0] ?? 1)).toBeLessThan(0.2 * Math.abs(free?.weights[0] ?? 0))
    const constant: Rows = {
      width: 1,
      features: new Float32Array(6).fill(3),
      labels: Array(6).fill(true),
      weights: Array(6).fill(1),
    }
    const { weights, bias } = fitLinear(constant, { penalty: 0.1 })
    expect([...weights, bias].every(Number.isFinite)).toBe(true)
    expect(3 * (weights[0] ?? 0) + bias).toBeGreaterThan(0)
  })
})
