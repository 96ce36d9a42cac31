import type { InferenceSession, Tensor } from 'onnxruntime-node'
import { type DType, stored, type TypedArray } from '../graph/index.js'
import { hostValue } from './onnx-program.js'
import { type HostTensor, isValue, type Program } from './runtime.js'

/** What onnxruntime-node and onnxruntime-web have alike, as far as it is asked for. */
export interface WebRuntime {
  Tensor: new (type: 'float32', data: Float32Array, dims: readonly number[]) => Tensor
  InferenceSession: { create(model: Uint8Array, options: InferenceSession.SessionOptions): Promise<InferenceSession> }
}

/** ONNX Runtime's names of what a session runs on. */
export type WebProvider = 'webgpu' | 'wasm' | 'cpu'

/** A program from a file of ours, of which nobody holds the graph any more: a browser's. Its names and shapes are those that the file was printed with. */
export async function openSession(ort: WebRuntime, provider: WebProvider, model: Uint8Array): Promise<Program> {
  const session = await ort.InferenceSession.create(model, {
    executionProviders: [provider],
    graphOptimizationLevel: 'all',
    logSeverityLevel: 3,
  })
  const feed = ({ dtype, shape, data }: HostTensor) => {
    const [type, dims] = stored(dtype, shape)
    // The constructor has an overload for every type; the names of ours are its own.
    return new ort.Tensor(type as 'float32', data as Float32Array, dims as number[])
  }
  let last: Promise<unknown> = Promise.resolve()
  return {
    run(inputs) {
      const next = last.then(async () => {
        const feeds: Record<string, Tensor> = {}
        // What a network does not need is no input of its file (`keyPositions` where no layer has a window).
        for (const [name, given] of Object.entries(inputs).filter(([each]) => session.inputNames.includes(each)))
          feeds[name] = feed(isValue(given) ? { ...given, data: await given.read() } : given)
        const results = await session.run(feeds)
        return Object.fromEntries(
          Object.entries(results).map(([name, { type, dims, data }]) => [
            name,
            hostValue({ dtype: type as DType, shape: dims, data: data as TypedArray }),
          ]),
        )
      })
      last = next.catch(() => {})
      return next
    },
    async dispose() {
      await last
      await session.release()
    },
  }
}
