import { inPlainMath } from './plain-math.js'
import type { AnswerVote, RankedCandidate, Ranking } from './types.js'
import { sayProbability } from './verdict-words.js'

/*
 * A ranking in words: what the terminal, the page and the tools say about it, so that all say the same.
 */

export interface VoteWords {
  /** Which solution is chosen, and what its answer is. */
  chosen: string
  /** How the vote came about: that all are wrong or that it is close, where it is so, then one sentence an answer, then one for each solution that has no vote. */
  why: string[]
  /** What a weight is. */
  rule: string
}

const rules: Readonly<Record<Ranking['strategy'], string>> = {
  weighted:
    'A solution weighs its probability (or its reward, where there is none) to the power 1.5. Equal answers add up, and the heaviest one wins.',
  majority: 'Each solution has one vote. Equal answers add up, and the answer with most votes wins.',
  'best-of-n': 'The most probable solution wins, or the one with the highest reward where none has a probability.',
}

export function explainVote(ranking: Ranking): VoteWords {
  const { chosen, why, rule } = explained(ranking)
  return { chosen: inPlainMath(chosen), why: why.map(inPlainMath), rule }
}

function explained({ best, answer, reason, ranked, votes, strategy }: Ranking): VoteWords {
  const because = reason === undefined ? '' : `: ${reason}`
  const chosen =
    best === null
      ? `No solution is chosen${because || ': none could be judged'}.`
      : `Solution ${best + 1} is chosen${answer === null ? '; no answer was read from it' : `, with the answer ${answer}`}${because}.`
  const known = new Map(ranked.map((candidate) => [candidate.index, candidate]))
  const voted = new Set(votes.flatMap(({ candidates }) => candidates.map(({ index }) => index)))
  const without = [...ranked].sort((a, b) => a.index - b.index).filter(({ index }) => !voted.has(index))
  const why = [
    ...sayAllWrong(ranked),
    ...sayTie(votes, strategy),
    ...votes.map((vote) => sayAnswer(vote, strategy, known)),
    ...without.map((candidate) => sayWithout(candidate, strategy)),
  ]
  return { chosen, why, rule: rules[strategy] }
}

/** What is chosen is the best of what there is, and may be no good. */
const sayAllWrong = (ranked: readonly RankedCandidate[]): string[] =>
  ranked.length > 1 && ranked.every(({ wrong }) => wrong !== undefined && /^Step \d+ is wrong/.test(wrong))
    ? ['Every solution has a wrong step, the one that is chosen too.']
    : []

/** Of the heaviest answer, from which the next one counts as equal. */
const AS_GOOD_AS_EQUAL = 0.98

function sayTie(votes: readonly AnswerVote[], strategy: Ranking['strategy']): string[] {
  const [first, second] = votes.toSorted((a, b) => b.weight - a.weight)
  if (first === undefined || second === undefined || second.weight < AS_GOOD_AS_EQUAL * first.weight) return []
  const have = strategy === 'majority' ? 'have as many votes' : 'weigh nearly the same'
  return [`It is a tie: answers ${first.answer} and ${second.answer} ${have}, so that the choice says little.`]
}

function sayAnswer(
  { answer, weight, candidates }: AnswerVote,
  strategy: Ranking['strategy'],
  known: ReadonlyMap<number, RankedCandidate>,
): string {
  const from = candidates.map(({ index, weight: own }) => {
    const share = strategy === 'weighted' && candidates.length > 1 ? `${own.toFixed(2)} ` : ''
    const candidate = known.get(index)
    return `${share}from solution ${index + 1}${candidate === undefined ? '' : ` (${sayCandidate(candidate)})`}`
  })
  const sum = strategy === 'weighted' ? `weighs ${weight.toFixed(2)}` : `${weight} vote${weight === 1 ? '' : 's'}`
  return `Answer ${answer}: ${sum}, ${from.join('; ')}.`
}

const sayWithout = (candidate: RankedCandidate, strategy: Ranking['strategy']) =>
  strategy === 'best-of-n'
    ? `Solution ${candidate.index + 1}: ${candidate.answer === undefined ? 'no answer was read from it' : `answer ${candidate.answer}`}, ${sayCandidate(candidate)}.`
    : `Solution ${candidate.index + 1} has no vote: ${candidate.answer === undefined ? 'no answer was read from it' : (candidate.reason ?? 'nothing is known of it')}.`

function sayCandidate({ probability, reward, wrong }: RankedCandidate): string {
  const number =
    probability !== null
      ? `probability ${sayProbability(probability)}`
      : reward !== null
        ? `reward ${reward.toFixed(2)}`
        : 'not judged in full'
  const why = wrong?.replace(/\.$/, '').replace(/^Step /, 'step ')
  return `${number}; ${why ?? 'no step is held wrong'}`
}
