import {
  bestOfN,
  type Judged,
  majority,
  votesOf as toVotes,
  voteWeight,
  type Winners,
  weightedVote,
} from '../../verifier/judge/votes.js'
import type { Choose } from '../statistics/over-k.js'
import type { CandidatesRecord, JudgedCandidate } from './records.js'

/** What the strategies look at; only the oracle at `correct`. */
export interface Choosable extends Judged {
  correct: boolean
}

const evenly = (indices: readonly number[]): Winners => new Map(indices.map((index) => [index, 1 / indices.length]))

/**
 * Ways to choose among candidates, at one budget: every strategy sees the same candidates. `random` and `oracle` are the floor and
 * the ceiling; the oracle looks at the grade.
 */
export const choices = {
  random: (candidates) => evenly(candidates.map((_, index) => index)),
  majority: (candidates) => majority(toVotes(candidates)),
  'best-of-n': (candidates) => bestOfN(toVotes(candidates)),
  weighted: (candidates) => weightedVote(toVotes(candidates)),
  oracle: (candidates) => evenly(candidates.flatMap((candidate, index) => (candidate.correct ? [index] : []))),
} satisfies Record<string, Choose<Choosable>>
export type Strategy = keyof typeof choices
export const strategies = Object.keys(choices) as Strategy[] // its own keys, no others

/** The candidates of each draw of a problem; one draw of all where nothing is drawn. */
export function samplesOf(
  { candidates, draws = [[...candidates.keys()]] }: Pick<CandidatesRecord, 'candidates' | 'draws'>,
  size = Number.POSITIVE_INFINITY,
): number[][] {
  return draws.map((places) => places.slice(0, size))
}

/** What each strategy chose, and how likely the choice is right: the mean over the draws. */
export function outcomesOf(
  candidates: readonly JudgedCandidate[],
  samples = samplesOf({ candidates: [...candidates] }),
): CandidatesRecord['outcomes'] {
  const outcome = (name: Strategy) => {
    const shares = new Map<number, number>()
    for (const places of samples) {
      const sample = places.flatMap((place) => candidates[place] ?? [])
      for (const [index, share] of choices[name](sample)) {
        const place = places[index] ?? index
        shares.set(place, (shares.get(place) ?? 0) + share / samples.length)
      }
    }
    const chosen = [...shares]
    const right = chosen.reduce((sum, [place, share]) => sum + (candidates[place]?.correct ? share : 0), 0)
    return { chosen, correct: rounded(right) }
  }
  return Object.fromEntries(strategies.map((name) => [name, outcome(name)]))
}

/** Six shares of a sixth are one: what is left over would tip a test of "no difference". */
export const rounded = (share: number) => Math.round(share * 1e12) / 1e12

/** What a choice comes to, as chances; ties split it. */
export interface Chosen {
  correct: number
  /** In the form asked for, and wherever found; null where no gold answer is given. */
  strict: number | null
  flexible: number | null
  /** That the choice has no final answer, or that no candidate has one to choose by. */
  unparsed: number
}

export function chosenBy(candidates: readonly JudgedCandidate[], choose: Choose<JudgedCandidate>): Chosen {
  const picked = [...choose(candidates)].flatMap(([index, share]) => {
    const candidate = candidates[index]
    return candidate === undefined ? [] : [{ candidate, share }]
  })
  const chanceOf = (test: (candidate: JudgedCandidate) => boolean) =>
    picked.reduce((sum, { candidate, share }) => sum + (test(candidate) ? share : 0), 0)
  const graded = candidates.every(({ strict, flexible }) => strict !== undefined && flexible !== undefined)
  return {
    correct: chanceOf(({ correct }) => correct),
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
