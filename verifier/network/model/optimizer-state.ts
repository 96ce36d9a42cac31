import { at } from '../../../src/core/absence.js'
import { RationaleError } from '../../../src/core/errors.js'
import {
  type AdamWOptions,
  adamW,
  adamWInPlace,
  adamWInputs,
  defineGraph,
  globalNorm,
  input,
  normOf,
  type Tensor,
  type TrainedArrays,
  VectorMemory,
} from '../graph/index.js'
import { floats, type HostTensor, type Program, type Runtime, type Value } from '../runtime/runtime.js'
import { scalarOf } from './gradient-source.js'

/** Trained values with AdamW's moments, on the device: `NAME`, `NAME.m`, `NAME.v`. */
export class OptimizerState {
  readonly #runtime: Runtime
  readonly #options: AdamWOptions
  readonly #shapes: ReadonlyMap<string, readonly number[]>
  /** Where the arrays lie if the runtime works in this process's memory: values, moments and gradients. */
  readonly #room: VectorMemory
  #state: Record<string, Value> = {}
  #norm: Program | undefined
  #update: Program | undefined

  private constructor(runtime: Runtime, options: AdamWOptions, shapes: ReadonlyMap<string, readonly number[]>) {
    this.#runtime = runtime
    this.#options = options
    this.#shapes = shapes
    const lengths = [...shapes.values()].map(elementsOf)
    this.#room = new VectorMemory(runtime.inProcess ? [...lengths, ...lengths, ...lengths, ...lengths] : [])
  }

  /** Starts from values and zero moments. The arrays given stay as they are: the state is written in place. */
  static async start(
    runtime: Runtime,
    options: AdamWOptions,
    values: ReadonlyMap<string, HostTensor>,
  ): Promise<OptimizerState> {
    const shapes = new Map([...values].map(([name, { shape }]) => [name, shape]))
    const state = new OptimizerState(runtime, options, shapes)
    const all: Record<string, HostTensor> = {}
    for (const [name, { shape, data }] of values) {
      const value = state.#room.array(data.length)
      value.set(data as Float32Array)
      all[name] = floats(value, shape)
      for (const moment of ['m', 'v']) all[`${name}.${moment}`] = floats(state.#room.array(data.length), shape)
    }
    await state.#place(all)
    return state
  }

  /** Memory for the first gradients, where the step is quickest. */
  async gradientRoom(): Promise<Record<string, Value>> {
    if (!this.#runtime.inProcess) return {}
    const room: Record<string, Value> = {}
    for (const [name, shape] of this.#shapes)
      room[name] = await this.#runtime.upload(floats(this.#room.array(elementsOf(shape)), shape))
    return room
  }

  /** The trained values without their moments. */
  values(): Record<string, Value> {
    return Object.fromEntries([...this.#shapes.keys()].map((name) => [name, at(this.#state, name)]))
  }

  /**
   * One step of AdamW; returns the gradients' norm before clipping.
   * @throws RationaleError `numeric` where loss or norm is not finite; the state is as it was then.
   */
  async apply(gradients: Readonly<Record<string, Value>>, at: { step: number; learningRate: number; loss: number }) {
    const { step, learningRate, loss } = at
    const arrays = this.#runtime.inProcess ? await this.#arrays(gradients) : undefined
    const norm = arrays === undefined ? await this.#deviceNorm(gradients) : normOf(arrays.map((one) => one.gradient))
    if (!Number.isFinite(loss) || !Number.isFinite(norm))
      throw new RationaleError('numeric', `step ${step}: the loss or the gradient is not a finite number`, {
        found: `loss ${loss}, gradient norm ${norm}`,
        remedy: 'lower the learning rate, or look at the batch; the state is as it was before this step',
      })
    const scalars = adamWInputs(step, learningRate, norm, this.#options)
    if (arrays === undefined) await this.#deviceUpdate(gradients, scalars)
    else adamWInPlace(this.#room, arrays, scalars, this.#options)
    return norm
  }

  async copy(): Promise<Record<string, HostTensor>> {
    const copy: Record<string, HostTensor> = {}
    for (const [name, { dtype, shape, read }] of Object.entries(this.#state))
      copy[name] = { dtype, shape, data: (await read()).slice() }
    return copy
  }

  /** @throws RationaleError `model-file` where the saved state has other values. */
  async restore(saved: Readonly<Record<string, HostTensor>>): Promise<void> {
    const wrong = Object.entries(this.#state)
      .filter(([name, { shape }]) => String(saved[name]?.shape) !== String(shape))
      .map(([name]) => name)
    if (wrong.length > 0)
      throw new RationaleError('model-file', 'the saved state belongs to another training', {
        found: `${wrong.length} values missing or of another shape, the first ${wrong[0]}`,
        remedy: 'resume with the options and the base that the checkpoint was made with',
      })
    if (this.#runtime.inProcess) {
      for (const [name, value] of Object.entries(this.#state))
        (await value.read()).set(saved[name]?.data as Float32Array & BigInt64Array)
      return
    }
    const names = Object.keys(this.#state)
    this.#free()
    const copies = names.map((name) => {
      const { shape, dtype, data } = at(saved, name)
      return [name, { dtype, shape, data: data.slice() }] as const
    })
    await this.#place(Object.fromEntries(copies))
  }

  async dispose(): Promise<void> {
    this.#free()
    for (const program of [this.#update, this.#norm]) await program?.dispose()
  }

  async #arrays(gradients: Readonly<Record<string, Value>>): Promise<TrainedArrays[]> {
    const arrays: TrainedArrays[] = []
    for (const name of this.#shapes.keys()) {
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

  async #deviceNorm(gradients: Readonly<Record<string, Value>>): Promise<number> {
    const graph = () => defineGraph({ norm: globalNorm([...this.#shapes.keys()].map((name) => this.#gradient(name))) })
    this.#norm ??= await this.#runtime.compile(graph())
    return scalarOf((await this.#norm.run(gradientFeeds(gradients))).norm as Value)
  }

  async #deviceUpdate(gradients: Readonly<Record<string, Value>>, scalars: Record<string, number>): Promise<void> {
    this.#update ??= await this.#compileUpdate()
    const settings = Object.fromEntries(Object.entries(scalars).map(([name, x]) => [name, floats([x], [])]))
    const into = Object.fromEntries(Object.entries(this.#state).map(([name, value]) => [`${name}.next`, value]))
    const next = await this.#update.run({ ...this.#state, ...gradientFeeds(gradients), ...settings }, { into })
    this.#state = Object.fromEntries(
      Object.entries(next).map(([name, value]) => [name.slice(0, -'.next'.length), value]),
    )
  }

  #compileUpdate(): Promise<Program> {
    const trained = [...this.#shapes].map(([name, shape]) => ({
      name,
      value: input(name, shape),
      gradient: this.#gradient(name),
      weightDecay: this.#weightDecay(name),
    }))
    const graph = defineGraph(adamW(trained, this.#options))
    return this.#runtime.compile(graph, { keep: Object.keys(graph.outputs) })
  }

  #gradient(name: string): Tensor {
    return input(`${name}.gradient`, this.#shapes.get(name) as readonly number[])
  }

  /** Norms and biases do not decay. */
  #weightDecay(name: string): number {
    return this.#shapes.get(name)?.length === 1 ? 0 : (this.#options.weightDecay ?? 0)
  }

  async #place(tensors: Readonly<Record<string, HostTensor>>): Promise<void> {
    const placed: Record<string, Value> = {}
    for (const [name, tensor] of Object.entries(tensors)) placed[name] = await this.#runtime.upload(tensor)
    this.#state = placed
  }

  #free(): void {
    for (const value of Object.values(this.#state)) value.dispose()
  }
}

const elementsOf = (shape: readonly number[]) => shape.reduce((size, dim) => size * dim, 1)

const gradientFeeds = (gradients: Readonly<Record<string, Value>>) =>
  Object.fromEntries(Object.entries(gradients).map(([name, value]) => [`${name}.gradient`, value]))
