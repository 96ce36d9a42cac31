import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { at, defined } from '../../../src/core/absence.js'
import { checkArguments } from '../../../src/core/arguments.js'
import { RationaleError } from '../../../src/core/errors.js'
import { produceWhole } from '../../../src/core/files/whole-file.js'
import { inFolder } from '../../../src/core/files/work-folder.js'
import { seededRandom } from '../../../src/core/statistics/random.js'
import type { TextTokenizer } from '../../../src/models/tokenizer.js'
import type { Batch } from '../model/batch.js'
import type { Loss } from '../model/loss.js'
import { PART } from '../model/rows.js'
import { crossesLayers, openTrainer, type Recompute } from '../model/trainer.js'
import { openRuntime } from '../runtime/open.js'
import { stopwatch } from '../runtime/rate.js'
import type { Runtime } from '../runtime/runtime.js'
import { encoderOf } from '../weights/model-config.js'
import { inParts, packStep } from './batches.js'
import { FINISHED, hasCheckpoint, identityOf, loadCheckpoint, type Progress, refuseToOverwrite } from './checkpoint.js'
import { usualOf } from './effective.js'
import { type Efficiency, openMeter } from './efficiency.js'
import { type Marks, markTokens } from './evaluate.js'
import type { Evaluation } from './events.js'
import { type Example, exampleLength } from './example.js'
import { HEAD_CLASSES } from './head.js'
import { openLog } from './log.js'
import { bytesFrom, type Demand, fitMemory } from './memory.js'
import { parseTrainOptions, type TrainOptions, type TrainSettings } from './options.js'
import { plotLoss } from './plot.js'
import { packPairStep, scoreReference } from './preferences.js'
import { type Prepared, prepare } from './prepare.js'
import { writeJson, writeRun } from './save.js'
import { learningRateAt } from './schedule.js'
import { judge, keep, mark, type TrainRun } from './states.js'

export interface TrainResult {
  output: string
  /** Where the base lies: of a model of the hub, the folder that it was fetched to. */
  base: string
  steps: number
  stopped: 'done' | 'early-stop'
  /** Mean of the last 20 steps. */
  loss: number
  /** Of what was saved, where there were records to evaluate on. */
  evaluation?: Evaluation & { step: number }
  examples: number
  evaluationExamples: number
  rejected: number
  /** Examples that were longer than `maxLength`, or than the model runs, and were cut: chains lose their last steps. */
  shortened: number
  trainedParameters: number
  parameters: number
  tokensPerSecond: number
  /** Useful work over what a plain matrix product does in the same time, and the share of padding; absent where no step was made. */
  efficiency?: Efficiency
  /** The most that the process has taken, and how many layers were computed again for the sake of memory. */
  memory: { peakBytes: number; recomputedLayers: number }
  seconds: number
  backend: string
  device: string
}

/**
 * Trains a verifier: reads records, trains, evaluates, checkpoints, and leaves in `output` the adapter (or model) with `train.ndjson`,
 * `loss.svg` and `training.json`. With evaluations on the way the best evaluated state is what is left, else the last.
 *
 * @throws RationaleError `configuration`, `input`, `model-file`, `unsupported`, `missing-package`, `io`; `numeric` where loss or gradient
 * is not finite (the last good state is in the checkpoint); `aborted` after saving a checkpoint.
 */
export async function train(options: TrainOptions): Promise<TrainResult> {
  checkArguments('train', { options: [options, 'object'] })
  return trainAsked(options)
}

/** The same for a command. @param asked what was asked of the command beside, and its run.json repeats. */
export async function trainAsked(options: TrainOptions, asked: Given['asked'] = {}): Promise<TrainResult> {
  const settings = parseTrainOptions(options)
  return inFolder(settings.output, () => trainInFolder({ settings, options, asked }))
}

async function trainInFolder({ settings: given, options, asked }: Omit<Given, 'started'>): Promise<TrainResult> {
  const started = performance.now()
  options.onEvent?.({ type: 'opening' })
  // What is trained, on what data, in which order.
  const prepared = await prepare(given, options.onEvent ?? (() => {}), options.signal)
  // With every default: what run.json says, and what a run is told by.
  const settings = { ...given, ...usualOf(given, aboutOf(prepared)) }
  if (!settings.resume || !hasCheckpoint(settings.output)) refuseToOverwrite(settings.output)
  const runtime = await openRuntime(settings.backend)
  try {
    return await trainOn(runtime, prepared, { settings, started, options, asked })
  } finally {
    await runtime.dispose()
  }
}

const aboutOf = ({ base: { network, format, alike } }: Prepared) => ({ config: network.config, format, alike })

interface Given {
  settings: TrainSettings
  /** When the run began. */
  started: number
  options: TrainOptions
  asked: Readonly<Record<string, unknown>>
}

async function trainOn(
  runtime: Runtime,
  prepared: Prepared,
  { settings, started, asked, options: { signal, onEvent = () => {} } }: Given,
): Promise<TrainResult> {
  const { base, adapter, data, plan, counts } = prepared
  const identity = identityOf(settings, { data: data.digest, basePath: base.found.path, steps: plan.steps })
  const loss: Loss = settings.objective === 'dpo' ? { kind: 'preference', beta: settings.beta } : { kind: 'likelihood' }

  const width = base.network.config.hidden_size
  // Gradients of all weights would be in memory twice, and a device that has to be asked for each operator is asked more often.
  const partly = adapter !== undefined && runtime.inProcess

  // What is kept where it runs, and from where it goes on.
  const recompute = recomputed(
    settings,
    {
      network: base.network,
      adapter,
      loss,
      moments: settings.optimizer === 'adamw8bit' ? '8bit' : 'float32',
      batch: largestBatch(settings, data.train, { width, partly }),
    },
    runtime,
  )
  const trainer = await openTrainer(runtime, base.network, {
    ...defined({ adapter }),
    optimizer: optimizerOf(settings),
    recompute,
    loss,
  })
  try {
    if (settings.objective === 'dpo')
      await scoreReference(trainer, [...data.train, ...data.evaluation], settings.batchSize)
    const checkpoint = settings.resume ? await loadCheckpoint(settings.output, identity, aboutOf(prepared)) : undefined
    if (checkpoint) await trainer.restore(checkpoint.state)
    const progress: Progress = checkpoint?.progress ?? { step: 0, best: undefined, stale: 0 }
    const resumedFrom = progress.step
    const log = await openLog(settings.output, progress, settings)
    onEvent({
      type: 'start',
      steps: plan.steps,
      examples: data.train.length,
      evaluationExamples: data.evaluation.length,
      rejected: data.rejected,
      shortened: data.shortened,
      ...counts,
      device: runtime.device,
      backend: runtime.backend,
      resumedFrom,
    })
    const marks = marksOf(settings, base.tokenizer)
    const run: TrainRun = { settings, prepared, trainer, log, progress, identity, marks, onEvent }
    if (!checkpoint) await mark(run)
    await writeRun(settings, asked)
    rmSync(join(settings.output, FINISHED), { force: true })

    // The loop.
    let tokensSeen = 0
    const meter = openMeter(base.network, adapter !== undefined)
    const loopStarted = performance.now()
    let stopped: TrainResult['stopped'] = 'done'
    while (progress.step < plan.steps) {
      if (settings.patience !== undefined && progress.stale >= settings.patience) {
        stopped = 'early-stop'
        break
      }
      const examples = plan.batchesOf(progress.step)
      const learningRate = learningRateAt(progress.step, plan.steps, settings)
      const parts = partly ? examples.flatMap((batch) => inParts(batch, width)) : examples
      const rows = { width, packing: settings.packing }
      const batches = settings.objective === 'dpo' ? packPairStep(parts, rows) : packStep(parts, rows)
      const spent = stopwatch()
      const { loss, gradientNorm } = await makeStep(run, examples, { batches, learningRate })
      meter.add(batches, spent())
      progress.step++
      tokensSeen += examples.flat().reduce((total, example) => total + exampleLength(example), 0)
      const seconds = (performance.now() - loopStarted) / 1000
      const tokensPerSecond = tokensSeen / seconds
      log.append({ type: 'step', step: progress.step, loss, gradientNorm, learningRate, tokensPerSecond })
      const done = progress.step - resumedFrom
      onEvent({
        type: 'step',
        step: progress.step,
        steps: plan.steps,
        epoch: progress.step / plan.stepsPerEpoch,
        loss,
        gradientNorm,
        learningRate,
        tokensPerSecond,
        etaSeconds: (seconds / done) * (plan.steps - progress.step),
      })
      const due = settings.evaluateEvery > 0 && progress.step % settings.evaluateEvery === 0
      if (due && data.evaluation.length > 0) await judge(run)
      if (progress.step % settings.checkpointEvery === 0) await mark(run)
      if (signal?.aborted) {
        await mark(run)
        throw new RationaleError('aborted', `training was stopped after step ${progress.step}`, {
          remedy: 'run again with --resume to go on from there',
        })
      }
    }

    // What is left behind.
    if (data.evaluation.length > 0 && progress.evaluated !== progress.step) {
      // Without evaluations on the way the last state is what is left, whatever an earlier end was worth.
      if (settings.evaluateEvery === 0) progress.best = undefined
      await judge(run)
    }
    if (data.evaluation.length === 0 || settings.evaluateEvery === 0) await keep(run)
    await mark(run)
    const efficiency = await meter.read(runtime)
    const losses = log.lines.filter((line) => line.type === 'step').map(({ loss }) => loss)
    const recent = losses.slice(-20)
    const seconds = (performance.now() - started) / 1000
    const result: TrainResult = {
      output: settings.output,
      base: base.found.path,
      steps: progress.step,
      stopped,
      loss: recent.reduce((a, b) => a + b, 0) / recent.length,
      ...defined({ evaluation: progress.best }),
      examples: data.train.length,
      evaluationExamples: data.evaluation.length,
      rejected: data.rejected,
      shortened: data.shortened,
      ...counts,
      tokensPerSecond: tokensSeen / ((performance.now() - loopStarted) / 1000),
      ...defined({ efficiency }),
      memory: {
        peakBytes: process.resourceUsage().maxRSS * 1024,
        recomputedLayers: recompute === true ? base.network.config.num_hidden_layers : Number(recompute),
      },
      seconds,
      backend: runtime.backend,
      device: runtime.device,
    }
    await writeJson(join(settings.output, FINISHED), { settings, result })
    const svg = await plotLoss(log.lines, `${settings.task}, ${settings.method}`)
    await produceWhole(join(settings.output, 'loss.svg'), (write) => write(new TextEncoder().encode(svg)))
    onEvent({ type: 'end', step: progress.step, reason: stopped, seconds })
    return result
  } finally {
    await trainer.dispose()
  }
}

interface NextStep {
  batches: readonly Batch[]
  learningRate: number
}

/** One step. Where it breaks, the state is as it was before: it is kept, and the error says where. */
async function makeStep(run: TrainRun, examples: readonly (readonly Example[])[], { batches, learningRate }: NextStep) {
  const { settings, trainer, progress } = run
  const random = seededRandom(`${settings.seed} dropout ${progress.step}`).uniform
  try {
    return await trainer.step(batches, { step: progress.step + 1, learningRate, random })
  } catch (error) {
    if (!(error instanceof RationaleError) || error.code !== 'numeric') throw error
    await mark(run)
    throw brokenStep(error, progress.step, examples)
  }
}

/** The tokens, or the outputs of a head, that call a step right and wrong. */
function marksOf({ objective, task }: TrainSettings, tokenizer: TextTokenizer): Marks | undefined {
  if (objective === 'head') return { process: HEAD_CLASSES }
  return objective === 'lm' && task === 'process' ? markTokens(tokenizer) : undefined
}

/** The longest examples in one batch, or as many of them as fill a part: no batch of the run takes more. */
function largestBatch(
  { batchSize, objective, packing }: TrainSettings,
  examples: readonly Example[],
  { width, partly }: { width: number; partly: boolean },
): Batch {
  const longest = [...examples].sort((a, b) => exampleLength(b) - exampleLength(a)).slice(0, batchSize)
  let places = 0
  const largest = partly
    ? longest.filter((example) => {
        const before = places
        places += exampleLength(example)
        return before < PART
      })
    : longest
  const rows = { width, packing }
  return at(objective === 'dpo' ? packPairStep([largest], rows) : packStep([largest], rows), 0)
}

/**
 * What is computed again: what is asked for, what memory asks for; else all layers where the base is in 4 or 8 bits, which saves nothing where every
 * matrix that was taken back is kept for the backward pass.
 */
function recomputed(settings: TrainSettings, demand: Demand, runtime: Runtime): Recompute {
  const { recompute, memory } = settings
  if (recompute !== undefined) return recompute
  const budget = memory === undefined ? undefined : bytesFrom(memory)
  if (budget === undefined) {
    const quantized = [...demand.network.weights.values()].some(({ kind }) => kind === 'quantized')
    const whole = demand.adapter === undefined || crossesLayers(demand.adapter)
    return quantized && !whole && encoderOf(demand.network.config) === undefined
  }
  if (runtime.backend !== 'onnx-cpu')
    throw new RationaleError('configuration', `memory is counted on onnx-cpu alone, not on ${runtime.backend}`, {
      remedy: 'take --backend onnx-cpu, or --recompute in place of --memory',
    })
  return fitMemory(demand, budget, process.memoryUsage().rss).layers
}

function optimizerOf({ optimizer, beta1, beta2, epsilon, weightDecay, maxNorm }: TrainSettings) {
  const moments = optimizer === 'adamw8bit' ? ('8bit' as const) : undefined
  return { beta1, beta2, epsilon, weightDecay, ...defined({ moments, maxNorm: maxNorm || undefined }) }
}

function brokenStep(error: RationaleError, step: number, batches: readonly (readonly Example[])[]): RationaleError {
  const first = batches[0]?.[0]
  return new RationaleError('numeric', `training broke at step ${step + 1}`, {
    found: `${error.found ?? error.message}; batch of ${batches.flat().length} examples, the first beginning with tokens ${first?.ids.slice(0, 8).join(' ')}`,
    remedy: `lower the learning rate or look at the batch; the checkpoint holds the last good state (step ${step}), --resume goes on from it`,
    cause: error,
  })
}
