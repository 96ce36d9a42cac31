import type { InferenceSession, Tensor as OrtTensor } from 'onnxruntime-node'
import {
  allocate,
  bindShape,
  byteLength,
  type DType,
  type Graph,
  isBound,
  solveBindings,
  stored,
  type TypedArray,
} from '../graph/index.js'
import { type HostTensor, isValue, type Program, type RunOptions, type Value } from './runtime.js'

export type Ort = typeof import('onnxruntime-node')

export interface OnnxValue extends Value {
  readonly tensor: OrtTensor | undefined
}

export const hostValue = (tensor: HostTensor): Value => ({
  dtype: tensor.dtype,
  shape: tensor.shape,
  read: async () => tensor.data,
  dispose: () => {},
})

/** What a program needs of its runtime. */
interface Surroundings {
  bindings: Readonly<Record<string, number>>
  /** Outputs that stay on the device. */
  onDevice: ReadonlySet<string>
  /** Told how many bytes cross. */
  crossing: (bytes: number) => void
  download: (value: OnnxValue) => Promise<TypedArray>
}

export class OnnxProgram implements Program {
  readonly #ort: Ort
  readonly #session: InferenceSession
  readonly #graph: Graph
  readonly #around: Surroundings
  #last: Promise<unknown> = Promise.resolve()

  constructor(ort: Ort, session: InferenceSession, graph: Graph, around: Surroundings) {
    this.#ort = ort
    this.#session = session
    this.#graph = graph
    this.#around = around
  }

  run(inputs: Readonly<Record<string, HostTensor | Value>>, options: RunOptions = {}): Promise<Record<string, Value>> {
    const next = this.#last.then(() => this.#run(inputs, options))
    this.#last = next.catch(() => {})
    return next
  }

  async #run(inputs: Readonly<Record<string, HostTensor | Value>>, { into = {} }: RunOptions) {
    const shapes = Object.fromEntries(Object.entries(inputs).map(([name, { shape }]) => [name, shape]))
    const bindings = { ...solveBindings(this.#graph.inputs, shapes), ...this.#around.bindings }
    const feeds: Record<string, OrtTensor> = {}
    for (const { name } of this.#graph.inputs) feeds[name] = await this.#feed(inputs[name] as HostTensor | Value)

    // Outputs on this side are written into arrays of ours: ONNX Runtime would copy its own, and memory would not be flat.
    const fetches: Record<string, OrtTensor | null> = {}
    const arrays: Record<string, TypedArray> = {}
    for (const [name, { dtype, shape }] of Object.entries(this.#graph.outputs)) {
      fetches[name] = null
      // With outputs on the device, arrays of ours are not written.
      if (this.#around.onDevice.size > 0) continue
      // Nor are they where only the run itself shows how large an output is.
      if (!shape.every((dim) => isBound(dim, bindings))) continue
      const bound = bindShape(shape, bindings)
      const size = bound.reduce((total, dim) => total * dim, 1)
      const spare = await into[name]?.read()
      const data = spare?.byteLength === byteLength(dtype, size) ? spare : allocate(dtype, size)
      arrays[name] = data
      fetches[name] = this.#tensor({ dtype, shape: bound, data })
    }
    const found = await this.#session.run(feeds, fetches as InferenceSession.OnnxValueMapType)
    // What was given up may have been an input of this very run, so it is freed only now.
    for (const [name, value] of Object.entries(into)) if (this.#around.onDevice.has(name)) value.dispose()
    const results: Record<string, Value> = {}
    for (const [name, { dtype }] of Object.entries(this.#graph.outputs)) {
      const tensor = found[name] as OrtTensor
      if (this.#around.onDevice.has(name)) results[name] = this.#deviceValue(dtype, tensor)
      else {
        const data = arrays[name] ?? (tensor.data as TypedArray)
        this.#cross(data.byteLength)
        results[name] = hostValue({ dtype, shape: tensor.dims, data })
      }
    }
    return results
  }

  async #feed(tensor: HostTensor | Value): Promise<OrtTensor> {
    if (!isValue(tensor)) {
      this.#cross(tensor.data.byteLength)
      return this.#tensor(tensor)
    }
    const held = (tensor as OnnxValue).tensor
    if (held !== undefined) {
      // The same buffer under the shape that the caller knows it by.
      const [, dims] = stored(tensor.dtype, tensor.shape)
      return sameDims(held.dims, dims as number[]) ? held : reshaped(this.#ort, held, dims as number[])
    }
    const data = await tensor.read()
    this.#cross(data.byteLength)
    return this.#tensor({ dtype: tensor.dtype, shape: tensor.shape, data })
  }

  #tensor({ dtype, shape, data }: HostTensor): OrtTensor {
    const [type, dims] = stored(dtype, shape)
    return new this.#ort.Tensor(ortType(type), data as Float32Array, dims as number[]) as OrtTensor
  }

  #deviceValue(dtype: DType, tensor: OrtTensor): OnnxValue {
    const { download } = this.#around
    const value: OnnxValue = {
      dtype,
      shape: tensor.dims,
      tensor,
      read: () => download(value),
      dispose: () => tensor.dispose(),
    }
    return value
  }

  #cross(bytes: number): void {
    this.#around.crossing(bytes)
  }

  async dispose(): Promise<void> {
    await this.#last
    await this.#session.release()
  }
}

const sameDims = (a: readonly number[], b: readonly number[]) =>
  a.length === b.length && a.every((dim, i) => dim === b[i])

function reshaped(ort: Ort, tensor: OrtTensor, shape: readonly number[]): OrtTensor {
  return ort.Tensor.fromGpuBuffer((tensor as unknown as { gpuBuffer: never }).gpuBuffer, {
    dataType: tensor.type as 'float32',
    dims: [...shape],
  }) as OrtTensor
}

const ortType = (dtype: DType): 'float32' => dtype as 'float32'
