import { finalAnswer } from '../src/core/answer.js'
import { mapConcurrent } from '../src/core/concurrency.js'
import { answerKey, answersEqual } from '../src/core/equivalence.js'
import { seededRandom } from '../src/core/random.js'
import {
  bootstrapInterval,
  type Interval,
  mean,
  type PairedDifference,
  pairedBootstrap,
} from '../src/core/statistics.js'
import { solutionText } from '../src/core/steps.js'
import { addTally, emptyTally } from '../src/core/tally.js'
import type { Candidate, CandidateSet, TokenTally, Verdict, Verifier } from '../src/core/types.js'
import { bestOfN, majority, type Vote, weightedVote } from '../verifier/search/votes.js'

export interface CandidatesOptions {
  sets: readonly CandidateSet[]
  verifier: Verifier
  /** Candidates drawn per problem, by a seed from the problem's id (default: all). */
  candidatesPerProblem?: number | undefined
  /** Independent draws per problem; a problem's score is its mean over them, and intervals are over problems (default 1). */
  draws?: number
  /** Keep only candidates of generators (their `model` field) whose accuracy over the file is below this. */
  generatorsBelow?: number | undefined
  seed?: number
  signal?: AbortSignal | undefined
  /** After each problem, in order: what the verifier said of each candidate. */
  onEvent?: (event: { type: 'problem'; set: CandidateSet; verdicts: readonly Verdict[] }) => void
}

export const strategies = ['random', 'majority', 'best-of-n', 'weighted', 'oracle'] as const
export type BenchStrategy = (typeof strategies)[number]

export interface StrategyResult {
  /** Per cent. */
  accuracy: number
  ci95: Interval
  vsMajority?: PairedDifference
}

export interface CandidatesReport {
  suite: 'candidates'
  problems: number
  candidatesPerProblem: number
  strategies: Record<BenchStrategy, StrategyResult>
  /** Candidates in whose text and `answer` field no final answer was found: they count as wrong and take part in no vote. */
  unparsed: number
  candidates: number
  tokens: TokenTally
  seconds: number
  verifier: string
}

/** One candidate with everything the strategies need, and nothing the verifier may not see. */
interface Judged extends Vote {
  correct: boolean
}

/**
 * Recorded candidates -> accuracy of each way to choose among them.
 *
 * Every candidate is verified once, by itself: the verifier sees question, context, options and solution, never the grade, the gold answer or
 * the generator's name. Draws and strategies work on these judgements.
 */
export async function benchCandidates(options: CandidatesOptions): Promise<CandidatesReport> {
  const { verifier, candidatesPerProblem = Number.POSITIVE_INFINITY, draws = 1, seed = 0, signal } = options
  const started = performance.now()
  const sets = keepGenerators(options.sets, options.generatorsBelow).filter((set) => set.candidates.length > 0)
  const tokens = emptyTally()
  const scores = Object.fromEntries(strategies.map((name) => [name, []])) as unknown as Record<BenchStrategy, number[]>
  let drawn = 0
  let unparsed = 0
  let candidates = 0
  for await (const { set, judged, verdicts } of mapConcurrent(sets, { concurrency: 8, signal }, (set) =>
    judge(set, verifier, tokens, signal),
  )) {
    const perDraw = Array.from({ length: draws }, (_, draw) => {
      const sample = seededRandom(`${seed}:${set.id}:${draw}`).shuffle(judged).slice(0, candidatesPerProblem)
      drawn += sample.length
      return chanceCorrect(sample)
    })
    for (const name of strategies) scores[name].push(mean(perDraw.map((draw) => draw[name])))
    candidates += judged.length
    unparsed += judged.filter((candidate) => candidate.key === null).length
    options.onEvent?.({ type: 'problem', set, verdicts })
  }
  const result = (name: BenchStrategy): StrategyResult => {
    const [low, high] = bootstrapInterval(scores[name], { seed })
    return { accuracy: 100 * mean(scores[name]), ci95: [100 * low, 100 * high] }
  }
  const againstMajority = (name: BenchStrategy) => {
    const { difference, ci95, p } = pairedBootstrap(scores[name], scores.majority, { seed })
    return { vsMajority: { difference: 100 * difference, ci95: [100 * ci95[0], 100 * ci95[1]] as const, p } }
  }
  return {
    suite: 'candidates',
    problems: sets.length,
    candidatesPerProblem: drawn / Math.max(1, sets.length * draws),
    strategies: {
      random: result('random'),
      majority: result('majority'),
      'best-of-n': { ...result('best-of-n'), ...againstMajority('best-of-n') },
      weighted: { ...result('weighted'), ...againstMajority('weighted') },
      oracle: result('oracle'),
    },
    unparsed,
    candidates,
    tokens,
    seconds: (performance.now() - started) / 1000,
    verifier: verifier.id,
  }
}

async function judge(set: CandidateSet, verifier: Verifier, tokens: TokenTally, signal: AbortSignal | undefined) {
  const judged: Judged[] = []
  const verdicts: Verdict[] = []
  for (const [index, candidate] of set.candidates.entries()) {
    const verdict = await verifier.verify(asChain(set, candidate, index), { signal })
    verdicts.push(verdict)
    addTally(tokens, verdict.tokens)
    const answer = writtenAnswer(set, candidate)
    judged.push({
      key: answer === null ? null : answerKey(answer, set),
      probability: verdict.probability,
      reward: verdict.reward,
      correct: candidate.correct ?? (answer !== null && set.gold !== undefined && answersEqual(answer, set.gold, set)),
    })
  }
  return { set, judged, verdicts }
}

/** What the verifier gets to see of a candidate. */
function asChain(set: CandidateSet, { text, steps, answer }: Candidate, index: number) {
  return {
    id: `${set.id}#${index}`,
    question: set.question,
    ...(set.context === undefined ? {} : { context: set.context }),
    ...(set.options === undefined ? {} : { options: set.options }),
    ...(set.task === undefined ? {} : { task: set.task }),
    ...(text === undefined ? {} : { text }),
    ...(steps === undefined ? {} : { steps }),
    ...(answer === undefined ? {} : { answer }),
  }
}

function writtenAnswer(set: CandidateSet, candidate: Candidate): string | null {
  if (candidate.answer !== undefined) return candidate.answer
  const { text, answer } = solutionText(candidate.text ?? candidate.steps?.join('\n') ?? '')
  if (answer !== undefined) return answer
  const found = finalAnswer(text, set)
  return found.kind === 'unparsed' ? null : found.value
}

/** Chance that each strategy picks a right candidate from these; ties are split evenly. */
function chanceCorrect(sample: readonly Judged[]): Record<BenchStrategy, number> {
  const expected = (winners: ReadonlyMap<number, number>) => {
    let chance = 0
    for (const [index, share] of winners) if (sample[index]?.correct) chance += share
    return chance
  }
  return {
    random: mean(sample.map((candidate) => (candidate.correct ? 1 : 0))),
    majority: expected(majority(sample)),
    'best-of-n': expected(bestOfN(sample)),
    weighted: expected(weightedVote(sample)),
    oracle: sample.some((candidate) => candidate.correct) ? 1 : 0,
  }
}

/** Accuracy of a generator = share of its candidates that are right, over the whole file. */
function keepGenerators(sets: readonly CandidateSet[], below: number | undefined): CandidateSet[] {
  if (below === undefined) return [...sets]
  const counts = new Map<unknown, { right: number; all: number }>()
  for (const candidate of sets.flatMap((set) => set.candidates)) {
    const count = counts.get(candidate.model) ?? { right: 0, all: 0 }
    count.all++
    if (candidate.correct) count.right++
    counts.set(candidate.model, count)
  }
  const kept = (model: unknown) => {
    const { right, all } = counts.get(model) as { right: number; all: number }
    return right / all < below
  }
  return sets.map((set) => ({ ...set, candidates: set.candidates.filter((candidate) => kept(candidate.model)) }))
}
