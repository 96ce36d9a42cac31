import { at } from '../../../src/core/absence.js'
import {
  type AdamWOptions,
  adamWInPlace,
  adamWInputs,
  normOf,
  type TrainedArrays,
  VectorMemory,
} from '../graph/index.js'
import { floats, type HostTensor, type Runtime, type Value } from '../runtime/runtime.js'
import {
  checkFinite,
  checkSaved,
  elementsOf,
  type OptimizerState,
  type Shapes,
  type StepAt,
  shapesOf,
  weightDecayOf,
} from './optimizer-step.js'

/** The state of a runtime that works in this process's memory: arrays that a step writes in place. */
export async function startInProcess(
  runtime: Runtime,
  options: AdamWOptions,
  values: ReadonlyMap<string, HostTensor>,
): Promise<OptimizerState> {
  const state = new OptimizerInProcess(runtime, options, shapesOf(values))
  await state.place(values)
  return state
}

class OptimizerInProcess implements OptimizerState {
  readonly #runtime: Runtime
  readonly #options: AdamWOptions
  readonly #shapes: Shapes
  /** Where the arrays lie: values, moments and gradients. */
  readonly #room: VectorMemory
  readonly #state: Record<string, Value> = {}

  constructor(runtime: Runtime, options: AdamWOptions, shapes: Shapes) {
    this.#runtime = runtime
    this.#options = options
    this.#shapes = shapes
    const lengths = [...shapes.values()].map(elementsOf)
    this.#room = new VectorMemory([...lengths, ...lengths, ...lengths, ...lengths])
  }

  async place(values: ReadonlyMap<string, HostTensor>): Promise<void> {
    for (const [name, { shape, data }] of values) {
      const value = this.#room.array(data.length)
      value.set(data as Float32Array)
      this.#state[name] = await this.#runtime.upload(floats(value, shape))
      for (const moment of ['m', 'v'])
        this.#state[`${name}.${moment}`] = await this.#runtime.upload(floats(this.#room.array(data.length), shape))
    }
  }

  async gradientRoom(): Promise<Record<string, Value>> {
    const room: Record<string, Value> = {}
    for (const [name, shape] of this.#shapes)
      room[name] = await this.#runtime.upload(floats(this.#room.array(elementsOf(shape)), shape))
    return room
  }

  values(): Record<string, Value> {
    return Object.fromEntries([...this.#shapes.keys()].map((name) => [name, at(this.#state, name)]))
  }

  async apply(gradients: Readonly<Record<string, Value>>, step: StepAt): Promise<number> {
    const arrays = await this.#arrays(gradients)
    const norm = normOf(arrays.map((one) => one.gradient))
    checkFinite(step, norm)
    adamWInPlace(this.#room, arrays, adamWInputs(step.step, step.learningRate, norm, this.#options), this.#options)
    return norm
  }

  async copy(): Promise<Record<string, HostTensor>> {
    const copy: Record<string, HostTensor> = {}
    for (const [name, { dtype, shape, read }] of Object.entries(this.#state))
      copy[name] = { dtype, shape, data: (await read()).slice() }
    return copy
  }

  async restore(saved: Readonly<Record<string, HostTensor>>): Promise<void> {
    checkSaved(this.#shapes, saved)
    for (const [name, value] of Object.entries(this.#state))
      (await value.read()).set(saved[name]?.data as Float32Array & BigInt64Array)
  }

  async dispose(): Promise<void> {
    for (const value of Object.values(this.#state)) value.dispose()
  }

  async #arrays(gradients: Readonly<Record<string, Value>>): Promise<TrainedArrays[]> {
    const arrays: TrainedArrays[] = []
    for (const [name, shape] of this.#shapes) {
      const read = async (value: Value | undefined) => (await value?.read()) as Float32Array
      arrays.push({
        value: await read(this.#state[name]),
        m: await read(this.#state[`${name}.m`]),
        v: await read(this.#state[`${name}.v`]),
        gradient: await read(gradients[name]),
        weightDecay: weightDecayOf(shape, this.#options),
      })
    }
    return arrays
  }
}
