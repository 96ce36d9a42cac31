import { describe, expect, it } from 'vitest'
import type { Ranking } from '../../../src/core/records/types.js'
import { explainVote } from '../../../src/core/records/vote-words.js'
import { loadVerifier } from '../../../src/load-verifier.js'

/* How a vote came about, in words. */

const set = {
  id: 'pens',
  question: 'What do 2 pens at 3 dollars and a book at 4 cost?',
  candidates: [
    '2 * 3 = 6. 6 + 4 = 11. So 11.',
    '2 * 3 = 6. 6 + 4 = 10. So 10.',
    '6 + 4 = 10. So 10.0.',
    'Who knows?',
  ].map((text) => ({ text })),
}
const ranked = async (strategy: Ranking['strategy']) => {
  await using verifier = await loadVerifier('evidence:')
  return verifier.rerank(set, { strategy })
}

describe('a vote', () => {
  it('adds up by answer, and its weights are told', async () => {
    const ranking = await ranked('weighted')
    expect(ranking.votes.map(({ candidates }) => candidates.map(({ index }) => index).sort())).toEqual([[1, 2], [0]])
    for (const { weight, candidates } of ranking.votes)
      expect(candidates.reduce((sum, each) => sum + each.weight, 0)).toBeCloseTo(weight, 12)
    const { chosen, why, rule } = explainVote(ranking)
    expect(chosen).toBe('Solution 2 is chosen, with the answer 10.')
    expect(why[0]).toMatch(
      /^Answer 10: weighs 1\.\d\d, 0\.\d\d from solution 2 \(.*\); 0\.\d\d from solution 3 \(.*\)\.$/,
    )
    expect(why[1]).toMatch(/solution 1 \(probability .*; step 2 is wrong: states 11, but this comes to 10\)\.$/)
    expect(why[2]).toBe('Solution 4 has no vote: no answer was read from it.')
    expect(rule).toContain('to the power 1.5')
  })

  it('of a majority counts heads', async () => {
    const { why } = explainVote(await ranked('majority'))
    expect(why.map((each) => each.split(',')[0])).toEqual([
      'Answer 10: 2 votes',
      'Answer 11: 1 vote',
      'Solution 4 has no vote: no answer was read from it.',
    ])
  })

  it('is none with best-of-n: each solution stands alone', async () => {
    const ranking = await ranked('best-of-n')
    expect(ranking.votes).toEqual([])
    const { why, rule } = explainVote(ranking)
    expect(why.map((each) => each.split(/[,.]/)[0])).toEqual([
      'Solution 1: answer 11',
      'Solution 2: answer 10',
      'Solution 3: answer 10',
      'Solution 4: no answer was read from it',
    ])
    expect(rule).toContain('The most probable solution wins')
  })

  it.each([
    ['weighted', 'It is a tie: answers 31 and 37 weigh nearly the same, so that the choice says little.'],
    ['majority', 'It is a tie: answers 31 and 37 have as many votes, so that the choice says little.'],
  ] as const)('that is a tie says so: %s', async (strategy, said) => {
    await using verifier = await loadVerifier('evidence:')
    const alike = ['I think 31. The answer is 31.', 'I think 37. The answer is 37.'].map((text) => ({ text }))
    const ranking = await verifier.rerank({ ...set, candidates: alike }, { strategy })
    expect(explainVote(ranking).why[0]).toBe(said)
    expect(explainVote(await ranked(strategy)).why[0]).not.toContain('tie')
  })

  it('among solutions that are all wrong says so', async () => {
    await using verifier = await loadVerifier('evidence:')
    const candidates = ['3 * 4 = 13. The answer is 13.', '3 * 4 = 14. The answer is 14.'].map((text) => ({ text }))
    const ranking = await verifier.rerank({ id: 'wrong', question: 'What is 3 * 4?', candidates })
    expect(explainVote(ranking).why[0]).toBe('Every solution has a wrong step, the one that is chosen too.')
  })
})
