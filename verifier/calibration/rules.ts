import { checkArguments } from '../../src/core/arguments.js'
import type { PreparedChain, StepJudgement } from '../judge/judge.js'
import { questionKind } from '../judge/question-kind.js'
import type { VerdictRules } from '../judge/verdict.js'
import { applyLogistic, type Calibration, type Features, type Logistic } from './calibration.js'
import { whyUnfamiliar } from './familiar.js'
import { logOdds } from './log-odds.js'

/** A calibration -> how judgements become verdicts. */
export function rulesOf(calibration: Calibration): VerdictRules {
  checkArguments('rulesOf', { calibration: [calibration, 'object'], features: [calibration?.features, 'object'] })
  const { stepThreshold, accept, reject, steps, calibrated } = calibration
  if (calibrated === undefined)
    return { probability: (features) => applyLogistic(calibration, features), stepThreshold, accept, reject }
  return {
    probability: (features, chain) => applyLogistic(weightsFor(calibration, chain), inLogOdds(features)),
    ...(steps && { stepReward: (judgements: readonly StepJudgement[]) => stepProbability(steps, judgements) }),
    stepThreshold: calibrated.stepsUnshown ? UNSHOWN : stepThreshold,
    ...(calibrated.stepsUnshown && { unshownSteps: 'the calibration had too few chains' }),
    accept,
    reject,
    unfamiliar: (chain) => whyUnfamiliar(chain, calibrated.familiar),
  }
}

/** Below it a step is likelier wrong than right. */
const UNSHOWN = 0.5

/** The weights of its kind of question, where that has its own. */
const weightsFor = (calibration: Calibration, chain: PreparedChain): Logistic =>
  calibration.kinds?.[questionKind(chain)] ?? calibration

/** Features of a chain that are all probabilities -> their log-odds. */
export function inLogOdds(features: Features): Features {
  return Object.fromEntries(Object.entries(features).map(([name, value]) => [name, logOdds(value)]))
}

/**
 * What is weighed of one step: the log-odds of each judge's reward, by its place (0, which weighs nothing, where it has none), and the facts that the last
 * judge, the checks, found in it. More of any speaks for the step.
 */
export function stepFeatures(judgements: readonly StepJudgement[]): Features {
  const rewards = judgements.map(({ reward }, j) => [`judge ${j + 1}`, reward === null ? 0 : logOdds(reward)] as const)
  return { ...judgements.at(-1)?.features, ...Object.fromEntries(rewards) }
}

/** Null where no judge has a reward: nothing was said of the step. */
function stepProbability(
  weights: NonNullable<Calibration['steps']>,
  judgements: readonly StepJudgement[],
): number | null {
  if (judgements.every(({ reward }) => reward === null)) return null
  const said = stepFeatures(judgements)
  // A judge that could not judge the chain found nothing in its steps.
  const weighed = Object.keys(weights.features).map((name) => [name, said[name] ?? 0] as const)
  return applyLogistic(weights, Object.fromEntries(weighed))
}
