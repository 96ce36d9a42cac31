import { at } from '../../src/core/absence.js'
import { checkArguments } from '../../src/core/arguments.js'
import type { Verdict } from '../../src/core/records/types.js'
import { aggregate } from './aggregate.js'

/** What a vote knows of one candidate. */
export interface Vote {
  /** Candidates with equal keys gave the same answer; null where no answer was found. */
  key: string | null
  /** Calibrated, of this candidate alone; null where it could not be computed. */
  probability: number | null
  reward: number | null
}

/** A candidate as a vote sees it. */
export interface Judged {
  key: string | null
  verdict: Pick<Verdict, 'probability' | 'reward'> &
    Partial<Pick<Verdict, 'firstError' | 'judgedInPart' | 'steps' | 'aggregation'>>
}

/**
 * Candidates -> their votes. Where rewards choose, a chain of which nobody had anything to say stands between a good and a bad one, and what could not be
 * judged never wins by what is missing: it has a vote only where every other candidate was judged wrong, and these then have none. Where no candidate was
 * judged in full, those that were judged in part are compared by what was said of their steps.
 */
export function votesOf(candidates: readonly Judged[]): Vote[] {
  const verdicts = candidates.map(({ verdict }) => verdict)
  const hasProbability = verdicts.some(({ probability }) => probability !== null)
  const inPart = noneInFull(verdicts) ? verdicts.filter(({ judgedInPart }) => judgedInPart) : []
  const known = verdicts.filter((verdict) => (verdict.firstError ?? null) !== null || inPart.includes(verdict))
  const othersAreWrong = !hasProbability && known.length > 0 && known.every(({ firstError }) => (firstError ?? -1) >= 0)
  const isLeft = othersAreWrong && candidates.some(({ key, verdict }) => key !== null && verdict.firstError === null)
  return candidates.map(({ key, verdict }) => {
    const { probability, reward, firstError } = verdict
    if (!isLeft && inPart.includes(verdict)) return { key, probability, reward: rewardInPart(verdict) }
    if (firstError === -1) return { key, probability, reward: reward ?? 0.5 }
    if (!isLeft) return { key, probability, reward }
    return { key, probability, reward: firstError === null ? 0.5 : null }
  })
}

/** Whether no candidate was judged by all judges. */
export const noneInFull = (verdicts: readonly Judged['verdict'][]) =>
  verdicts.every(({ firstError = null, judgedInPart }) => firstError === null || judgedInPart)

const rewardInPart = ({ steps = [], aggregation = 'min' }: Judged['verdict']) =>
  aggregate(
    steps.map(({ reward }) => reward),
    aggregation,
  ) ?? 0.5

/** Index of a candidate -> its share of the win: ties are split evenly, not by order. Empty where nothing can win. */
export type Winners = ReadonlyMap<number, number>

/** The answer that most candidates gave (Wang et al. 2023, self-consistency). No answer, no vote. */
export function majority(votes: readonly Vote[]): Winners {
  checkArguments('majority', { votes: [votes, 'list of objects'] })
  return heaviest(tallies(votes, 'majority'))
}

/** Between the expected number of right votes (1) and best-of-n (infinity); chosen on development data, benchmarks/LOG.md. */
const VOTE_EXPONENT = 1.5

/** w = p^1.5: two coin tosses together weigh less than one near certainty. 0 where there is no number. */
export function voteWeight(p: number | null, exponent = VOTE_EXPONENT): number {
  return (finite(p) ?? 0) ** exponent
}

/** The answer with the largest sum of weights. Where no candidate has a probability, rewards weigh; where none has either, nothing wins. */
export function weightedVote(votes: readonly Vote[], exponent = VOTE_EXPONENT): Winners {
  checkArguments('weightedVote', { votes: [votes, 'list of objects'] })
  return heaviest(tallies(votes, 'weighted', exponent))
}

/** One answer in a vote: what it weighs in all, and whose votes make that. */
export interface Tally {
  weight: number
  votes: { index: number; weight: number }[]
}

/** The answers that are voted on, as they first come. What states no answer, or has no number to weigh, has no vote. */
export function tallies(votes: readonly Vote[], strategy: 'majority' | 'weighted', exponent = VOTE_EXPONENT): Tally[] {
  const number = votes.some(({ probability }) => finite(probability) !== undefined) ? 'probability' : 'reward'
  const answers = new Map<string, Tally>()
  for (const [index, vote] of votes.entries()) {
    if (vote.key === null || (strategy === 'weighted' && finite(vote[number]) === undefined)) continue
    const weight = strategy === 'majority' ? 1 : voteWeight(vote[number], exponent)
    const answer = answers.get(vote.key) ?? { weight: 0, votes: [] }
    answer.weight += weight
    answer.votes.push({ index, weight })
    answers.set(vote.key, answer)
  }
  return [...answers.values()]
}

/**
 * The most probable candidate, judged alone; the reward decides where no probability is known for any of them. A candidate without an answer
 * can win only where none has one.
 */
export function bestOfN(votes: readonly Vote[]): Winners {
  checkArguments('bestOfN', { votes: [votes, 'list of objects'] })
  const answered = votes.some(({ key }) => key !== null)
  const standing = votes.map(({ key }) => !answered || key !== null)
  const score = (field: 'probability' | 'reward') =>
    votes.map((vote, i) => (standing[i] ? finite(vote[field]) : undefined))
  const probabilities = score('probability')
  return split(largest(probabilities.some((value) => value !== undefined) ? probabilities : score('reward')))
}

/** Every candidate of the winning answers shares the win, equally within an answer and equally between tied answers. */
function heaviest(answers: readonly Tally[]): Winners {
  const winners = largest(answers.map(({ weight }) => weight)).map((i) => at(answers, i).votes)
  return new Map(winners.flatMap((votes) => votes.map(({ index }) => [index, 1 / winners.length / votes.length])))
}

/** Indices of the largest value; sums of the same numbers in another order count as equal. */
function largest(values: readonly (number | undefined)[]): number[] {
  const top = Math.max(...values.filter((value) => value !== undefined))
  return values.flatMap((value, i) => (value !== undefined && value >= top - 1e-12 ? [i] : []))
}

function split(indices: readonly number[]): Winners {
  return new Map(indices.map((index) => [index, 1 / indices.length]))
}

function finite(value: number | null): number | undefined {
  return value !== null && Number.isFinite(value) ? value : undefined
}

/**
 * Whether `remaining` more candidates, whatever they turn out to be, can change who wins: a single answer leads by more than the most that they could
 * add (1 each, the largest weight). Best-of-n can always be beaten by a more probable one, unless the leader is certain.
 */
export function isDecided(
  votes: readonly Vote[],
  remaining: number,
  strategy: 'majority' | 'weighted' | 'best-of-n',
): boolean {
  if (remaining <= 0) return true
  if (strategy === 'best-of-n') return votes.some(({ key, probability }) => key !== null && probability === 1)
  const weights = new Map<string, number>()
  for (const { key, probability } of votes) {
    const weight = strategy === 'majority' ? 1 : voteWeight(probability)
    if (key !== null) weights.set(key, (weights.get(key) ?? 0) + weight)
  }
  const [first = 0, second = 0] = [...weights.values()].sort((a, b) => b - a)
  return first - second > remaining + 1e-12
}
