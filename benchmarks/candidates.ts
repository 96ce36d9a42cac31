import { mapConcurrent } from '../src/core/concurrency.js'
import { seededRandom } from '../src/core/random.js'
import {
  bootstrapInterval,
  type Interval,
  mean,
  type PairedDifference,
  pairedBootstrap,
} from '../src/core/statistics.js'
import { addTally, emptyTally } from '../src/core/tally.js'
import type { CandidateSet, TokenTally, Verifier } from '../src/core/types.js'
import { gradeByTask, judgeCandidates } from './run/judge.js'
import { choices } from './run/outcomes.js'
import type { JudgedCandidate } from './run/records.js'
import { chance } from './statistics/over-k.js'

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
  onEvent?: (event: { type: 'problem'; set: CandidateSet; judged: readonly JudgedCandidate[] }) => void
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

/**
 * Recorded candidates -> accuracy of each way to choose among them.
 *
 * Every candidate is verified once, by itself (`judgeCandidates`); draws and strategies work on these judgements.
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
  const tools = { verifier, grade: gradeByTask, signal }
  const judging = mapConcurrent(sets, { concurrency: 8, signal }, async (set) => {
    const record = await judgeCandidates('candidates', set, tools)
    addTally(tokens, record.tokens)
    return { set, judged: record.candidates }
  })
  for await (const { set, judged } of judging) {
    const perDraw = Array.from({ length: draws }, (_, draw) => {
      const sample = drawCandidates(judged, set.id, candidatesPerProblem, seed, draw)
      drawn += sample.length
      return chanceCorrect(sample)
    })
    for (const name of strategies) scores[name].push(mean(perDraw.map((draw) => draw[name])))
    candidates += judged.length
    unparsed += judged.filter((candidate) => candidate.key === null).length
    options.onEvent?.({ type: 'problem', set, judged })
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

/** Chance that each strategy picks a right candidate from these; ties are split evenly. */
function chanceCorrect(sample: readonly JudgedCandidate[]): Record<BenchStrategy, number> {
  const expected = (name: BenchStrategy) => chance(sample, choices[name])
  return {
    random: expected('random'),
    majority: expected('majority'),
    'best-of-n': expected('best-of-n'),
    weighted: expected('weighted'),
    oracle: expected('oracle'),
  }
}

/** k candidates of a problem, drawn by a seed from its id. */
export function drawCandidates<T>(candidates: readonly T[], id: string, k: number, seed = 0, draw = 0): T[] {
  return seededRandom(`${seed}:${id}:${draw}`).shuffle(candidates).slice(0, k)
}

/** Accuracy of a generator = share of its candidates that are right, over the whole file. */
export function keepGenerators(sets: readonly CandidateSet[], below: number | undefined): CandidateSet[] {
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
