import { availableParallelism, loadavg } from 'node:os'
import type { InferenceSession } from 'onnxruntime-node'
import { messageOf, RationaleError } from '../../../src/core/errors.js'
import {
  type DType,
  defineGraph,
  type Graph,
  input,
  printOnnx,
  reshape,
  stored,
  type TypedArray,
} from '../graph/index.js'
import { hostValue, OnnxProgram, type OnnxValue, type Ort } from './onnx-program.js'
import type { CompileOptions, HostTensor, Program, Runtime, Value } from './runtime.js'
import { hasWebGpuDriver, NO_DRIVER } from './vulkan.js'

export type OnnxProvider = 'cpu' | 'cuda' | 'webgpu' | 'coreml' | 'dml'

/** Only WebGPU's buffers can be held from Node; with every other provider values are arrays of this process. */
const holdsBuffers = (provider: OnnxProvider) => provider === 'webgpu'

/** What ONNX Runtime would run on the CPU beside a provider, to and fro over the bus. Of LogSoftmax's size are the logits. */
const withoutKernel = (provider: OnnxProvider): ReadonlySet<'LogSoftmax'> =>
  new Set(provider === 'webgpu' ? ['LogSoftmax'] : [])

/** Loads ONNX Runtime's native library. */
export async function loadOnnxRuntime(): Promise<Ort> {
  try {
    const ort = await import('onnxruntime-node')
    // What goes wrong is thrown; the library's own account of it on stderr would only repeat it.
    ort.env.logLevel = 'fatal'
    return ort
  } catch (cause) {
    throw new RationaleError('missing-package', 'ONNX Runtime could not be loaded', {
      expected: 'onnxruntime-node with a binary for this platform',
      found: messageOf(cause),
      remedy: 'npm install onnxruntime-node (with ONNXRUNTIME_NODE_INSTALL=skip where there is no network)',
      cause,
    })
  }
}

/**
 * Whether others keep the cores busy. ONNX Runtime's threads spin while they wait for one another: quickest on cores that would idle, waste on
 * cores that others need (a LoRA step of SmolLM2-135M beside five busy processes: 2.5 s of CPU time with spinning, 0.9 s without).
 */
const isBusy = () => (loadavg()[0] ?? 0) > availableParallelism()

export interface OnnxOptions {
  /** Default `cpu`. */
  provider?: OnnxProvider
  /** Default: all cores. */
  threads?: number
  /** Further settings of the provider, under ONNX Runtime's own names (`validationMode`, say). */
  settings?: Readonly<Record<string, string | boolean>>
  /** ONNX Runtime's own profile of every program goes into files whose paths begin so: written when the program is disposed. */
  profile?: string
}

/** ONNX Runtime with one execution provider. Throws `unsupported` where the provider or its device is not there. */
export async function openOnnx(options: OnnxOptions = {}): Promise<Runtime> {
  const { provider = 'cpu' } = options
  if (provider === 'webgpu' && !hasWebGpuDriver()) throw unusable(provider, NO_DRIVER)
  const runtime = new OnnxRuntime(await loadOnnxRuntime(), provider, options)
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
    const [first = ''] = messageOf(cause).trim().split('\n')
    throw unusable(provider, first.replace(/^.*(?:was false|failed)\. /i, ''), cause)
  }
}

const unusable = (provider: OnnxProvider, found: string, cause?: unknown) =>
  new RationaleError('unsupported', `ONNX Runtime's ${provider} provider does not work here`, {
    found,
    remedy: 'choose another backend, or onnx-cpu, which always works',
    cause,
  })

class OnnxRuntime implements Runtime {
  readonly backend: Runtime['backend']
  readonly device: string
  readonly inProcess: boolean
  crossed = 0
  readonly #ort: Ort
  readonly #provider: OnnxProvider
  readonly #options: OnnxOptions
  #profiled = 0
  /** Programs that move tensors, by type, shape and direction. */
  readonly #passing = new Map<string, Promise<Program>>()

  constructor(ort: Ort, provider: OnnxProvider, options: OnnxOptions) {
    this.#ort = ort
    this.#provider = provider
    this.#options = options
    this.inProcess = !holdsBuffers(provider)
    this.backend = `onnx-${provider}`
    this.device =
      provider === 'cpu'
        ? `CPU, ${options.threads ?? availableParallelism()} threads`
        : `${provider} device of ONNX Runtime`
  }

  async compile(graph: Graph, options: CompileOptions = {}): Promise<Program> {
    const { bindings = {}, keep = [], lean = false } = options
    const { threads, profile, settings } = this.#options
    const without = withoutKernel(this.#provider)
    const { model, external } = printOnnx(graph, { bindings, constants: 'memory', without })
    const onDevice = new Set(holdsBuffers(this.#provider) ? keep : [])
    const session = await this.#ort.InferenceSession.create(model, {
      executionProviders: [settings === undefined ? this.#provider : { name: this.#provider, ...settings }],
      graphOptimizationLevel: 'all',
      // A plan of memory for each shape of batch, in one piece beside what the first run took: twice the memory of a training step, and no time won.
      enableMemPattern: false,
      externalData: external.map(({ path, data }) => ({ path, data })),
      logSeverityLevel: 3,
      ...(profile === undefined ? {} : { enableProfiling: true, profileFilePrefix: `${profile}${this.#profiled++}` }),
      ...(threads === undefined ? {} : { intraOpNumThreads: threads }),
      extra: {
        session: {
          ...(lean ? { disable_prepacking: '1' } : {}),
          ...(isBusy() ? { intra_op: { allow_spinning: '0' } } : {}),
        },
      },
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
      onDevice,
      crossing: (bytes) => {
        if (this.#provider !== 'cpu') this.crossed += bytes
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
