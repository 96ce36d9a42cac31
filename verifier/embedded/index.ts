import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { RationaleError } from '../../src/core/errors.js'
import type { Verifier } from '../../src/core/types.js'
import { judgeEvidence } from '../evidence-verifier.js'
import { openOwnModel } from '../model/own.js'
import { applyLogistic, calibrationSchema } from '../reward/calibration.js'
import { modelJudge } from '../reward/model-judge.js'
import type { Backend } from '../runtime/runtime.js'
import { createVerifier } from '../verifier.js'
import { stackFeatures, stepFeatures } from './stack.js'

/** What ships: `base.gguf`, the adapters `process` and `rationale`, `calibration.json`, `MODEL_CARD.md`. */
const root = dirname(createRequire(import.meta.url).resolve('rationale-verifier/package.json'))
export const EMBEDDED_FOLDER = join(root, 'verifier/embedded/model')

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
    judges: [modelJudge({ model, rewards: ['process', 'value'] }), judgeEvidence],
    probability: (features) => {
      const stacked = stackFeatures(features)
      return stacked === undefined ? null : applyLogistic(weights, stacked)
    },
    // Probability that the step is right, from the network's reward and the checks'.
    stepReward: ([process = null, evidence = null]) =>
      process === null || steps === undefined ? evidence : applyLogistic(steps, stepFeatures(process, evidence)),
    stepThreshold,
    accept,
    reject,
    close: () => model.close(),
  })
}
