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
import { costOf, type Prices } from './run/cost.js'
import { gradeByTask, judgeCandidates } from './run/judge.js'
import { choices } from './run/outcomes.js'
import type { JudgedCandidate } from './run/records.js'
import { meanDifference } from './statistics/mean-difference.js'
import { chance } from './statistics/over-k.js'

export interface CandidatesOptions {
  sets: readonly CandidateSet[]
  verifier: Verifier
  /** Candidates drawn per problem, by a seed from the problem's id (default: all); several numbers are compared on the same judgements. */
  candidatesPerProblem?: number | readonly number[] | undefined
  /** Independent draws per problem; a problem's score is its mean over them, and intervals are over problems (default 1). */
  draws?: number
  /** Keep only candidates of generators (their `model` field) whose accuracy over the file is below this. */
  generatorsBelow?: number | undefined
  /** Keep only candidates of these generators. The name selects and is never scored. */
  keepGenerator?: ((generator: string) => boolean) | undefined
  /** Keep only these questions: one side of `heldAside` (src/core/split.ts). */
  keepQuestion?: ((question: string) => boolean) | undefined
  /** Results also apart for each group that this names, and their mean. */
  groupOf?: ((set: CandidateSet) => string | undefined) | undefined
  prices?: Prices | undefined
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
  vsRandom?: PairedDifference
}

/** The strategies on one group of problems, at one number of candidates. */
export interface GroupResult {
  /** Absent: all problems. */
  group?: string
  problems: number
  candidatesPerProblem: number
  strategies: Record<BenchStrategy, StrategyResult>
}

/** Gains averaged over groups, each group weighing the same. */
export interface MeanOfGroups {
  groups: string[]
  candidatesPerProblem: number
  bestMinusRandom: PairedDifference
  weightedMinusMajority: PairedDifference
}

export interface CandidatesReport extends GroupResult {
  suite: 'candidates'
  draws: number
  /** Other numbers of candidates, and each group. */
  breakdown: GroupResult[]
  means: MeanOfGroups[]
  /** Per cent of single candidates, by the task's grader: the answer in the form asked for, and wherever found; null where no gold is given. */
  strict: number | null
  flexible: number | null
  /** Candidates in whose text and `answer` field no final answer was found: they count as wrong and take part in no vote. */
  unparsed: number
  candidates: number
  tokens: TokenTally
  seconds: number
  /** In the currency of the prices. */
  cost?: number
  verifier: string
}

type Scores = Record<BenchStrategy, number>
interface Problem {
  group: string | undefined
  /** For each number of candidates: how many were drawn, and each strategy's mean over the draws. */
  at: { drawn: number; scores: Scores }[]
}

/**
 * Recorded candidates -> accuracy of each way to choose among them.
 *
 * Every candidate is verified once, by itself (`judgeCandidates`); draws, numbers of candidates and strategies all work on these judgements.
 */
export async function benchCandidates(options: CandidatesOptions): Promise<CandidatesReport> {
  const { verifier, draws = 1, seed = 0, signal, groupOf, prices } = options
  const ks = [options.candidatesPerProblem ?? Number.POSITIVE_INFINITY].flat()
  const started = performance.now()
  const sets = selectSets(options)
  const tokens = emptyTally()
  const problems: Problem[] = []
  const counts = { candidates: 0, unparsed: 0, graded: 0, strict: 0, flexible: 0 }
  const tools = { verifier, grade: gradeByTask, signal }
  const judging = mapConcurrent(sets, { concurrency: 8, signal }, async (set) => {
    const record = await judgeCandidates('candidates', set, tools)
    addTally(tokens, record.tokens)
    return { set, judged: record.candidates }
  })
  for await (const { set, judged } of judging) {
    problems.push({ group: groupOf?.(set), at: ks.map((k) => meanOverDraws(judged, set.id, k, seed, draws)) })
    for (const { key, strict, flexible } of judged) {
      counts.candidates++
      if (key === null) counts.unparsed++
      if (flexible === undefined) continue
      counts.graded++
      if (strict) counts.strict++
      if (flexible) counts.flexible++
    }
    options.onEvent?.({ type: 'problem', set, judged })
  }

  const results = ks.map((_, at) => groupResult(problems, at, seed))
  const names = [...new Set(problems.map(({ group }) => group))].filter((name) => name !== undefined).sort()
  const ofGroup = (name: string) => problems.filter(({ group }) => group === name)
  const share = (right: number) => (counts.graded === 0 ? null : (100 * right) / counts.graded)
  return {
    suite: 'candidates',
    ...(results[0] as GroupResult),
    draws,
    breakdown: [
      ...results.slice(1),
      ...names.flatMap((name) => ks.map((_, at) => ({ group: name, ...groupResult(ofGroup(name), at, seed) }))),
    ],
    means: names.length < 2 ? [] : ks.map((_, at) => meanOfGroups(names, names.map(ofGroup), at, seed)),
    strict: share(counts.strict),
    flexible: share(counts.flexible),
    unparsed: counts.unparsed,
    candidates: counts.candidates,
    tokens,
    seconds: (performance.now() - started) / 1000,
    ...(prices === undefined ? {} : { cost: costOf(tokens, prices) }),
    verifier: verifier.id,
  }
}

type Selection = Pick<CandidatesOptions, 'sets' | 'generatorsBelow' | 'keepGenerator' | 'keepQuestion'>

/** Problems and candidates that are measured. A generator's accuracy is that over the whole file, whatever part of it is kept. */
export function selectSets({ sets, generatorsBelow, keepGenerator, keepQuestion }: Selection): CandidateSet[] {
  const kept = keepGenerators(sets, generatorsBelow)
    .filter((set) => keepQuestion?.(set.question) ?? true)
    .map((set) =>
      keepGenerator === undefined
        ? set
        : { ...set, candidates: set.candidates.filter(({ model }) => keepGenerator(String(model))) },
    )
  return kept.filter((set) => set.candidates.length > 0)
}

/** MMLU-Pro's subjects as the two groups that are reported: business and economics, and the others. */
export function subjectOf({ category }: CandidateSet): string | undefined {
  if (typeof category !== 'string') return undefined
  return ['business', 'economics', 'finance'].includes(category.toLowerCase()) ? 'finance' : 'other subjects'
}

/** All strategies see the same draws. */
function meanOverDraws(judged: readonly JudgedCandidate[], id: string, k: number, seed: number, draws: number) {
  const samples = Array.from({ length: draws }, (_, draw) => drawCandidates(judged, id, k, seed, draw))
  const each = samples.map(chanceCorrect)
  const scores = Object.fromEntries(strategies.map((name) => [name, mean(each.map((score) => score[name]))])) as Scores
  return { drawn: mean(samples.map((sample) => sample.length)), scores }
}

function groupResult(problems: readonly Problem[], at: number, seed: number): GroupResult {
  const rows = problems.map((problem) => problem.at[at] as Problem['at'][number])
  const scores = (name: BenchStrategy) => rows.map((row) => row.scores[name])
  const result = (name: BenchStrategy): StrategyResult => {
    const [low, high] = bootstrapInterval(scores(name), { seed })
    return { accuracy: 100 * mean(scores(name)), ci95: [100 * low, 100 * high] }
  }
  const against = (name: BenchStrategy, other: BenchStrategy) =>
    inPerCent(pairedBootstrap(scores(name), scores(other), { seed }))
  const chosen = (name: BenchStrategy): StrategyResult => ({
    ...result(name),
    vsMajority: against(name, 'majority'),
    vsRandom: against(name, 'random'),
  })
  return {
    problems: rows.length,
    candidatesPerProblem: rows.length === 0 ? 0 : mean(rows.map(({ drawn }) => drawn)),
    strategies: {
      random: result('random'),
      majority: result('majority'),
      'best-of-n': chosen('best-of-n'),
      weighted: chosen('weighted'),
      oracle: result('oracle'),
    },
  }
}

function meanOfGroups(names: string[], groups: readonly Problem[][], at: number, seed: number): MeanOfGroups {
  const rows = groups.map((problems) => problems.map((problem) => problem.at[at] as Problem['at'][number]))
  const gain = (ours: BenchStrategy, theirs: BenchStrategy) =>
    inPerCent(
      meanDifference(
        rows.map((own) => own.map(({ scores }) => scores[ours] - scores[theirs])),
        { seed },
      ),
    )
  return {
    groups: names,
    candidatesPerProblem: mean(rows.flat().map(({ drawn }) => drawn)),
    bestMinusRandom: gain('best-of-n', 'random'),
    weightedMinusMajority: gain('weighted', 'majority'),
  }
}

function inPerCent({ difference, ci95: [low, high], p }: PairedDifference): PairedDifference {
  return { difference: 100 * difference, ci95: [100 * low, 100 * high], p }
}

/** Chance that each strategy picks a right candidate from these; ties are split evenly. */
function chanceCorrect(sample: readonly JudgedCandidate[]): Scores {
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
