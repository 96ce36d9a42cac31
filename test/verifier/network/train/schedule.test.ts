import { describe, expect, it } from 'vitest'
import { learningRateAt } from '../../../../verifier/network/train/schedule.js'

/** The rate of every step. */
const rates = (steps: number, schedule: 'linear' | 'cosine' | 'constant', warmup: number) =>
  Array.from({ length: steps }, (_, step) => learningRateAt(step, steps, { learningRate: 8, warmup, schedule }))

describe('the learning rate', () => {
  // As get_linear_schedule_with_warmup, get_cosine_schedule_with_warmup and get_constant_schedule_with_warmup of transformers give them.
  it.each([
    ['linear', 0, [8, 6, 4, 2]],
    ['linear', 0.5, [0, 4, 8, 4]],
    // A share of a step is a whole one.
    ['linear', 0.3, [0, 4, 8, 4]],
    ['cosine', 0, [8, 4 + 4 * Math.SQRT1_2, 4, 4 - 4 * Math.SQRT1_2]],
    ['cosine', 0.5, [0, 4, 8, 4]],
    ['constant', 0.5, [0, 4, 8, 8]],
  ] as const)('%s, with a warm-up of %d', (schedule, warmup, expected) => {
    const all = rates(4, schedule, warmup)
    for (const [step, rate] of expected.entries()) expect(all[step]).toBeCloseTo(rate, 9)
  })

  it('of a run of one step has no warm-up: it would learn nothing', () => {
    expect(rates(1, 'linear', 0.5)).toEqual([8])
  })
})
