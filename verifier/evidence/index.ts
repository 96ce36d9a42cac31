import type { Finding } from '../../src/core/records/types.js'
import { checkAnswer } from './answer.js'
import { checkArithmetic } from './arithmetic.js'
import { checkContradictions } from './contradictions.js'
import { type EvidenceInput, readFacts } from './facts.js'
import { chainFeatures } from './features.js'
import { byKind, questionKind } from './kinds.js'
import { traceNumbers, unexplainedNumbers } from './provenance.js'
import { stepReward } from './reward.js'
import { stepFeatures } from './step-features.js'
import { checkSubstitutions } from './substitution.js'

export type { EvidenceInput } from './facts.js'
export { type QuestionKind, questionKinds } from './kinds.js'
export { findingReward, STEP_THRESHOLD, stepReward } from './reward.js'
export { stepFeatureNames } from './step-features.js'

export interface StepEvidence {
  findings: Finding[]
  /** In [0, 1]; null where no check that carries reward applied. */
  reward: number | null
  /** Facts about the step for a calibrated reward; the same names for every step. */
  features: Record<string, number>
}

export interface ChainEvidence {
  steps: StepEvidence[]
  /** Facts about the chain as a whole, for a calibrated probability; named `kind of question:feature`, the same names for every chain. */
  features: Record<string, number>
}

/** All checks that need no model, over one chain by itself. Never throws; work is bounded by the length of the input. */
export function checkEvidence(input: EvidenceInput): ChainEvidence {
  const facts = readFacts(input)
  const substitutions = checkSubstitutions(facts)
  const provenance = traceNumbers(facts, substitutions)
  const findings: Finding[][] = facts.steps.map((step, i) => [
    ...checkArithmetic(step),
    ...unexplainedNumbers(step, provenance.sources[i] ?? []),
  ])
  for (const { step, finding } of substitutions) if (finding !== undefined) findings[step]?.push(finding)
  for (const { step, finding } of checkContradictions(facts)) findings[step]?.push(finding)
  const answer = checkAnswer(facts)
  if (answer !== null) findings[answer.step]?.push(answer.finding)
  const features = stepFeatures(facts, findings, provenance.sources)
  return {
    steps: findings.map((each, i) => ({
      findings: each,
      reward: stepReward(each),
      features: features[i] as (typeof features)[number],
    })),
    features: byKind(questionKind(facts), chainFeatures(facts, findings, provenance, substitutions)),
  }
}
