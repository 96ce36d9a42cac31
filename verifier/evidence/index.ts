import { at, defined } from '../../src/core/absence.js'
import type { Finding } from '../../src/core/records/types.js'
import type { Judgement, PreparedChain, StepJudgement } from '../judge/judge.js'
import { checkAnswer } from './answer.js'
import { checkArithmetic } from './arithmetic.js'
import { claimReader } from './claims/index.js'
import { usesDecimalComma, withDecimalPoints } from './claims/separators.js'
import { withoutWithdrawn } from './claims/withdrawn.js'
import { checkContradictions } from './contradictions.js'
import { readFacts } from './facts.js'
import { chainFeatures } from './features.js'
import { byKind, questionKind } from './kinds.js'
import { finish, finishInTurns, type Pieces } from './pieces.js'
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

/** The checks that need no model, over one chain by itself, at once. Never throws; work is bounded by the length of the input. */
export function checkEvidence(chain: PreparedChain): EvidenceJudgement {
  return finish(evidenceOf(chain))
}

/** The same as a judge: others get a turn in between, and an abort is heard. */
export const judgeEvidence = (chain: PreparedChain, signal?: AbortSignal): Promise<EvidenceJudgement> =>
  finishInTurns(evidenceOf(chain), signal)

function* evidenceOf(written: PreparedChain): Pieces<EvidenceJudgement> {
  const chain = pointed(written)
  const facts = yield* readFacts(chain)
  const substitutions = checkSubstitutions(facts)
  yield
  const provenance = yield* traceNumbers(facts, substitutions)
  const claims = claimReader(chain.question, chain.context)
  const claimed: Finding[][] = []
  for (const step of facts.steps) {
    const arithmetic = checkArithmetic(step)
    claimed.push([...arithmetic, ...(yield* claims(step.text))])
    yield
  }
  const findings = withoutWithdrawn(facts.steps, claimed)
  yield
  for (const [i, step] of facts.steps.entries()) {
    findings[i]?.push(...unexplainedNumbers(step, provenance.sources[i] ?? []))
    yield
  }
  for (const { step, finding } of substitutions) if (finding !== undefined) findings[step]?.push(finding)
  for (const { step, finding } of yield* checkContradictions(facts)) findings[step]?.push(finding)
  const answer = checkAnswer(facts)
  if (answer !== null) findings[answer.step]?.push(answer.finding)
  yield
  const features = yield* stepFeatures(facts, findings, provenance.sources)
  const chainwise = yield* chainFeatures(facts, findings, provenance, substitutions)
  return {
    steps: findings.map((each, i) => ({
      evidence: each,
      reward: stepReward(each),
      features: at(features, i),
    })),
    features: byKind(questionKind(facts), chainwise),
  }
}

/** A chain that writes "12,50" as the grammars read it; offsets into its steps stay. */
function pointed(chain: PreparedChain): PreparedChain {
  const { question, context, steps, answer } = chain
  if (!usesDecimalComma([question, ...steps])) return chain
  return {
    ...chain,
    question: withDecimalPoints(question),
    steps: steps.map(withDecimalPoints),
    ...defined({
      context: context === undefined ? undefined : withDecimalPoints(context),
      answer: answer === undefined ? undefined : withDecimalPoints(answer),
    }),
  }
}
