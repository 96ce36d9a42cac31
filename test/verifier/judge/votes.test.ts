import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { bestOfN, isDecided, majority, type Vote, votesOf, weightedVote } from '../../../verifier/judge/votes.js'

const vote = (key: string | null, probability: number | null = null, reward: number | null = null): Vote => ({
  key,
  probability,
  reward,
})
const shares = (winners: ReadonlyMap<number, number>) =>
  Object.fromEntries([...winners].map(([i, share]) => [i, Number(share.toFixed(6))]))

describe('votes', () => {
  it('majority: the most frequent answer, ties split between answers and then within', () => {
    expect(shares(majority([vote('a'), vote('b'), vote('a')]))).toEqual({ 0: 0.5, 2: 0.5 })
    expect(shares(majority([vote('a'), vote('b'), vote('b'), vote('a'), vote('c')]))).toEqual({
      0: 0.25,
      1: 0.25,
      2: 0.25,
      3: 0.25,
    })
    expect(shares(majority([vote(null), vote(null), vote('c')]))).toEqual({ 2: 1 })
    expect(majority([vote(null)]).size).toBe(0)
  })

  it('weighted: the largest sum of p^1.5', () => {
    // 0.9^1.5 = 0.854 against 2 * 0.5^1.5 = 0.707, though 0.5 + 0.5 is more than 0.9; 2 * 0.6^1.5 = 0.930.
    expect(shares(weightedVote([vote('a', 0.9), vote('b', 0.5), vote('b', 0.5)]))).toEqual({ 0: 1 })
    expect(shares(weightedVote([vote('a', 0.9), vote('b', 0.6), vote('b', 0.6)]))).toEqual({ 1: 0.5, 2: 0.5 })
    expect(shares(weightedVote([vote('a', 0.9), vote('b', 0.5), vote('b', 0.5)], 1))).toEqual({ 1: 0.5, 2: 0.5 })
    expect(shares(weightedVote([vote('a', 0.9), vote('b', 0.5), vote('b', null)]))).toEqual({ 0: 1 })
    expect(shares(weightedVote([vote('a', Number.NaN), vote('b', 0)]))).toEqual({ 1: 1 })
    // Nobody has a probability: the rewards weigh.
    expect(shares(weightedVote([vote('a', null, 0.9), vote('b', null, 0.3), vote('b', null, 0.2)]))).toEqual({ 0: 1 })
    expect(weightedVote([vote('a'), vote('b')]).size).toBe(0)
    // 0.1 + 0.2 and 0.3 differ in the last bit: still a tie
    expect(shares(weightedVote([vote('a', 0.1), vote('a', 0.2), vote('b', 0.3)], 1))).toEqual({
      0: 0.25,
      1: 0.25,
      2: 0.5,
    })
  })

  it('best-of-n: the most probable candidate; the reward only where there is no probability at all', () => {
    expect(shares(bestOfN([vote('a', 0.2, 1), vote('b', 0.8, 0), vote('c', 0.8, 0)]))).toEqual({ 1: 0.5, 2: 0.5 })
    expect(shares(bestOfN([vote('a', null, 0.1), vote('b', null, 0.7)]))).toEqual({ 1: 1 })
    expect(shares(bestOfN([vote('a', null, 0.9), vote('b', 0.1, 0.1)]))).toEqual({ 1: 1 })
    expect(shares(bestOfN([vote(null, 0.9), vote('b', 0.1)]))).toEqual({ 1: 1 })
    expect(shares(bestOfN([vote(null, 0.9), vote(null, 0.1)]))).toEqual({ 0: 1 })
    expect(bestOfN([vote('a'), vote('b')]).size).toBe(0)
  })

  const votes = fc.array(
    fc.record({
      key: fc.option(fc.constantFrom('a', 'b', 'c')),
      probability: fc.option(
        fc.oneof(fc.constantFrom(0, 0.5, 1), fc.double({ min: 0, max: 1, noNaN: true }), fc.constant(Number.NaN)),
      ),
      reward: fc.option(fc.double({ min: 0, max: 1, noNaN: true })),
    }),
    { minLength: 1, maxLength: 8 },
  )

  it.each([
    ['majority', majority],
    ['weighted', weightedVote],
    ['best-of-n', bestOfN],
  ] as const)(
    '%s: shares sum to one, follow a permutation, and a score that is not finite never wins',
    (name, choose) => {
      fc.assert(
        fc.property(votes, fc.integer(), (given, turn) => {
          const winners = choose(given)
          if (winners.size > 0) expect([...winners.values()].reduce((sum, share) => sum + share)).toBeCloseTo(1, 9)
          const k = Math.abs(turn) % given.length
          const rotated = [...given.slice(k), ...given.slice(0, k)]
          const again = choose(rotated)
          for (const [index, share] of winners)
            expect(again.get((index - k + given.length) % given.length)).toBeCloseTo(share, 9)
          // Rewards weigh only where there is no probability at all.
          const weight = given.some((vote) => Number.isFinite(vote.probability)) ? 'probability' : 'reward'
          if (name === 'weighted')
            for (const index of winners.keys()) expect(Number.isFinite(given[index]?.[weight])).toBe(true)
        }),
      )
    },
  )
})

describe('adaptive budget', () => {
  const anything = fc.record({
    key: fc.option(fc.constantFrom('a', 'a', 'a', 'a', 'b'), { freq: 9 }),
    probability: fc.option(fc.constantFrom(0, 0.5, 0.9, 1, 1), { freq: 9 }),
    reward: fc.constant(null),
  })
  const answers = (winners: ReadonlyMap<number, number>, votes: readonly Vote[]) =>
    [...new Set([...winners.keys()].map((i) => votes[i]?.key))].sort()

  it.each([
    ['majority', majority],
    ['weighted', weightedVote],
  ] as const)('%s: once decided, nothing that follows changes the answer', (strategy, choose) => {
    fc.assert(
      fc.property(
        fc.array(anything, { maxLength: 8 }),
        fc.array(anything, { minLength: 1, maxLength: 4 }),
        (sofar, rest) => {
          fc.pre(isDecided(sofar, rest.length, strategy))
          const all = [...sofar, ...rest]
          expect(answers(choose(all), all)).toEqual(answers(choose(sofar), sofar))
        },
      ),
    )
  })

  it('is decided by hand', () => {
    expect(isDecided([vote('a'), vote('a'), vote('b')], 1, 'majority')).toBe(false) // b could tie
    expect(isDecided([vote('a'), vote('a'), vote('a'), vote('b')], 1, 'majority')).toBe(true)
    expect(isDecided([vote('a', 0.9)], 1, 'best-of-n')).toBe(false)
    expect(isDecided([], 1, 'majority')).toBe(false)
  })
})

describe('candidates that could not be judged, where rewards choose', () => {
  const of = (key: string, firstError: number | null, reward: number | null) => ({
    key,
    verdict: { probability: null, reward, firstError },
  })
  const winner = (...candidates: ReturnType<typeof of>[]) =>
    [bestOfN, weightedVote].map((vote) => [...vote(votesOf(candidates)).keys()].map((i) => candidates[i]?.key))

  it('win over those that were judged wrong', () => {
    expect(winner(of('wrong', 0, 0.1), of('unknown', null, null))).toEqual([['unknown'], ['unknown']])
    expect(winner(of('wrong', 2, 0.8), of('unknown', null, null))).toEqual([['unknown'], ['unknown']])
  })

  it('never over one that was judged right, however many they are', () => {
    const unknown = of('unknown', null, null)
    expect(winner(unknown, unknown, unknown, of('right', -1, 0.6), of('wrong', 0, 0.1))).toEqual([['right'], ['right']])
    // Nobody had anything to say of its steps, and that is something.
    expect(winner(unknown, unknown, of('silent', -1, null))).toEqual([['silent'], ['silent']])
  })

  it('choose nothing among themselves', () => {
    expect(winner(of('a', null, null), of('b', null, null))).toEqual([[], []])
    expect(winner(of('a', 0, 0.2), of('b', 1, 0.4))).toEqual([['b'], ['b']])
  })
})
