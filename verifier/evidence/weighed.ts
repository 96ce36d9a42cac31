/* The checks as one of several judges: one number for a chain, a few for a step. */
import { defined } from '../../src/core/absence.js'
import type { Judge, StepJudgement } from '../judge/judge.js'
import { evidenceProbability } from './calibration.js'
import { judgeEvidence } from './index.js'
import { stepSign } from './signs.js'
import { stepFeatureNames } from './step-features.js'

/**
 * The checks as a calibration weighs them. Of the chain one feature in place of a hundred: `evidence`, the probability that they alone give. Of a step what
 * was found in it, with a minus sign before every doubt: more of any of these numbers speaks for the step.
 */
export const weighedEvidence: Judge = async (chain, signal, onStep) => {
  const { features, steps, ...judgement } = await judgeEvidence(
    chain,
    signal,
    onStep && ((step) => onStep(signed(step))),
  )
  return {
    ...judgement,
    steps: steps.map(signed),
    features: defined({ evidence: evidenceProbability(features) ?? undefined }),
  }
}

function signed({ features = {}, ...step }: StepJudgement): StepJudgement {
  const speaking = stepFeatureNames.map((name) => [name, stepSign(name) * (features[name] ?? 0)] as const)
  return { ...step, features: Object.fromEntries(speaking) }
}
