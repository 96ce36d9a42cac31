import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { RationaleError } from '../../src/core/errors.js'
import { PACKAGE_FOLDER } from '../../src/core/package-folder.js'
import type { Verifier } from '../../src/core/records/types.js'
import type { LanguageModel } from '../../src/models/types.js'
import { applyLogistic, calibrationSchema, type Logistic } from '../calibration/calibration.js'
import { logOdds } from '../calibration/log-odds.js'
import { evidenceProbability } from '../evidence/calibration.js'
import { judgeEvidence } from '../evidence/index.js'
import type { Judge, Judgement, PreparedChain, StepJudgement } from '../judge/judge.js'
import { plainStep } from '../judge/plain.js'
import { lowestReward } from '../judge/steps.js'
import { createVerifier } from '../judge/verifier.js'
import { openOwnModel } from '../network/model/own.js'
import type { Backend } from '../network/runtime/runtime.js'
import { modelJudge } from '../reward/model-judge.js'
import { stackFeatures, stackStepFeatures } from './stack.js'

/** What ships: `base.gguf`, the adapters `process` and `rationale`, `calibration.json`, `MODEL_CARD.md`. */
export const EMBEDDED_FOLDER = join(PACKAGE_FOLDER, 'verifier/embedded/model')

/** The shipped network with one of its adapters, as a language model: `embedded:process`, `embedded:rationale`. */
export function openEmbeddedModel({
  folder = EMBEDDED_FOLDER,
  adapter = 'process',
  backend = 'onnx-cpu',
}: {
  folder?: string
  adapter?: 'process' | 'rationale'
  backend?: Backend
} = {}) {
  const [path, adapterPath] = [join(folder, 'base.gguf'), join(folder, adapter)]
  return openOwnModel({ path, adapter: adapterPath, format: 'float32', backend, id: `embedded:${adapter}` })
}

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

/**
 * `embedded:` — the network that ships with the package beside the evidence checks. The network looks at each step (process) and at where the
 * solution is going (value), the checks at its numbers; `calibration.json` weighs them.
 *
 * @throws RationaleError `model-file` where the shipped files are damaged.
 */
export async function embeddedVerifier(folder = EMBEDDED_FOLDER): Promise<Verifier> {
  const parsed = calibrationSchema.safeParse(JSON.parse(readFileSync(join(folder, 'calibration.json'), 'utf8')))
  if (!parsed.success)
    throw new RationaleError('model-file', `${folder}/calibration.json is damaged`, { remedy: 'install again' })
  const { stepThreshold, accept, reject, steps, ...weights } = parsed.data
  const model = await openEmbeddedModel({ folder })
  return createVerifier({
    id: 'embedded:',
    judges: [networkJudge(model), judgeEvidence],
    probability: (features) => {
      const stacked = stackFeatures(features)
      return stacked === undefined ? null : evidenceProbability(features, applyLogistic(weights, stacked))
    },
    stepReward: (judgements) => (steps && stepProbability(steps, judgements)) ?? lowestReward(judgements),
    stepThreshold,
    accept,
    reject,
    close: () => model.close(),
  })
}
