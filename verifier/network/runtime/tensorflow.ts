import { createRequire } from 'node:module'
import { availableParallelism } from 'node:os'
import { dirname, join } from 'node:path'
import type * as tfjs from '@tensorflow/tfjs-core'
import { RationaleError } from '../../../src/core/errors.js'
import { missingPackage } from '../../../src/core/missing-package.js'
import type { Graph } from '../graph/index.js'
import type { CompileOptions, HostTensor, Program, Runtime, Value } from './runtime.js'
import type { TensorFlow } from './tensorflow-kernels.js'
import { deviceValue, TensorFlowProgram } from './tensorflow-program.js'
import { hasWebGpuDriver, NO_DRIVER } from './vulkan.js'

export type TensorFlowBackend = 'tensorflow' | 'tfjs-webgpu' | 'tfjs-wasm' | 'tfjs-cpu'

/**
 * TensorFlow.js with one of its backends. `tensorflow` is the native library (tfjs-node-gpu, else tfjs-node) where it is
 * installed; `tfjs-webgpu` runs on Dawn (the npm package `webgpu`); `tfjs-wasm` and `tfjs-cpu` run anywhere.
 */
export async function openTensorFlow(backend: TensorFlowBackend): Promise<Runtime> {
  if (backend === 'tensorflow') {
    const { tf, module } = await loadNative()
    return new TensorFlowRuntime(tf, backend, tf.getBackend(), `TensorFlow through ${module}`)
  }
  const tf: TensorFlow = await import('@tensorflow/tfjs-core').catch(missingPackage('@tensorflow/tfjs-core', BACKENDS))
  const name = backend.slice('tfjs-'.length)
  let device = 'CPU, plain JavaScript'
  if (name === 'cpu')
    await import('@tensorflow/tfjs-backend-cpu').catch(missingPackage('@tensorflow/tfjs-backend-cpu', BACKENDS))
  if (name === 'wasm') device = await loadWasm()
  if (name === 'webgpu') device = await loadWebGpu(tf)
  tf.enableProdMode()
  if (!(await tf.setBackend(name))) throw unavailable(backend, 'the backend did not start')
  await tf.ready()
  return new TensorFlowRuntime(tf, backend, name, device)
}

const BACKENDS = 'this backend of TensorFlow.js'

const unavailable = (backend: string, found: string, cause?: unknown) =>
  new RationaleError('unsupported', `TensorFlow.js's backend ${backend} does not work here`, {
    found,
    remedy: 'choose another backend, or onnx-cpu, which always works',
    cause,
  })

async function loadNative(): Promise<{ tf: TensorFlow; module: string }> {
  const problems: string[] = []
  for (const module of ['@tensorflow/tfjs-node-gpu', '@tensorflow/tfjs-node']) {
    try {
      const loaded = (await import(module)) as TensorFlow & { default?: TensorFlow }
      const tf = loaded.default ?? loaded
      await tf.ready()
      return { tf, module }
    } catch (cause) {
      const why = cause instanceof Error ? (cause.message.split('\n')[0] as string) : String(cause)
      problems.push(`${module}: ${why.startsWith(`Cannot find package '${module}'`) ? 'not installed' : why}`)
    }
  }
  throw new RationaleError('missing-package', "TensorFlow's native library is not installed", {
    found: problems.join('; '),
    remedy: 'npm install @tensorflow/tfjs-node-gpu (or tfjs-node), or choose another backend',
  })
}

async function loadWasm(): Promise<string> {
  const wasm = await import('@tensorflow/tfjs-backend-wasm').catch(
    missingPackage('@tensorflow/tfjs-backend-wasm', BACKENDS),
  )
  const entry = createRequire(import.meta.url).resolve('@tensorflow/tfjs-backend-wasm')
  wasm.setWasmPaths(join(dirname(entry), '/'))
  return `CPU, WebAssembly, ${availableParallelism()} cores`
}

let dawn: Promise<string> | undefined

/** Gives Node the WebGPU that browsers have: Dawn, from the npm package `webgpu`. Once: a second instance ends the process. */
function loadWebGpu(tf: TensorFlow): Promise<string> {
  dawn ??= startDawn(tf)
  return dawn
}

async function startDawn(tf: TensorFlow): Promise<string> {
  const { create, globals } = await import('webgpu').catch(missingPackage('webgpu', BACKENDS))
  if (!hasWebGpuDriver()) throw unavailable('tfjs-webgpu', NO_DRIVER)
  Object.assign(globalThis, globals)
  const gpu = create([])
  const adapter = await gpu.requestAdapter()
  if (adapter === null) throw unavailable('tfjs-webgpu', 'no WebGPU adapter (no Vulkan, Metal or Direct3D 12 driver)')
  Object.defineProperty(globalThis, 'navigator', { value: { gpu }, configurable: true })
  await import('@tensorflow/tfjs-backend-webgpu').catch(missingPackage('@tensorflow/tfjs-backend-webgpu', BACKENDS))
  tf.env().set('WEBGPU_CPU_FORWARD', false)
  const { vendor, architecture, description } = adapter.info
  return [vendor, architecture, description].filter((part) => part !== '').join(' ') || 'WebGPU adapter'
}

class TensorFlowRuntime implements Runtime {
  readonly backend: TensorFlowBackend
  readonly device: string
  readonly inProcess = false
  crossed = 0
  readonly #tf: TensorFlow
  readonly #name: string

  constructor(tf: TensorFlow, backend: TensorFlowBackend, name: string, device: string) {
    this.#tf = tf
    this.#name = name
    this.backend = backend
    this.device = device
  }

  async compile(graph: Graph, options: CompileOptions = {}): Promise<Program> {
    await this.#select()
    return new TensorFlowProgram(
      this.#tf,
      () => this.#select(),
      graph,
      options,
      (tensor) => this.place(tensor),
    )
  }

  async upload(tensor: HostTensor): Promise<Value> {
    await this.#select()
    return deviceValue(tensor.dtype, this.place(tensor))
  }

  /** An array on the device; integers become int32, 4-bit values are unpacked, halves widened. */
  place({ dtype, shape, data }: HostTensor): tfjs.Tensor {
    this.crossed += data.byteLength
    const dims = shape as [number]
    if (dtype === 'float32') return this.#tf.tensor(data as Float32Array, dims, 'float32')
    if (dtype === 'float16')
      return this.#tf.tensor(Float32Array.from(data as Uint16Array, halfToFloat), dims, 'float32')
    // The upper half of a float32.
    if (dtype === 'bfloat16')
      return this.#tf.tensor(
        new Float32Array(Uint32Array.from(data as Uint16Array, (bits) => bits << 16).buffer),
        dims,
        'float32',
      )
    if (dtype === 'bool') return this.#tf.tensor(data as Uint8Array, dims, 'bool')
    if (dtype === 'uint4') return this.#tf.tensor(unpackNibbles(data as Uint8Array), dims, 'int32')
    return this.#tf.tensor(Int32Array.from(data as Int32Array, Number), dims, 'int32')
  }

  async #select(): Promise<void> {
    if (this.#tf.getBackend() !== this.#name) await this.#tf.setBackend(this.#name)
  }

  async dispose(): Promise<void> {}
}

/** Two 4-bit values a byte, low nibble first, to one an element. */
export function unpackNibbles(bytes: Uint8Array): Int32Array {
  const values = new Int32Array(bytes.length * 2)
  bytes.forEach((byte, i) => {
    values[2 * i] = byte & 15
    values[2 * i + 1] = byte >> 4
  })
  return values
}

/** IEEE 754 half precision bits to a number. */
function halfToFloat(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1
  const exponent = (bits >> 10) & 31
  const fraction = bits & 1023
  if (exponent === 0) return sign * fraction * 2 ** -24
  if (exponent === 31) return fraction === 0 ? sign * Number.POSITIVE_INFINITY : Number.NaN
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15)
}
