import { defined } from '../../src/core/absence.js'
import type { Aggregation, JudgementCounts, Verdict } from '../../src/core/records/types.js'
import { addTally, emptyTally } from '../../src/core/tally.js'
import { aggregate } from './aggregate.js'
import type { Judgement, PreparedChain } from './judge.js'
import { reasonsOf } from './reasons.js'
import { mergeStep, type StepRules } from './steps.js'

/** How judgements become a verdict. `stepThreshold`: a step whose reward is below counts as wrong. */
export interface VerdictRules extends StepRules {
  /** Features of all judges -> calibrated probability that the chain is right; null where it cannot be computed. */
  probability(features: Readonly<Record<string, number>>): number | null
  /** At or above `accept` the verdict is correct, at or below `reject` incorrect, between them the verifier abstains. */
  accept: number
  reject: number
  /** How step rewards become the chain's (default min). */
  aggregation?: Aggregation
  /** Why there are no probabilities, where there are none. */
  uncalibrated?: string
  /** Why a chain is of a kind that the calibration never saw; undefined where it is of a known kind. */
  unfamiliar?(chain: PreparedChain): string | undefined
}

/** What all judges say of a chain -> the verdict. */
export function verdictOf(
  id: string,
  chain: PreparedChain,
  judgements: readonly Judgement[],
  rules: VerdictRules,
): Verdict {
  const { aggregation = 'min' } = rules
  const merged = chain.steps.map((text, i) => {
    const { step, wrong } = mergeStep(
      judgements.map(({ steps }) => steps[i]),
      rules,
    )
    return { step: { text, ...step }, wrong }
  })
  const steps = merged.map(({ step }) => step)
  const wrong = merged.map((each) => each.wrong)
  const unjudgedBecause = whyUnjudged(judgements)
  const isJudged = unjudgedBecause === undefined
  const probability = isJudged
    ? rules.probability(Object.assign({}, ...judgements.map(({ features }) => features)))
    : null
  const reasons = reasonsOf(
    steps,
    wrong,
    judgements.flatMap(({ objections }) => objections ?? []),
  )
  const { verdict, reason } =
    probability === null
      ? {
          verdict: 'abstain' as const,
          reason:
            unjudgedBecause ?? rules.uncalibrated ?? 'a feature that the calibration needs is missing or not finite',
        }
      : decide(probability, wrong.indexOf(true), reasons.length > 0, rules.unfamiliar?.(chain), rules)
  const tokens = emptyTally()
  for (const judgement of judgements) addTally(tokens, judgement.tokens)
  return {
    id,
    steps,
    firstError: isJudged ? wrong.indexOf(true) : null,
    // A step that could not be scored leaves the chain without a score: it must never win by what is missing.
    reward: isJudged
      ? aggregate(
          steps.map(({ reward }) => reward),
          aggregation,
        )
      : null,
    aggregation,
    probability,
    verdict,
    reasons: verdict === 'correct' ? [] : reasons,
    ...defined({
      answer: chain.answer,
      reason,
      judgements: countsOf(judgements),
      tokens: tokens.calls > 0 ? tokens : undefined,
    }),
  }
}

/** A verdict on a chain that no judge has seen. */
export function unjudged(id: string, { aggregation = 'min' }: VerdictRules, reason: string): Verdict {
  return {
    id,
    steps: [],
    firstError: null,
    reward: null,
    aggregation,
    probability: null,
    verdict: 'abstain',
    reasons: [],
    reason,
  }
}

/** A judge that gave the chain up, or a step with a reward that is no number. */
export function whyUnjudged(judgements: readonly Judgement[]): string | undefined {
  const given = judgements.map(({ reason }) => reason).find((each) => each !== undefined)
  if (given !== undefined) return given
  for (const { steps } of judgements)
    for (const [i, { reward }] of steps.entries())
      if (reward !== null && !Number.isFinite(reward)) return `step ${i + 1}: the reward is ${reward}`
  return undefined
}

/** `correct` needs that no step is wrong, `incorrect` that somebody says what is; everything else is left open, with the reason. */
function decide(
  probability: number,
  firstWrong: number,
  isAccused: boolean,
  unfamiliar: string | undefined,
  { accept, reject }: VerdictRules,
): { verdict: Verdict['verdict']; reason?: string } {
  const abstain = (reason: string) => ({ verdict: 'abstain' as const, reason })
  const said = `the probability is ${probability.toFixed(2)}`
  if (unfamiliar !== undefined) return abstain(unfamiliar)
  if (probability >= accept)
    return firstWrong === -1 ? { verdict: 'correct' } : abstain(`${said}, but step ${firstWrong + 1} is wrong`)
  if (probability <= reject)
    return isAccused ? { verdict: 'incorrect' } : abstain(`${said}, but no judge says what is wrong`)
  return abstain(`${said}, between ${reject} and ${accept}`)
}

function countsOf(judgements: readonly Judgement[]): JudgementCounts | undefined {
  const counts = judgements.flatMap((judgement) => judgement.judgements ?? [])
  if (counts.length === 0) return undefined
  return {
    asked: counts.reduce((sum, { asked }) => sum + asked, 0),
    unreadable: counts.reduce((sum, { unreadable }) => sum + unreadable, 0),
  }
}
