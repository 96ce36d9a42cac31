import { at } from '../../../src/core/absence.js'
import { RationaleError } from '../../../src/core/errors.js'
import { type AdamWOptions, add, defineGraph, input } from '../graph/index.js'
import { floats, type HostTensor, type Program, type Runtime, type Value } from '../runtime/runtime.js'
import { encoderOf } from '../weights/model-config.js'
import { type Adapter, methodOf } from './adapters/methods.js'
import { type Batch, batchFeeds } from './batch.js'
import { type GradientSource, openWholeGradients, piecesOn } from './gradient-source.js'
import { scoringGraph } from './graphs.js'
import { openLayeredGradients } from './layered.js'
import type { Loss } from './loss.js'
import { startOptimizer } from './optimizer-state.js'
import type { OptimizerState } from './optimizer-step.js'
import { type Network, widened } from './parameters.js'
import { dropoutFeeds, frozenOn, Placement } from './placement.js'

export interface TrainerOptions {
  /** The adapter to train; the network is frozen then. Without one, every dense and low-rank weight is trained. */
  adapter?: Adapter
  /** AdamW's decay rates, weight decay (matrices only), and the norm that gradients are cut to. */
  optimizer?: AdamWOptions
  /** Which activations are computed again in the backward pass. Default: none. */
  recompute?: Recompute
  /** Default: likelihood. */
  loss?: Loss
  /** Attention in so many pieces, which change no result (default: as many as the runtime gains by). */
  pieces?: number
}

/**
 * Which activations are computed again in the backward pass, in place of being kept:
 *
 * - false: none.
 * - a number: those of so many layers, from the first one on, layer by layer with one graph for all: of each its input is kept alone.
 * - true: those of all layers. Slower by about a third, and what lets a large network train in little memory.
 */
export type Recompute = boolean | number

export interface StepOptions {
  /** Counted from 1 (AdamW's bias correction). */
  step: number
  learningRate: number
  /** For dropout: uniform numbers in [0, 1). Give a generator seeded by the step, and a resumed run repeats itself. */
  random?: () => number
}

/**
 * Trains a network on one device. The state (values and AdamW's moments) stays there; batches go in and losses come out.
 * Names are parameter names: `model.layers.0.self_attn.q_proj.lora_A.weight`, `model.norm.weight`.
 */
export interface Trainer {
  readonly trained: readonly string[]
  /**
   * One optimizer step over one or more batches; their weights should sum to 1 over all of them (accumulation).
   * @throws RationaleError `numeric` where loss or gradient is not finite; the state is as before the step then.
   */
  step(batches: readonly Batch[], options: StepOptions): Promise<{ loss: number; gradientNorm: number }>
  /** Loss of a batch without a step: - sum weight * log p. Dropout is off. */
  evaluate(batch: Batch): Promise<number>
  /** log p of every target of a batch, in its order. Dropout is off. */
  logProbabilities(batch: Batch): Promise<Float32Array>
  /** The likeliest token at every target of a batch, in its order. Dropout is off. */
  likeliest(batch: Batch): Promise<Int32Array>
  /** A copy of the state: `NAME`, `NAME.m`, `NAME.v`, for a checkpoint. */
  state(): Promise<Record<string, HostTensor>>
  /** Puts a state back. @throws RationaleError `model-file` where it belongs to another training. */
  restore(state: Readonly<Record<string, HostTensor>>): Promise<void>
  /** Bytes that cross between this process and the device in a step: the last step's. */
  readonly crossedInStep: number
  dispose(): Promise<void>
}

/** Initial values of everything that is trained: the adapter's, or the network's own. */
export function trainedParameters(network: Network, adapter: Adapter | undefined): Map<string, HostTensor> {
  const initial = new Map<string, HostTensor>()
  if (adapter !== undefined) {
    for (const [name, { shape, data }] of [...methodOf(adapter).trained(adapter), ...adapter.saved])
      initial.set(name, floats(data, shape))
    return initial
  }
  for (const [name, weight] of network.weights) {
    if (weight.kind === 'dense') initial.set(name, floats(weight.data, weight.shape))
    if (weight.kind === 'low-rank') {
      initial.set(name.replace(/weight$/, 'low_rank_A.weight'), floats(weight.a, [weight.rank, weight.shape[1]]))
      initial.set(name.replace(/weight$/, 'low_rank_B.weight'), floats(weight.b, [weight.shape[0], weight.rank]))
    }
  }
  return initial
}

export async function openTrainer(runtime: Runtime, given: Network, options: TrainerOptions = {}): Promise<Trainer> {
  const network = frozenOn(runtime) === 'lent' ? given : widened(given)
  const {
    adapter,
    optimizer = {},
    recompute = false,
    loss = { kind: 'likelihood' },
    pieces = piecesOn(runtime),
  } = options
  const layers = recompute === true ? network.config.num_hidden_layers : Number(recompute)
  const layered = layers > 0
  if (layered && encoderOf(network.config) !== undefined)
    throw new RationaleError('configuration', 'the layers of an encoder-decoder cannot be recomputed one by one', {
      remedy: 'train without recompute, in smaller batches where memory is short',
    })
  if (layered && adapter !== undefined && crossesLayers(adapter))
    throw new RationaleError(
      'configuration',
      'virtual tokens that go through all layers cannot be recomputed layer by layer',
      {
        remedy: 'train without recompute, in smaller batches where memory is short',
      },
    )
  const initial = trainedParameters(network, adapter)
  const names = new Set(initial.keys())
  const gradients = layered
    ? await openLayeredGradients(runtime, network, adapter, { names, loss, pieces, layers })
    : await openWholeGradients(runtime, network, adapter, { names, loss, pieces })
  const ordered = new Map(gradients.trained.map((name) => [name, initial.get(name) as HostTensor]))
  const state = await startOptimizer(runtime, optimizer, ordered).catch(async (error: unknown) => {
    await gradients.dispose()
    throw error
  })
  // Recomputed gradients are made layer by layer, each in memory of its own.
  const spare = layered ? {} : await state.gradientRoom()
  return new DeviceTrainer({ runtime, network, adapter, gradients, state, pieces }, spare)
}

/** What is trained reaches every layer through the ones below it, or through an encoder. */
export const crossesLayers = (adapter: Adapter) =>
  adapter.method === 'prompt' || (adapter.method === 'prefix' && adapter.encoder !== undefined)

/** The place of the largest value, the first of several. */
const largestOf = (values: Float32Array): number =>
  values.reduce((best, value, i) => (value > (values[best] as number) ? i : best), 0)

interface Parts {
  runtime: Runtime
  network: Network
  adapter: Adapter | undefined
  gradients: GradientSource
  state: OptimizerState
  pieces: number
}

class DeviceTrainer implements Trainer {
  readonly trained: readonly string[]
  crossedInStep = 0
  readonly #runtime: Runtime
  readonly #network: Network
  readonly #adapter: Adapter | undefined
  readonly #gradients: GradientSource
  readonly #state: OptimizerState
  readonly #pieces: number
  /** The last step's gradients: their memory serves the next ones. */
  #spare: Record<string, Value>
  #accumulate: Program | undefined
  #scoring: { program: Program; withLogits: boolean; lent: Placement['feeds'] } | undefined

  constructor({ runtime, network, adapter, gradients, state, pieces }: Parts, spare: Record<string, Value>) {
    this.#runtime = runtime
    this.#network = network
    this.#adapter = adapter
    this.#gradients = gradients
    this.#state = state
    this.#pieces = pieces
    this.#spare = spare
    this.trained = gradients.trained
  }

  async step(batches: readonly Batch[], { step, learningRate, random }: StepOptions) {
    const before = this.#runtime.crossed
    let loss = 0
    let total: Record<string, Value> | undefined
    for (const batch of batches) {
      if (batch.seq < this.#pieces)
        throw new RationaleError(
          'configuration',
          `a row of ${batch.seq} places cannot be cut into ${this.#pieces} pieces`,
        )
      const spare = this.#spare
      this.#spare = {}
      const found = await this.#gradients.run(this.#state.values(), batch, this.#random(batch, random), spare)
      loss += found.loss
      total = total === undefined ? found.gradients : await this.#add(total, found.gradients)
    }
    if (total === undefined) throw new RationaleError('configuration', 'a training step needs at least one batch')
    this.#spare = total
    const gradientNorm = await this.#state.apply(total, { step, learningRate, loss })
    this.crossedInStep = this.#runtime.crossed - before
    return { loss, gradientNorm }
  }

  /** Adds the gradients of one more batch. */
  async #add(sum: Record<string, Value>, gradients: Record<string, Value>): Promise<Record<string, Value>> {
    this.#accumulate ??= await this.#compileAddition(gradients)
    const feeds: Record<string, Value> = {}
    for (const name of this.trained) {
      feeds[`${name}.sum`] = at(sum, name)
      feeds[`${name}.gradient`] = at(gradients, name)
    }
    const total = await this.#accumulate.run(feeds, { into: sum })
    for (const gradient of Object.values(gradients)) gradient.dispose()
    return total
  }

  #compileAddition(gradients: Record<string, Value>): Promise<Program> {
    const term = (name: string, what: string) => input(`${name}.${what}`, at(gradients, name).shape)
    const sums = this.trained.map((name) => [name, add(term(name, 'sum'), term(name, 'gradient'))] as const)
    return this.#runtime.compile(defineGraph(Object.fromEntries(sums)), { keep: this.trained })
  }

  async evaluate(batch: Batch): Promise<number> {
    const logs = await this.logProbabilities(batch)
    return -logs.reduce((total, log, i) => total + log * (batch.weights[i] as number), 0)
  }

  async logProbabilities(batch: Batch): Promise<Float32Array> {
    const { logits, logProbability } = await this.#score(batch)
    const logs = (await logProbability?.read()) as Float32Array
    for (const value of [logits, logProbability]) value?.dispose()
    return logs
  }

  /** One program, for elsewhere than on a CPU each holds the frozen weights; it gives logits from when they were first asked for. */
  async #score(batch: Batch, { withLogits = false } = {}): Promise<Record<string, Value>> {
    const trained = new Set(this.trained)
    if (withLogits && this.#scoring?.withLogits === false) {
      await this.#scoring.program.dispose()
      this.#scoring = undefined
    }
    if (this.#scoring === undefined) {
      const weights = new Placement(this.#network, { adapter: this.#adapter, trained, frozen: frozenOn(this.#runtime) })
      const program = await this.#runtime.compile(scoringGraph(this.#network, weights, { withLogits }))
      this.#scoring = { program, withLogits, lent: weights.feeds }
    }
    const { program, lent } = this.#scoring
    const { weights: _, ...feeds } = batchFeeds(batch)
    return program.run({ ...feeds, ...lent, ...this.#state.values() })
  }

  async likeliest(batch: Batch): Promise<Int32Array> {
    const { logits, logProbability } = await this.#score(batch, { withLogits: true })
    const values = (await logits?.read()) as Float32Array
    for (const value of [logits, logProbability]) value?.dispose()
    const width = values.length / batch.rows.length
    return Int32Array.from(batch.rows, (_row, i) => largestOf(values.subarray(i * width, (i + 1) * width)))
  }

  state(): Promise<Record<string, HostTensor>> {
    return this.#state.copy()
  }

  restore(state: Readonly<Record<string, HostTensor>>): Promise<void> {
    return this.#state.restore(state)
  }

  async dispose(): Promise<void> {
    for (const value of Object.values(this.#spare)) value.dispose()
    for (const program of [this.#accumulate, this.#scoring?.program]) await program?.dispose()
    await this.#state.dispose()
    await this.#gradients.dispose()
  }

  #random(batch: Batch, random: (() => number) | undefined): Record<string, HostTensor> {
    if ((this.#adapter?.options.dropout ?? 0) === 0) return {}
    if (random === undefined)
      throw new RationaleError('configuration', 'an adapter with dropout needs random numbers in every step')
    return dropoutFeeds(batch, random)
  }
}
