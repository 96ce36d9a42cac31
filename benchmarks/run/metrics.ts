import type { TokenTally, Verdict } from '../../src/core/records/types.js'
import { whyUnjudged } from '../../src/core/records/unjudged.js'
import { problemOf, rateByQuestion } from '../../src/core/statistics/rate-by-question.js'
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
import { type Recipe, sizesOf } from './recipe.js'
import type {
  CandidatesMetrics,
  CandidatesRecord,
  FailedRecord,
  FirstErrors,
  SampleRecord,
  StepsMetrics,
  StepsRecord,
  Trust,
} from './records.js'
import { choosing, meanGains, type Problems, tokensOf } from './strategies.js'
import { unjudgedOf } from './unjudged.js'

/** Records of one task -> its metrics. A sample that failed counts as wrong: leaving it out would reward failing on hard ones. */
export function taskMetrics(
  task: string,
  suite: 'candidates' | 'steps',
  records: readonly SampleRecord[],
  { stepThreshold, recipe }: { stepThreshold: number; recipe: Recipe },
): CandidatesMetrics | StepsMetrics {
  if (suite === 'steps') return stepsMetrics(task, records, stepThreshold, recipe.seed)
  return candidatesMetrics(task, records, recipe)
}

function candidatesMetrics(task: string, all: readonly SampleRecord[], recipe: Recipe): CandidatesMetrics {
  const { draws, seed } = recipe
  const [size, ...otherSizes] = sizesOf(recipe)
  const whole = problemsOf(all)
  const groups = new Map([...groupsOf(all)].map(([group, own]) => [group, problemsOf(own)]))
  const { records, failed } = whole
  const { problems, candidatesPerProblem, strategies } = choosing(whole, size, seed)
  const breakdown = [
    ...otherSizes.map((other) => choosing(whole, other, seed)),
    ...[...groups].flatMap(([group, own]) => sizesOf(recipe).map((each) => ({ group, ...choosing(own, each, seed) }))),
  ]
  const means = groups.size < 2 ? [] : sizesOf(recipe).map((each) => meanGains(groups, each, seed))
  const candidates = records.flatMap((record) => record.candidates)
  const share = (field: 'strict' | 'flexible') => {
    const graded = candidates.map((candidate) => candidate[field]).filter((right) => right !== undefined)
    return graded.length === 0 ? null : 100 * mean(graded.map(Number))
  }
  const lists = records.map((record) => record.candidates)
  const withTokens = Object.entries(strategies).map(([name, result]) => [
    name,
    { ...result, tokens: tokensOf(name, records) },
  ])
  return {
    suite: 'candidates',
    task,
    problems,
    candidates: candidates.length,
    candidatesPerProblem,
    ...(records.some((record) => record.draws !== undefined) && { draws }),
    failed,
    strategies: Object.fromEntries(withTokens),
    ...(breakdown.length > 0 && { breakdown }),
    ...(means.length > 0 && { means }),
    strict: share('strict'),
    flexible: share('flexible'),
    unparsed: candidates.filter((candidate) => candidate.key === null).length,
    tokens: total(records),
    overK: Object.fromEntries(
      Object.entries(choices).map(([name, choose]) => [name, accuracyOverK(lists, choose, { seed, subsets: 32 })]),
    ),
    ...rationales(records),
    ...trust(
      records.flatMap((record) =>
        record.candidates.map(({ verdict, correct }) => ({ verdict, right: correct, question: problemOf(record) })),
      ),
      all.filter(isFailed),
    ),
  }
}

function stepsMetrics(task: string, all: readonly SampleRecord[], threshold: number, seed: number): StepsMetrics {
  const { records, failed } = chainsOf(all)
  const breakdown = [...groupsOf(all)].map(([group, own]) => ({ group, ...firstErrors(own, seed) }))
  return {
    suite: 'steps',
    task,
    ...firstErrors(all, seed),
    failed,
    threshold,
    ...(breakdown.length > 0 && { breakdown }),
    tokens: total(records),
    ...trust(
      records.map((record) => ({
        verdict: record.verdict,
        right: record.firstError === -1,
        question: problemOf(record),
      })),
      all.filter(isFailed),
    ),
  }
}

/** ProcessBench's measures: an exact hit on wrong chains, silence on right ones, and their harmonic mean. What could not be judged is no hit. */
function firstErrors(all: readonly SampleRecord[], seed: number): FirstErrors {
  const { records, failed } = chainsOf(all)
  const asked = [
    ...records.map(({ firstError, verdict }) => ({ firstError, found: verdict.firstError })),
    ...all
      .filter(isFailed)
      .flatMap(({ firstError }) => (firstError === undefined ? [] : [{ firstError, found: null }])),
  ]
  const hits = (isWrong: boolean) =>
    asked
      .filter(({ firstError }) => (firstError !== -1) === isWrong)
      .map(({ found, firstError }) => (found === firstError ? 1 : 0))
  const [wrong, right] = [hits(true), hits(false)]
  const part = (own: readonly number[]) => (own.length === 0 ? null : 100 * mean(own))
  const both = { chains: records.length + failed, errorAccuracy: part(wrong), correctAccuracy: part(right) }
  const missing = records.every(({ verdict }) => whyUnjudged(verdict) !== undefined)
    ? 'no chain could be judged'
    : wrong.length === 0
      ? 'no chain is wrong'
      : right.length === 0
        ? 'no chain is right'
        : undefined
  if (missing !== undefined) return { ...both, f1: null, f1ci95: null, reason: missing }
  const [wrongLow, wrongHigh] = bootstrapInterval(wrong, { seed })
  const [rightLow, rightHigh] = bootstrapInterval(right, { seed: seed + 1 })
  return {
    ...both,
    f1: 100 * harmonicF1(mean(wrong), mean(right)),
    // F1 grows with both parts, so the box of their intervals bounds it (conservative).
    f1ci95: [100 * harmonicF1(wrongLow, rightLow), 100 * harmonicF1(wrongHigh, rightHigh)],
  }
}

const isFailed = (record: SampleRecord): record is FailedRecord => record.suite === 'failed'

function problemsOf(all: readonly SampleRecord[]): Problems {
  const records = all.filter((record): record is CandidatesRecord => record.suite === 'candidates')
  return { records, failed: all.filter(isFailed).length }
}

function chainsOf(all: readonly SampleRecord[]) {
  const records = all.filter((record): record is StepsRecord => record.suite === 'steps')
  return { records, failed: all.filter(isFailed).length }
}

/** By name; empty where no group was asked for. */
function groupsOf(all: readonly SampleRecord[]): Map<string, SampleRecord[]> {
  const names = new Set(all.flatMap(({ group }) => group ?? []))
  return new Map([...names].sort().map((name) => [name, all.filter(({ group }) => group === name)]))
}

function total(records: readonly { tokens: TokenTally }[]): TokenTally {
  const tokens = emptyTally()
  for (const record of records) addTally(tokens, record.tokens)
  return tokens
}

/** How near the chosen chains come to the human explanations, where the task has them. */
function rationales(records: readonly CandidatesRecord[]): Pick<CandidatesMetrics, 'rationales'> {
  const explained = records.flatMap((record) => {
    const { reference, candidates, outcomes } = record
    const chosen = candidates[outcomes['best-of-n']?.chosen[0]?.[0] ?? 0]
    if (reference === undefined || chosen === undefined) return []
    return [{ ...record, reference, text: chosen.verdict.steps.map((step) => step.text).join('\n') }]
  })
  if (explained.length === 0) return {}
  const references = explained.map(({ reference }) => reference)
  const texts = explained.map(({ text }) => text)
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

interface JudgedVerdict {
  verdict: Verdict
  right: boolean
  question: string
}

/** How far the probability can be taken at its word, and why there is none where there is none. */
function trust(judged: readonly JudgedVerdict[], failed: readonly FailedRecord[]): Trust {
  const all = judged.map(({ verdict: { probability, reward }, right }) => ({ probability, reward, right }))
  const scored = all.flatMap(({ probability, right }) => (probability === null ? [] : [{ probability, right }]))
  const rewarded = all.flatMap(({ reward, right }) => (reward === null ? [] : [{ reward, right }]))
  const p = scored.map(({ probability }) => probability)
  const y = scored.map(({ right }) => right)
  const points = riskCoverage(
    all.map(({ probability }) => probability),
    all.map(({ right }) => right),
  )
  const auc = finite(areaUnderCurve(p, y))
  const verdicts = judged.map(({ verdict }) => verdict)
  return {
    ...(judged.length > 0 && { verdicts: verdictsAreWorth(judged) }),
    auc,
    rewardAuc: finite(
      areaUnderCurve(
        rewarded.map(({ reward }) => reward),
        rewarded.map(({ right }) => right),
      ),
    ),
    ...(auc === null && { aucReason: whyNoCurve(verdicts, y, failed) }),
    ece: scored.length === 0 ? null : expectedCalibrationError(p, y),
    brier: finite(brier(p, y)),
    reliability: reliability(p, y),
    riskCoverage: thinned(points),
    areaUnderRisk: finite(areaUnderRisk(points)),
    unscored: judged.length - scored.length,
    ...unjudgedOf(verdicts, failed),
  }
}

function verdictsAreWorth(judged: readonly JudgedVerdict[]): Trust['verdicts'] {
  const rate = (isRight: boolean, isError: (verdict: Verdict) => boolean) =>
    rateByQuestion(
      judged
        .filter(({ right }) => right === isRight)
        .map(({ question, verdict }) => ({ question, isError: isError(verdict) })),
    )
  return {
    rightAccused: rate(true, ({ verdict, firstError }) => verdict === 'incorrect' || (firstError ?? -1) !== -1),
    wrongAccepted: rate(false, ({ verdict }) => verdict === 'correct'),
    open: mean(judged.map(({ verdict }) => Number(verdict.verdict === 'abstain'))),
  }
}

/** @param rights whether each chain with a probability is right. */
function whyNoCurve(verdicts: readonly Verdict[], rights: readonly boolean[], failed: readonly FailedRecord[]): string {
  if (rights.length > 0) return `every chain with a probability is ${rights[0] ? 'right' : 'wrong'}`
  const [reason = failed[0]?.error] = verdicts.flatMap(
    ({ probability, reason }) => (probability === null && reason) || [],
  )
  return `no chain has a probability${reason === undefined ? '' : `: ${reason}`}`
}

/** At most 200 points: nobody sees more, and a file of thousands of thresholds helps nobody. */
function thinned<T>(points: readonly T[]): T[] {
  const stride = Math.ceil(points.length / 200)
  return points.filter((_, index) => index % stride === 0 || index === points.length - 1)
}

const finite = (value: number) => (Number.isFinite(value) ? value : null)
