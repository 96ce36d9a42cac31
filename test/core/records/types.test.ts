import { describe, expect, it } from 'vitest'
import { labelledChainSchema } from '../../../src/core/records/types.js'

describe('a labelled chain', () => {
  const chain = { id: 'a', question: 'What is 2 + 3?', steps: ['2 + 3 = 5', 'The answer is 5.'] }
  const problems = (firstError: number) =>
    labelledChainSchema.safeParse({ ...chain, firstError }).error?.issues.map(({ path }) => path.join('.')) ?? []

  it('names one of its steps, or none', () => {
    expect([-1, 0, 1].map(problems)).toEqual([[], [], []])
    expect([-2, 2, 0.5].map(problems)).toEqual([['firstError'], ['firstError'], ['firstError']])
  })
})
