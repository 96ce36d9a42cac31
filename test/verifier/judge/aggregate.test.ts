import { describe, expect, it } from 'vitest'
import { aggregate } from '../../../verifier/judge/aggregate.js'

describe('aggregate', () => {
  it.each([
    ['min', 0.25],
    ['max', 1],
    ['last', 0.5],
    ['mean', 1.75 / 3],
    ['product', 0.125],
    ['geometric-mean', 0.5],
  ] as const)('%s, by hand', (how, expected) => {
    expect(aggregate([1, 0.25, 0.5], how)).toBeCloseTo(expected, 12)
    expect(aggregate([1, null, 0.25, 0.5, null], how)).toBeCloseTo(expected, 12)
  })

  it('has no value for no rewards, nor for one that is not finite', () => {
    expect(aggregate([], 'min')).toBeNull()
    expect(aggregate([null, null], 'mean')).toBeNull()
    expect(aggregate([0.5, Number.NaN], 'max')).toBeNull()
  })

  it('takes a chain of a million steps', () => {
    const long = new Array(1_000_000).fill(0.5)
    expect(aggregate(long, 'min')).toBe(0.5)
    expect(aggregate(long, 'geometric-mean')).toBeCloseTo(0.5, 9)
  })
})
