import { RationaleError } from '../../src/core/errors.js'
import {
  type AdamWOptions,
  adamW,
  adamWInPlace,
  adamWInputs,
  add,
  defineGraph,
  type Graph,
  globalNorm,
  input,
  normOf,
  type Tensor,
  type TrainedArrays,
} from '../graph/index.js'
import { floats, type HostTensor, type Program, type Runtime, type Value } from '../runtime/runtime.js'
import { type Batch, batchFeeds } from './batch.js'
import { type GradientSource, openWholeGradients, scalarOf } from './gradient-source.js'
import { scoringGraph } from './graphs.js'
import { openLayeredGradients } from './layered.js'
import type { Adapter } from './lora.js'
import { type Network, parameterShapes } from './parameters.js'
import { dropoutRows } from './placement.js'

export interface TrainerOptions {
  /** The adapter to train; the network is frozen then. Without one, every dense and low-rank weight is trained. */
  adapter?: Adapter
  /** AdamW's decay rates, weight decay (matrices only), and the norm that gradients are cut to. */
  optimizer?: AdamWOptions
  /**
   * Recompute activations: layer by layer with one graph for all layers, so that memory holds one layer's activations and
   * each layer's input. Slower by about a third, and what lets a large network train in little memory. Default false.
   */
  recompute?: boolean
}

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
    for (const [path, { rank, a, b }] of adapter.pairs) {
      initial.set(`${path}.lora_A.weight`, floats(a, [rank, a.length / rank]))
      initial.set(`${path}.lora_B.weight`, floats(b, [b.length / rank, rank]))
    }
    const shapes = parameterShapes(network.config)
    for (const [name, data] of adapter.saved) initial.set(name, floats(data, shapes.get(name) as readonly number[]))
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

export async function openTrainer(runtime: Runtime, network: Network, options: TrainerOptions = {}): Promise<Trainer> {
  const { adapter, optimizer = {}, recompute = false } = options
  const initial = trainedParameters(network, adapter)
  const names = new Set(initial.keys())
  const gradients = recompute
    ? await openLayeredGradients(runtime, network, adapter, names)
    : await openWholeGradients(runtime, network, adapter, names)
  return new DeviceTrainer(runtime, network, adapter, optimizer, initial, gradients)
}

const gradientFeeds = (gradients: Readonly<Record<string, Value>>) =>
  Object.fromEntries(Object.entries(gradients).map(([name, value]) => [`${name}.gradient`, value]))

class DeviceTrainer implements Trainer {
  readonly trained: readonly string[]
  crossedInStep = 0
  readonly #runtime: Runtime
  readonly #network: Network
  readonly #adapter: Adapter | undefined
  readonly #optimizer: AdamWOptions
  readonly #shapes: ReadonlyMap<string, readonly number[]>
  readonly #gradients: GradientSource
  readonly #started: Promise<void>
  #state: Record<string, Value> = {}
  #spare: Record<string, Value> = {}
  #norm: Program | undefined
  #update: Program | undefined
  #accumulate: Program | undefined
  #scoring: Program | undefined

  constructor(
    runtime: Runtime,
    network: Network,
    adapter: Adapter | undefined,
    optimizer: AdamWOptions,
    initial: ReadonlyMap<string, HostTensor>,
    gradients: GradientSource,
  ) {
    this.#runtime = runtime
    this.#network = network
    this.#adapter = adapter
    this.#optimizer = optimizer
    this.#gradients = gradients
    this.trained = gradients.trained
    this.#shapes = new Map(this.trained.map((name) => [name, (initial.get(name) as HostTensor).shape]))
    const start: Record<string, HostTensor> = {}
    for (const name of this.trained) {
      const value = initial.get(name) as HostTensor
      // The state is written in place where it can be: the caller's arrays stay as they are.
      start[name] = { ...value, data: value.data.slice() }
      start[`${name}.m`] = floats(new Float32Array(value.data.length), value.shape)
      start[`${name}.v`] = floats(new Float32Array(value.data.length), value.shape)
    }
    this.#started = this.#place(start)
  }

  async step(batches: readonly Batch[], { step, learningRate, random }: StepOptions) {
    await this.#started
    const before = this.#runtime.crossed
    let loss = 0
    let total: Record<string, Value> | undefined
    for (const batch of batches) {
      const rows = this.#rows(batch, random)
      const found = await this.#gradients.run(this.#values(), batch, rows, this.#spare)
      this.#spare = {}
      loss += found.loss
      total = total === undefined ? found.gradients : await this.#add(total, found.gradients)
    }
    if (total === undefined) throw new RationaleError('configuration', 'a training step needs at least one batch')
    const gradientNorm = await this.#apply(total, step, learningRate, loss)
    this.#spare = total
    this.crossedInStep = this.#runtime.crossed - before
    return { loss, gradientNorm }
  }

  /** Runs the optimizer, after looking whether the numbers allow it. */
  async #apply(gradients: Record<string, Value>, step: number, learningRate: number, loss: number): Promise<number> {
    const arrays = this.#runtime.inProcess ? await this.#arrays(gradients) : undefined
    const norm = arrays === undefined ? await this.#deviceNorm(gradients) : normOf(arrays.map((one) => one.gradient))
    if (!Number.isFinite(loss) || !Number.isFinite(norm))
      throw new RationaleError('numeric', `step ${step}: the loss or the gradient is not a finite number`, {
        found: `loss ${loss}, gradient norm ${norm}`,
        remedy: 'lower the learning rate, or look at the batch; the state is as it was before this step',
      })
    const scalars = adamWInputs(step, learningRate, norm, this.#optimizer)
    if (arrays === undefined) await this.#deviceUpdate(gradients, scalars)
    else adamWInPlace(arrays, scalars, this.#optimizer)
    return norm
  }

  async #arrays(gradients: Record<string, Value>): Promise<TrainedArrays[]> {
    const arrays: TrainedArrays[] = []
    for (const name of this.trained) {
      const read = async (value: Value | undefined) => (await value?.read()) as Float32Array
      arrays.push({
        value: await read(this.#state[name]),
        m: await read(this.#state[`${name}.m`]),
        v: await read(this.#state[`${name}.v`]),
        gradient: await read(gradients[name]),
        weightDecay: this.#weightDecay(name),
      })
    }
    return arrays
  }

  async #deviceNorm(gradients: Record<string, Value>): Promise<number> {
    const graph = () => defineGraph({ norm: globalNorm(this.trained.map((name) => this.#gradientInput(name))) })
    this.#norm ??= await this.#runtime.compile(graph())
    return scalarOf((await this.#norm.run(gradientFeeds(gradients))).norm as Value)
  }

  async #deviceUpdate(gradients: Record<string, Value>, scalars: Record<string, number>): Promise<void> {
    const graph = this.#updateGraph()
    this.#update ??= await this.#runtime.compile(graph, { keep: Object.keys(graph.outputs) })
    const settings = Object.fromEntries(Object.entries(scalars).map(([name, x]) => [name, floats([x], [])]))
    const into = Object.fromEntries(Object.entries(this.#state).map(([name, value]) => [`${name}.next`, value]))
    const next = await this.#update.run({ ...this.#state, ...gradientFeeds(gradients), ...settings }, { into })
    this.#state = Object.fromEntries(
      Object.entries(next).map(([name, value]) => [name.slice(0, -'.next'.length), value]),
    )
  }

  /** Norms and biases do not decay. */
  #weightDecay(name: string): number {
    return this.#shapes.get(name)?.length === 1 ? 0 : (this.#optimizer.weightDecay ?? 0)
  }

  #gradientInput(name: string): Tensor {
    return input(`${name}.gradient`, this.#shapes.get(name) as readonly number[])
  }

  #updateGraph(): Graph {
    const trained = this.trained.map((name) => ({
      name,
      value: input(name, this.#shapes.get(name) as readonly number[]),
      gradient: this.#gradientInput(name),
      weightDecay: this.#weightDecay(name),
    }))
    return defineGraph(adamW(trained, this.#optimizer))
  }

  /** Adds the gradients of one more batch. */
  async #add(sum: Record<string, Value>, gradients: Record<string, Value>): Promise<Record<string, Value>> {
    const term = (name: string, what: string) => input(`${name}.${what}`, this.#shapes.get(name) as readonly number[])
    const sums = this.trained.map((name) => [name, add(term(name, 'sum'), term(name, 'gradient'))] as const)
    this.#accumulate ??= await this.#runtime.compile(defineGraph(Object.fromEntries(sums)), { keep: this.trained })
    const feeds: Record<string, Value> = {}
    for (const name of this.trained) {
      feeds[`${name}.sum`] = sum[name] as Value
      feeds[`${name}.gradient`] = gradients[name] as Value
    }
    const total = await this.#accumulate.run(feeds, { into: sum })
    for (const gradient of Object.values(gradients)) gradient.dispose()
    return total
  }

  async evaluate(batch: Batch): Promise<number> {
    const logs = await this.logProbabilities(batch)
    return -logs.reduce((total, log, i) => total + log * (batch.weights[i] as number), 0)
  }

  async logProbabilities(batch: Batch): Promise<Float32Array> {
    await this.#started
    const trained = new Set(this.trained)
    this.#scoring ??= await this.#runtime.compile(scoringGraph(this.#network, { adapter: this.#adapter, trained }))
    const { weights: _, ...feeds } = batchFeeds(batch)
    const { logProbability } = await this.#scoring.run({ ...feeds, ...this.#values() })
    const logs = (await logProbability?.read()) as Float32Array
    logProbability?.dispose()
    return logs
  }

  async state(): Promise<Record<string, HostTensor>> {
    await this.#started
    const copy: Record<string, HostTensor> = {}
    for (const [name, { dtype, shape, read }] of Object.entries(this.#state))
      copy[name] = { dtype, shape, data: (await read()).slice() }
    return copy
  }

  async restore(state: Readonly<Record<string, HostTensor>>): Promise<void> {
    await this.#started
    const wrong = Object.entries(this.#state)
      .filter(([name, { shape }]) => String(state[name]?.shape) !== String(shape))
      .map(([name]) => name)
    if (wrong.length > 0)
      throw new RationaleError('model-file', 'the saved state belongs to another training', {
        found: `${wrong.length} values missing or of another shape, the first ${wrong[0]}`,
        remedy: 'resume with the options and the base that the checkpoint was made with',
      })
    for (const value of Object.values(this.#state)) value.dispose()
    const names = Object.keys(this.#state)
    await this.#place(
      Object.fromEntries(
        names.map((name) => {
          const { shape, dtype, data } = state[name] as HostTensor
          return [name, { dtype, shape, data: data.slice() }]
        }),
      ),
    )
  }

  async dispose(): Promise<void> {
    await this.#started
    for (const value of [...Object.values(this.#state), ...Object.values(this.#spare)]) value.dispose()
    for (const program of [this.#update, this.#norm, this.#accumulate, this.#scoring]) await program?.dispose()
    await this.#gradients.dispose()
  }

  async #place(tensors: Readonly<Record<string, HostTensor>>): Promise<void> {
    const placed: Record<string, Value> = {}
    for (const [name, tensor] of Object.entries(tensors)) placed[name] = await this.#runtime.upload(tensor)
    this.#state = placed
  }

  /** The trained values without their moments. */
  #values(): Record<string, Value> {
    return Object.fromEntries(this.trained.map((name) => [name, this.#state[name] as Value]))
  }

  #rows(batch: Batch, random: (() => number) | undefined): HostTensor | undefined {
    if ((this.#adapter?.options.dropout ?? 0) === 0) return undefined
    if (random === undefined)
      throw new RationaleError('configuration', 'an adapter with dropout needs random numbers in every step')
    return dropoutRows(batch.batch * batch.seq, random)
  }
}
