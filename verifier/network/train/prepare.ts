import { defined } from '../../../src/core/absence.js'
import { RationaleError } from '../../../src/core/errors.js'
import type { Adapter } from '../model/adapters/methods.js'
import { warnOfOtherBase } from '../model/adapters/other-base.js'
import { contextLength, encoderOf } from '../weights/model-config.js'
import { type Base, loadBase, startAdapter, trainedCount, weightCount } from './base.js'
import { type Plan, planSteps } from './batches.js'
import { readData, type TrainingData } from './data.js'
import type { TrainEvent } from './events.js'
import { exampleLength } from './example.js'
import { weighClasses } from './head.js'
import { parseTrainOptions, type TrainOptions, type TrainSettings } from './options.js'
import { checkSeq2seq } from './seq2seq.js'

/** What is trained, on what data, in which order. */
export interface Prepared {
  base: Base
  adapter?: Adapter
  data: TrainingData
  plan: Plan
  counts: { trainedParameters: number; parameters: number }
}

/** @throws RationaleError `configuration` for a probe, which has no steps of training: `trainProbe`. */
export async function prepare(
  settings: TrainSettings,
  onEvent: (event: TrainEvent) => void,
  signal?: AbortSignal,
): Promise<Prepared> {
  if (settings.method === 'probe')
    throw new RationaleError('configuration', 'a probe is not trained step by step', { remedy: 'call trainProbe' })
  const loaded = await loadBase(settings, { signal, onEvent })
  const encoder = encoderOf(loaded.network.config)
  if (encoder !== undefined) checkSeq2seq(settings, loaded.network.config)
  if (settings.adapter !== undefined) await warnOfOtherBase(settings.adapter, loaded.found)
  const { network, adapter } = await startAdapter(loaded, settings)
  const base = { ...loaded, network }
  // No example is longer than the model runs.
  const room = contextLength(network.config)
  const window = contextLength(loaded.network.config)
  const maxLength = Math.min(settings.maxLength, room)
  if (room < LEAST_ROOM && room < window) throw noRoom(window, window - room, settings)
  const read = await readData({ ...settings, maxLength, start: encoder?.start }, base.tokenizer, onEvent).catch(
    (error) => {
      const isCramped =
        error instanceof RationaleError && error.code === 'input' && room < Math.min(window, settings.maxLength)
      throw isCramped ? noRoom(window, window - room, settings, error) : error
    },
  )
  const { classWeights, patience, bestBy } = settings
  const data = classWeights === undefined ? read : { ...read, train: weighClasses(read.train, classWeights) }
  if (data.evaluation.length === 0 && (patience !== undefined || bestBy !== 'loss'))
    throw new RationaleError(
      'configuration',
      `${patience === undefined ? '--best-by' : '--patience'} needs records to evaluate on`,
      {
        found: `none of ${data.train.length} examples was kept aside`,
        remedy: 'a larger --evaluation-part, or --evaluation-data',
      },
    )
  const plan = planSteps(data.train, settings)
  const counts = { trainedParameters: trainedCount(network, adapter), parameters: weightCount(network) }
  return { base, ...defined({ adapter }), data, plan, counts }
}

/** As `--max-length` has it. */
const LEAST_ROOM = 8

/** Virtual tokens stand in the window beside every text. */
function noRoom(window: number, taken: number, { adapter }: TrainSettings, cause?: RationaleError): RationaleError {
  return new RationaleError('configuration', 'the virtual tokens leave no room for the records', {
    found: `${taken} of the ${window} positions of the model are virtual tokens${cause?.found === undefined ? '' : `; ${cause.found}`}`,
    remedy:
      adapter === undefined
        ? 'take fewer --virtual-tokens'
        : 'take an adapter of fewer virtual tokens, or a base of more positions',
    cause,
  })
}

/** What a run would be, before it takes its hours. */
export interface TrainPlan {
  steps: number
  stepsPerEpoch: number
  examples: number
  evaluationExamples: number
  rejected: number
  /** Examples that were longer than `maxLength`, or than the model runs, and were cut. */
  shortened: number
  /** Tokens of all examples, of those that the loss counts, and of the longest example. */
  tokens: number
  targets: number
  longest: number
  trainedParameters: number
  parameters: number
}

/**
 * Reads base and records as `train` does, and writes nothing.
 *
 * @throws RationaleError `configuration`, `input`, `model-file`, `unsupported`, `io`.
 */
export async function planTraining(options: TrainOptions): Promise<TrainPlan> {
  const { data, plan, counts } = await prepare(
    parseTrainOptions(options),
    options.onEvent ?? (() => {}),
    options.signal,
  )
  let [tokens, targets, longest] = [0, 0, 0]
  for (const example of data.train) {
    tokens += exampleLength(example)
    targets += example.targets.length
    longest = Math.max(longest, exampleLength(example))
  }
  return {
    steps: plan.steps,
    stepsPerEpoch: plan.stepsPerEpoch,
    examples: data.train.length,
    evaluationExamples: data.evaluation.length,
    rejected: data.rejected,
    shortened: data.shortened,
    tokens,
    targets,
    longest,
    ...counts,
  }
}
