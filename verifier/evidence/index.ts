import { at } from '../../src/core/absence.js'
import type { Judgement, PreparedChain, StepJudgement } from '../judge/judge.js'
import { checkAnswer } from './answer.js'
import { checkArithmetic } from './arithmetic.js'
import { claimReader } from './claims/index.js'
import { withoutWithdrawn } from './claims/withdrawn.js'
import { checkContradictions } from './contradictions.js'
import { readFacts } from './facts.js'
import { chainFeatures } from './features.js'
import { byKind, questionKind } from './kinds.js'
import { traceNumbers, unexplainedNumbers } from './provenance.js'
import { stepReward } from './reward.js'
import { stepFeatures } from './step-features.js'
import { checkSubstitutions } from './substitution.js'

export { type QuestionKind, questionKinds } from './kinds.js'
export { findingReward, STEP_THRESHOLD, stepReward } from './reward.js'
export { stepFeatureNames } from './step-features.js'

/**
 * What the checks say of a chain. A step's reward is null where no check that carries reward applied; its features have the same names for
 * every step. The chain's features are named `kind of question:feature`, the same names for every chain.
 */
export interface EvidenceJudgement extends Judgement {
  steps: readonly (StepJudgement & Required<Pick<StepJudgement, 'evidence' | 'features'>>)[]
}

/** The judge that needs no model: all checks, over one chain by itself. Never throws; work is bounded by the length of the input. */
export function checkEvidence(chain: PreparedChain): EvidenceJudgement {
  const facts = readFacts(chain)
  const substitutions = checkSubstitutions(facts)
  const provenance = traceNumbers(facts, substitutions)
  const claims = claimReader(chain.question, chain.context)
  const claimed = facts.steps.map((step) => [...checkArithmetic(step), ...claims(step.text)])
  const findings = withoutWithdrawn(facts.steps, claimed)
  for (const [i, step] of facts.steps.entries())
    findings[i]?.push(...unexplainedNumbers(step, provenance.sources[i] ?? []))
  for (const { step, finding } of substitutions) if (finding !== undefined) findings[step]?.push(finding)
  for (const { step, finding } of checkContradictions(facts)) findings[step]?.push(finding)
  const answer = checkAnswer(facts)
  if (answer !== null) findings[answer.step]?.push(answer.finding)
  const features = stepFeatures(facts, findings, provenance.sources)
  return {
    steps: findings.map((each, i) => ({
      evidence: each,
      reward: stepReward(each),
      features: at(features, i),
    })),
    features: byKind(questionKind(facts), chainFeatures(facts, findings, provenance, substitutions)),
  }
}
