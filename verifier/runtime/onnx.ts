import { availableParallelism } from 'node:os'
import type { InferenceSession, Tensor as OrtTensor } from 'onnxruntime-node'
import { RationaleError } from '../../src/core/errors.js'
import {
  allocate,
  bindShape,
  byteLength,
  type DType,
  defineGraph,
  type Graph,
  input,
  printOnnx,
  reshape,
  solveBindings,
  stored,
  type TypedArray,
} from '../graph/index.js'
import type { CompileOptions, HostTensor, Program, RunOptions, Runtime, Value } from './runtime.js'
import { isValue } from './runtime.js'

type Ort = typeof import('onnxruntime-node')
export type OnnxProvider = 'cpu' | 'cuda' | 'webgpu' | 'coreml' | 'dml'

/** Execution providers that share this process's memory: nothing crosses, and outputs can be written in place. */
const sharesMemory = (provider: OnnxProvider) => provider === 'cpu'

/** Loads ONNX Runtime's native library. */
export async function loadOnnxRuntime(): Promise<Ort> {
  try {
    return await import('onnxruntime-node')
  } catch (cause) {
    throw new RationaleError('missing-package', 'ONNX Runtime could not be loaded', {
      expected: 'onnxruntime-node with a binary for this platform',
      found: cause instanceof Error ? cause.message : String(cause),
      remedy: 'npm install onnxruntime-node (with ONNXRUNTIME_NODE_INSTALL=skip where there is no network)',
      cause,
    })
  }
}

/** ONNX Runtime with one execution provider. Throws `unsupported` where the provider or its device is not there. */
export async function openOnnx(options: { provider?: OnnxProvider; threads?: number } = {}): Promise<Runtime> {
  const { provider = 'cpu', threads } = options
  const ort = await loadOnnxRuntime()
  const runtime = new OnnxRuntime(ort, provider, threads)
  if (provider !== 'cpu') await probe(runtime, provider)
  return runtime
}

/** A product of known result: the provider's library may load and still find no device. */
async function probe(runtime: Runtime, provider: OnnxProvider): Promise<void> {
  try {
    const x = input('x', [2])
    const program = await runtime.compile(defineGraph({ y: reshape(x, [2, 1]) }))
    const { y } = await program.run({ x: { dtype: 'float32', shape: [2], data: Float32Array.of(3, 4) } })
    const found = await (y as Value).read()
    await program.dispose()
    if (found[1] !== 4) throw new Error(`a copy of 3, 4 came back as ${found}`)
  } catch (cause) {
    throw new RationaleError('unsupported', `ONNX Runtime's ${provider} provider does not work here`, {
      found:
        (cause instanceof Error ? cause.message : String(cause))
          .trim()
          .split('\n')[0]
          ?.replace(/^.*failed\. /i, '') ?? '',
      remedy: 'choose another backend, or onnx-cpu, which always works',
      cause,
    })
  }
}

class OnnxRuntime implements Runtime {
  readonly backend: Runtime['backend']
  readonly device: string
  readonly inProcess: boolean
  crossed = 0
  readonly #ort: Ort
  readonly #provider: OnnxProvider
  readonly #threads: number | undefined
  /** Programs that move tensors, by type, shape and direction. */
  readonly #passing = new Map<string, Promise<Program>>()

  constructor(ort: Ort, provider: OnnxProvider, threads: number | undefined) {
    this.#ort = ort
    this.#provider = provider
    this.#threads = threads
    this.inProcess = sharesMemory(provider)
    this.backend = `onnx-${provider}`
    this.device =
      provider === 'cpu' ? `CPU, ${threads ?? availableParallelism()} threads` : `${provider} device of ONNX Runtime`
  }

  async compile(graph: Graph, options: CompileOptions = {}): Promise<Program> {
    const { bindings = {}, keep = [], lean = false } = options
    const { model, external } = printOnnx(graph, { bindings, constants: 'memory' })
    const onDevice = new Set(sharesMemory(this.#provider) ? [] : keep)
    const session = await this.#ort.InferenceSession.create(model, {
      executionProviders: [this.#provider],
      graphOptimizationLevel: 'all',
      externalData: external.map(({ path, data }) => ({ path, data })),
      logSeverityLevel: 3,
      ...(this.#threads === undefined ? {} : { intraOpNumThreads: this.#threads }),
      ...(lean ? { extra: { session: { disable_prepacking: '1' } } } : {}),
      ...(onDevice.size === 0
        ? {}
        : {
            preferredOutputLocation: Object.fromEntries(
              Object.keys(graph.outputs).map((name) => [name, onDevice.has(name) ? 'gpu-buffer' : 'cpu']),
            ),
          }),
    } as InferenceSession.SessionOptions)
    return new OnnxProgram(this.#ort, session, graph, {
      bindings,
      inProcess: this.inProcess,
      onDevice,
      crossing: (bytes) => {
        this.crossed += bytes
      },
      download: (value) => this.#download(value),
    })
  }

  async upload(tensor: HostTensor): Promise<Value> {
    if (this.inProcess) return hostValue(tensor)
    const [dtype, shape] = stored(tensor.dtype, tensor.shape) as [DType, number[]]
    const y = await this.#pass(dtype, shape, { dtype, shape, data: tensor.data }, true)
    return { ...(y as OnnxValue), dtype: tensor.dtype, shape: tensor.shape } as Value
  }

  /** ONNX Runtime's own download of a device buffer ends the process in Node, so a program does it. */
  async #download(value: OnnxValue): Promise<TypedArray> {
    const [dtype, shape] = stored(value.dtype, value.shape) as [DType, number[]]
    const y = await this.#pass(dtype, shape, value, false)
    return y.read()
  }

  /** Passes a tensor through a program that leaves it on the device, or brings it here. */
  async #pass(dtype: DType, shape: readonly number[], tensor: HostTensor | Value, stay: boolean): Promise<Value> {
    const key = `${dtype} ${shape} ${stay}`
    let program = this.#passing.get(key)
    if (program === undefined) {
      const x = input('x', shape, dtype)
      program = this.compile(defineGraph({ y: reshape(x, [1, ...shape]) }), { keep: stay ? ['y'] : [] })
      this.#passing.set(key, program)
    }
    return (await (await program).run({ x: { ...tensor, dtype, shape } as HostTensor | Value })).y as Value
  }

  async dispose(): Promise<void> {
    for (const program of this.#passing.values()) await (await program).dispose()
    this.#passing.clear()
  }
}

interface OnnxValue extends Value {
  readonly tensor: OrtTensor | undefined
}

const hostValue = (tensor: HostTensor): Value => ({
  dtype: tensor.dtype,
  shape: tensor.shape,
  read: async () => tensor.data,
  dispose: () => {},
})

interface Surroundings {
  bindings: Readonly<Record<string, number>>
  inProcess: boolean
  /** Outputs that stay on the device. */
  onDevice: ReadonlySet<string>
  /** Told how many bytes cross. */
  crossing: (bytes: number) => void
  download: (value: OnnxValue) => Promise<TypedArray>
}

class OnnxProgram implements Program {
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
    if (!this.#around.inProcess) this.#around.crossing(bytes)
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
