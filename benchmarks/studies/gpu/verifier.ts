import { join } from 'node:path'
import { defined } from '../../../src/core/absence.js'
import { openTrainer } from '../../../verifier/network/model/trainer.js'
import { openRuntime } from '../../../verifier/network/runtime/open.js'
import type { Backend } from '../../../verifier/network/runtime/runtime.js'
import { packStep } from '../../../verifier/network/train/batches.js'
import { evaluate, markTokens } from '../../../verifier/network/train/evaluate.js'
import { parseTrainOptions, type TrainOptions } from '../../../verifier/network/train/options.js'
import { prepare } from '../../../verifier/network/train/prepare.js'
import { train } from '../../../verifier/network/train/train.js'
import { round } from './results.js'
import type { Stage } from './stages.js'

/** Steps that measure how long one takes, after those in which kernels are compiled. */
const WARM = 4
const MEASURED = 8

/**
 * Trains a verifier on labelled chains for about TRAIN_SECONDS (default 180): how well it tells right steps from wrong ones before and after. In the
 * folder INPUTS: base.gguf, train.ndjson.gz, dev.ndjson.gz. What is made goes into `verifier` in the folder of files. BACKEND: another one, for a rehearsal.
 */
export const verifier: Stage = {
  name: 'verifier',
  limit: 590,
  async run(folder, soFar) {
    const { TRAIN_SECONDS = '180', INPUTS = folder, BACKEND = 'onnx-webgpu' } = process.env
    const options: TrainOptions = {
      task: 'process',
      base: join(INPUTS, 'base.gguf'),
      data: join(INPUTS, 'train.ndjson.gz'),
      evaluationData: join(INPUTS, 'dev.ndjson.gz'),
      output: join(folder, 'verifier'),
      rank: 8,
      alpha: 16,
      dropout: 0,
      targetModules: 'all-linear',
      learningRate: 3e-4,
      epochs: 1,
      batchSize: 16,
      maxLength: 512,
      seed: 1,
      backend: BACKEND as Backend, // checked with the other options
    }
    const { before, secondsPerStep, steps } = await measureFirst(options)
    soFar({ before, secondsPerStep })
    const maxSteps = Math.max(1, Math.min(steps, Math.floor(Number(TRAIN_SECONDS) / secondsPerStep)))
    const losses: number[] = []
    const trained = await train({
      ...options,
      maxSteps,
      checkpointEvery: maxSteps,
      onEvent: (event) => {
        if (event.type !== 'step') return
        losses.push(round(event.loss, 4))
        if (event.step % 20 === 0) soFar({ before, secondsPerStep, maxSteps, losses })
      },
    })
    return { before, after: trained.evaluation, secondsPerStep, maxSteps, trained, losses }
  },
}

/** How good the base is at it, and how long a step takes. */
async function measureFirst(options: TrainOptions) {
  const settings = parseTrainOptions(options)
  const { base, adapter, data, plan } = await prepare(settings, () => {})
  const runtime = await openRuntime(settings.backend)
  const trainer = await openTrainer(runtime, base.network, { ...defined({ adapter }), optimizer: { maxNorm: 1 } })
  const before = await evaluate(trainer, data.evaluation, settings.batchSize, { marks: markTokens(base.tokenizer) })
  let started = performance.now()
  const measured = Math.min(plan.steps, WARM + MEASURED)
  for (let step = 0; step < measured; step++) {
    if (step === Math.min(WARM, measured - 1)) started = performance.now()
    await trainer.step(packStep(plan.batchesOf(step)), { step: step + 1, learningRate: 1e-5 })
  }
  const secondsPerStep = (performance.now() - started) / 1e3 / Math.max(1, measured - WARM)
  await trainer.dispose()
  await runtime.dispose()
  return { before, secondsPerStep, steps: plan.steps }
}
