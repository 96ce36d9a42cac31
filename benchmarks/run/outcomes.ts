import { bestOfN, majority, type Vote, voteWeight, type Winners, weightedVote } from '../../verifier/judge/votes.js'
import { type Choose, chance } from '../statistics/over-k.js'
import type { CandidatesRecord, JudgedCandidate, Outcome } from './records.js'

/** What the strategies look at; only the oracle at `correct`. */
export interface Choosable {
  key: string | null
  correct: boolean
  verdict: { probability: number | null; reward: number | null }
}

const vote = ({ key, verdict }: Choosable): Vote => ({
  key,
  probability: verdict.probability,
  reward: verdict.reward,
})

const evenly = (indices: readonly number[]): Winners => new Map(indices.map((index) => [index, 1 / indices.length]))

/**
 * Ways to choose among candidates, at one budget: every strategy sees the same candidates. `random` and `oracle` are the floor and
 * the ceiling; the oracle looks at the grade.
 */
export const choices = {
  random: (candidates) => evenly(candidates.map((_, index) => index)),
  majority: (candidates) => majority(candidates.map(vote)),
  'best-of-n': (candidates) => bestOfN(candidates.map(vote)),
  weighted: (candidates) => weightedVote(candidates.map(vote)),
  oracle: (candidates) => evenly(candidates.flatMap((candidate, index) => (candidate.correct ? [index] : []))),
} satisfies Record<string, Choose<Choosable>>

/** Six shares of a sixth are one. */
const rounded = (share: number) => Math.round(share * 1e12) / 1e12

/** What each strategy chose, and how likely the choice is right. */
export function outcomesOf(candidates: readonly JudgedCandidate[]): Record<string, Outcome> {
  return Object.fromEntries(
    Object.entries(choices).map(([name, choose]) => [
      name,
      { chosen: [...choose(candidates)], correct: rounded(chance(candidates, choose)) },
    ]),
  )
}

/** How the candidates that a strategy chose were graded, as chances. */
export interface ChosenGrades {
  /** Null where no gold answer is given. */
  strict: number | null
  flexible: number | null
  /** That the choice has no final answer, or that no candidate has one to choose by. */
  unparsed: number
}

/** `chosen`: indices with their shares of the choice. */
export function gradesOfChosen(
  candidates: readonly JudgedCandidate[],
  chosen: Iterable<readonly [index: number, share: number]>,
): ChosenGrades {
  const picked = [...chosen].flatMap(([index, share]) => {
    const candidate = candidates[index]
    return candidate === undefined ? [] : [{ candidate, share }]
  })
  const chanceOf = (test: (candidate: JudgedCandidate) => boolean) =>
    picked.reduce((sum, { candidate, share }) => sum + (test(candidate) ? share : 0), 0)
  const graded = candidates.every(({ strict, flexible }) => strict !== undefined && flexible !== undefined)
  return {
    strict: graded ? chanceOf(({ strict }) => strict === true) : null,
    flexible: graded ? chanceOf(({ flexible }) => flexible === true) : null,
    unparsed: candidates.every(({ key }) => key === null) ? 1 : chanceOf(({ key }) => key === null),
  }
}

/** Every answer with its votes and their weight in the weighted vote, the heaviest first. */
export function votesOf(candidates: readonly JudgedCandidate[]): CandidatesRecord['votes'] {
  const answers = new Map<string, CandidatesRecord['votes'][number]>()
  for (const { key, answer, verdict } of candidates) {
    if (key === null) continue
    const entry = answers.get(key) ?? { key, answer: answer ?? key, votes: 0, weight: 0 }
    entry.votes++
    entry.weight += voteWeight(verdict.probability)
    answers.set(key, entry)
  }
  return [...answers.values()].sort((a, b) => b.weight - a.weight || b.votes - a.votes)
}
