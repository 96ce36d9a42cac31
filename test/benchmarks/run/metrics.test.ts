import { describe, expect, it } from 'vitest'
import { taskMetrics } from '../../../benchmarks/run/metrics.js'
import { recipeSchema } from '../../../benchmarks/run/recipe.js'
import type { SampleRecord, StepsMetrics } from '../../../benchmarks/run/records.js'
import { emptyTally } from '../../../src/core/tally.js'

const setting = { stepThreshold: 0.5, recipe: recipeSchema.parse({ verifier: 'test:' }) }
/** Chains with their label and what was found: null where nobody could judge. */
const judged = (count: number, firstError: number, found: number | null): SampleRecord[] =>
  Array.from({ length: count }, (_, i) => ({
    ...{ suite: 'steps', task: 't', id: `${firstError} ${found} ${i}`, question: `Q ${firstError} ${i}?`, firstError },
    tokens: emptyTally(),
    verdict: {
      ...{ id: 'c', steps: [], firstError: found, reward: null, aggregation: 'min', probability: null, reasons: [] },
      verdict: (found ?? -1) === -1 ? 'abstain' : 'incorrect',
      ...(found === null && { reason: 'too long' }),
    },
  }))
const failed = (count: number, firstError: number): SampleRecord[] =>
  Array.from({ length: count }, (_, i) => ({
    ...{ suite: 'failed', task: 't', id: `failed ${firstError} ${i}`, firstError, error: 'the server died' },
  }))
const metricsOf = (...records: SampleRecord[][]) => taskMetrics('t', 'steps', records.flat(), setting) as StepsMetrics

describe('first errors', () => {
  it('are hit where the very step is named, and right chains where none is', () => {
    const metrics = metricsOf(judged(6, 1, 1), judged(2, 1, 0), judged(2, 1, -1), judged(3, -1, -1), judged(1, -1, 0))
    expect(metrics).toMatchObject({ chains: 14, errorAccuracy: 60, correctAccuracy: 75, failed: 0 })
    expect(metrics.f1).toBeCloseTo((2 * 60 * 75) / 135, 9)
  })

  it('what failed or could not be judged is no hit, whatever its label', () => {
    const metrics = metricsOf(judged(5, 1, 1), failed(5, 1), judged(6, -1, -1), failed(1, -1), judged(1, -1, null))
    expect(metrics).toMatchObject({ chains: 18, failed: 6, errorAccuracy: 50, correctAccuracy: 75 })
  })

  it('have an interval around F1, whose ends are both parts at their ends', () => {
    const { f1, f1ci95 } = metricsOf(judged(20, 0, 0), judged(10, -1, -1), judged(10, -1, 0))
    const [low = 0, high = 0] = f1ci95 ?? []
    expect(f1).toBeCloseTo(200 / 3, 9)
    expect([low < Number(f1) - 5, high > Number(f1) + 5, high < 100]).toEqual([true, true, true])
  })
})
