import { at, defined } from '../../src/core/absence.js'
import { answerKey } from '../../src/core/answers/equivalence.js'
import { brieflyOf, endsRun, RationaleError } from '../../src/core/errors.js'
import type {
  AnswerVote,
  CandidateSet,
  Chain,
  Ranking,
  RankingStrategy,
  Verdict,
  Verifier,
} from '../../src/core/records/types.js'
import { whyPartly, whyUnjudged } from '../../src/core/records/unjudged.js'
import { conclude } from '../../src/core/records/verdict-words.js'
import { emptyTally } from '../../src/core/tally.js'
import { silent } from './panel.js'
import { prepare } from './prepare.js'
import { type VerdictRules, verdictOf } from './verdict.js'
import {
  bestOfN,
  majority,
  noneInFull,
  type Tally,
  tallies,
  type Vote,
  votesOf,
  type Winners,
  weightedVote,
} from './votes.js'

const choose: Record<RankingStrategy, (votes: readonly Vote[]) => Winners> = {
  weighted: weightedVote,
  'best-of-n': bestOfN,
  majority,
}

/**
 * Every candidate is judged by itself, in one pass over what they share; agreement between candidates enters only through the vote.
 *
 * @returns the ranking, and the verdicts that it rests on, in the order of the candidates.
 */
export async function rank(
  set: CandidateSet,
  verifyAll: Verifier['verifyAll'],
  { strategy = 'weighted', signal }: { strategy?: RankingStrategy; signal?: AbortSignal | undefined },
): Promise<{ ranking: Ranking; verdicts: Verdict[] }> {
  if (!Object.hasOwn(choose, strategy))
    throw new RationaleError('configuration', `${JSON.stringify(strategy)} is no strategy`, {
      expected: Object.keys(choose).join(', '),
    })
  // A record's own answer is the right one, or nobody's: each candidate states its own.
  const { candidates, gold: _gold, answer: _answer, ...problem } = set
  const chains = candidates.map(({ id: _id, correct: _correct, ...candidate }, index) => ({
    ...problem,
    ...candidate,
    id: `${set.id}#${index}`,
  }))
  const { verdicts, tokens } = await judgedFor(strategy, chains, verifyAll, signal)
  const votes = votesOf(
    verdicts.map((verdict) => ({
      key: verdict.answer === undefined ? null : answerKey(verdict.answer, set),
      verdict,
    })),
  )
  const voted = mostProbable(choose[strategy](votes), votes)
  const undisproved = strategy === 'weighted' ? insteadOfDisproved(voted, votes, verdicts) : null
  const best = undisproved ?? voted
  const lacking = verdicts.flatMap((verdict) => whyUnjudged(verdict) ?? whyPartly(verdict) ?? [])
  const ranked = verdicts.map((verdict, index) => ({
    index,
    ...defined({ id: candidates[index]?.id }),
    reward: verdict.reward,
    probability: verdict.probability,
    ...defined({ answer: verdict.answer, wrong: conclude(verdict).wrong, reason: verdict.reason }),
  }))
  const ranking: Ranking = {
    id: set.id,
    strategy,
    ...defined({
      reason: undisproved === null ? reasonOf(best, strategy, verdicts, votes, lacking) : ALL_DISPROVED,
      unjudged: lacking.length || undefined,
    }),
    best,
    answer: best === null ? null : (verdicts[best]?.answer ?? null),
    // The winner leads; the others follow by probability, those without one last.
    ranked: ranked.sort(
      (a, b) =>
        Number(b.index === best) - Number(a.index === best) ||
        byScore(at(votes, a.index), at(votes, b.index)) ||
        a.index - b.index,
    ),
    votes: strategy === 'best-of-n' ? [] : heaviestFirst(tallies(votes, strategy), verdicts),
    ...defined({ tokens: tokens.calls > 0 ? tokens : undefined }),
  }
  return { ranking, verdicts }
}

/** Where nothing could be judged, answers can still be counted: a majority needs no verifier. */
async function judgedFor(
  strategy: RankingStrategy,
  chains: readonly Chain[],
  verifyAll: Verifier['verifyAll'],
  signal: AbortSignal | undefined,
): ReturnType<Verifier['verifyAll']> {
  try {
    return await verifyAll(chains, { signal })
  } catch (error) {
    if (strategy !== 'majority' || endsRun(error)) throw error
    const verdicts = chains.map((chain) => {
      const prepared = prepare(chain)
      return verdictOf(chain.id, prepared, [silent(prepared, brieflyOf(error))], NO_RULES)
    })
    return { verdicts, tokens: emptyTally() }
  }
}

const NO_RULES: VerdictRules = { probability: () => null, stepThreshold: 0.5, accept: 1, reject: 0 }

/** An answer is written as its heaviest candidate writes it. */
function heaviestFirst(answers: readonly Tally[], verdicts: readonly Verdict[]): AnswerVote[] {
  return answers
    .map(({ weight, votes }) => {
      const candidates = votes.toSorted((a, b) => b.weight - a.weight)
      // Only who states an answer has a vote.
      return { answer: verdicts[at(candidates, 0).index]?.answer ?? '', weight, candidates }
    })
    .sort((a, b) => b.weight - a.weight)
}

/** Why nobody won, or why rewards had to choose. */
function reasonOf(
  best: number | null,
  strategy: RankingStrategy,
  verdicts: readonly Verdict[],
  votes: readonly Vote[],
  lacking: readonly string[],
): string | undefined {
  const why = verdicts
    .map(({ probability, reason }) => (probability === null ? reason : undefined))
    .find((each) => each !== undefined)
  const [first] = lacking
  const short = first && `${lacking.length} of ${verdicts.length} candidates could not be judged in full: ${first}`
  if (best === null)
    return votes.every(({ key }) => key === null) && strategy !== 'best-of-n'
      ? ['no candidate states an answer that can be read', short].filter(Boolean).join('; ')
      : `no candidate could be judged${verdicts.some(whyPartly) ? ' in full' : ''}${why === undefined ? '' : `: ${why}`}`
  const chosenByRewards = strategy !== 'majority' && votes.every(({ probability }) => probability === null)
  const chosen = at(verdicts, best)
  if (chosenByRewards && chosen.firstError === null && !(chosen.judgedInPart && noneInFull(verdicts)))
    return `it could not be judged (${chosen.reason}); of those that could be, each has a wrong or doubtful step`
  if (short !== undefined) return short
  return chosenByRewards
    ? `no candidate has a probability${why === undefined ? '' : ` (${why})`}: the rewards chose`
    : undefined
}

/** A vote chooses an answer; the candidate that stands for it is its most probable one, the first of equals. */
function mostProbable(winners: Winners, votes: readonly Vote[]): number | null {
  const [first] = [...winners.keys()].sort((i, j) => byScore(at(votes, i), at(votes, j)) || i - j)
  return first ?? null
}

const ALL_DISPROVED = 'each solution whose answer could be read has a wrong step'

/** Where all that could vote have a wrong step, and another solution has none: that one, the most probable of its kind. It is better to say no answer than a wrong one. */
function insteadOfDisproved(voted: number | null, votes: readonly Vote[], verdicts: readonly Verdict[]): number | null {
  const isDisproved = (index: number) => at(verdicts, index).verdict === 'incorrect'
  if (voted === null || !votes.every(({ key }, i) => key === null || isDisproved(i))) return null
  const sound = votes.flatMap(({ key }, i) => (key === null && at(verdicts, i).firstError === -1 ? [i] : []))
  return sound.sort((i, j) => byScore(at(votes, i), at(votes, j)) || i - j)[0] ?? null
}

type Scored = Pick<Vote, 'probability' | 'reward'>
const byScore = (a: Scored, b: Scored) =>
  (b.probability ?? -1) - (a.probability ?? -1) || (b.reward ?? -1) - (a.reward ?? -1)
