import { mapConcurrent } from '../src/core/concurrency.js'
import type { CandidateSet, TokenTally, Verifier } from '../src/core/records/types.js'
import {
  bootstrapInterval,
  type Interval,
  mean,
  type PairedDifference,
  pairedBootstrap,
} from '../src/core/statistics/statistics.js'
import { addTally, emptyTally } from '../src/core/tally.js'
import { costOf, type Prices } from './run/cost.js'
import { gradeByTask, judgeCandidates } from './run/judge.js'
import { type ChosenGrades, choices, gradesOfChosen } from './run/outcomes.js'
import type { JudgedCandidate } from './run/records.js'
import { drawCandidates, type Selection, selectSets } from './selection.js'
import { meanDifference } from './statistics/mean-difference.js'
import { chance } from './statistics/over-k.js'

export interface CandidatesOptions extends Selection {
  sets: readonly CandidateSet[]
  verifier: Verifier
  /** Candidates drawn per problem, by a seed from the problem's id (default: all); several numbers are compared on the same judgements. */
  candidatesPerProblem?: number | readonly number[] | undefined
  /** Independent draws per problem; a problem's score is its mean over them, and intervals are over problems (default 1). */
  draws?: number
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
  /** Of the answers that were chosen, by the task's grader, in per cent: in the form asked for, and wherever found; null where no gold is given. */
  strict: number | null
  flexible: number | null
  /** Problems whose chosen answer could not be read; ties and draws make it a fraction. */
  unparsed: number
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

/** Chances that the choice is right, and how it is graded. */
type Scores = Record<BenchStrategy, ChosenGrades & { correct: number }>
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
  const sets = selectSets(options.sets, options)
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

/** MMLU-Pro's subjects as the two groups that are reported: business and economics, and the others. */
export function subjectOf({ category }: CandidateSet): string | undefined {
  if (typeof category !== 'string') return undefined
  return ['business', 'economics', 'finance'].includes(category.toLowerCase()) ? 'finance' : 'other subjects'
}

/** All strategies see the same draws. */
function meanOverDraws(judged: readonly JudgedCandidate[], id: string, k: number, seed: number, draws: number) {
  const samples = Array.from({ length: draws }, (_, draw) => drawCandidates(judged, id, k, seed, draw))
  const each = samples.map(outcomesIn)
  const over = (name: BenchStrategy) => {
    const share = (field: 'strict' | 'flexible') => {
      const graded = each.map((score) => score[name][field]).filter((right) => right !== null)
      return graded.length === 0 ? null : mean(graded)
    }
    return {
      correct: mean(each.map((score) => score[name].correct)),
      strict: share('strict'),
      flexible: share('flexible'),
      unparsed: mean(each.map((score) => score[name].unparsed)),
    }
  }
  const scores = Object.fromEntries(strategies.map((name) => [name, over(name)])) as Scores
  return { drawn: mean(samples.map((sample) => sample.length)), scores }
}

function groupResult(problems: readonly Problem[], at: number, seed: number): GroupResult {
  const rows = problems.map((problem) => problem.at[at] as Problem['at'][number])
  const scores = (name: BenchStrategy) => rows.map((row) => row.scores[name].correct)
  const share = (name: BenchStrategy, field: 'strict' | 'flexible') => {
    const graded = rows.map((row) => row.scores[name][field]).filter((right) => right !== null)
    return graded.length === 0 ? null : 100 * mean(graded)
  }
  const result = (name: BenchStrategy): StrategyResult => {
    const [low, high] = bootstrapInterval(scores(name), { seed })
    return {
      accuracy: 100 * mean(scores(name)),
      ci95: [100 * low, 100 * high],
      strict: share(name, 'strict'),
      flexible: share(name, 'flexible'),
      unparsed: rows.reduce((sum, row) => sum + row.scores[name].unparsed, 0),
    }
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
        rows.map((own) => own.map(({ scores }) => scores[ours].correct - scores[theirs].correct)),
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

/** What each strategy picks from these; ties are split evenly. */
function outcomesIn(sample: readonly JudgedCandidate[]): Scores {
  const outcome = (name: BenchStrategy) => ({
    correct: chance(sample, choices[name]),
    ...gradesOfChosen(sample, choices[name](sample)),
  })
  return Object.fromEntries(strategies.map((name) => [name, outcome(name)])) as Scores
}
