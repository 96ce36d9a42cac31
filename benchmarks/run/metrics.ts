import {
  areaUnderCurve,
  bootstrapInterval,
  brier,
  expectedCalibrationError,
  harmonicF1,
  mean,
  reliability,
} from '../../src/core/statistics/statistics.js'
import { addTally, emptyTally } from '../../src/core/tally.js'
import { bleu } from '../statistics/bleu.js'
import { accuracyOverK } from '../statistics/over-k.js'
import { perplexity } from '../statistics/perplexity.js'
import { areaUnderRisk, riskCoverage } from '../statistics/risk-coverage.js'
import { rouge } from '../statistics/rouge.js'
import { choices } from './outcomes.js'
import type {
  CandidatesMetrics,
  CandidatesRecord,
  FailedRecord,
  SampleRecord,
  StepsMetrics,
  StepsRecord,
  Trust,
} from './records.js'
import { strategyMetrics } from './strategies.js'

/** Records of one task -> its metrics. A sample that failed counts as wrong: leaving it out would reward failing on hard ones. */
export function taskMetrics(
  task: string,
  suite: 'candidates' | 'steps',
  records: readonly SampleRecord[],
  { stepThreshold, seed }: { stepThreshold: number; seed: number },
): CandidatesMetrics | StepsMetrics {
  const failed = records.filter((record): record is FailedRecord => record.suite === 'failed').length
  if (suite === 'steps') {
    const steps = records.filter((record): record is StepsRecord => record.suite === 'steps')
    return stepsMetrics(task, steps, failed, stepThreshold, seed)
  }
  return candidatesMetrics(
    task,
    records.filter((record): record is CandidatesRecord => record.suite === 'candidates'),
    failed,
    seed,
  )
}

function candidatesMetrics(
  task: string,
  records: readonly CandidatesRecord[],
  failed: number,
  seed: number,
): CandidatesMetrics {
  const tokens = emptyTally()
  for (const record of records) addTally(tokens, record.tokens)
  const candidates = records.flatMap((record) => record.candidates)
  const share = (field: 'strict' | 'flexible') => {
    const graded = candidates.map((candidate) => candidate[field]).filter((right) => right !== undefined)
    return graded.length === 0 ? null : 100 * mean(graded.map(Number))
  }
  const lists = records.map((record) => record.candidates)
  return {
    suite: 'candidates',
    task,
    problems: records.length + failed,
    candidates: candidates.length,
    candidatesPerProblem: candidates.length / Math.max(1, records.length),
    failed,
    strategies: strategyMetrics(records, failed, seed),
    strict: share('strict'),
    flexible: share('flexible'),
    unparsed: candidates.filter((candidate) => candidate.key === null).length,
    tokens,
    overK: Object.fromEntries(
      Object.entries(choices).map(([name, choose]) => [name, accuracyOverK(lists, choose, { seed, subsets: 32 })]),
    ),
    ...rationales(records),
    ...trust(
      candidates.map((candidate) => candidate.verdict.probability),
      candidates.map((candidate) => candidate.correct),
    ),
  }
}

function stepsMetrics(
  task: string,
  records: readonly StepsRecord[],
  failed: number,
  threshold: number,
  seed: number,
): StepsMetrics {
  const tokens = emptyTally()
  for (const record of records) addTally(tokens, record.tokens)
  const hits = (wrong: boolean) =>
    records
      .filter((record) => (record.firstError !== -1) === wrong)
      .map((record) => (record.verdict.firstError === record.firstError ? 1 : 0))
  const wrong = hits(true)
  const right = hits(false)
  const [wrongLow, wrongHigh] = bootstrapInterval(wrong, { seed })
  const [rightLow, rightHigh] = bootstrapInterval(right, { seed: seed + 1 })
  const both = wrong.length > 0 && right.length > 0
  return {
    suite: 'steps',
    task,
    chains: records.length + failed,
    failed,
    f1: both ? 100 * harmonicF1(mean(wrong), mean(right)) : null,
    // F1 grows with both parts, so the box of their intervals bounds it (conservative).
    f1ci95: both ? [100 * harmonicF1(wrongLow, rightLow), 100 * harmonicF1(wrongHigh, rightHigh)] : null,
    errorAccuracy: wrong.length === 0 ? null : 100 * mean(wrong),
    correctAccuracy: right.length === 0 ? null : 100 * mean(right),
    threshold,
    tokens,
    ...trust(
      records.map((record) => record.verdict.probability),
      records.map((record) => record.firstError === -1),
    ),
  }
}

/** How near the chosen chains come to the human explanations, where the task has them. */
function rationales(records: readonly CandidatesRecord[]): Pick<CandidatesMetrics, 'rationales'> {
  const explained = records.filter((record) => record.reference !== undefined && record.candidates.length > 0)
  if (explained.length === 0) return {}
  const references = explained.map((record) => record.reference as string)
  const texts = explained.map(({ candidates, outcomes }) => {
    const chosen = outcomes['best-of-n']?.chosen[0]?.[0] ?? 0
    return candidates[chosen]?.verdict.steps.map((step) => step.text).join('\n') ?? ''
  })
  const scored = explained.map((record) => record.referenceLogProbabilities).filter((list) => list !== undefined)
  return {
    rationales: {
      texts: texts.length,
      bleu: bleu(texts, references),
      ...rouge(texts, references),
      perplexity: perplexity(scored),
    },
  }
}

/** How far the probability can be taken at its word. */
function trust(probabilities: readonly (number | null)[], labels: readonly boolean[]): Trust {
  const scored = probabilities.flatMap((probability, index) =>
    probability === null ? [] : [{ probability, label: labels[index] as boolean }],
  )
  const p = scored.map((entry) => entry.probability)
  const y = scored.map((entry) => entry.label)
  const points = riskCoverage(probabilities, labels)
  return {
    auc: finite(areaUnderCurve(p, y)),
    ece: scored.length === 0 ? null : expectedCalibrationError(p, y),
    brier: finite(brier(p, y)),
    reliability: reliability(p, y),
    riskCoverage: thinned(points),
    areaUnderRisk: finite(areaUnderRisk(points)),
    unscored: probabilities.length - scored.length,
  }
}

/** At most 200 points: nobody sees more, and a file of thousands of thresholds helps nobody. */
function thinned<T>(points: readonly T[]): T[] {
  const stride = Math.ceil(points.length / 200)
  return points.filter((_, index) => index % stride === 0 || index === points.length - 1)
}

const finite = (value: number) => (Number.isFinite(value) ? value : null)
