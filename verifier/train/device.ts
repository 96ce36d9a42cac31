import type { Backend, Runtime } from '../runtime/runtime.js'

/** Opens a runtime by name; `auto`: the ONNX Runtime of this machine's CPU, which is always there. */
export async function openDevice(backend: Backend | 'auto'): Promise<Runtime> {
  if (backend === 'auto' || backend.startsWith('onnx-')) {
    const { openOnnx } = await import('../runtime/onnx.js')
    const provider = backend === 'auto' ? 'cpu' : backend.slice('onnx-'.length)
    return openOnnx({ provider: provider as 'cpu' | 'cuda' | 'webgpu' | 'coreml' | 'dml' })
  }
  const { openTensorFlow } = await import('../runtime/tensorflow.js')
  return openTensorFlow(backend as 'tensorflow' | 'tfjs-webgpu' | 'tfjs-wasm' | 'tfjs-cpu')
}
