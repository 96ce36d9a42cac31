import type { LanguageModel } from '../../src/models/types.js'
import { applyLogistic, type Calibration, type Logistic } from '../calibration/calibration.js'
import { logOdds } from '../calibration/log-odds.js'
import { evidenceProbability, whyUnproven } from '../evidence/calibration.js'
import { judgeEvidence } from '../evidence/index.js'
import type { Judge, Judgement, PreparedChain, StepJudgement } from '../judge/judge.js'
import { plainStep } from '../judge/plain.js'
import { lowestReward } from '../judge/steps.js'
import type { VerifierParts } from '../judge/verifier.js'
import { modelJudge } from '../reward/model-judge.js'
import { stackFeatures, stackStepFeatures } from './stack.js'

/* The network that ships as a judge, and what it and the checks amount to. Nothing here is Node's. */

/**
 * The network as a judge: process reward and value of every step, read without its writer's layout, and how far the step has moved them, in log-odds (from
 * even, where it is the first).
 */
export function networkJudge(model: LanguageModel): Judge & Required<Pick<Judge, 'many'>> {
  const judge = modelJudge({ model, rewards: ['process', 'value'] })
  const plain = (chain: PreparedChain) => ({ ...chain, steps: chain.steps.map(plainStep) })
  // It ranks and accuses nobody: on fresh chains its word against a whole chain was worth nothing (benchmarks/LOG.md).
  const changing = ({ objections: _objections, ...judgement }: Judgement): Judgement => ({
    ...judgement,
    steps: judgement.steps.map(withChanges()),
  })
  return Object.assign(
    async (...[chain, signal, onStep]: Parameters<Judge>) => {
      const changed = withChanges()
      return changing(await judge(plain(chain), signal, onStep && ((step) => onStep(changed(step)))))
    },
    {
      async many(...[chains, signal]: Parameters<Required<Judge>['many']>) {
        const { judgements, tokens } = await judge.many(chains.map(plain), signal)
        return { judgements: judgements.map(changing), tokens }
      },
    },
  )
}

/** For the steps of one chain in order. */
function withChanges(): (step: StepJudgement) => StepJudgement {
  const before = { process: 0.5, value: 0.5 }
  return (step) => {
    const { process = Number.NaN, value = Number.NaN } = step.features ?? {}
    const changes = {
      processChange: logOdds(process) - logOdds(before.process),
      valueChange: logOdds(value) - logOdds(before.value),
    }
    Object.assign(before, { process, value })
    return { ...step, features: { ...step.features, ...changes } }
  }
}

/** Probability that a step is right, from what network and checks say of it; null where one of them says nothing. */
function stepProbability(weights: Logistic, judgements: readonly Pick<StepJudgement, 'features'>[]): number | null {
  const stacked = stackStepFeatures(Object.assign({}, ...judgements.map(({ features }) => features)))
  return stacked === undefined ? null : applyLogistic(weights, stacked)
}

/** `embedded:` over its network, wherever that runs: network and checks as judges, `calibration` weighs them. */
export function embeddedParts(model: LanguageModel, calibration: Calibration): VerifierParts {
  const { stepThreshold, accept, reject, steps, ...weights } = calibration
  return {
    id: 'embedded:',
    judges: [networkJudge(model), judgeEvidence],
    asked: 1,
    probability: (features) => {
      const stacked = stackFeatures(features)
      return stacked === undefined ? null : evidenceProbability(features, applyLogistic(weights, stacked))
    },
    stepReward: (judgements) => (steps && stepProbability(steps, judgements)) ?? lowestReward(judgements),
    stepThreshold,
    accept,
    reject,
    unproven: whyUnproven,
  }
}
