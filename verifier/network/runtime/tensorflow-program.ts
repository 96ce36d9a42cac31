import type * as tfjs from '@tensorflow/tfjs-core'
import {
  type Bindings,
  type DType,
  type Graph,
  isOperator,
  solveBindings,
  type Tensor,
  type TypedArray,
} from '../graph/index.js'
import { type CompileOptions, type HostTensor, isValue, type Program, type Value } from './runtime.js'
import { kernels, type TensorFlow } from './tensorflow-kernels.js'

export interface TensorFlowValue extends Value {
  readonly tensor: tfjs.Tensor
}

export const deviceValue = (dtype: DType, tensor: tfjs.Tensor): TensorFlowValue => ({
  dtype,
  shape: tensor.shape,
  tensor,
  read: async () => (await tensor.data()) as unknown as TypedArray,
  dispose: () => tensor.dispose(),
})

export class TensorFlowProgram implements Program {
  readonly #tf: TensorFlow
  readonly #select: () => Promise<void>
  readonly #graph: Graph
  readonly #bindings: Bindings
  readonly #place: (tensor: HostTensor) => tfjs.Tensor
  readonly #constants = new Map<Tensor, tfjs.Tensor>()
  /** How often each value is used: an array is freed after its last use. */
  readonly #uses = new Map<Tensor, number>()
  #last: Promise<unknown> = Promise.resolve()

  constructor(
    tf: TensorFlow,
    select: () => Promise<void>,
    graph: Graph,
    { bindings = {} }: CompileOptions,
    place: (tensor: HostTensor) => tfjs.Tensor,
  ) {
    this.#tf = tf
    this.#select = select
    this.#graph = graph
    this.#bindings = bindings
    this.#place = place
    for (const y of graph.nodes) {
      for (const x of y.inputs) this.#uses.set(x, (this.#uses.get(x) ?? 0) + 1)
      if (isOperator(y, 'constant'))
        this.#constants.set(y, place({ dtype: y.dtype, shape: y.shape as number[], data: y.attributes.data }))
    }
    for (const y of Object.values(graph.outputs)) this.#uses.set(y, (this.#uses.get(y) ?? 0) + 1)
  }

  run(inputs: Readonly<Record<string, HostTensor | Value>>, options: { into?: Readonly<Record<string, Value>> } = {}) {
    const next = this.#last.then(async () => {
      await this.#select()
      const results = this.#run(inputs)
      for (const spare of Object.values(options.into ?? {})) spare.dispose()
      return results
    })
    this.#last = next.catch(() => {})
    return next
  }

  #run(inputs: Readonly<Record<string, HostTensor | Value>>): Record<string, Value> {
    const shapes = Object.fromEntries(Object.entries(inputs).map(([name, { shape }]) => [name, shape]))
    const bindings = { ...solveBindings(this.#graph.inputs, shapes), ...this.#bindings }
    const live = new Map<Tensor, { array: tfjs.Tensor; owned: boolean; uses: number }>()
    const release = (y: Tensor) => {
      const held = live.get(y)
      if (held === undefined) return
      held.uses -= 1
      if (held.uses === 0 && held.owned) held.array.dispose()
    }
    try {
      for (const y of this.#graph.nodes) {
        const array = this.#compute(y, inputs, live, bindings)
        live.set(y, { ...array, uses: this.#uses.get(y) ?? 0 })
        for (const x of y.inputs) release(x)
      }
    } catch (error) {
      for (const { array, owned } of live.values()) if (owned && !array.isDisposed) array.dispose()
      throw error
    }
    // Each output is an array of its own, so that each can be freed by itself.
    return Object.fromEntries(
      Object.entries(this.#graph.outputs).map(([name, y]) => {
        const { array } = live.get(y) as { array: tfjs.Tensor }
        const own = this.#tf.clone(array)
        release(y)
        return [name, deviceValue(y.dtype, own)]
      }),
    )
  }

  #compute(
    y: Tensor,
    inputs: Readonly<Record<string, HostTensor | Value>>,
    live: ReadonlyMap<Tensor, { array: tfjs.Tensor }>,
    bindings: Bindings,
  ): { array: tfjs.Tensor; owned: boolean } {
    if (isOperator(y, 'constant')) return { array: this.#constants.get(y) as tfjs.Tensor, owned: false }
    if (isOperator(y, 'input')) {
      const fed = inputs[y.attributes.name] as HostTensor | Value
      return isValue(fed)
        ? { array: (fed as TensorFlowValue).tensor, owned: false }
        : { array: this.#place(fed), owned: true }
    }
    const arrays = y.inputs.map((x) => (live.get(x) as { array: tfjs.Tensor }).array)
    const kernel = kernels[y.operator] as unknown as (
      tf: TensorFlow,
      inputs: tfjs.Tensor[],
      y: Tensor,
      bindings: Bindings,
    ) => tfjs.Tensor
    const array = this.#tf.tidy(() => {
      const result = kernel(this.#tf, arrays, y, bindings)
      return arrays.includes(result) ? this.#tf.clone(result) : result
    })
    return { array, owned: true }
  }

  async dispose(): Promise<void> {
    await this.#last
    for (const array of this.#constants.values()) array.dispose()
    this.#constants.clear()
  }
}
