import { describe, expect, it } from 'vitest'
import { seededRandom } from '../../../src/core/statistics/random.js'
import { sampleToken } from '../../../src/core/statistics/sampling.js'

describe('sampleToken', () => {
  const logits = Float32Array.from([0, Math.log(2), Math.log(5), Number.NEGATIVE_INFINITY])

  it('takes the most likely token at temperature 0', () => {
    expect(sampleToken(logits, { temperature: 0, topP: 1, uniform: () => 0 })).toBe(2)
    expect(sampleToken(logits, { uniform: () => 0.99 })).toBe(2)
  })

  it('draws in proportion, and only from the nucleus', () => {
    const draw = (topP: number, temperature = 1) => {
      const { uniform } = seededRandom(5)
      const counts = [0, 0, 0, 0]
      for (let i = 0; i < 8000; i++) (counts[sampleToken(logits, { temperature, topP, uniform })] as number) += 1
      return counts.map((count) => count / 1000)
    }
    const near = (found: number[], expected: number[]) =>
      found.forEach((value, i) => {
        expect(Math.abs(value - (expected[i] as number))).toBeLessThan(0.25)
      })
    near(draw(1), [1, 2, 5, 0])
    near(draw(0.8), [0, 16 / 7, 40 / 7, 0])
    near(draw(0.6), [0, 0, 8, 0])
    near(draw(1, 0.5), [8 / 30, 32 / 30, 200 / 30, 0])
  })

  it.each([
    ['NaN', [Number.NaN, Number.NaN, Number.NaN]],
    ['NaN', [Number.NaN, 1, 2]],
    ['NaN', [1, 2, Number.NaN]],
    ['Infinity', [1, Number.POSITIVE_INFINITY, 2]],
    ['-Infinity', [Number.NEGATIVE_INFINITY, Number.NEGATIVE_INFINITY]],
  ])('draws nothing where the network gave %s (%j)', (found, broken) => {
    for (const temperature of [0, 1])
      expect(() => sampleToken(Float32Array.from(broken), { temperature, uniform: () => 0.5 })).toThrow(
        expect.objectContaining({ code: 'numeric', found }),
      )
  })

  it('reaches every token of a flat distribution, whatever uniform() gives', () => {
    const flat = new Float32Array(5)
    for (const topP of [1, 0.99])
      expect(
        [0, 0.21, 0.41, 0.61, 0.81, 0.9999].map((u) => sampleToken(flat, { temperature: 1, topP, uniform: () => u })),
      ).toEqual([0, 1, 2, 3, 4, 4])
  })
})
